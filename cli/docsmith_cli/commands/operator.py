"""`orgs`, `keys`, `credits`: the operator's acts, on an AWS stack or on this machine's."""

from argparse import Namespace
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from docsmith_cli.arguments import SCOPES
from docsmith_cli.operating import Operator
from docsmith_cli.problems import StackProblem
from docsmith_cli.settings import Settings
from docsmith_cli.speaking import Speaker

Facts = Mapping[str, Any]


def act(words: Namespace, settings: Settings, speaker: Speaker) -> int:
    """Do the act and say what came of it."""
    del settings  # an operator is known by IAM, not by a key
    perform, told = _ACTS[words.command, words.verb]
    facts = perform(_operator(words.stack), words)
    if words.json:
        speaker.answer_json(facts)
    else:
        speaker.answer(told(words, facts))
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


def _create_organisation(operator: Operator, words: Namespace) -> Facts:
    return operator.create_organisation(words.name, words.tier)


def _create_key(operator: Operator, words: Namespace) -> Facts:
    scopes = words.scope or list(SCOPES)
    return operator.create_key(words.organisation, test=words.test, scopes=scopes)


def _revoke_key(operator: Operator, words: Namespace) -> Facts:
    return operator.revoke_key(words.key_id)


def _add_credits(operator: Operator, words: Namespace) -> Facts:
    return operator.add_credits(words.organisation, words.credits)


def _organisation_made(words: Namespace, facts: Facts) -> str:
    return f"{facts['organisation_id']}  {words.name}  {words.tier}"


def _key_made(words: Namespace, facts: Facts) -> str:
    del words
    return f"{facts['api_key']}  {facts.get('key_id', '')}".rstrip()


def _key_revoked(words: Namespace, facts: Facts) -> str:
    del facts
    return f"{words.key_id} revoked"


def _credits_added(words: Namespace, facts: Facts) -> str:
    return f"{words.organisation}  balance {facts['balance']}"


_ACTS: dict[
    tuple[str, str],
    tuple[Callable[[Operator, Namespace], Facts], Callable[[Namespace, Facts], str]],
] = {
    ("orgs", "create"): (_create_organisation, _organisation_made),
    ("keys", "create"): (_create_key, _key_made),
    ("keys", "revoke"): (_revoke_key, _key_revoked),
    ("credits", "add"): (_add_credits, _credits_added),
}
