"""Who does what by when, as a sentence says it. English and German."""
# ruff: noqa: E501 - patterns read better whole than cut in two

import re

from docsmith.agent.offline.word.naming import NAME, without_due, word_list
from docsmith.agent.turns import Value

_DOES = (
    r"(?:will|shall|should|must|is to|has to|needs to|agreed to|takes on|takes care of|to|wird|soll|muss|"
    r"übernimmt|kümmert sich um|erstellt|prüft|klärt|schickt|bereitet|macht)"
)
_ACTION = re.compile(
    rf"^(?P<who>{NAME}(?:\s+(?:and|und|&)\s+{NAME})?)\s+(?P<does>{_DOES})\s+(?P<what>.+)$"
)
_PRESENT = re.compile(
    rf"^(?P<who>(?:(?:Frau|Herr)\s+)?{NAME}(?:\s+(?:and|und|&)\s+{NAME})?)\s+(?P<does>[a-zäöüß]{{2,}}[ts])\s+(?P<what>.+)$"
)
"""Somebody does something: an action where a date says by when."""
_AUXILIARIES = frozenset(
    {
        "will",
        "shall",
        "should",
        "must",
        "is to",
        "has to",
        "needs to",
        "agreed to",
        "to",
        "wird",
        "soll",
        "muss",
    }
)


class Action(Value):
    """Something somebody does. Empty where the prompt does not say it."""

    what: str
    owner: str = ""
    due: str = ""


def action_of(statement: str) -> Action | None:
    """`Anna Berger will send the plan by 4 March`; None where nobody does anything."""
    bare = statement.rstrip(".")
    return _plain(bare) or _dated(bare)


def is_action(statement: str) -> bool:
    """Whether a sentence says nothing beside who does what by when."""
    bare = statement.rstrip(".")
    match = _PRESENT.match(bare)
    return bool(_plain(bare) or (match and _is_somebody(match) and _made(match).due))


def _plain(statement: str) -> Action | None:
    match = _ACTION.match(statement)
    return _made(match) if match and _is_somebody(match) else None


def _dated(statement: str) -> Action | None:
    """The last clause, when it says who does something by when."""
    for clause in (statement, statement.rpartition(", ")[2]):
        match = _PRESENT.match(clause)
        made = _made(match) if match and _is_somebody(match) else None
        if made and made.due:
            return made
    return None


def _is_somebody(match: re.Match[str]) -> bool:
    return match.group("who").split()[0].casefold() not in word_list("pronouns")


def _made(match: re.Match[str]) -> Action:
    what, due = without_due(match.group("what"))
    if match.group("does").casefold() not in _AUXILIARIES:
        what = f"{match.group('does')} {what}"
    return Action(what=what[:1].upper() + what[1:], owner=match.group("who"), due=due)
