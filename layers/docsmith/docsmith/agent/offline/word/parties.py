"""Who writes, and to whom: names with the lines of their addresses, the person to greet."""
# ruff: noqa: E501 - patterns read better whole than cut in two

import re

from docsmith.agent.offline.word.naming import named_after
from docsmith.agent.offline.word.segments import capital, segments_of
from docsmith.agent.offline.word.statements import Said
from docsmith.agent.offline.word.subjects import KINDS
from docsmith.agent.turns import Value

_ADDRESSED = re.compile(r"\b(?:to|an)\s+(?:the\s+|die\s+|den\s+|das\s+)?(?=[A-ZÄÖÜ])")
_ENDS = re.compile(
    r",?\s+(?:about|regarding|concerning|on|that|from|signed|wegen|über|zum?|zur|bezüglich|betreffend|mit|dass|von|als|"
    r"in dem|to\s+\w+|[a-z]+ing)\b"
)
"""Where the address is over."""
_GROUP = re.compile(
    r"\b(?:to|an)\s+(?:(?:all|the|our|my|your|alle|unsere|die|den|das)\s+)*(?P<name>(?:[\w-]+\s+)?"
    r"(?:customers|clients|suppliers|vendors|partners|members|employees|staff|residents|tenants|parents|"
    r"shareholders|investors|patients|students|donors|subscribers|neighbours|neighbors|colleagues|guests|"
    r"applicants|kunden|kundinnen|lieferanten|partner|mitglieder|mitarbeitenden?|mitarbeiter|mieter|eltern|"
    r"aktionäre|patienten|nachbarn|gäste|bewerber))\b",
    re.I,
)
"""Whom a letter is for that goes to many."""
_PERSON = re.compile(
    r"\b(?P<form>Mr|Mrs|Ms|Herrn?|Frau|Dr|Prof)\b\.?\s+(?P<degree>(?:(?:Dr|Prof)\.\s+)*)"
    r"(?:[A-ZÄÖÜ][\w\-]+\s+)?(?P<name>[A-ZÄÖÜ][\w\-]+)"
)
_FROM = r"(?:from|von|signed by|signed|absender|unterzeichnet von|prepared by|erstellt von)"
_ASIDE = re.compile(
    rf"^(?:(?i:it|this|der brief|er|sie|es) (?:is|ist|comes|kommt)\s+)?(?i:{_FROM})\s+(?P<who>[A-ZÄÖÜ].*)$"
    r"|^(?i:our (?:address|company)|sender|wir sind|we are)\s+(?P<us>[A-ZÄÖÜ].*)$"
)
_WRITES = re.compile(
    rf"(?:\b(?i:{KINDS})|\b(?:to|for|an|für)\s+(?:(?!about|on|über|wegen|regarding)\S+\s+)*?[A-ZÄÖÜ]\S*)\s+"
    rf"(?P<lead>(?i:{_FROM})\s+(?:the\s+|der\s+)?[A-ZÄÖÜ])|\b(?P<signed>signed by)\b|\b(?P<last>from)(?=(?:\s+[A-Z][\w-]+){{2,3}}\.?$)"
)
"""Who writes stands beside the kind of document or its reader: `imports from China` is no sender."""
_MANY_WORDS = 6


class Parties(Value):
    recipient: tuple[str, ...]
    sender: tuple[str, ...]
    person: str | None = None
    group: str | None = None
    has_address: bool = False
    """Also where none is needed: a letter to many."""


def parties_of(prompt: str, said: Said) -> Parties:
    """Recipient with address lines, sender, and the person to greet."""
    text = said.instruction or prompt
    start, group = _ADDRESSED.search(text), _GROUP.search(text)
    if "recipient" in said.fields:
        recipient, group = _lines(said.fields["recipient"]), None
    elif group and (start is None or group.start() <= start.start()):
        recipient = (capital(group.group("name")),)
    else:
        recipient, group = _address(text[start.end() :]) if start else (), None
    person = _PERSON.search(recipient[0] if recipient else prompt)
    sender = tuple(line for line in sender_of(said) if line not in recipient)
    return Parties(
        recipient=recipient,
        sender=sender,
        person=_called(person) if person else None,
        group=group.group("name") if group else None,
        has_address=group is not None or len(recipient) > 1,
    )


def sender_of(said: Said) -> tuple[str, ...]:
    """The writer's name, then the lines below it. Empty when the prompt does not say."""
    if "sender" in said.fields:
        return _lines(said.fields["sender"])
    for statement in said.statements:
        if aside := _ASIDE.match(statement):
            return _lines(aside.group("who") or aside.group("us"))
    start = _WRITES.search(said.instruction)
    named = (
        named_after(said.instruction[start.start(start.lastgroup or 0) :], _FROM) if start else None
    )
    return (named,) if named else ()


def is_aside(statement: str) -> bool:
    """Whether a sentence only says who writes."""
    return _ASIDE.match(statement) is not None


def content_of(said: Said) -> tuple[str, ...]:
    """What is said to the reader."""
    return tuple(s for s in said.statements if not is_aside(s))


def _address(text: str) -> tuple[str, ...]:
    """The name, and the lines that follow it as far as they look like an address."""
    ended = _ENDS.search(text)
    text = text[: ended.start()] if ended else text
    lines: list[str] = []
    for line in _lines(segments_of(text)[0] if text else ""):
        if lines and (not re.match(r"[A-ZÄÖÜ\d]", line) or len(line.split()) > _MANY_WORDS):
            break
        lines.append(line)
    return tuple(lines[:8])


def _lines(text: str) -> tuple[str, ...]:
    lines = (line.strip(" .") for line in re.split(r"\s*[,\n]\s*", text))
    return tuple(line[:300] for line in lines if line)


def _called(match: re.Match[str]) -> str:
    """`Frau Dr. Schulz`, `Ms Schulz`, `Herr Berg`."""
    form = match.group("form").replace("Herrn", "Herr")
    dotted = f"{form}." if form in {"Dr", "Prof"} else form
    return " ".join(f"{dotted} {match.group('degree')}{match.group('name')}".split())
