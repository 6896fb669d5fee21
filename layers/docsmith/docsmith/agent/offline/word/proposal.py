"""A proposal: what is offered, its parts, their time and price as far as they were said, where to
sign.
"""

import re
from collections.abc import Iterator

from docsmith.agent.offline.plan import Plan, Section
from docsmith.agent.offline.wish import Wish
from docsmith.agent.offline.word import ops
from docsmith.agent.offline.word.frame import Front, front_ops
from docsmith.agent.offline.word.offer import Offer, Part, offer_of, without_party
from docsmith.agent.offline.word.parties import content_of, sender_of
from docsmith.agent.offline.word.phrases import phrase, written_date
from docsmith.agent.offline.word.segments import capital
from docsmith.agent.offline.word.statements import Said, is_clause, said_in
from docsmith.agent.offline.word.subjects import headline
from docsmith.agent.offline.word.terms import is_term, money, without_terms
from docsmith.agent.offline.words import Language
from docsmith.agent.turns import Json

CONTENTS_FROM = 6
FEW_PAGES = 2
"""So many pages have no room for a cover and a list of contents."""
_OURS = re.compile(r"^(?:we|our|wir|unser\w*|i|ich)\b", re.I)
_THEIRS = re.compile(r"^(?:they|their|you|your|sie|ihr\w*|the customer|der kunde)\b", re.I)
_LEFT_OUT = re.compile(
    r"\b(?:not included|excluded|nicht (?:enthalten|inbegriffen)|ausgenommen)\b", re.I
)
_LISTING = re.compile(r"^(?:included are|this includes|enthalten sind|dazu gehören)\b", re.I)


def plan_proposal(wish: Wish) -> Plan:
    brief = wish.brief
    language, said = brief.language, said_in(brief)
    offer = offer_of(wish, said)
    short = bool(said.orders.pages and said.orders.pages <= FEW_PAGES)
    front = Front(
        design="proposal",
        title=offer.subject,
        kicker=phrase(language, "proposal"),
        meta=ops.meta(
            (phrase(language, "prepared_for"), offer.terms.party),
            (phrase(language, "prepared_by"), ", ".join(sender_of(said)[:2])),
            (phrase(language, "on"), said.fields.get("date") or written_date(brief.day, language)),
            (phrase(language, "valid_until"), offer.terms.valid),
        ),
        cover=not short,
    )
    sections = tuple(_sections(offer, said, language))
    listed = not short and len(sections) >= CONTENTS_FROM
    contents = (ops.op("contents", levels=1),) if listed else ()
    return Plan(
        title=offer.subject,
        outline=tuple(section.name for section in sections),
        sections=(Section(name="front", ops=(*front_ops(wish, front), *contents)), *sections),
        sheets=tuple(section.name for section in sections),
        language=language,
        remarks=(phrase(language, _remark(offer)),),
    )


def _remark(offer: Offer) -> str:
    if offer.usual:
        return "usual_parts"
    split = any(part.first_week or part.amount for part in offer.parts)
    return "assume_split" if split else "said_only"


def _sections(offer: Offer, said: Said, language: Language) -> Iterator[Section]:
    def section(key: str, *made: Json) -> Section:
        name = phrase(language, key)
        return Section(name=name, ops=(ops.heading(name), *made))

    statements = [s for s in content_of(said) if not _is_offer(s, offer)]
    ours = [s for s in statements if _is_ours(s)]
    theirs = [_addressed(s, language) for s in statements if s not in ours]
    ours = [told for s in ours if (told := without_terms(s))]
    yield section(
        "summary", ops.paragraph(_lead(offer, language), "lead"), *_tiles(offer, language)
    )
    if theirs:
        yield section("understanding", *_told(theirs))
    yield section("scope", *_scope(offer, ours, language))
    terms = offer.terms
    if terms.amount is None and not (terms.first or terms.weeks):
        yield section("terms", ops.paragraph(phrase(language, "no_terms")))
    else:
        yield section("schedule", *_schedule(offer, language))
        yield section("price", *_price(offer, language))
    yield section("next_steps", ops.bullets(_steps(offer, language), "number"))
    sign = phrase(language, "signature_date")
    theirs_ = offer.terms.party or phrase(language, "your_side")
    us = next(iter(sender_of(said)), "") or phrase(language, "our_side")
    parties = [[ops.plain(theirs_), sign], [ops.plain(us), sign]]
    yield section("acceptance", ops.op("signatures", parties=parties))


def _is_ours(statement: str) -> bool:
    """Whether it tells of the offer: what we do, or a thing of which nothing is said."""
    if _OURS.match(statement) or _LEFT_OUT.search(statement):
        return True
    return not is_clause(statement) and not _THEIRS.match(statement)


def _is_offer(statement: str, offer: Offer) -> bool:
    """Whether the subject, the parts or the terms say it already."""
    bare = statement.rstrip(".")
    names = [part.name.casefold() for part in offer.parts]
    lists = _LISTING.match(bare) and all(name in bare.casefold() for name in names)
    named = offer.subject in {without_party(bare, offer.terms.party), headline(bare)}
    return bool(lists) or is_term(statement) or (named and not offer.does)


def _lead(offer: Offer, language: Language) -> str:
    terms = offer.terms
    span = phrase(language, "offer_span", weeks=str(terms.weeks)) if terms.weeks else ""
    if offer.subject == phrase(language, "proposal"):
        return phrase(language, "section_open")
    amount = f"**{ops.plain(terms.price(language))}**"
    price = phrase(language, "offer_price", amount=amount) if terms.amount else ""
    told = {"subject": _mentioned(offer, language), "span": span, "price": price}
    if offer.does:
        return phrase(language, "offer_does", **told)
    if terms.party:
        return phrase(language, "offer_lead", party=ops.plain(terms.party), **told)
    return phrase(language, "offer_lead_alone", **told)


def _mentioned(offer: Offer, language: Language) -> str:
    """The subject inside a sentence."""
    subject = ops.plain(offer.subject)
    adjective = re.match(r"[A-ZÄÖÜ][a-zäöüß]+e[nrs]?\s+[A-ZÄÖÜ]", subject)
    if offer.titled or subject[:2].isupper() or (language == "de" and not adjective):
        return subject
    return subject[:1].lower() + subject[1:]


def _addressed(statement: str, language: Language) -> str:
    """What was said of the customer, said to the customer."""
    if language != "en":
        return statement
    for theirs, yours in (("they", "you"), ("their", "your"), ("them", "you")):
        statement = re.sub(rf"\b{theirs}\b", yours, statement)
        statement = re.sub(rf"\b{theirs.capitalize()}\b", yours.capitalize(), statement)
    return statement


def _tiles(offer: Offer, language: Language) -> Iterator[Json]:
    terms = offer.terms
    items: list[Json] = []
    if terms.amount is not None:
        label = " ".join((phrase(language, "total"), terms.tax)).strip()
        value = money(terms.amount, terms.currency, language)
        items.append({"label": label, "value": value})
    if terms.weeks:
        items.append({"label": phrase(language, "weeks"), "value": str(terms.weeks)})
    if offer.parts:
        items.append({"label": phrase(language, "parts"), "value": str(len(offer.parts))})
    if len(items) > 1:
        yield ops.op("kpis", items=items)


def _scope(offer: Offer, ours: list[str], language: Language) -> Iterator[Json]:
    yield from _told([s for s in ours if not _LEFT_OUT.search(s)])
    if offer.parts or offer.usual:
        yield ops.bullets([_described(p, language) for p in offer.parts or offer.usual])
    elif not ours:
        yield ops.paragraph(f"{ops.plain(offer.subject)}.")
    yield from _told([s for s in ours if _LEFT_OUT.search(s)])


def _described(part: Part, language: Language) -> str:
    name = ops.plain(part.name)
    if part.key == "part_other":
        return f"**{name}**"
    return f"**{name}:** {phrase(language, part.key)}"


def _told(statements: list[str]) -> Iterator[Json]:
    if len(statements) > 2:
        yield ops.bullets(map(ops.plain, statements))
    elif statements:
        yield ops.paragraph(" ".join(map(ops.plain, statements)))


def _schedule(offer: Offer, language: Language) -> Iterator[Json]:
    terms = offer.terms
    if terms.first and terms.last:
        told = {"first": terms.first, "last": terms.last}
        yield ops.paragraph(phrase(language, "schedule_period", **told))
        return
    start = phrase(language, "schedule_start", start=terms.first) if terms.first else ""
    if not any(part.first_week for part in offer.parts):
        weeks = str(terms.weeks) if terms.weeks else ""
        length = phrase(language, "schedule_weeks", weeks=weeks) if weeks else ""
        said = " ".join(text for text in (start, length) if text)
        yield ops.paragraph(said or phrase(language, "no_schedule"))
        return
    intro = " ".join(text for text in (start, phrase(language, "schedule_intro")) if text)
    yield ops.paragraph(intro, keep_with_next=True)
    header = [phrase(language, key) for key in ("phase", "begins", "ends", "weeks")]
    rows = [[ops.plain(p.name), p.first_week, p.last_week, p.weeks] for p in offer.parts]
    yield ops.table(header, rows, caption=phrase(language, "schedule_caption"))


def _price(offer: Offer, language: Language) -> Iterator[Json]:
    terms = offer.terms
    if terms.amount is None:
        yield ops.paragraph(phrase(language, "no_price"))
        return
    amount = ops.plain(terms.price(language))
    if not any(part.amount for part in offer.parts):
        yield ops.paragraph(phrase(language, "price_whole", amount=f"**{amount}**"))
        return
    yield ops.paragraph(phrase(language, "price_intro", amount=amount), keep_with_next=True)
    rows = [
        [ops.plain(p.name), money(p.amount or 0.0, terms.currency, language)] for p in offer.parts
    ]
    rows.append([phrase(language, "total"), money(terms.amount, terms.currency, language)])
    header = [phrase(language, "phase"), phrase(language, "amount")]
    caption = capital(" ".join((phrase(language, "price_caption"), terms.tax)).strip())
    yield ops.table(header, rows, caption=caption, total_row=True)


def _steps(offer: Offer, language: Language) -> list[str]:
    first = offer.terms.first
    start = phrase(language, "step_start", start=first) if first else phrase(language, "step_begin")
    return [phrase(language, "step_talk"), phrase(language, "step_sign"), start]
