"""A memo: what the prompt says, put in the order in which a reader needs it."""

from collections.abc import Iterator

from docsmith.agent.offline.plan import Plan, Section
from docsmith.agent.offline.wish import Wish
from docsmith.agent.offline.word import ops
from docsmith.agent.offline.word.frame import Front, front_ops
from docsmith.agent.offline.word.naming import group_after
from docsmith.agent.offline.word.parties import content_of, sender_of
from docsmith.agent.offline.word.phrases import phrase, written_date
from docsmith.agent.offline.word.statements import Said, said_in
from docsmith.agent.offline.words import Language
from docsmith.agent.turns import Json

MANY = 4
"""From so many statements on they get headings."""


def plan_memo(wish: Wish) -> Plan:
    brief = wish.brief
    language, said = brief.language, said_in(brief)
    front = Front(
        design="memo",
        title=said.subject or phrase(language, "memo"),
        kicker=phrase(language, "memo"),
        meta=ops.meta(
            (phrase(language, "to"), recipient(wish, said)),
            (phrase(language, "from"), ", ".join(sender_of(said)[:2])),
            (phrase(language, "on"), said.fields.get("date") or written_date(brief.day, language)),
        ),
    )
    body = tuple(_body(said, language))
    return Plan(
        title=front.title,
        outline=tuple(str(op.get("text", op["op"]))[:80] for op in body),
        sections=(
            Section(name="front", ops=front_ops(wish, front)),
            Section(name="body", ops=body),
        ),
        language=language,
        remarks=(phrase(language, "said_only"),),
    )


def recipient(wish: Wish, said: Said) -> str:
    found = said.fields.get("recipient") or group_after(
        said.instruction or wish.brief.prompt, "to", "for", "an", "für"
    )
    return found or wish.brief.audience or phrase(wish.brief.language, "all")


def _body(said: Said, language: Language) -> Iterator[Json]:
    subject = ops.plain(said.topic)
    statements = content_of(said)
    if not statements:
        if subject:
            yield ops.paragraph(phrase(language, "memo_lead_short", subject=subject), "lead")
        yield ops.heading(phrase(language, "questions"))
        yield ops.paragraph(phrase(language, "questions_intro"), keep_with_next=True)
        keys = ("question_why", "question_when", "question_who", "question_do")
        yield ops.bullets([phrase(language, key) for key in keys], "check")
        return
    first, *rest = statements
    yield ops.paragraph(ops.plain(first), "lead")
    if len(statements) < MANY:
        for statement in rest:
            yield ops.paragraph(ops.plain(statement))
        return
    groups = (
        ("points", [s for s in rest if s not in said.duties and s not in said.dated]),
        ("todo", [s for s in rest if s in said.duties]),
        ("dates", [s for s in rest if s in said.dated]),
    )
    for key, statements in groups:
        if statements:
            yield ops.heading(phrase(language, key))
            yield ops.bullets([ops.plain(statement) for statement in statements])
