"""Some rows of a source as a table of its own."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from docsmith.documents.errors import UnreadableSource
from docsmith.documents.operations.selecting import Condition
from docsmith.documents.sources.statistics import statistics
from docsmith.documents.sources.table import SourceColumn, SourceTable, SourceValue


def selected(table: SourceTable, where: Sequence[Condition]) -> SourceTable:
    """The rows that meet every condition, with statistics of their own.

    Raises `UnreadableSource` for a column that there is none of.
    """
    if not where:
        return table
    kept: Sequence[int] = range(table.row_count)
    for condition in where:
        column = _column(table, condition)
        kept = [row for row in kept if _meets(column.values[row], condition)]
    columns = tuple(_of_rows(column, kept) for column in table.columns)
    return replace(table, columns=columns, row_count=len(kept))


def _column(table: SourceTable, condition: Condition) -> SourceColumn:
    found = table.column(condition.column)
    if found is None:
        names = ", ".join(column.name for column in table.columns)
        raise UnreadableSource(f"there is no column '{condition.column}'; there are {names}")
    return found


def _meets(value: SourceValue, condition: Condition) -> bool:
    folded = _folded(value)
    if condition.values and all(folded != _folded(wanted) for wanted in condition.values):
        return False
    if any(folded == _folded(unwanted) for unwanted in condition.without):
        return False
    if condition.first is None and condition.last is None:
        return True
    day = str(value)[:10] if isinstance(value, date) else None
    return day is not None and (condition.first or "") <= day <= (condition.last or "9999")


def _folded(value: SourceValue) -> str:
    return "" if value is None else str(value).strip().casefold()


def _of_rows(column: SourceColumn, rows: Sequence[int]) -> SourceColumn:
    """Odd values are told of the whole file alone: how many there are was counted there."""
    values = [column.values[row] for row in rows]
    return replace(column, values=values, stats=statistics(values, column.type))
