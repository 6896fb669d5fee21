"""What a proposal offers: its subject and its parts, from the facts of the prompt."""

import re

from docsmith.agent.offline.wish import Wish
from docsmith.agent.offline.word.naming import listed_in
from docsmith.agent.offline.word.parties import content_of
from docsmith.agent.offline.word.phrases import phrase
from docsmith.agent.offline.word.segments import capital
from docsmith.agent.offline.word.statements import Said
from docsmith.agent.offline.word.subjects import headline, is_wish, titled_in
from docsmith.agent.offline.word.terms import Terms, is_term, terms_of
from docsmith.agent.turns import Value

_PARTS = {
    "part_prepare": r"^(?:preparation|vorbereitung)$",
    "part_plan": r"^(?:planning|planung)$",
    "part_deliver": r"^(?:delivery|durchführung)$",
    "part_close": r"^(?:completion|abschluss)$",
    "part_discovery": r"discover|analy|workshop|concept|konzept|audit|research|anforderung|strateg",
    "part_design": r"design|entwurf|gestalt|prototyp|wirefram|ux",
    "part_build": r"build|develop|implement|program|entwickl|umsetz|bau|setup|configur|integrat",
    "part_test": r"test|prüf|quality|qa|abnahme",
    "part_launch": r"launch|go.?live|rollout|deploy|einführ|inbetrieb|release|start",
    "part_training": r"train|schul|onboard|einweis|handover|übergabe",
    "part_migration": r"migrat|import|übernahme|transfer|content|inhalt",
    "part_support": r"support|maintain|mainten|betrieb|wartung|hosting|pflege|care",
}
_EFFORT = {
    "part_discovery": 2, "part_design": 3, "part_build": 5, "part_test": 2, "part_launch": 1,
    "part_training": 1, "part_migration": 2, "part_support": 2, "part_other": 2,
    "part_prepare": 2, "part_plan": 2, "part_deliver": 5, "part_close": 1,
}  # fmt: skip
_BUILT = re.compile(
    r"software|web|homepage|\bapps?\b|portal|online|platform|plattform|database|datenbank|digital|"
    r"internet|\b(?:crm|erp|api|saas)\b|-app\b",
    re.I,
)
"""Subjects that are designed, built and launched; others have parts that fit any work."""
_ARTICLE = r"^(?:the|an?|eine[nmrs]?|ein|den|die|das|dem|der)\s+"
_FACTS = r",|\s+(?:for|at|in|für|zu|by)\s+(?=[€$£\d])"


class Part(Value):
    """A part of the work. Weeks count from 1; None where nothing was said of time or price."""

    name: str
    key: str
    first_week: int | None = None
    last_week: int | None = None
    amount: float | None = None

    @property
    def weeks(self) -> int:
        return (self.last_week or 0) - (self.first_week or 0) + 1


class Offer(Value):
    """`parts` are those that the prompt lists; `usual` ones where it says nothing else of the
    work.
    """

    subject: str
    does: bool = False
    """Whether the subject is what will be done, `paint the hall`, and no thing."""
    titled: bool = False
    """Whether the prompt gives it as a title."""
    terms: Terms
    parts: tuple[Part, ...] = ()
    usual: tuple[Part, ...] = ()


def offer_of(wish: Wish, said: Said) -> Offer:
    """The offer that the prompt's facts make; listed parts share time and price by effort."""
    brief, terms = wish.brief, terms_of(wish.brief, said)
    names = listed_in(brief.prompt)
    title = titled_in(said.instruction)
    subject = title or without_party(said.subject, terms.party)
    does = False
    told = [s for s in content_of(said) if not is_term(s)]
    if len(subject) < 4 and told:
        subject, does = without_party(headline(told[0]), terms.party), is_wish(told[0])
    usual = "standard_parts" if _BUILT.search(brief.prompt) else "neutral_parts"
    typical = () if names or len(told) > 1 else tuple(phrase(brief.language, usual).split("; "))
    return Offer(
        subject=subject or phrase(brief.language, "proposal"),
        does=does,
        titled=title is not None,
        terms=terms,
        parts=_shared_out(names, terms),
        usual=tuple(Part(name=name, key=_key(name)) for name in typical),
    )


def without_party(subject: str, party: str) -> str:
    """What is offered, without for whom, for how much and how long."""
    bare = re.sub(_ARTICLE, "", subject, flags=re.I)
    if party and bare.casefold().startswith(party.casefold()):
        subject = bare[len(party) :].strip(" :,-–")
        subject = re.sub(r"^(?:for|on|about|to|für|über|zu[mr]?)\s+", "", subject, flags=re.I)
        subject = re.sub(_ARTICLE, "", subject, flags=re.I)
    short = re.split(_FACTS, subject)[0]
    if party:
        reader = rf"\s+(?:for|to|für|an)\s+(?:\w+\s+)?{re.escape(party)}\b.*$"
        short = re.sub(reader, "", short)
    short = re.sub(r"\b(?:their|his|her|your|its)\b", "the", short)
    return capital(short).strip()


def _shared_out(names: tuple[str, ...], terms: Terms) -> tuple[Part, ...]:
    if not names:
        return ()
    keys = [_key(name) for name in names]
    efforts = [_EFFORT[key] for key in keys]
    spans = _shared(terms.weeks, efforts, least=1) if (terms.weeks or 0) >= len(names) else None
    amounts = None
    if terms.amount and float(terms.amount).is_integer():
        amounts = _shared(round(terms.amount), efforts, step=_step(terms.amount))
    out: list[Part] = []
    week = 1
    for index, name in enumerate(names):
        part = Part(name=capital(name), key=keys[index])
        if spans:
            told = {"first_week": week, "last_week": week + spans[index] - 1}
            week, part = week + spans[index], part.model_copy(update=told)
        if amounts:
            part = part.model_copy(update={"amount": float(amounts[index])})
        out.append(part)
    return tuple(out)


def _key(name: str) -> str:
    found = (key for key, words in _PARTS.items() if re.search(words, name, re.I))
    return next(found, "part_other")


def _step(amount: float) -> int:
    return 100 if amount >= 5_000 else 10


def _shared(whole: int | None, efforts: list[int], *, least: int = 0, step: int = 1) -> list[int]:
    """The whole in parts by effort, in steps; the largest part takes what rounding leaves."""
    total, whole = sum(efforts), whole or 0
    parts = [max(least, round(whole * e / total / step) * step) for e in efforts]
    parts[efforts.index(max(efforts))] += whole - sum(parts)
    return parts
