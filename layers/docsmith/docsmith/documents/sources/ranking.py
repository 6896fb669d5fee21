"""The values of a column by what a measure adds up to over their rows, the largest first."""

from collections.abc import Sequence
from typing import Any

from docsmith.documents.errors import UnreadableSource
from docsmith.documents.operations.base import OperationBase
from docsmith.documents.sources.table import SourceTable, SourceValue

MOST = 50


class Rank(OperationBase):
    """`column` by the sum of `measure`, each row times `times` and less the fraction `less`."""

    column: str
    measure: str
    times: str | None = None
    less: str | None = None


def ranked(table: SourceTable, asked: Rank) -> list[list[Any]]:
    """At most 50 `[value, sum]`, blanks left out. Raises `UnreadableSource` for a column that there
    is none of.
    """
    sums: dict[str, float] = {}
    spelled: dict[str, SourceValue] = {}
    values = _values(table, asked.column)
    for value, amount in zip(values, _amounts(table, asked), strict=True):
        if value is None or value == "":
            continue
        folded = str(value).casefold()
        spelled.setdefault(folded, value)
        sums[folded] = sums.get(folded, 0.0) + amount
    order = sorted(sums, key=lambda folded: (-sums[folded], folded))
    return [[_shown(spelled[one]), round(sums[one], 6)] for one in order[:MOST]]


def _amounts(table: SourceTable, asked: Rank) -> list[float]:
    """What each row counts: nothing where a factor is missing."""
    amounts = [_number(value) for value in _values(table, asked.measure)]
    if asked.times is not None:
        factors = map(_number, _values(table, asked.times))
        amounts = [a * b for a, b in zip(amounts, factors, strict=True)]
    if asked.less is not None:
        parts = map(_number, _values(table, asked.less))
        amounts = [a * (1 - b) for a, b in zip(amounts, parts, strict=True)]
    return amounts


def _values(table: SourceTable, name: str) -> Sequence[SourceValue]:
    found = table.column(name)
    if found is None:
        names = ", ".join(column.name for column in table.columns)
        raise UnreadableSource(f"there is no column '{name}'; there are {names}")
    return found.values


def _number(value: SourceValue) -> float:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else 0.0


def _shown(value: SourceValue) -> Any:
    return value if isinstance(value, str | int | float | bool) else str(value)
