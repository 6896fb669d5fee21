"""Tables and charts that a follow-up adds from data: those it names, or all of a new source."""

import re
from collections.abc import Iterator

from docsmith.agent.offline.source import ColumnView
from docsmith.agent.offline.wish import Wish
from docsmith.agent.offline.word import ops
from docsmith.agent.offline.word.measures import SourceFacts, source_facts
from docsmith.agent.offline.word.phrases import phrase
from docsmith.agent.offline.word.report import known_ops, section_ops
from docsmith.agent.offline.word.standing import Standing
from docsmith.agent.offline.words import Language
from docsmith.agent.turns import Json

_KINDS = {
    "pie": r"\b(?:pie|kreis|torten)",
    "line": r"\b(?:line|linien|trend|verlauf)",
    "column": r"\b(?:columns?|säulen)\b",
    "doughnut": r"\b(?:dough?nut|ring)",
    "bar": r"\b(?:bars?|balken)",
}
_CHART = re.compile(r"\b(?:chart|graph|plot|diagram\w*|grafik|schaubild)\b|diagramm", re.I)
_WANTS = re.compile(
    r"\b(?:add|show|include|insert|break|split|ergänze|füge|zeige|gliedere|nach)\b", re.I
)
_TOP = re.compile(r"\btop\s?-?(\d{1,2})\b", re.I)


def added_data(wish: Wish, language: Language) -> Iterator[tuple[str, tuple[Json, ...]]]:
    """A section for each column of a source that the prompt wants to see figures by."""
    prompt = wish.brief.prompt
    if not _WANTS.search(prompt):
        return
    for number, source in enumerate(wish.sources, 1):
        facts = source_facts(source, language, number)
        for column in _named(facts, prompt):
            yield column.name, tuple(_section(facts, column, prompt))


def new_sources(
    wish: Wish, standing: Standing, language: Language
) -> Iterator[tuple[str, tuple[Json, ...], tuple[Json, ...]]]:
    """For each source that no figure of the document uses: what must be known, and its sections."""
    for number, source in enumerate(wish.sources, 1):
        facts = source_facts(source, language, number)
        used = any(name.startswith(f"{facts.key}_") for name in standing.figures)
        if used or source.slot in wish.loaded or any(_named(facts, wish.brief.prompt)):
            continue
        yield facts.name, known_ops(facts), section_ops(facts)


def _named(facts: SourceFacts, prompt: str) -> list[ColumnView]:
    """Columns whose name follows `by`, `per`, `nach`, `je`, and that split or date the rows."""
    found: list[ColumnView] = []
    for column in facts.source.columns:
        pattern = rf"\b(?:by|per|across|over|nach|je|pro)\s+(?:the\s+)?{re.escape(column.name)}s?\b"
        if re.search(pattern, prompt, re.I) and (column.is_dated or not column.is_numeric):
            found.append(column)
    timed = re.search(
        r"\b(?:by|per|over|nach|je|pro)\s+(?:month|time|quarter|year|monat|quartal|jahr)\b",
        prompt,
        re.I,
    )
    if timed and facts.dated and facts.dated not in found:
        found.append(facts.dated)
    return found


def _section(facts: SourceFacts, column: ColumnView, prompt: str) -> Iterator[Json]:
    language = facts.language
    caption = phrase(
        language,
        "caption_by",
        measure=ops.plain(facts.primary.label),
        dimension=ops.plain(column.name),
    )
    top = _TOP.search(prompt)
    rows = int(top.group(1)) if top else 10
    query: Json = {"slot": facts.slot, "by": column.name}
    query |= {"grain": _grain(prompt)} if column.is_dated else {"top": rows}
    yield ops.heading(caption)
    if _CHART.search(prompt):
        kind = next((k for k, w in _KINDS.items() if re.search(w, prompt, re.I)), "bar")
        kind = "line" if column.is_dated and kind == "bar" else kind
        measures = [facts.primary.written]
        yield ops.op("chart", kind=kind, caption=caption, query=query | {"measures": measures})
    share = {"share": True} if facts.primary.adds_up and not column.is_dated else {}
    yield ops.op(
        "table",
        caption=caption,
        query=query | {"measures": [one.written for one in facts.shown]} | share,
        source=facts.name,
    )


def _grain(prompt: str) -> str:
    words = (("quarter", r"quarter|quartal"), ("year", r"year|jahr"))
    return next((grain for grain, word in words if re.search(word, prompt, re.I)), "month")
