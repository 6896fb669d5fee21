"""The operation `tell`: a slide says what its own figures show, anew whenever these are computed.

Where the figures cannot be computed nothing is said here: the slide's own operation is refused when
it is drawn, which names the place better.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from docsmith.documents.errors import OperationRefused
from docsmith.documents.operations.slides import Tell
from docsmith.documents.slides import sentences
from docsmith.documents.slides.answers import computed_of
from docsmith.documents.slides.deck import Deck
from docsmith.documents.slides.groups import month_of
from docsmith.documents.slides.numerals import local
from docsmith.documents.slides.slots import with_slot
from docsmith.documents.sources import SourceTable

_TITLE = 110
_SUMMARY = 5
_NEEDS_WORDS = frozenset({"lead", "trend", "mix", "table", "figures"})


def tell(deck: Deck, op: Tell) -> bool:
    """Put the sentences into their slots; False when there is nothing to say.

    Raises `OperationRefused` when it is asked of a slide that cannot have it.
    """
    _refuse(deck, op)
    values = _values(deck, op)
    at = deck.index(op.slide)
    content = deck.slides[at].content
    for slot, value in values.items():
        content = with_slot(content, slot, value)
    deck.slides[at] = replace(deck.slides[at], content=content)
    return bool(values)


def _refuse(deck: Deck, op: Tell) -> None:
    if deck.slides[deck.index(op.slide)].content is None:
        raise OperationRefused("slide", "an uploaded slide has no computed figures")
    if op.what in _NEEDS_WORDS and op.measure is None:
        raise OperationRefused("measure", f"{op.what} needs it: what is measured, in words")
    if op.what in ("entries", "basis") and op.source is None:
        raise OperationRefused("source", f"{op.what} needs it: the slot of the data source")


def _values(deck: Deck, op: Tell) -> dict[str, Any]:
    """The new values, by slot."""
    page = deck.page(deck.index(op.slide))
    match op.what:
        case "summary":
            said = list(deck.told.values())[:_SUMMARY]
            return {"points": said} if said else {}
        case "entries":
            table = page.sources.table(str(op.source), "source")
            return {"subtitle": _entries(table, page.language)}
        case "basis":
            table = page.sources.table(str(op.source), "source")
            return _basis(table, op, page.language)
        case _:
            return _figures(deck, op, page.language)


def _figures(deck: Deck, op: Tell, language: str) -> dict[str, Any]:
    try:
        computed = computed_of(deck, [op.slide])
    except OperationRefused:
        return {}
    said = _said(op, computed, language)
    if not said:
        return {}
    deck.told[op.slide] = said[0]
    out: dict[str, Any] = {"title": said[0][:_TITLE]} if op.title else {}
    bars = sentences.bars_of(computed.get(f"{op.slide}.chart"))
    if op.highlight and bars is not None:
        out["chart.highlight"] = bars.categories[0]
    if op.points and len(said) > 1:
        out["points"] = said[1:4]
    return out


def _said(op: Tell, computed: Mapping[str, Any], language: str) -> list[str]:
    """The sentences, the most telling first; none where the figures do not bear one out."""
    measure = op.measure or ""
    if op.what == "figures":
        first, second = (computed.get(f"{op.slide}.kpis[{i}]") for i in (0, 1))
        known = first is not None and second is not None
        return (
            sentences.sums(str(first), str(second), measure, op.period, language) if known else []
        )
    if op.what == "table":
        rows = computed.get(f"{op.slide}.table") or ()
        return sentences.few(rows, measure, op.dimension or "", language)
    bars = sentences.bars_of(computed.get(f"{op.slide}.chart"))
    if bars is None:
        return []
    if op.what == "trend":
        return sentences.trend(bars, measure, op.period, language)
    said = sentences.lead if op.what == "lead" else sentences.mix
    return said(bars, measure, language)


def _entries(table: SourceTable, language: str) -> str:
    rows = local(f"{table.row_count:,}", language)
    return sentences.sentence(language, "entries", rows=rows, file=table.name)


def _basis(table: SourceTable, op: Tell, language: str) -> dict[str, Any]:
    """Rows and columns; which used columns have gaps; the first and the last day."""
    columns = [column for name in op.columns if (column := table.column(name))]
    blank = ", ".join(column.name for column in columns if column.stats.blanks)
    rows = local(f"{table.row_count:,}", language)
    sizes = {"rows": rows, "columns": str(len(table.columns))}
    out = {
        "points[0].detail": sentences.sentence(language, "basis", file=table.name, **sizes),
        "points[1].detail": sentences.sentence(language, "gaps", columns=blank)
        if blank
        else sentences.sentence(language, "no_gaps"),
    }
    dated = table.column(op.date) if op.date else None
    if dated is not None and dated.stats.minimum is not None:
        first, last = (_day(v, language) for v in (dated.stats.minimum, dated.stats.maximum))
        fields = {"first": first, "last": last, "column": dated.name}
        out["points[2].detail"] = sentences.sentence(language, "span", **fields)
    return out


def _day(value: object, language: str) -> str:
    """`2 Jan 2024`, `2. Jan 2024`."""
    day = date.fromisoformat(str(value)[:10])
    stop = "." if language == "de" else ""
    return f"{day.day}{stop} {month_of(day, language)} {day.year}"
