"""Groups and measures of a source, computed once: many figures and tables ask for the same.

A source is known by its digest, so that what is remembered holds as long as its bytes do.
"""

from dataclasses import dataclass, field
from functools import lru_cache

from docsmith.documents.operations.word_data import Grain, Measure
from docsmith.documents.word.data.compute import Group, Meter, Rows
from docsmith.documents.word.data.grouping import grouped


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is asked of rows, as a cache key; the rest only helps to answer."""

    key: str
    rows: Rows = field(compare=False, repr=False)
    path: str = field(compare=False, default="")
    measure: Measure | None = field(compare=False, repr=False, default=None)


def groups_of(rows: Rows, by: str, grain: Grain | None, path: str) -> tuple[Group, ...]:
    """`grouped`, remembered: many figures ask for the same groups."""
    return _groups(_Asked(f"{rows.key}|{by}|{grain}", rows, path), by, grain)


@lru_cache(maxsize=32)
def _groups(asked: _Asked, by: str, grain: Grain | None) -> tuple[Group, ...]:
    return tuple(grouped(asked.rows, by, grain, asked.path))


def values_of(
    rows: Rows, by: str, grain: Grain | None, measure: Measure, path: str
) -> tuple[float | None, ...]:
    """The measure of each group, in the order of `groups_of`."""
    asked = _Asked(f"{rows.key}|{by}|{grain}|{measure.model_dump_json()}", rows, path, measure)
    return _values(asked, by, grain)


@lru_cache(maxsize=256)
def _values(asked: _Asked, by: str, grain: Grain | None) -> tuple[float | None, ...]:
    assert asked.measure is not None
    meter = Meter(asked.rows.table, asked.measure, f"{asked.path}.measure")
    return tuple(
        meter.over(group.numbers) for group in groups_of(asked.rows, by, grain, asked.path)
    )


def whole_of(rows: Rows, measure: Measure, path: str) -> float | None:
    """The measure over all rows; None where there is nothing to measure."""
    return _whole(_Asked(f"{rows.key}|{measure.model_dump_json()}", rows, path, measure))


@lru_cache(maxsize=256)
def _whole(asked: _Asked) -> float | None:
    assert asked.measure is not None
    meter = Meter(asked.rows.table, asked.measure, f"{asked.path}.measure")
    return meter.over(asked.rows.numbers)
