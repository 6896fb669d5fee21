"""`orgs`, `keys`, `credits`, `secrets`: the operator's acts, on AWS or on this machine's stack."""

import sys
from argparse import Namespace
from collections.abc import Callable
from getpass import getpass
from pathlib import Path

from docsmith_cli.arguments import SCOPES
from docsmith_cli.operating import Facts, Operator
from docsmith_cli.problems import StackProblem
from docsmith_cli.settings import Settings
from docsmith_cli.speaking import Speaker

Told = tuple[Facts, list[str]]
"""What came of an act: the facts for --json, the lines for a reader."""


def act(words: Namespace, settings: Settings, speaker: Speaker) -> int:
    """Do the act and say what came of it."""
    del settings  # an operator is known by IAM, not by a key
    facts, lines = _ACTS[words.command, words.verb](_operator(words.stack), words)
    if words.json:
        speaker.answer_json(facts)
    else:
        for line in lines:
            speaker.answer(line)
    return 0


def _operator(stack: str | None) -> Operator:
    from docsmith_cli.stack import clients, ministack
    from docsmith_cli.stack.deploy import STACK
    from docsmith_cli.stack.paths import checkout

    if stack:
        return Operator(clients.aws("lambda"), stack)
    running = ministack.running(checkout(Path.cwd()))
    if running is None:
        raise StackProblem("the local stack is not up: `docsmith up`, or name one with --stack")
    return Operator(clients.local("lambda", running.endpoint), STACK)


def _create_organisation(operator: Operator, words: Namespace) -> Told:
    made = operator.create_organisation(words.name, words.tier)
    return made, [_organisation(made)]


def _list_organisations(operator: Operator, words: Namespace) -> Told:
    del words
    found = operator.list_organisations()
    return {"data": found}, [_organisation(one) for one in found]


def _delete_organisation(operator: Operator, words: Namespace) -> Told:
    deleted = operator.delete_organisation(words.organisation)
    told = "closed; nothing of it is left in a quarter of an hour"
    return deleted, [f"{words.organisation}  {told}"]


def _set_origins(operator: Operator, words: Namespace) -> Told:
    changed = operator.set_origins(words.organisation, words.origin)
    told = ", ".join(words.origin) or "nobody"
    return changed, [f"{words.organisation}  may be embedded by {told}"]


def _create_key(operator: Operator, words: Namespace) -> Told:
    made, secret = operator.create_key(
        words.organisation, test=words.test, scopes=words.scope or SCOPES
    )
    return {**made, "api_key": secret}, [f"{secret}  {made['key_id']}"]


def _list_keys(operator: Operator, words: Namespace) -> Told:
    found = operator.list_keys(words.organisation)
    return {"data": found}, [_key(one) for one in found]


def _revoke_key(operator: Operator, words: Namespace) -> Told:
    revoked = operator.revoke_key(words.organisation, words.key_id)
    return revoked, [_key(revoked)]


def _add_credits(operator: Operator, words: Namespace) -> Told:
    balance = operator.add_credits(words.organisation, words.credits)
    return balance, [f"{words.organisation}  {balance['available']} credits"]


def _set_secret(operator: Operator, words: Namespace) -> Told:
    del words
    return operator.set_model_key(_typed("Key of the model's provider: ")), ["The key is set."]


def _rotate_secret(operator: Operator, words: Namespace) -> Told:
    overlap = {} if words.overlap is None else {"overlap_seconds": words.overlap}
    rotated = operator.rotate_secret(words.organisation, **overlap)
    told = f"GET /verify shows the new one; the one before signs until {rotated['previous_until']}"
    return rotated, [f"{words.organisation}  {told}"]


def _typed(question: str) -> str:
    """A secret: typed unseen at a terminal, else a line of standard input."""
    return getpass(question) if sys.stdin.isatty() else sys.stdin.readline().strip()


def _organisation(facts: Facts) -> str:
    return f"{facts['organisation_id']}  {facts['tier']:10}  {facts['name']}"


def _key(facts: Facts) -> str:
    state = "revoked" if facts.get("revoked_at") else "live"
    return f"{facts['key_id']}  {facts['hint']}  {state}  {' '.join(sorted(facts['scopes']))}"


_ACTS: dict[tuple[str, str], Callable[[Operator, Namespace], Told]] = {
    ("orgs", "create"): _create_organisation,
    ("orgs", "list"): _list_organisations,
    ("orgs", "delete"): _delete_organisation,
    ("orgs", "origins"): _set_origins,
    ("keys", "create"): _create_key,
    ("keys", "list"): _list_keys,
    ("keys", "revoke"): _revoke_key,
    ("credits", "add"): _add_credits,
    ("secrets", "set"): _set_secret,
    ("secrets", "rotate"): _rotate_secret,
}
