"""What a document shows: the figures that are computed, and every text that is read.

By the first a text is recognised that quotes them; by the second, whether an operation's text still
stands or was replaced by a later one.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, cast

from docsmith.documents.errors import UnreadableSource
from docsmith.documents.model import Document, Format, Input
from docsmith.documents.rebinding.quoted import quotes_in
from docsmith.documents.rebinding.schema import DATA_KINDS
from docsmith.documents.sources.opened import source_table
from docsmith.documents.sources.table import SourceTable


@dataclass(frozen=True, slots=True)
class Shown:
    """Figures in order, exact where they are known; texts as they were written."""

    figures: tuple[float, ...]
    texts: frozenset[str]


def shown(document: Document) -> Shown:
    """Remembered: a plan that is rendered a hundred times is looked at once."""
    inputs = sorted((slot, given.sha256) for slot, given in document.inputs.items())
    ops = [op.model_dump_json(exclude_defaults=True) for op in document.ops]
    return _shown(_Key(repr((document.format, inputs, ops)), document.base, document))


@dataclass(frozen=True, slots=True)
class _Key:
    """A document by its base, the words of its plan and the digests of its inputs."""

    text: str
    base: bytes | None
    document: Document = field(compare=False)


@lru_cache(maxsize=2)
def _shown(key: _Key) -> Shown:
    document = key.document
    of_format: Mapping[Format, Callable[[Document], Iterator[float | str]]] = {
        Format.EXCEL: _workbook,
        Format.WORD: _text,
        Format.SLIDES: _deck,
    }
    found = list(of_format[document.format](document))
    figures = {item for item in found if isinstance(item, float)}
    figures.update(_of_sources(document.inputs))
    texts = frozenset(item for item in found if isinstance(item, str))
    return Shown(tuple(sorted(figures)), texts)


def _of_sources(inputs: Mapping[str, Input]) -> Iterator[float]:
    """How many rows there are; totals, averages and extremes of numbers."""
    for given in inputs.values():
        if given.kind in DATA_KINDS:
            try:
                yield from _of_table(source_table(given))
            except UnreadableSource:
                continue


def _of_table(table: SourceTable) -> Iterator[float]:
    yield float(table.row_count)
    for column in table.columns:
        stats = column.stats
        if stats.total is not None:
            yield stats.total
            yield stats.total / max(1, stats.count)
        for end in (stats.minimum, stats.maximum):
            if isinstance(end, int | float) and column.type.is_number:
                yield float(end)


def _workbook(document: Document) -> Iterator[float | str]:
    from docsmith.documents.workbook.computing import computed
    from docsmith.documents.workbook.replay import replayed

    book = replayed(document)
    values = computed(book)
    for sheet in book.sheets:
        yield from (chart.title for chart in sheet.charts)
        for place, cell in sheet.cells.items():
            value = values.at(sheet.name, *place) if cell.formula is not None else None
            yield from _one(value)
            yield from _strings([cell.value, cell.note])


def _text(document: Document) -> Iterator[float | str]:
    from docsmith.documents.word.computed import computed_figures, computed_table
    from docsmith.documents.word.replay import replayed

    story = replayed(document).story
    for figure in computed_figures(story).values():
        yield from (quote.value for quote in quotes_in(figure))
    for block in story.blocks:
        query = getattr(block.content, "query", None)
        if query is not None:
            for line in computed_table(story, query).lines:
                yield from (float(value) for value in line.values if value is not None)
    around = (story.setup, story.frame, *story.sources.values())
    for content in (*(block.content for block in story.blocks), *around):
        yield from _strings(content.model_dump(mode="json") if content else None)


def _deck(document: Document) -> Iterator[float | str]:
    from docsmith.documents.slides.answers import computed_of
    from docsmith.documents.slides.replay import replayed

    deck = replayed(document)
    for answer in computed_of(deck, [slide.id for slide in deck.slides]).values():
        yield from _figures(answer)
        yield from _shares(answer)
    yield from _strings([deck.settings.title, deck.settings.footer])
    for slide in deck.slides:
        yield from _strings(slide.content.model_dump() if slide.content else None)
        yield slide.notes or ""


def _figures(value: Any) -> Iterator[float]:
    """Every number of an answer; of a text the figures that it quotes."""
    for leaf in _leaves(value):
        if isinstance(leaf, str):
            yield from (quote.value for quote in quotes_in(leaf))
        else:
            yield from _one(leaf)


def _shares(answer: Any) -> Iterator[float]:
    """What part of its total each point of a chart is."""
    told = cast("dict[str, Any]", answer) if isinstance(answer, dict) else {}
    total = told.get("total")
    for values in told.get("series", {}).values() if total else ():
        yield from (float(value) / float(cast("float", total)) for value in values if value)


def _one(value: Any) -> Iterator[float]:
    if isinstance(value, int | float) and not isinstance(value, bool):
        yield float(value)


def _strings(value: Any) -> Iterator[str]:
    """Every text, and every number as it is written."""
    for leaf in _leaves(value):
        if isinstance(leaf, str | int | float) and not isinstance(leaf, bool):
            yield str(leaf)


def _leaves(value: Any) -> Iterator[object]:
    """What stands in an object or a list, however deep."""
    if isinstance(value, dict):
        for inner in cast("dict[str, Any]", value).values():
            yield from _leaves(inner)
    elif isinstance(value, list | tuple):
        for inner in cast("list[Any]", value):
            yield from _leaves(inner)
    else:
        yield value
