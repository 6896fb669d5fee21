"""A proposal: what is offered, its parts, their time and price, what it rests on, where to sign."""

import re
from collections.abc import Iterator

from docsmith.agent.offline.plan import Plan, Section
from docsmith.agent.offline.wish import Wish
from docsmith.agent.offline.word import ops
from docsmith.agent.offline.word.frame import Front, front_ops
from docsmith.agent.offline.word.naming import named_after
from docsmith.agent.offline.word.offer import Offer, money, offer_of, without_party
from docsmith.agent.offline.word.phrases import phrase, written_date
from docsmith.agent.offline.word.statements import Said, said_in
from docsmith.agent.offline.words import Language
from docsmith.agent.turns import Json


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


def _lead(offer: Offer, language: Language) -> str:
    span = phrase(language, "offer_span", weeks=str(offer.weeks)) if offer.weeks else ""
    price = ""
    if offer.amount:
        price = phrase(
            language, "offer_price", amount=f"**{money(offer, offer.amount, language)}**"
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
        s for s in said.statements if without_party(s.rstrip("."), offer.party) != offer.subject
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
        value = money(offer, offer.amount, language)
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
    amount = money(offer, offer.amount, language)
    intro = phrase(language, "price_intro", amount=amount)
    yield ops.paragraph(intro, keep_with_next=True)
    rows = [[ops.plain(p.name), money(offer, p.amount or 0.0, language)] for p in offer.parts]
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
