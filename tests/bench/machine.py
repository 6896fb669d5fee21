"""The machine of a task driven in process: its definition, the real handlers, moto's account.

Follows Task and Choice states as Step Functions would and counts what AWS would bill: transitions,
calls by service and operation, and seconds of each function.
"""

import json
import os
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import boto3
from moto import mock_aws
from tests.integration.run_function import account, context, load
from tests.template.template import ROOT, functions

from docsmith.wiring.clients import client

STEPS = ("lifecycle", "agent", "document")
SERVICES = ("dynamodb", "s3", "stepfunctions", "sqs", "secretsmanager")
_MOCKED = {
    "AWS_ACCESS_KEY_ID": "testing",
    "AWS_SECRET_ACCESS_KEY": "testing",
    "AWS_DEFAULT_REGION": "eu-central-1",
    "POWERTOOLS_TRACE_DISABLED": "true",
    "POWERTOOLS_LOG_LEVEL": "ERROR",
}


@dataclass(frozen=True, slots=True)
class Step:
    """One call of a function by the machine: its seconds, its calls by `service:Operation`."""

    state: str
    function: str
    seconds: float
    calls: dict[str, int]


@dataclass
class Bill:
    """What one execution used."""

    states: list[str] = field(default_factory=list[str])
    calls: Counter[str] = field(default_factory=Counter[str])
    steps: list["Step"] = field(default_factory=list["Step"])

    @property
    def turns(self) -> int:
        return self.states.count("AgentTurn")


@dataclass
class Account:
    """The mocked account with the functions of the template loaded in it."""

    handlers: dict[str, Any]
    bill: Bill = field(default_factory=Bill)

    def run(self, task_id: str) -> Bill:
        """Run a submitted task to its end and answer its bill."""
        self.bill = Bill()
        states = _definition()["States"]
        data: dict[str, Any] = {"task_id": task_id}
        name: str | None = _definition()["StartAt"]
        while name is not None:
            self.bill.states.append(name)
            name = self._step(states[name], name, data)
        return self.bill

    def _step(self, state: dict[str, Any], name: str, data: dict[str, Any]) -> str | None:
        if state["Type"] == "Choice":
            outcome = data["step"]["outcome"]
            named = {branch["StringEquals"]: branch["Next"] for branch in state["Choices"]}
            return named.get(outcome, state["Default"])
        if state["Type"] == "Task":
            function = state["Parameters"]["FunctionName"].strip("${}").lower()
            answer = self._call(function, _payload(state["Parameters"]["Payload"], data), name)
            data["step"] = {"outcome": answer.get("outcome"), "answer": answer}
        return state.get("Next")

    def _call(self, function: str, payload: dict[str, Any], name: str) -> dict[str, Any]:
        before, began = self.bill.calls.copy(), time.perf_counter()
        answer = self.handlers[function](payload, context(function))
        seconds = time.perf_counter() - began
        calls = dict(self.bill.calls - before)
        self.bill.steps.append(Step(name, function, seconds, calls))
        return answer

    def count(self, model: Any, **_: Any) -> None:
        service = model.service_model.service_name
        self.bill.calls[f"{service}:{model.name}"] += 1


@contextmanager
def opened() -> Iterator[Account]:
    """An account with everything that the template makes, and every step's handler."""
    with mock_aws(config={"lambda": {"use_docker": False}}):
        os.environ.update(_MOCKED)
        os.environ.update(account("generate"))
        for name in STEPS:
            own = account_variables(name)
            os.environ.update(own)
        machine = boto3.client("stepfunctions").create_state_machine(
            name="docsmith-generate",
            definition=json.dumps({"StartAt": "End", "States": {"End": {"Type": "Succeed"}}}),
            roleArn="arn:aws:iam::123456789012:role/machine",
        )
        os.environ["MACHINE_ARN"] = machine["stateMachineArn"]
        client.cache_clear()
        found = Account({name: load(name).handler for name in STEPS})
        for service in SERVICES:
            client(service).meta.events.register("before-call", found.count)
        yield found
        client.cache_clear()


def account_variables(name: str) -> dict[str, str]:
    """Variables of a function that `generate` does not have; plain defaults of the template."""
    from tests.integration.run_function import value_of
    from tests.template.template import template

    parameters = {n: str(p.get("Default", "")) for n, p in template()["Parameters"].items()}
    own = functions()[name].get("Environment", {}).get("Variables", {})
    known = parameters | {"Bucket": "bucket", "ModelSecret": "model", "SigningSecret": "signing"}
    return {
        variable: value_of(value, known)
        for variable, value in own.items()
        if variable not in os.environ
    }


def _definition() -> dict[str, Any]:
    return json.loads((ROOT / "statemachines" / "generate.asl.json").read_text())


def _payload(template: dict[str, Any], data: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in template.items():
        if not name.endswith(".$"):
            found[name] = value
        elif value == "$":
            found[name[:-2]] = data
        elif value == "$$.Task.Token":
            found[name[:-2]] = "token"
        else:
            found[name[:-2]] = data[value.removeprefix("$.")]
    return found
