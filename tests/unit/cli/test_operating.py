"""The operator's acts, on a Lambda that answers what it is told to."""

import io
import json
from dataclasses import dataclass, field
from typing import Any

import pytest
from botocore.exceptions import EndpointConnectionError

from docsmith_cli.commands.stack import tasks_in
from docsmith_cli.operating import Operator
from docsmith_cli.problems import OperatorProblem


@dataclass
class FakeLambda:
    """Answers `body`; keeps what it was asked."""

    body: Any
    failed: bool = False
    asked: list[tuple[str, Any]] = field(default_factory=list[tuple[str, Any]])

    def invoke(self, *, FunctionName: str, Payload: bytes) -> dict[str, Any]:  # noqa: N803 - boto3
        self.asked.append((FunctionName, json.loads(Payload)))
        failed = {"FunctionError": "Unhandled"} if self.failed else {}
        return {"Payload": io.BytesIO(json.dumps(self.body).encode()), **failed}


def test_an_act_names_the_function_of_the_stack() -> None:
    client = FakeLambda({"ok": True, "organisation": {"organisation_id": "org_1"}})
    made = Operator(client, "prod").create_organisation("Acme", "pro")
    assert made["organisation_id"] == "org_1"
    event = {"act": "create_organisation", "name": "Acme", "tier": "pro"}
    assert client.asked == [("prod-operate", event)]


def test_a_key_comes_with_its_secret() -> None:
    client = FakeLambda({"ok": True, "key": {"key_id": "key_1"}, "secret": "sk_live_x"})
    made, secret = Operator(client, "s").create_key("org_1", test=True, scopes=("read",))
    assert (made["key_id"], secret) == ("key_1", "sk_live_x")
    assert client.asked[0][1]["scopes"] == ["read"]
    assert client.asked[0][1]["test"] is True


def test_the_pools_tell_who_runs_and_who_waits() -> None:
    idle, busy = {"running": 0, "waiting": 0}, {"running": 8, "waiting": 492}
    client = FakeLambda({"ok": True, "pools": {"live": busy, "test": idle}})
    pools = Operator(client, "s").read_pools()
    assert tasks_in(pools) == "8 running, 492 waiting"
    with_test = {**pools, "test": {"running": 1, "waiting": 0}}
    assert tasks_in(with_test).endswith("; of test keys 1 running, 0 waiting")


def test_a_refusal_is_told_with_its_code() -> None:
    client = FakeLambda({"ok": False, "error": "not_found", "message": "There is no org_9."})
    with pytest.raises(OperatorProblem, match=r"There is no org_9. \[not_found\]"):
        Operator(client, "s").add_credits("org_9", 5)


def test_a_fault_is_told_with_its_reason() -> None:
    client = FakeLambda({"errorMessage": "no table", "errorType": "E"}, failed=True)
    with pytest.raises(OperatorProblem, match="list_organisations failed: no table"):
        Operator(client, "s").list_organisations()


def test_an_answer_that_is_no_object_is_refused() -> None:
    with pytest.raises(OperatorProblem, match="nothing that is understood"):
        Operator(FakeLambda(None), "s").list_keys("org_1")


def test_no_way_to_the_function_is_told() -> None:
    class Unreachable:
        def invoke(self, **_: Any) -> Any:
            raise EndpointConnectionError(endpoint_url="https://lambda")

    with pytest.raises(OperatorProblem, match="cannot invoke prod-operate"):
        Operator(Unreachable(), "prod").list_organisations()
