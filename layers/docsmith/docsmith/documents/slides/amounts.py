"""The amounts of rows: which rows count, what each is worth, and many amounts as one."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

from docsmith.documents.errors import OperationRefused
from docsmith.documents.operations.slides_content import Aggregate, Figure, Query
from docsmith.documents.slides.groups import folded
from docsmith.documents.sources import SourceColumn, SourceTable, SourceValue


def aggregated(values: Sequence[float], how: Aggregate) -> float | None:
    """The values as one; None when there are none, except for counts and sums."""
    if how == "count":
        return float(len(values))
    if how == "distinct":
        return float(len(set(values)))
    if how == "sum":
        return float(sum(values))
    if not values:
        return None
    return {"average": sum(values) / len(values), "minimum": min(values), "maximum": max(values)}[
        how
    ]


def column_of(table: SourceTable, name: str, path: str) -> SourceColumn:
    """The column of that name. Raises `OperationRefused` that lists the columns there are."""
    found = table.column(name)
    if found is None:
        names = tuple(c.name for c in table.columns)
        raise OperationRefused(path, f"there is no column '{name}'", names)
    return found


def measure_of(
    table: SourceTable, asked: Query | Figure, path: str
) -> Callable[[int], float | None]:
    """The value of a row: 1 where rows are counted, a number for each word where these are."""
    if asked.aggregate == "distinct":
        return _distinct(table, asked.measure, path)
    if asked.measure is None or asked.aggregate == "count":
        return lambda i: 1.0
    measure = _numbers(table, asked.measure, f"{path}.measure")
    times = _numbers(table, asked.times, f"{path}.times") if asked.times else None
    less = _numbers(table, asked.less, f"{path}.less") if asked.less else None

    def value(i: int) -> float | None:
        amount = _number(measure.values[i])
        if amount is None:
            return None
        if times is not None:
            factor = _number(times.values[i])
            if factor is None:
                return None
            amount *= factor
        return amount * (1 - (_number(less.values[i]) or 0.0)) if less is not None else amount

    return value


def _distinct(table: SourceTable, measure: str | None, path: str) -> Callable[[int], float | None]:
    """The same number for rows that say the same, however it is spelt; none for blanks."""
    if measure is None:
        raise OperationRefused(f"{path}.measure", "name the column whose values are counted")
    values = column_of(table, measure, f"{path}.measure").values
    known: dict[str, float] = {}

    def value(i: int) -> float | None:
        said = folded(str(values[i])) if values[i] is not None else ""
        return known.setdefault(said, float(len(known))) if said else None

    return value


def _numbers(table: SourceTable, name: str, path: str) -> SourceColumn:
    column = column_of(table, name, path)
    if not column.type.is_number:
        numeric = tuple(c.name for c in table.columns if c.type.is_number)
        raise OperationRefused(path, f"'{name}' holds no numbers", numeric)
    return column


def _number(value: SourceValue) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value)


def rows_of(
    table: SourceTable,
    where: Mapping[str, str | int | float | bool],
    dated: SourceColumn | None,
    asked: Query | Figure,
    path: str,
) -> list[int]:
    """The rows that count."""
    wanted = [(column_of(table, n, f"{path}.where"), v) for n, v in where.items()]
    keep = [
        i
        for i in range(table.row_count)
        if all(_same(column.values[i], value) for column, value in wanted)
    ]
    if dated is None or (asked.first is None and asked.last is None):
        return keep
    low, high = asked.first or "", asked.last or "9999"
    return [
        i
        for i in keep
        if isinstance(dated.values[i], date) and low <= str(dated.values[i])[:10] <= high
    ]


def _same(cell: SourceValue, wanted: object) -> bool:
    if isinstance(cell, str) and isinstance(wanted, str):
        return cell.strip().casefold() == wanted.strip().casefold()
    return str(cell) == str(wanted) or cell == wanted


def currency_of(table: SourceTable, asked: Query | Figure) -> str | None:
    names: Iterable[str | None] = (asked.measure, asked.times)
    columns = [table.column(n) for n in names if n]
    counted = asked.aggregate in ("count", "distinct")
    return None if counted else next((c.currency for c in columns if c and c.currency), None)
