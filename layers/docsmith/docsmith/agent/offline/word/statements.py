"""What a prompt says, taken apart: its subject, its statements, its labelled facts, its orders.

Only rules over words; what the prompt does not say is not there. English and German.
"""
# ruff: noqa: E501 - patterns read better whole than cut in two

import re

from docsmith.agent.offline.brief import Brief
from docsmith.agent.offline.word.actions import Action, action_of, is_action
from docsmith.agent.offline.word.fields import NOTED, labelled
from docsmith.agent.offline.word.naming import DATE
from docsmith.agent.offline.word.orders import Orders, orders_in
from docsmith.agent.offline.word.quotes import outside_quotes
from docsmith.agent.offline.word.segments import segments_of, sentence
from docsmith.agent.offline.word.subjects import (
    INSTRUCTION,
    KINDS,
    in_calendar_case,
    subject_of,
    topic_of,
)
from docsmith.agent.turns import Value

_DECIDED = re.compile(
    r"\b(?:decided|decision|agreed|approved|resolved|adopted|rejected|beschlossen|beschluss|entschieden|"
    r"vereinbart|genehmigt|angenommen|abgelehnt)\b",
    re.I,
)
_DUTY = re.compile(
    r"\b(?:must|please|need(?:s)? to|has to|have to|should|shall|bitte|müssen|muss|sollen|soll|ist zu|sind zu)\b",
    re.I,
)
_ADVICE = re.compile(
    r"^(?:(?:we|i|wir|ich)\s+)?(?:strongly |therefore |daher )?(?:recommend|suggest|propose|advise|empfehlen?|schlagen?)\b|"
    r"\b(?:recommendation|empfehlung|recommended|empfohlen)\b",
    re.I,
)
_CLAUSE = re.compile(
    r"^\S+(?:\s\S+)*?\s(?:is|are|was|were|may|must|can|will|shall|should|has|have|needs?|ist|sind|war|"
    r"waren|darf|dürfen|muss|müssen|kann|können|wird|werden|soll|sollen|hat|haben)\s\S+",
)
"""Somebody or something, and what of it: enough for a sentence."""
_THANKS = re.compile(
    r"[,.]?\s*\b(?:thx|thanks|thank you(?= ?[.!]*$)|cheers|danke|vielen dank)\b[ !.]*$", re.I
)
"""What is said to whoever writes, not to the reader."""


_SHORT = 12
"""Words of a first sentence that may name the kind of document after a colon."""


class Said(Value):
    """What the prompt says beside its instruction."""

    subject: str
    topic: str
    """The subject in the prompt's own words, to stand inside a sentence."""
    instruction: str
    statements: tuple[str, ...] = ()
    fields: dict[str, str] = {}  # noqa: RUF012 - pydantic copies it
    orders: Orders = Orders()

    @property
    def decisions(self) -> tuple[str, ...]:
        return tuple(s for s in self.statements if _DECIDED.search(s))

    @property
    def actions(self) -> tuple[Action, ...]:
        found = (action_of(s) for s in self.statements if not _DECIDED.search(s))
        return tuple(action for action in found if action)

    @property
    def duties(self) -> tuple[str, ...]:
        return tuple(s for s in self.statements if _DUTY.search(s))

    @property
    def advice(self) -> tuple[str, ...]:
        return tuple(s for s in self.statements if _ADVICE.search(s))

    @property
    def dated(self) -> tuple[str, ...]:
        return tuple(s for s in self.statements if DATE.search(s) and not _DUTY.search(s))

    @property
    def others(self) -> tuple[str, ...]:
        """Neither decided, nor to be done."""
        done = {*self.decisions, *(s for s in self.statements if is_action(s))}
        return tuple(s for s in self.statements if s not in done)


def said_in(brief: Brief) -> Said:
    """The prompt taken apart."""
    reading = _Reading(_THANKS.sub("", brief.prompt))
    statements = tuple(
        dict.fromkeys(
            in_calendar_case(sentence(clean), brief)
            for text in reading.said
            if len((clean := NOTED.sub("", text)).split()) > 1
        )
    )
    instruction = reading.instruction
    return Said(
        subject=reading.fields.get("subject") or subject_of(brief, instruction, statements),
        topic=topic_of(brief, instruction) or subject_of(brief, instruction, statements),
        instruction=instruction,
        statements=statements,
        fields=reading.fields,
        orders=reading.orders,
    )


class _Reading:
    """A prompt read sentence by sentence: the first may be the instruction."""

    def __init__(self, prompt: str) -> None:
        self.fields: dict[str, str] = {}
        self.orders = Orders()
        self.said: list[str] = []
        self.instruction = ""
        first, *more = segments_of(prompt) or [""]
        short = len(first.split()) <= _SHORT and re.search(rf"\b{KINDS}\b", first, re.I)
        if INSTRUCTION.search(first) or _mentions_kind(first) or short:
            self.instruction, told = self._opened(first)
            more = [*told, *more]
        else:
            more = [first, *more]
        for segment in more:
            rest = self._ordered(self._told(segment), instructs=False)
            self.said += [rest] if rest else []

    def _opened(self, segment: str) -> tuple[str, list[str]]:
        """The instruction, and what follows its colon."""
        before, after = parted(self._told(segment))
        if after and _mentions_kind(after) and not _mentions_kind(before):
            before, after = f"{after} {before}", ""
        return self._ordered(before, instructs=True), clauses_of(after) if after else []

    def _told(self, segment: str) -> str:
        """The segment without its labelled facts."""
        found = labelled(segment)
        if found.name:
            self.fields.setdefault(found.name, found.value)
            return self._told(found.rest)
        return segment

    def _ordered(self, segment: str, *, instructs: bool) -> str:
        orders, rest = orders_in(segment, instructs=instructs)
        self.orders = self.orders.plus(orders)
        return rest


def is_clause(statement: str) -> bool:
    """Whether it says something of somebody; a bare thing does not."""
    return _CLAUSE.search(statement) is not None


def parted(segment: str) -> tuple[str, str]:
    """Before and after the colon that opens the content."""
    for match in re.finditer(r":(?!\d)\s*", segment):
        if outside_quotes(segment, match.start()):
            return segment[: match.start()], segment[match.end() :]
    return segment, ""


def clauses_of(after: str) -> list[str]:
    """Taken apart at commas where each part could stand alone."""
    parts = [
        p.strip()
        for p in re.split(r",\s+(?=[A-ZÄÖÜ]\w+ (?:will|to|soll|wird)\b)", after)
        if p.strip()
    ]
    clauses = [part.strip() for part in re.split(r",\s+(?:and\s+|und\s+)?", after)]
    if len(parts) == 1 and len(clauses) > 2 and all(_CLAUSE.search(part) for part in clauses):
        return clauses
    return parts


def _mentions_kind(segment: str) -> bool:
    return re.search(rf"\b{KINDS}\b", segment.split(":")[0], re.I) is not None
