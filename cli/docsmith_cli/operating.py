"""The operator's acts: an invoke of the function `operate`, which has no HTTP route.

On AWS, whoever may invoke it by IAM is the operator; on this machine, whoever runs the stack.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any, cast

from docsmith_cli.problems import OperatorProblem


class Operator:
    """Acts on one stack; `client` is a boto3 client of Lambda."""

    def __init__(self, client: Any, stack: str) -> None:
        self._client = client
        self._function = f"{stack}-operate"

    def create_organisation(self, name: str, tier: str) -> Mapping[str, Any]:
        """Answers `organisation_id` among its facts."""
        return self._act("create_organisation", name=name, tier=tier)

    def create_key(
        self, organisation_id: str, *, test: bool, scopes: Sequence[str]
    ) -> Mapping[str, Any]:
        """Answers `key_id` and, this once, `api_key`."""
        return self._act(
            "create_key", organisation_id=organisation_id, test=test, scopes=list(scopes)
        )

    def revoke_key(self, key_id: str) -> Mapping[str, Any]:
        """The key stops working within 30 s."""
        return self._act("revoke_key", key_id=key_id)

    def add_credits(self, organisation_id: str, amount: int) -> Mapping[str, Any]:
        """Answers the new `balance`."""
        return self._act("add_credits", organisation_id=organisation_id, credits=amount)

    def _act(self, act: str, **arguments: object) -> Mapping[str, Any]:
        from botocore.exceptions import BotoCoreError, ClientError

        payload = json.dumps({"act": act, **arguments}).encode()
        try:
            answer = self._client.invoke(FunctionName=self._function, Payload=payload)
        except (BotoCoreError, ClientError) as error:
            raise OperatorProblem(f"cannot invoke {self._function}: {error}") from error
        body = json.loads(answer["Payload"].read() or b"null")
        return _accepted(act, body, failed=bool(answer.get("FunctionError")))


def _accepted(act: str, body: Any, *, failed: bool) -> Mapping[str, Any]:
    if failed:
        raise OperatorProblem(f"{act} failed: {body.get('errorMessage', 'no reason was given')}")
    if not isinstance(body, dict):
        raise OperatorProblem(f"{act} answered nothing that is understood")
    facts = cast("dict[str, Any]", body)
    if "error" in facts:
        raise OperatorProblem(f"{facts.get('message', act)} [{facts['error']}]")
    return facts
