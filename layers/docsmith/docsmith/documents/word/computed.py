"""What queries and figures of a story give, remembered by the digest of their source."""

from dataclasses import dataclass, field
from functools import lru_cache

from docsmith.documents.model import Input
from docsmith.documents.operations.word_data import Figures, Query
from docsmith.documents.word.data.figures import figures_of
from docsmith.documents.word.data.lines import ResultTable
from docsmith.documents.word.data.table import result_of
from docsmith.documents.word.language import Language
from docsmith.documents.word.story import Story


@dataclass(frozen=True, slots=True)
class _Source:
    """An input as a cache key: its digest stands for its bytes. `slots` only tells what there
    is.
    """

    slot: str
    sha256: str
    given: Input | None = field(compare=False, repr=False)
    slots: tuple[tuple[str, Input], ...] = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A query or figures as a cache key: their JSON stands for them."""

    text: str
    asked: Query | Figures = field(compare=False, repr=False)


def _key(asked: Query | Figures) -> _Asked:
    return _Asked(asked.model_dump_json(), asked)


@lru_cache(maxsize=64)
def _table(key: _Asked, source: _Source, language: Language) -> ResultTable:
    assert isinstance(key.asked, Query)
    return result_of(key.asked, dict(source.slots), language)


@lru_cache(maxsize=32)
def _figures(key: _Asked, source: _Source, language: Language) -> tuple[tuple[str, str], ...]:
    assert isinstance(key.asked, Figures)
    return tuple(figures_of(key.asked, dict(source.slots), language).items())


def computed_table(story: Story, query: Query) -> ResultTable:
    """Raises `OperationRefused`."""
    return _table(_key(query), _source(story, query.slot), story.language)


def computed_figures(story: Story) -> dict[str, str]:
    """Every figure by name; a later definition of a name wins. Raises `OperationRefused`."""
    out: dict[str, str] = {}
    for op in story.figures:
        out |= figures_in(story, op)
    return out


def figures_in(story: Story, op: Figures) -> dict[str, str]:
    """The figures of one definition. Raises `OperationRefused`."""
    return dict(_figures(_key(op), _source(story, op.slot), story.language))


def figure_names(story: Story) -> tuple[str, ...]:
    """Every name that a text may use, whether it can be computed or not."""
    return tuple(dict.fromkeys(one.name for op in story.figures for one in op.figures))


def _source(story: Story, slot: str) -> _Source:
    given = story.inputs.get(slot)
    return _Source(slot, given.sha256 if given else "", given, tuple(story.inputs.items()))
