"""What a query or a figure gives: rows of a source grouped, added up, ordered.

Values are those of `documents.sources`; blanks and text in a column of numbers are left out of sums
and averages, and rows whose `by` is blank are a group of their own.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from docsmith.documents.errors import OperationRefused, UnreadableSource
from docsmith.documents.model import Input
from docsmith.documents.operations.word_data import Filter, Measure
from docsmith.documents.sources.opened import source_table
from docsmith.documents.sources.table import ColumnType, SourceColumn, SourceTable, SourceValue
from docsmith.documents.word.data.numbers import NumberLook

DATA_KINDS = ("csv", "tsv", "json", "xlsx")
Period = tuple[int, int, int]
Key = str | Period | None
_NAMED = re.compile(
    r"(?:\(|\[|\bin |[\s_])(?P<sign>€|\$|£|¥|EUR|USD|GBP|CHF|JPY|SEK|NOK|DKK|PLN|CZK)[)\]]?\s*$",
    re.I,
)
"""A currency that stands in a column's name: `Price (€)`, `Betrag in EUR`."""


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a source that count, by their numbers. `key` stands for them in caches."""

    table: SourceTable
    numbers: Sequence[int]
    key: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Rows that share a value. `key` is None for blanks, a tuple for a period."""

    key: Key
    numbers: list[int] = field(default_factory=list[int])


def source_of(inputs: Mapping[str, Input], slot: str, part: str | None, path: str) -> SourceTable:
    """The table of a slot. Refused when there is none or it cannot be read."""
    slots = tuple(name for name, given in inputs.items() if given.kind in DATA_KINDS)
    given = inputs.get(slot)
    if given is None or given.kind not in DATA_KINDS:
        raise OperationRefused(path, f"there is no data source '{slot}'", slots)
    try:
        return source_table(given, part)
    except UnreadableSource as error:
        raise OperationRefused(path, f"'{slot}' cannot be read: {error.reason}") from error


def column_of(table: SourceTable, name: str, path: str) -> SourceColumn:
    """The column of that name, or a refusal that lists the columns."""
    found = table.column(name)
    if found is None:
        raise OperationRefused(
            path, f"there is no column '{name}'", tuple(c.name for c in table.columns)
        )
    return found


def rows_of(
    inputs: Mapping[str, Input],
    slot: str,
    part: str | None,
    where: Sequence[Filter],
    path: str,
    *,
    slot_path: str,
) -> Rows:
    """The rows of a source that the filters leave."""
    table = source_of(inputs, slot, part, slot_path)
    filters = "|".join(f"{one.column}={one.value}" for one in where)
    key = f"{inputs[slot].sha256}|{part}|{filters}"
    return Rows(table, rows_where(table, where, path).numbers, key)


def rows_where(table: SourceTable, where: Sequence[Filter], path: str) -> Rows:
    numbers: Sequence[int] = range(table.row_count)
    for index, one in enumerate(where):
        values = column_of(table, one.column, f"{path}.where[{index}].column").values
        wanted = one.value.strip().casefold()
        numbers = [n for n in numbers if str(values[n] or "").strip().casefold() == wanted]
        if not numbers:
            raise OperationRefused(
                f"{path}.where[{index}].value", f"no row has '{one.value}' there"
            )
    return Rows(table, numbers)


class Meter:
    """A measure bound to its columns. Refuses columns that hold no numbers."""

    def __init__(self, table: SourceTable, measure: Measure, path: str) -> None:
        self.measure = measure
        self._values = _numbers(table, measure.column, f"{path}.column", measure.how)
        self._times = _numbers(table, measure.times, f"{path}.times", "sum")
        self._less = _numbers(table, measure.less, f"{path}.less", "sum")

    def over(self, numbers: Iterable[int]) -> float | None:
        if self._values is None:
            return float(sum(1 for _ in numbers))
        found = self._found(numbers)
        if self.measure.how == "count":
            return float(len(found))
        if not found:
            return 0.0 if self.measure.how == "sum" else None
        match self.measure.how:
            case "average":
                return sum(found) / len(found)
            case "min":
                return min(found)
            case "max":
                return max(found)
            case _:
                return sum(found)

    def _found(self, numbers: Iterable[int]) -> list[float]:
        """The numbers there are; a plain column is read without a call for each row."""
        values = self._values or ()
        if self._times is None and self._less is None and self.measure.how != "count":
            return [v for n in numbers if type(v := values[n]) is float or type(v) is int]  # type: ignore[misc]
        return [value for n in numbers if (value := self._at(n)) is not None]

    def _at(self, number: int) -> float | None:
        value = _number((self._values or ())[number])
        if self.measure.how == "count":
            return None if (self._values or ())[number] in (None, "") else 1.0
        if value is None:
            return None
        if self._times is not None:
            factor = _number(self._times[number])
            if factor is None:
                return None
            value *= factor
        if self._less is not None:
            value *= 1 - (_number(self._less[number]) or 0.0)
        return value


def _numbers(
    table: SourceTable, name: str | None, path: str, how: str
) -> Sequence[SourceValue] | None:
    if name is None:
        return None
    column = column_of(table, name, path)
    if not column.type.is_number and how != "count":
        allowed = tuple(c.name for c in table.columns if c.type.is_number)
        raise OperationRefused(path, f"'{name}' holds {column.type}, no numbers", allowed)
    return column.values


def _number(value: SourceValue) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value)


def currency_of(column: SourceColumn) -> str | None:
    """The currency of its values, else the one that its name says."""
    match = _NAMED.search(column.name) if column.currency is None else None
    return match.group("sign").upper() if match else column.currency


def look_of(table: SourceTable, measure: Measure) -> NumberLook:
    """How the numbers of a measure are written: as their column, unless it says otherwise."""
    column = table.column(measure.column or "")
    columns = (table.column(name) for name in (measure.column, measure.times) if name)
    currencies = (currency_of(found) for found in columns if found)
    currency = next((currency for currency in currencies if currency), None)
    if measure.style:
        return NumberLook(measure.style, measure.decimals, currency)
    if column is None or measure.how == "count":
        return NumberLook("integer", measure.decimals)
    kinds = {
        ColumnType.MONEY: "money",
        ColumnType.PERCENT: "percent",
        ColumnType.INTEGER: "integer",
    }
    style = kinds.get(column.type, "money" if currency else "number")
    if style == "integer" and measure.how == "average":
        style = "number"
    return NumberLook(style, measure.decimals, currency)  # type: ignore[arg-type]
