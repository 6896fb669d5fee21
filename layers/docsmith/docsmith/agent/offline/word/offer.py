"""What a proposal offers: parts with their time and price, from the facts of the prompt."""

import re
from datetime import date, timedelta

from docsmith.agent.offline.wish import Wish
from docsmith.agent.offline.word.naming import listed_in
from docsmith.agent.offline.word.phrases import phrase
from docsmith.agent.offline.word.statements import Said
from docsmith.agent.offline.words import Language
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
_SIGNS = {"EUR": "€", "USD": "$", "GBP": "£"}
_ARTICLE = r"^(?:the|an?|eine[nmrs]?|ein|den|die|das|dem|der)\s+"
_LEAD_TIME = timedelta(days=14)
_VALID = timedelta(days=30)


class Part(Value):
    name: str
    key: str
    begins: date
    ends: date
    weeks: int
    amount: float | None = None


class Offer(Value):
    subject: str
    party: str | None
    parts: tuple[Part, ...]
    weeks: int | None
    amount: float | None
    currency: str | None
    start: date
    until: date


def offer_of(wish: Wish, said: Said) -> Offer:
    """The offer that the prompt's facts make; parts share time and price by effort."""
    brief = wish.brief
    money = brief.money()
    start = _monday(brief.day + _LEAD_TIME)
    subject = without_party(said.subject, brief.party)
    if len(subject) < 4 and said.statements:
        subject = without_party(said.statements[0].rstrip("."), brief.party)
    usual = "standard_parts" if _BUILT.search(brief.prompt) else "neutral_parts"
    names = (
        listed_in(brief.prompt) or brief.items or tuple(phrase(brief.language, usual).split("; "))
    )
    parts = _parts(names, brief.weeks, money.value if money else None, start)
    return Offer(
        subject=subject or phrase(brief.language, "proposal"),
        party=brief.party,
        parts=parts,
        weeks=brief.weeks,
        amount=money.value if money else None,
        currency=(money.currency if money else None) or brief.currency,
        start=start,
        until=brief.day + _VALID,
    )


def without_party(subject: str, party: str | None) -> str:
    if party and subject.casefold().startswith(party.casefold()):
        subject = subject[len(party) :].strip(" :,-–")
        subject = re.sub(r"^(?:for|on|about|to|für|über|zu[mr]?)\s+", "", subject, flags=re.I)
        subject = re.sub(_ARTICLE, "", subject, flags=re.I)
    short = re.split(r"\s+(?:for|at|in|für|zu)\s+(?=[€$£\d])|,", subject)[0]
    if party:
        short = re.sub(rf"\s+(?:for|to|für|an)\s+{re.escape(party)}\b.*$", "", short)
    short = re.sub(r"\b(?:their|his|her|your|its)\b", "the", short)
    return short[:1].upper() + short[1:].strip()


def _parts(
    names: tuple[str, ...], weeks: int | None, amount: float | None, start: date
) -> tuple[Part, ...]:
    keys = [_key(name) for name in names]
    efforts = [_EFFORT[key] for key in keys]
    spans = _shared(weeks or len(names) * 2, efforts, least=1)
    amounts = _shared(round(amount), efforts, step=_step(amount)) if amount else None
    out: list[Part] = []
    begins = start
    for index, name in enumerate(names):
        ends = begins + timedelta(weeks=spans[index], days=-3)
        out.append(
            Part(
                name=name[:1].upper() + name[1:],
                key=keys[index],
                begins=begins,
                ends=ends,
                weeks=spans[index],
                amount=float(amounts[index]) if amounts else None,
            )
        )
        begins += timedelta(weeks=spans[index])
    return tuple(out)


def _key(name: str) -> str:
    found = (key for key, words in _PARTS.items() if re.search(words, name, re.I))
    return next(found, "part_other")


def _step(amount: float) -> int:
    return 100 if amount >= 5_000 else 10


def _shared(whole: int, efforts: list[int], *, least: int = 0, step: int = 1) -> list[int]:
    """The whole in parts by effort, in steps; the largest part takes what rounding leaves."""
    total = sum(efforts)
    parts = [max(least, round(whole * e / total / step) * step) for e in efforts]
    parts[efforts.index(max(efforts))] += whole - sum(parts)
    return parts


def _monday(day: date) -> date:
    return day + timedelta(days=(7 - day.weekday()) % 7)


def money(offer: Offer, value: float, language: Language) -> str:
    sign = _SIGNS.get(offer.currency or "", offer.currency or "")
    text = f"{value:,.0f}"
    if language == "de":
        return f"{text.replace(',', '.')}\u00a0{sign}".strip()
    return f"{sign}{text}" if len(sign) == 1 else f"{sign}\u00a0{text}".strip()
