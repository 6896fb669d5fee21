"""Rows gathered by a value or a period."""

from collections.abc import Sequence
from datetime import date

from docsmith.documents.errors import OperationRefused
from docsmith.documents.operations.word_data import Grain
from docsmith.documents.sources.table import SourceColumn, SourceValue
from docsmith.documents.word.data.compute import Group, Key, Period, Rows, column_of

_MAX_MONTHS = 30


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
