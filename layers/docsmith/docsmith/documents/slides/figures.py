"""Figures computed from data sources: groups, aggregates, periods. No row passes a model."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from docsmith.documents.errors import OperationRefused, UnreadableSource
from docsmith.documents.model import Input
from docsmith.documents.operations.slides_content import Aggregate, Figure, Query
from docsmith.documents.sources import SourceColumn, SourceTable, SourceValue, read_source

_WORDS = {
    "en": {"other": "Other", "blank": "(blank)", "rows": "Entries"},
    "de": {"other": "Übrige", "blank": "(leer)", "rows": "Einträge"},
}
_MONTHS = {
    "en": ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
    "de": ["Jan", "Feb", "Mär", "Apr", "Mai", "Jun", "Jul", "Aug", "Sep", "Okt", "Nov", "Dez"],
}
MAX_GROUPS = 60
_REMEMBERED = 256
_ANSWERS: dict[tuple[str, str, str], "Grouped"] = {}
"""Answers by query, language and the source's digest: a deck is drawn at every turn."""
_IMAGE_KINDS = ("image", "brand")
NO_PERIOD = ""
"""The key of rows without a date, where a query groups by one."""
Cells = dict[tuple[str, str], list[float]]
"""The amounts of the rows, by the key of their group and the name of their series."""


@dataclass(frozen=True, slots=True)
class Grouped:
    """The answer to a query: one value a category and series, and each series' total. `keys` are
    those of the groups that are shown by themselves.
    """

    categories: tuple[str, ...]
    series: tuple[tuple[str, tuple[float | None, ...]], ...]
    total: float
    currency: str | None
    measure: str
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sources:
    """The inputs of a document, as tables."""

    inputs: Mapping[str, Input]
    language: str = "en"

    def table(self, slot: str, path: str) -> SourceTable:
        """Raises `OperationRefused` when there is no such data source."""
        given = self.inputs.get(slot)
        slots = tuple(s for s, i in self.inputs.items() if i.kind not in _IMAGE_KINDS)
        if given is None or given.kind in _IMAGE_KINDS:
            raise OperationRefused(f"{path}.slot", f"there is no data source '{slot}'", slots)
        try:
            return _read(given.content, given.kind, given.name)
        except UnreadableSource as unreadable:
            raise OperationRefused(f"{path}.slot", unreadable.reason) from unreadable

    def grouped(self, query: Query, path: str) -> Grouped:
        """The groups of a query, ordered; remembered. Raises `OperationRefused`."""
        given = self.inputs.get(query.slot)
        if given is None:
            return self._grouped(query, path)
        key = query.model_dump_json(exclude_defaults=True), self.language, given.sha256
        if key not in _ANSWERS:
            if len(_ANSWERS) >= _REMEMBERED:
                _ANSWERS.clear()
            _ANSWERS[key] = self._grouped(query, path)
        return _ANSWERS[key]

    def _grouped(self, query: Query, path: str) -> Grouped:
        table = self.table(query.slot, path)
        by = column_of(table, query.by, f"{path}.by")
        cells = {at: v for at, v in self.cells(query, path).items() if at[0] != NO_PERIOD}
        return self._ordered(query, by, cells, _currency(table, query), path)

    def cells(self, query: Query, path: str) -> Cells:
        """Every amount that a query finds, also of rows without a period."""
        table = self.table(query.slot, path)
        by = column_of(table, query.by, f"{path}.by")
        split = column_of(table, query.split, f"{path}.split") if query.split else None
        keep = _rows(table, query.where, by if by.type.is_date else None, query, path)
        value = _measured(table, query, path)
        keys = _keys(by, query.period, self.language)
        spelled = _spelling(by, self.language) if not by.type.is_date else {}
        named = _spelling(split, self.language) if split else {}
        cells: Cells = {}
        for i in keep:
            name = _word(split.values[i], self.language) if split else _name(query, self.language)
            name = named.get(_folded(name), name)
            amount = value(i)
            if amount is not None:
                key = keys(i) or NO_PERIOD
                cells.setdefault((spelled.get(_folded(key), key), name), []).append(amount)
        return cells

    def figure(self, figure: Figure, path: str) -> tuple[float | None, str | None]:
        """One number and its currency. Raises `OperationRefused`."""
        table = self.table(figure.slot, path)
        dated = column_of(table, figure.date, f"{path}.date") if figure.date else None
        keep = _rows(table, figure.where, dated, figure, path)
        value = _measured(table, figure, path)
        if figure.aggregate == "distinct" and figure.measure:
            column = column_of(table, figure.measure, f"{path}.measure")
            filled = [v for i in keep if (v := column.values[i]) is not None]
            words = {_folded(str(v)) for v in filled}
            return float(len(words)), None
        amounts = [a for i in keep if (a := value(i)) is not None]
        return aggregated(amounts, figure.aggregate), _currency(table, figure)

    def _ordered(
        self,
        query: Query,
        by: SourceColumn,
        cells: Mapping[tuple[str, str], Sequence[float]],
        currency: str | None,
        path: str,
    ) -> Grouped:
        sums = {k: aggregated(v, query.aggregate) or 0.0 for k, v in cells.items()}
        keys = list(dict.fromkeys(k for k, _ in sums))
        names = list(dict.fromkeys(n for _, n in sums))
        if not keys:
            raise OperationRefused(path, "no row is left", hint="loosen where, first or last")
        weight = {k: sum(v for (key, _), v in sums.items() if key == k) for k in keys}
        loads = {n: sum(v for (_, name), v in sums.items() if name == n) for n in names}
        if query.order == "name" or (query.order is None and by.type.is_date):
            keys.sort()
        elif query.order != "none":
            keys.sort(key=lambda k: (-weight[k], k))
        names.sort(key=lambda n: (-loads[n], n))
        if len(keys) > MAX_GROUPS and query.top is None:
            reason = f"{len(keys)} groups; at most {MAX_GROUPS} are drawn"
            raise OperationRefused(f"{path}.top", reason, hint="give top, or a longer period")
        grid = {n: [sums.get((k, n)) for k in keys] for n in names}
        alone = tuple(keys[: query.top])
        shown = [label_of(k) for k in keys]
        if query.top is not None and len(keys) > query.top:
            shown, grid = _topped(query, shown, grid, cells, keys, self.language)
        series = tuple((n, tuple(_round(v) for v in values)) for n, values in grid.items())
        every = [v for values in cells.values() for v in values]
        total = aggregated(every, query.aggregate) or 0.0
        measure = query.measure or _WORDS[self.language]["rows"]
        return Grouped(tuple(shown), series, _round(total) or 0.0, currency, measure, alone)


def aggregated(values: Sequence[float], how: Aggregate) -> float | None:
    """The values as one; None when there are none, except for counts and sums."""
    if how in ("count", "distinct"):
        return float(len(values))
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


@lru_cache(maxsize=4)
def _read(content: bytes, kind: str, name: str) -> SourceTable:
    return read_source(content, kind=kind, name=name)


def _topped(
    query: Query,
    shown: list[str],
    grid: dict[str, list[float | None]],
    cells: Mapping[tuple[str, str], Sequence[float]],
    keys: Sequence[str],
    language: str,
) -> tuple[list[str], dict[str, list[float | None]]]:
    """The first `top` groups, and the rest as one."""
    top = query.top or len(keys)
    rest = set(keys[top:])
    out: dict[str, list[float | None]] = {}
    for name, values in grid.items():
        others = [v for (k, n), vs in cells.items() if k in rest and n == name for v in vs]
        out[name] = [*values[:top], aggregated(others, query.aggregate)]
    return [*shown[:top], _WORDS[language]["other"]], out


def _measured(
    table: SourceTable, asked: Query | Figure, path: str
) -> Callable[[int], float | None]:
    """The value of a row: 1 where rows are counted."""
    if asked.measure is None or asked.aggregate in ("count", "distinct"):
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


def _rows(
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


def _keys(by: SourceColumn, period: str, language: str) -> Callable[[int], str | None]:
    """The group of a row. Periods sort by themselves: `2026-07|Jul 2026`; rows without a date are
    in none.
    """
    if not by.type.is_date:
        return lambda i: _word(by.values[i], language)

    def key(i: int) -> str | None:
        day = by.values[i]
        return period_key(day, period, language) if isinstance(day, date) else None

    return key


def period_key(day: date, period: str, language: str) -> str:
    """`2026-07|Jul 2026`: what sorts, and what is shown."""
    month = _MONTHS[language][day.month - 1]
    quarter = (day.month - 1) // 3 + 1
    return {
        "day": f"{day.isoformat()[:10]}|{day.day} {month}",
        "month": f"{day.year}-{day.month:02}|{month} {day.year % 100:02}",
        "quarter": f"{day.year}-{quarter}|Q{quarter} {day.year}",
        "year": f"{day.year}|{day.year}",
    }[period]


def label_of(key: str) -> str:
    return key.rpartition("|")[2] if "|" in key else key


def _word(value: SourceValue, language: str) -> str:
    if value is None or value == "":
        return _WORDS[language]["blank"]
    return str(value).replace("|", "/")[:60]


def _spelling(column: SourceColumn, language: str) -> dict[str, str]:
    """How most rows spell a value that others write in another case or with blanks around."""
    seen: dict[str, Counter[str]] = {}
    for value in column.values:
        word = _word(value, language)
        seen.setdefault(_folded(word), Counter())[word.strip()] += 1
    return {k: min(c, key=lambda w: (-c[w], w)) for k, c in seen.items()}


def _folded(word: str) -> str:
    return " ".join(word.split()).casefold()


def _name(query: Query, language: str) -> str:
    return (query.measure or _WORDS[language]["rows"])[:60]


def _currency(table: SourceTable, asked: Query | Figure) -> str | None:
    names: Iterable[str | None] = (asked.measure, asked.times)
    columns = [table.column(n) for n in names if n]
    counted = asked.aggregate in ("count", "distinct")
    return None if counted else next((c.currency for c in columns if c and c.currency), None)


def other(language: str) -> str:
    """What the groups are called that are not shown by themselves."""
    return _WORDS[language]["other"]


def _round(value: float | None) -> float | None:
    return None if value is None else round(value, 6)
