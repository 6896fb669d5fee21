"""A report without data: the prompt's statements under its own headings, and what is still open."""

import re
from collections.abc import Iterator

from docsmith.agent.offline.plan import Plan, Section
from docsmith.agent.offline.wish import Wish
from docsmith.agent.offline.word import ops
from docsmith.agent.offline.word.asked import speaks_of
from docsmith.agent.offline.word.frame import Front, front_ops
from docsmith.agent.offline.word.naming import group_after, listed_in
from docsmith.agent.offline.word.parties import content_of, sender_of
from docsmith.agent.offline.word.phrases import phrase, written_date
from docsmith.agent.offline.word.segments import capital
from docsmith.agent.offline.word.statements import Said, said_in
from docsmith.agent.offline.words import Language
from docsmith.agent.turns import Json, Value

CONTENTS_FROM = 6
FEW = 2
"""So many statements stand as paragraphs; more are a list."""
_ADVISES = re.compile(r"recommend|advice|empfehl", re.I)
_LABELLED = re.compile(r"^(?P<label>[A-ZÄÖÜ][\w -]{2,40}?): (?P<text>\S.{8,})$")


class Part(Value):
    """A heading and the statements under it."""

    title: str
    statements: tuple[str, ...]


def plan_paper(wish: Wish) -> Plan:
    brief = wish.brief
    language, said = brief.language, said_in(brief)
    title = said.subject or brief.title or phrase(language, "report")
    reader = said.fields.get("recipient") or group_after(said.instruction, "for", "für")
    front = Front(
        design="report",
        title=title,
        kicker=phrase(language, "report"),
        meta=ops.meta(
            (phrase(language, "prepared_for"), reader),
            (phrase(language, "prepared_by"), ", ".join(sender_of(said)[:2])),
            (phrase(language, "on"), said.fields.get("date") or written_date(brief.day, language)),
        ),
    )
    body = tuple(_body(said, items_of(wish, said), language))
    headings = tuple(str(op["text"]) for op in body if op["op"] == "heading")
    contents = (ops.op("contents", levels=2),) if len(headings) >= CONTENTS_FROM else ()
    return Plan(
        title=title,
        outline=headings,
        sections=(
            Section(name="front", ops=(*front_ops(wish, front), *contents)),
            Section(name="body", ops=body),
        ),
        sheets=headings,
        language=language,
        remarks=(phrase(language, "said_only"),),
    )


def items_of(wish: Wish, said: Said) -> tuple[str, ...]:
    """What the report is to cover, and the sections ordered of which something is said."""
    ordered = [s.name for s in said.orders.sections if not s.text and not s.points]
    known = [name for name in ordered if any(speaks_of(s, name) for s in said.statements)]
    return tuple(dict.fromkeys((*listed_in(wish.brief.prompt), *known)))


def _body(said: Said, items: tuple[str, ...], language: Language) -> Iterator[Json]:
    statements = [s for s in content_of(said) if not _lists(s, items)]
    parts = [*_labelled(statements), *_covered(statements, items)]
    told = {s for part in parts for s in part.statements}
    rest = [s for s in statements if s not in told and s not in said.advice]
    if not statements and not said.topic:
        yield ops.paragraph(phrase(language, "section_open"))
    elif not statements:
        yield ops.paragraph(phrase(language, "paper_lead", subject=ops.plain(said.topic)), "lead")
    elif rest:
        yield ops.paragraph(ops.plain(rest.pop(0)), "lead")
    if rest:
        key = "findings" if len(rest) > FEW else "background"
        parts.insert(0, Part(title=phrase(language, key), statements=tuple(rest)))
    advice = tuple(_advised(s, language) for s in said.advice if s not in told)
    if advice:
        named = next((item for item in items if _ADVISES.match(item)), None)
        parts.append(Part(title=named or phrase(language, "advice"), statements=advice))
    for part in parts:
        yield from _part(part)
    silent = [i for i in items if not any(i.casefold() == p.title.casefold() for p in parts)]
    subject = [said.subject] if said.subject and not statements else []
    yield from _open(silent or subject, language)


def _labelled(statements: list[str]) -> Iterator[Part]:
    """`Cost: one stand costs €95.` has its heading with it."""
    for statement in statements:
        if match := _LABELLED.match(statement):
            yield Part(title=match.group("label"), statements=(statement,))


def _covered(statements: list[str], items: tuple[str, ...]) -> Iterator[Part]:
    labels = [part.title.casefold() for part in _labelled(statements)]
    for item in items:
        bare = (s for s in statements if not _LABELLED.match(s))
        matching = tuple(s for s in bare if speaks_of(s, item))
        if matching and item.casefold() not in labels:
            yield Part(title=capital(item), statements=matching)


def _part(part: Part) -> Iterator[Json]:
    yield ops.heading(ops.plain(part.title))
    texts = [ops.plain(capital(_unlabelled(s, part.title))) for s in part.statements]
    if len(texts) > FEW:
        yield ops.bullets(texts)
    else:
        yield ops.paragraph(" ".join(texts))


def _unlabelled(statement: str, title: str) -> str:
    return statement.removeprefix(f"{title}: ")


def _advised(statement: str, language: Language) -> str:
    bare = re.match(r"(?:Recommend|Suggest|Propose|Advise) ", statement)
    return f"We {statement[:1].lower()}{statement[1:]}" if bare and language == "en" else statement


def _open(items: list[str], language: Language) -> Iterator[Json]:
    """What the prompt names without saying anything about it."""
    if not items:
        return
    yield ops.heading(phrase(language, "paper_open"))
    yield ops.paragraph(phrase(language, "paper_open_intro"), keep_with_next=True)
    yield ops.bullets([ops.plain(capital(item)) for item in items], "check")


def _lists(statement: str, items: tuple[str, ...]) -> bool:
    """Whether a statement only names the items."""
    words = sum(len(item.split()) for item in items)
    named = sum(item.casefold() in statement.casefold() for item in items)
    return (
        len(items) > 1
        and named >= max(len(items) - 1, 2)
        and len(statement.split()) <= words * 2 + 6
    )
