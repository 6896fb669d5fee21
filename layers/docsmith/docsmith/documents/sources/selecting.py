"""Some rows of a source as a table of its own, and the inputs that operations name such rows by."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache

from docsmith.documents.errors import OperationRefused, UnreadableSource
from docsmith.documents.model import Input
from docsmith.documents.operations.base import OperationBase
from docsmith.documents.operations.selecting import Condition, Select
from docsmith.documents.sources.read import read_source
from docsmith.documents.sources.statistics import statistics
from docsmith.documents.sources.table import SourceColumn, SourceTable, SourceValue

DATA_KINDS = ("csv", "tsv", "json", "xlsx")


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


def selection_of(inputs: Mapping[str, Input], op: Select) -> Mapping[str, Input]:
    """The inputs with the one that `op` names. Raises `OperationRefused` where no row is left."""
    slots = tuple(name for name, given in inputs.items() if given.kind in DATA_KINDS)
    given = inputs.get(op.slot)
    if given is None or given.kind not in DATA_KINDS:
        raise OperationRefused("slot", f"there is no data source '{op.slot}'", slots)
    where = (*given.where, *op.where)
    taken = inputs.get(op.name)
    if taken is not None and taken.where != where:
        raise OperationRefused("name", f"'{op.name}' is an input already", slots)
    refused = _refusal(_Rows(given.sha256, where, given))
    if refused is not None:
        raise OperationRefused(*refused)
    told = "|".join((given.sha256, *(one.model_dump_json() for one in where)))
    digest = hashlib.sha256(told.encode()).hexdigest()
    name = op.title or given.name
    return {**inputs, op.name: replace(given, name=name, where=where, sha256=digest)}


def with_selections(
    inputs: Mapping[str, Input], ops: Iterable[OperationBase]
) -> Mapping[str, Input]:
    """The inputs, and those that the operations name rows of. Raises `OperationRefused`."""
    for op in ops:
        if isinstance(op, Select):
            inputs = selection_of(inputs, op)
    return inputs


@dataclass(frozen=True, slots=True)
class _Rows:
    """Rows of an input as a cache key: its digest stands for its bytes."""

    sha256: str
    where: tuple[Condition, ...]
    given: Input = field(compare=False, repr=False)


@lru_cache(maxsize=32)
def _refusal(rows: _Rows) -> tuple[str, str] | None:
    """The first condition that leaves no row, and why; every turn replays the operations."""
    given = rows.given
    try:
        table = read_source(given.content, kind=given.kind, name=given.name)
        for index, condition in enumerate(rows.where):
            table = selected(table, (condition,))
            if not table.row_count:
                return f"where[{index}]", _nothing(condition)
    except UnreadableSource as error:
        return "where", error.reason
    return None


def _nothing(condition: Condition) -> str:
    if condition.values:
        values = ", ".join(f"'{value}'" for value in condition.values)
        return f"no row has {values} in the column '{condition.column}'"
    if condition.without:
        return f"no row is left without them in the column '{condition.column}'"
    ends = f"{condition.first or '…'} and {condition.last or '…'}"
    return f"no row of '{condition.column}' lies between {ends}"


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
