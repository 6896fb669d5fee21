"""What a query or a figure gives: rows of a source grouped, added up, ordered.

Values are those of `documents.sources`; blanks and text in a column of numbers are left out of sums
and averages, and rows whose `by` is blank are a group of their own.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from docsmith.documents.errors import OperationRefused, UnreadableSource
from docsmith.documents.model import Input
from docsmith.documents.operations.word_data import Filter, Grain, Measure
from docsmith.documents.sources.table import ColumnType, SourceColumn, SourceTable, SourceValue
from docsmith.documents.word.data.numbers import NumberLook
from docsmith.documents.workbook.apply_data import source_table

DATA_KINDS = ("csv", "tsv", "json", "xlsx")
Period = tuple[int, int, int]
Key = str | Period | None
_MAX_MONTHS = 30


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


def look_of(table: SourceTable, measure: Measure) -> NumberLook:
    """How the numbers of a measure are written: as their column, unless it says otherwise."""
    column = table.column(measure.column or "")
    currency = next(
        (
            c.currency
            for n in (measure.column, measure.times)
            if n and (c := table.column(n)) and c.currency
        ),
        None,
    )
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


def grouped(rows: Rows, by: str, grain: Grain | None, path: str) -> list[Group]:
    """Groups by value, whatever its case, in the order of first appearance; or by period in time.

    Periods without rows between others are there too, so that a line shows the gap."""
    column = column_of(rows.table, by, f"{path}.by")
    period = grain or (_fitting_grain(column, rows.numbers) if column.type.is_date else None)
    if period is not None and not column.type.is_date:
        raise OperationRefused(f"{path}.grain", f"'{by}' holds no dates")
    groups: dict[Key, Group] = {}
    seen: dict[SourceValue, Group] = {}
    values = column.values
    for number in rows.numbers:
        value = values[number]
        group = seen.get(value)
        if group is None:
            key = _key(value, period)
            folded = key.casefold() if isinstance(key, str) else key
            group = seen[value] = groups.setdefault(folded, Group(key))
        group.numbers.append(number)
    return _in_time(groups, period) if period else list(groups.values())


def _key(value: SourceValue, period: Grain | None) -> Key:
    if period is None:
        return None if value is None or value == "" else _spelled(value)
    if not isinstance(value, date):
        return None
    match period:
        case "year":
            return (value.year, 0, 0)
        case "quarter":
            return (value.year, -((value.month + 2) // 3), 0)
        case "month":
            return (value.year, value.month, 0)
        case _:
            return (value.year, value.month, value.day)


def _spelled(value: SourceValue) -> str:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _in_time(groups: dict[Key, Group], period: Grain) -> list[Group]:
    keys = sorted((k for k in groups if isinstance(k, tuple)), key=_order)
    filled = _without_gaps(keys, period) if keys else []
    out = [groups.get(key, Group(key)) for key in filled]
    return [*out, groups[None]] if None in groups else out


def _order(key: Period) -> Period:
    return (key[0], abs(key[1]), key[2])


def _without_gaps(keys: list[Period], period: Grain) -> list[Period]:
    first, last = keys[0], keys[-1]
    if period == "year":
        return [(year, 0, 0) for year in range(first[0], last[0] + 1)]
    if period == "day":
        return keys
    per_year, sign = (4, -1) if period == "quarter" else (12, 1)
    start, end = first[0] * per_year + abs(first[1]) - 1, last[0] * per_year + abs(last[1]) - 1
    return [(n // per_year, sign * (n % per_year + 1), 0) for n in range(start, end + 1)]


def _fitting_grain(column: SourceColumn, numbers: Sequence[int]) -> Grain:
    days = [v for n in numbers if isinstance(v := column.values[n], date)]
    if not days:
        return "month"
    first, last = (
        min((d.year, d.month, d.day) for d in days),
        max((d.year, d.month, d.day) for d in days),
    )
    months = (last[0] - first[0]) * 12 + last[1] - first[1] + 1
    if months > _MAX_MONTHS:
        return "quarter" if months <= _MAX_MONTHS * 2 else "year"
    return "day" if months == 1 else "month"
