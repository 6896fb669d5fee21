"""A proposal: what is offered, its parts, their time and price, what it rests on, where to sign."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from docsmith.agent.offline.plan import Plan, Section
from docsmith.agent.offline.wish import Wish
from docsmith.agent.offline.word import ops
from docsmith.agent.offline.word.frame import Front, front_ops
from docsmith.agent.offline.word.phrases import phrase, written_date
from docsmith.agent.offline.word.statements import Said, listed_in, named_after, said_in
from docsmith.agent.offline.words import Language
from docsmith.agent.turns import Json, Value

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


def plan_proposal(wish: Wish) -> Plan:
    brief = wish.brief
    language, said = brief.language, said_in(brief)
    offer = offer_of(wish, said)
    front = Front(
        design="proposal",
        title=offer.subject,
        kicker=phrase(language, "proposal"),
        meta=ops.meta(
            (phrase(language, "prepared_for"), offer.party),
            (phrase(language, "prepared_by"), named_after(brief.prompt, "from", "von")),
            (phrase(language, "on"), written_date(brief.day, language)),
            (phrase(language, "valid_until"), written_date(offer.until, language)),
        ),
        cover=True,
    )
    sections = tuple(_sections(offer, said, language))
    contents = ops.op("contents", levels=1)
    return Plan(
        title=offer.subject,
        outline=tuple(section.name for section in sections),
        sections=(Section(name="front", ops=(*front_ops(wish, front), contents)), *sections),
        sheets=tuple(section.name for section in sections),
        language=language,
        remarks=(_assumed(offer, language),),
    )


def offer_of(wish: Wish, said: Said) -> Offer:
    """The offer that the prompt's facts make; parts share time and price by effort."""
    brief = wish.brief
    money = brief.money()
    start = _monday(brief.day + _LEAD_TIME)
    subject = _without_party(said.subject, brief.party)
    if len(subject) < 4 and said.statements:
        subject = _without_party(said.statements[0].rstrip("."), brief.party)
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


def _without_party(subject: str, party: str | None) -> str:
    if party and subject.casefold().startswith(party.casefold()):
        subject = subject[len(party) :].strip(" :,-–")
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


def _money(offer: Offer, value: float, language: Language) -> str:
    sign = _SIGNS.get(offer.currency or "", offer.currency or "")
    text = f"{value:,.0f}"
    if language == "de":
        return f"{text.replace(',', '.')}\u00a0{sign}".strip()
    return f"{sign}{text}" if len(sign) == 1 else f"{sign}\u00a0{text}".strip()


def _lead(offer: Offer, language: Language) -> str:
    span = phrase(language, "offer_span", weeks=str(offer.weeks)) if offer.weeks else ""
    price = ""
    if offer.amount:
        price = phrase(
            language, "offer_price", amount=f"**{_money(offer, offer.amount, language)}**"
        )
    subject = ops.plain(offer.subject)
    if language == "en" and not subject[:2].isupper():
        subject = f"the {subject[:1].lower()}{subject[1:]}"
    told = {"subject": subject, "span": span, "price": price}
    if offer.party:
        return phrase(language, "offer_lead", party=ops.plain(offer.party), **told)
    return phrase(language, "offer_lead_alone", **told)


def _sections(offer: Offer, said: Said, language: Language) -> Iterator[Section]:
    def section(key: str, *made: Json) -> Section:
        name = phrase(language, key)
        return Section(name=name, ops=(ops.heading(name), *made))

    lead = ops.paragraph(_lead(offer, language), "lead")
    statements = [
        s for s in said.statements if _without_party(s.rstrip("."), offer.party) != offer.subject
    ]
    yield section("summary", lead, *_tiles(offer, language))
    if statements:
        wanted = ops.bullets([ops.plain(_addressed(s, language)) for s in statements])
        yield section("understanding", wanted)
    yield section("scope", *_scope(offer, language))
    yield section("schedule", *_schedule(offer, language))
    yield section("price", *_price(offer, language))
    yield section("assumptions", ops.bullets(_assumptions(offer, language)))
    steps = [
        phrase(language, "step_talk"),
        phrase(language, "step_sign"),
        phrase(language, "step_start", start=written_date(offer.start, language)),
    ]
    yield section("next_steps", ops.bullets(steps, "number"))
    sign = phrase(language, "signature_date")
    us = phrase(language, "our_side")
    parties = [[offer.party, sign]] if offer.party else [[phrase(language, "acceptance"), sign]]
    yield section("acceptance", ops.op("signatures", parties=[*parties, [us, sign]]))


def _addressed(statement: str, language: Language) -> str:
    """What was said of the customer, said to the customer."""
    if language != "en":
        return statement
    for theirs, yours in (("they", "you"), ("their", "your"), ("them", "you")):
        statement = re.sub(rf"\b{theirs}\b", yours, statement)
        statement = re.sub(rf"\b{theirs.capitalize()}\b", yours.capitalize(), statement)
    return statement


def _tiles(offer: Offer, language: Language) -> Iterator[Json]:
    items = [{"label": phrase(language, "parts"), "value": str(len(offer.parts))}]
    if offer.weeks:
        items.append({"label": phrase(language, "weeks"), "value": str(offer.weeks)})
    if offer.amount:
        value = _money(offer, offer.amount, language)
        items.append({"label": phrase(language, "price_caption"), "value": value})
        items[-1]["label"] = phrase(language, "total")
    ends = written_date(offer.parts[-1].ends, language)
    items.append({"label": phrase(language, "ends"), "value": ends.rpartition(" ")[0]})
    yield ops.op("kpis", items=items)


def _scope(offer: Offer, language: Language) -> Iterator[Json]:
    yield ops.paragraph(phrase(language, "scope_intro", n=str(len(offer.parts))))
    for part in offer.parts:
        yield ops.heading(ops.plain(part.name), 2)
        yield ops.paragraph(phrase(language, part.key))


def _schedule(offer: Offer, language: Language) -> Iterator[Json]:
    start = written_date(offer.start, language)
    intro = phrase(language, "schedule_intro", start=start)
    yield ops.paragraph(intro, keep_with_next=True)
    header = [phrase(language, key) for key in ("phase", "begins", "ends", "weeks")]
    rows = [
        [
            ops.plain(p.name),
            written_date(p.begins, language),
            written_date(p.ends, language),
            p.weeks,
        ]
        for p in offer.parts
    ]
    yield ops.table(header, rows, caption=phrase(language, "schedule_caption"))


def _price(offer: Offer, language: Language) -> Iterator[Json]:
    if offer.amount is None:
        yield ops.paragraph(phrase(language, "no_price"))
        return
    amount = _money(offer, offer.amount, language)
    intro = phrase(language, "price_intro", amount=amount)
    yield ops.paragraph(intro, keep_with_next=True)
    rows = [[ops.plain(p.name), _money(offer, p.amount or 0.0, language)] for p in offer.parts]
    rows.append([phrase(language, "total"), amount])
    header = [phrase(language, "phase"), phrase(language, "amount")]
    caption = phrase(language, "price_caption")
    yield ops.table(header, rows, caption=caption, total_row=True)


def _assumptions(offer: Offer, language: Language) -> list[str]:
    out = [phrase(language, "assume_start", start=written_date(offer.start, language))]
    if offer.amount or offer.weeks:
        out.append(phrase(language, "assume_split"))
    out.append(phrase(language, "assume_valid", until=written_date(offer.until, language)))
    return [*out, phrase(language, "assume_inputs")]


def _assumed(offer: Offer, language: Language) -> str:
    things = " ".join(_assumptions(offer, language)[:2]).rstrip(".")
    return phrase(language, "assumed", things=things)
