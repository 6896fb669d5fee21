"""The operator's acts: an invoke of the function `operate`, which has no HTTP route.

On AWS, whoever may invoke it by IAM is the operator; on this machine, whoever runs the stack.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any, cast

from docsmith_cli.problems import OperatorProblem

Facts = Mapping[str, Any]


class Operator:
    """Acts on one stack; `client` is a boto3 client of Lambda."""

    def __init__(self, client: Any, stack: str) -> None:
        self._client = client
        self._function = f"{stack}-operate"

    def create_organisation(self, name: str, tier: str) -> Facts:
        """The organisation, with its `organisation_id`."""
        return self._act("create_organisation", name=name, tier=tier)["organisation"]

    def list_organisations(self) -> list[Facts]:
        """All of them."""
        return self._act("list_organisations")["organisations"]

    def set_origins(self, organisation_id: str, origins: Sequence[str]) -> Facts:
        """The organisation, whose editor the pages of these origins alone may embed."""
        answer = self._act("set_origins", organisation_id=organisation_id, origins=list(origins))
        return answer["organisation"]

    def delete_organisation(self, organisation_id: str) -> Facts:
        """The organisation, which opens nothing any more and is gone a quarter of an hour later."""
        return self._act("delete_organisation", organisation_id=organisation_id)["organisation"]

    def create_key(
        self, organisation_id: str, *, test: bool, scopes: Sequence[str]
    ) -> tuple[Facts, str]:
        """The key, with its `key_id`, and its secret, which is shown this once."""
        answer = self._act(
            "create_key", organisation_id=organisation_id, test=test, scopes=list(scopes)
        )
        return answer["key"], str(answer["secret"])

    def list_keys(self, organisation_id: str) -> list[Facts]:
        """All keys of an organisation, revoked ones too; never their secrets."""
        return self._act("list_keys", organisation_id=organisation_id)["keys"]

    def revoke_key(self, organisation_id: str, key_id: str) -> Facts:
        """The key, which stops working within 30 s."""
        return self._act("revoke_key", organisation_id=organisation_id, key_id=key_id)["key"]

    def add_credits(self, organisation_id: str, amount: int) -> Facts:
        """The balance then: `available` among its counters."""
        answer = self._act("add_credits", organisation_id=organisation_id, credits=amount)
        return answer["balance"]

    def rotate_secret(self, organisation_id: str, **overlap: int) -> Facts:
        """The organisation, whose new webhook secret `GET /verify` shows; `previous_until` says
        until when the one before signs too. `overlap_seconds` are a day unless given.
        """
        answer = self._act("rotate_secret", organisation_id=organisation_id, **overlap)
        return answer["organisation"]

    def read_pools(self) -> Facts:
        """By pool: how many tasks are `running`, and how many are `waiting` for a slot."""
        return self._act("read_pools")["pools"]

    def set_model_key(self, key: str) -> Facts:
        """The key of the model's provider; in use within five minutes."""
        return self._act("set_model_key", key=key)

    def _act(self, act: str, **arguments: object) -> Facts:
        from botocore.exceptions import BotoCoreError, ClientError

        payload = json.dumps({"act": act, **arguments}).encode()
        try:
            answer = self._client.invoke(FunctionName=self._function, Payload=payload)
        except (BotoCoreError, ClientError) as error:
            raise OperatorProblem(f"cannot invoke {self._function}: {error}") from error
        body = json.loads(answer["Payload"].read() or b"null")
        return _accepted(act, body, failed=bool(answer.get("FunctionError")))


def _accepted(act: str, body: Any, *, failed: bool) -> Facts:
    if failed:
        raise OperatorProblem(f"{act} failed: {body.get('errorMessage', 'no reason was given')}")
    if not isinstance(body, dict):
        raise OperatorProblem(f"{act} answered nothing that is understood")
    facts = cast("dict[str, Any]", body)
    if not facts.get("ok"):
        raise OperatorProblem(f"{facts.get('message', act)} [{facts.get('error')}]")
    return facts
