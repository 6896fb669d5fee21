"""A report without data: the prompt's statements under its own headings, and what is still open."""

from collections.abc import Iterator

from docsmith.agent.offline.plan import Plan, Section
from docsmith.agent.offline.wish import Wish
from docsmith.agent.offline.word import ops
from docsmith.agent.offline.word.frame import Front, front_ops
from docsmith.agent.offline.word.naming import group_after
from docsmith.agent.offline.word.phrases import phrase, written_date
from docsmith.agent.offline.word.statements import Said, said_in
from docsmith.agent.offline.words import Language
from docsmith.agent.turns import Json

CONTENTS_FROM = 6


def plan_paper(wish: Wish) -> Plan:
    brief = wish.brief
    language, said = brief.language, said_in(brief)
    title = said.subject or brief.title or phrase(language, "report")
    front = Front(
        design="report",
        title=title,
        kicker=phrase(language, "report"),
        meta=ops.meta(
            (
                phrase(language, "prepared_for"),
                group_after(brief.prompt, "for", "für") or brief.party,
            ),
            (phrase(language, "on"), written_date(brief.day, language)),
        ),
    )
    body = tuple(_body(said, brief.items, language))
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


def _body(said: Said, items: tuple[str, ...], language: Language) -> Iterator[Json]:
    statements = [s for s in said.statements if not _lists(s, items)]
    first, rest = ("", statements) if items or not statements else (statements[0], statements[1:])
    subject = ops.plain(said.topic)
    lead = ops.plain(first) if first else phrase(language, "paper_lead", subject=subject)
    yield ops.paragraph(lead, "lead")
    told: set[str] = set()
    bare: list[str] = []
    for item in items:
        matching = [s for s in rest if _speaks_of(s, item)]
        if not matching:
            bare.append(item)
            continue
        told |= {*matching}
        yield ops.heading(_titled(item))
        for statement in matching:
            yield ops.paragraph(ops.plain(statement))
    left = [s for s in rest if s not in told]
    if left:
        yield ops.heading(phrase(language, "points" if len(left) > 2 else "background"))
        if len(left) > 2:
            yield ops.bullets([ops.plain(statement) for statement in left])
        else:
            yield from (ops.paragraph(ops.plain(statement)) for statement in left)
    yield from _open(bare or ([] if statements else [said.subject]), language)


def _open(items: list[str], language: Language) -> Iterator[Json]:
    """What the prompt names without saying anything about it."""
    if not items:
        return
    yield ops.heading(phrase(language, "paper_open"))
    yield ops.paragraph(phrase(language, "paper_open_intro"), keep_with_next=True)
    points = [phrase(language, "paper_open_point", item=ops.plain(_titled(i))) for i in items]
    yield ops.bullets(points, "check")


def _titled(item: str) -> str:
    return item[:1].upper() + item[1:]


def _lists(statement: str, items: tuple[str, ...]) -> bool:
    """Whether a statement only names the items."""
    words = sum(len(item.split()) for item in items)
    named = sum(item.casefold() in statement.casefold() for item in items)
    return bool(items) and named >= len(items) - 1 and len(statement.split()) <= words * 2 + 6


def _speaks_of(statement: str, item: str) -> bool:
    words = [word for word in item.casefold().split() if len(word) > 3]
    return any(word[:6] in statement.casefold() for word in words)
