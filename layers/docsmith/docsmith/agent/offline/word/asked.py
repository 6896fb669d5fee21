"""What was ordered of the document beside its content: sections by name, pages, paper.

A section says what the prompt says of it; what is missing to the number asked is marked as open,
and never made up.
"""

import re
from collections.abc import Iterator

from docsmith.agent.offline.plan import Plan, Section
from docsmith.agent.offline.wish import Wish
from docsmith.agent.offline.word import ops
from docsmith.agent.offline.word.orders import SectionOrder
from docsmith.agent.offline.word.phrases import joined, phrase
from docsmith.agent.offline.word.segments import segments_of, sentence
from docsmith.agent.offline.word.statements import Said, clauses_of, said_in
from docsmith.agent.offline.words import Language
from docsmith.agent.turns import Json

WORDS_A_PAGE = 280
"""Fewer than this do not fill a page, with its headings and tables."""
_STEPS = re.compile(r"next steps?|nächste schritte|to.?dos?|actions?|aufgaben|maßnahmen", re.I)
_ENDINGS = frozenset({"references", "signatures"})


def with_orders(plan: Plan, wish: Wish) -> Plan:
    """The plan with what was ordered beside the content, and what of it cannot be had said."""
    said = said_in(wish.brief)
    orders, language = said.orders, plan.language
    there = {str(op["text"]).casefold() for s in plan.sections for op in s.ops if _heads(op)}
    asked = [one for one in orders.sections if one.name.casefold() not in there]
    added = [Section(name=one.name, ops=ordered_ops(one, said, language)) for one in asked]
    remarks = [*plan.remarks, *_gaps(asked, said, language)]
    plan = plan.model_copy(update={"sections": _with(plan.sections, added)})
    if orders.paper:
        plan = _on_paper(plan, orders.paper)
    if (
        orders.pages
        and orders.pages > 1
        and (short := _shortfall(plan, orders.pages, bool(wish.sources)))
    ):
        told = {"pages": str(orders.pages)}
        remarks.append(phrase(language, short, **told))
    outline = (*plan.outline, *(one.name for one in asked if one.name))
    return plan.model_copy(update={"remarks": tuple(remarks), "outline": outline})


def ordered_ops(order: SectionOrder, said: Said, language: Language) -> tuple[Json, ...]:
    """Heading and text of a section that was ordered."""
    items = known_of(order, said)
    head = [ops.heading(ops.plain(order.name))] if order.name else []
    if order.points:
        points = [*items, *_open_points(order, len(items), language)]
        kind = "number" if order.numbered else None
        return (*head, ops.bullets(map(ops.plain, points), kind))
    if not items:
        return (*head, ops.paragraph(phrase(language, "section_open")))
    if len(items) > 2:
        return (*head, ops.bullets(map(ops.plain, items)))
    return (*head, ops.paragraph(" ".join(map(ops.plain, items))))


def known_of(order: SectionOrder, said: Said) -> list[str]:
    """Sentences for the section: its own text, else what the prompt says on its subject."""
    if order.text:
        parts = segments_of(order.text)
        if order.points and len(parts) == 1:
            parts = re.split(r",\s+(?:and\s+|und\s+)?|\s+(?:and|und)\s+", order.text)
        elif len(parts) == 1:
            parts = clauses_of(order.text)
        return [sentence(part) for part in parts if part.strip()]
    if _STEPS.fullmatch(order.name):
        found = [_step(a.owner, a.what, a.due) for a in said.actions]
        found += [s for s in said.duties if s not in found and not said.actions]
    else:
        found = [s for s in said.statements if speaks_of(s, order.name)]
    return found[: order.points] if order.points else found


def speaks_of(statement: str, item: str) -> bool:
    words = [word for word in re.findall(r"\w+", item.casefold()) if len(word) > 3]
    return any(re.search(rf"\b{re.escape(word[:6])}", statement.casefold()) for word in words)


def _step(owner: str, what: str, due: str) -> str:
    text = f"{owner}: {what}" if owner else what
    return f"{text} ({due})" if due else text


def _open_points(order: SectionOrder, known: int, language: Language) -> Iterator[str]:
    for number in range(known + 1, (order.points or 0) + 1):
        yield phrase(language, "point_open", number=str(number))


def _gaps(asked: list[SectionOrder], said: Said, language: Language) -> Iterator[str]:
    short = [s.name for s in asked if s.name and len(known_of(s, said)) < (s.points or 1)]
    if short:
        yield phrase(language, "sections_open", names=joined(short, language))


def _with(sections: tuple[Section, ...], added: list[Section]) -> tuple[Section, ...]:
    """Added at the end, before references and signatures."""
    if not added:
        return sections
    out = list(sections)
    last = out[-1]
    at = next((i for i, op in enumerate(last.ops) if _ends(op)), len(last.ops))
    made = tuple(op for section in added for op in section.ops)
    if at and last.ops[at - 1]["op"] == "heading" and at < len(last.ops):
        at -= 1
    out[-1] = last.model_copy(update={"ops": (*last.ops[:at], *made, *last.ops[at:])})
    return tuple(out)


def _ends(op: Json) -> bool:
    """Whether the document closes from here: signatures, references, the last words of a letter."""
    return op["op"] in _ENDINGS or op.get("style") == "closing"


def _heads(op: Json) -> bool:
    return op["op"] == "heading"


def _on_paper(plan: Plan, paper: str) -> Plan:
    sections = tuple(
        section.model_copy(
            update={
                "ops": tuple(
                    op | {"paper": paper} if op["op"] == "setup" else op for op in section.ops
                )
            }
        )
        for section in plan.sections
    )
    return plan.model_copy(update={"sections": sections})


def _shortfall(plan: Plan, pages: int, computed: bool) -> str:
    """Why the pages asked are not filled; empty when they may be."""
    made = (op for section in plan.sections for op in section.ops)
    words = sum(len(str(value).split()) for op in made for value in op.values())
    if computed:
        return "pages_short" if pages > len(plan.sections) + 2 else ""
    if words > WORDS_A_PAGE * (pages - 1):
        return ""
    return "pages_short"
