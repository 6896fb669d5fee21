"""What queries and figures of a story give, remembered by the digest of their source."""

from dataclasses import dataclass, field
from functools import lru_cache

from docsmith.documents.model import Input
from docsmith.documents.operations.word_data import Figures, Query
from docsmith.documents.word.data.figures import figures_of
from docsmith.documents.word.data.table import ResultTable, result_of
from docsmith.documents.word.language import Language
from docsmith.documents.word.story import Story


@dataclass(frozen=True, slots=True)
class _Source:
    """An input as a cache key: its digest stands for its bytes. `slots` only tells what there is."""

    slot: str
    sha256: str
    given: Input | None = field(compare=False, repr=False)
    slots: tuple[tuple[str, Input], ...] = field(compare=False, repr=False)


@lru_cache(maxsize=64)
def _table(query: Query, source: _Source, language: Language) -> ResultTable:
    return result_of(query, dict(source.slots), language)


@lru_cache(maxsize=32)
def _figures(op: Figures, source: _Source, language: Language) -> tuple[tuple[str, str], ...]:
    return tuple(figures_of(op, dict(source.slots), language).items())


def computed_table(story: Story, query: Query) -> ResultTable:
    """Raises `OperationRefused`."""
    return _table(query, _source(story, query.slot), story.language)


def computed_figures(story: Story) -> dict[str, str]:
    """Every figure by name; a later definition of a name wins. Raises `OperationRefused`."""
    out: dict[str, str] = {}
    for op in story.figures:
        out.update(_figures(op, _source(story, op.slot), story.language))
    return out


def _source(story: Story, slot: str) -> _Source:
    given = story.inputs.get(slot)
    return _Source(slot, given.sha256 if given else "", given, tuple(story.inputs.items()))
