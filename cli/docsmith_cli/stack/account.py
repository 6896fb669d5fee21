"""The organisation and API key with which this checkout uses its own stack."""

import json
import os
from dataclasses import asdict, dataclass

from docsmith_cli.api import Api
from docsmith_cli.arguments import SCOPES
from docsmith_cli.operating import Operator
from docsmith_cli.problems import ApiProblem
from docsmith_cli.stack.paths import Paths

_NAME = "Local"
_TIER = "enterprise"
_CREDITS = 100_000
_UNAUTHORIZED = 401


@dataclass(frozen=True, kw_only=True)
class Account:
    """What was made at the first start."""

    organisation_id: str
    api_key: str


def recorded(paths: Paths) -> Account | None:
    """The account of this checkout, or None before the first start."""
    try:
        return Account(**json.loads(paths.account.read_text()))
    except (FileNotFoundError, ValueError, TypeError):
        return None


def make(paths: Paths, operator: Operator) -> Account:
    """A new organisation with credits and a key; the record is for this user's eyes only."""
    organisation = str(operator.create_organisation(_NAME, _TIER)["organisation_id"])
    operator.add_credits(organisation, _CREDITS)
    _, secret = operator.create_key(organisation, test=False, scopes=SCOPES)
    account = Account(organisation_id=organisation, api_key=secret)
    private = os.open(paths.account, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(private, "w") as file:
        json.dump(asdict(account), file)
    return account


def is_known(url: str, account: Account) -> bool:
    """Whether the stack still knows the key: it may have lost what it had."""
    try:
        with Api(url, account.api_key) as api:
            api.verify()
    except ApiProblem as problem:
        if problem.status == _UNAUTHORIZED:
            return False
        raise
    return True
