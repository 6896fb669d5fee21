"""A query as a table of values: header, rows of a label and numbers, how each column is written."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from docsmith.documents.errors import OperationRefused
from docsmith.documents.model import Input
from docsmith.documents.operations.word_data import Measure, Query
from docsmith.documents.word.data.compute import (
    Group,
    Key,
    Meter,
    Rows,
    column_of,
    look_of,
    rows_of,
)
from docsmith.documents.word.data.numbers import NumberLook
from docsmith.documents.word.data.remembered import groups_of, values_of, whole_of
from docsmith.documents.word.language import Language

MAX_ROWS = 400
_MAX_ACROSS = 12


@dataclass(frozen=True, slots=True)
class Line:
    """One row. `kind` is `value`, `rest` (what `top` left out) or `total`."""

    label: str
    values: tuple[float | None, ...]
    kind: str = "value"


@dataclass(frozen=True, slots=True)
class ResultTable:
    """`columns` are the headers of the numbers, `looks` how they are written."""

    label: str
    columns: tuple[str, ...]
    looks: tuple[NumberLook, ...]
    lines: tuple[Line, ...]
    periods: bool = False

    @property
    def body(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.kind != "total")

    def written(self, language: Language) -> tuple[tuple[str, ...], ...]:
        """Each line as texts, numbers of one column with the same decimals."""
        most = [
            max((abs(v) for line in self.body if (v := line.values[i]) is not None), default=0.0)
            for i in range(len(self.columns))
        ]
        return tuple(
            (
                line.label,
                *(
                    look.written(value, language, among=high)
                    for value, look, high in zip(line.values, self.looks, most, strict=True)
                ),
            )
            for line in self.lines
        )


def result_of(
    query: Query, inputs: Mapping[str, Input], language: Language, path: str = "query"
) -> ResultTable:
    """Compute a query. Raises `OperationRefused`."""
    rows = rows_of(inputs, query.slot, query.part, query.where, path, slot_path=f"{path}.slot")
    table = rows.table
    groups = list(groups_of(rows, query.by, query.grain, path))
    periods = any(isinstance(group.key, tuple) for group in groups)
    meters = [
        Meter(table, measure, f"{path}.measures[{i}]") for i, measure in enumerate(query.measures)
    ]
    label = query.label or column_of(table, query.by, f"{path}.by").name
    if query.across:
        return _crossed(query, rows, groups, meters[0], language, path, label, periods)
    columns = tuple(label_of(m, language) for m in query.measures)
    looks = tuple(look_of(table, m) for m in query.measures)
    columns_of = [values_of(rows, query.by, query.grain, m, path) for m in query.measures]
    lines = [
        (group, Line(shown(group.key, language), tuple(values[i] for values in columns_of)))
        for i, group in enumerate(groups)
    ]
    ordered = _ordered(lines, query, periods)
    if len(ordered) > MAX_ROWS:
        raise _too_many(path, len(ordered))
    out = _with_rest(ordered, query, meters, language)
    if query.total and _adds_up(query.measures):
        sums = tuple(whole_of(rows, m, path) if _adds(m) else None for m in query.measures)
        out.append(Line(language.label("total"), sums, "total"))
    result = ResultTable(label, columns, looks, tuple(out), periods)
    return _with_share(result, language) if query.share and _adds(query.measures[0]) else result


def label_of(measure: Measure, language: Language) -> str:
    return measure.label or measure.column or language.label("count")


def shown(key: Key, language: Language) -> str:
    """A group's name: a value, `Mar 2026`, `Q1 2026`, `2026`."""
    if key is None:
        return language.label("blank")
    if isinstance(key, str):
        return key
    year, month, day = key
    if month == 0:
        return str(year)
    if month < 0:
        return language.label("quarter", number=-month, year=year)
    return language.day(date(year, month, day)) if day else language.month(year, month)


def _adds(measure: Measure) -> bool:
    return measure.how in {"sum", "count"}


def _adds_up(measures: tuple[Measure, ...]) -> bool:
    return any(_adds(measure) for measure in measures)


def _ordered(
    lines: list[tuple[Group, Line]], query: Query, periods: bool
) -> list[tuple[Group, Line]]:
    way = query.sort or ("source" if periods else "value")
    if way == "source":
        return lines
    if way == "label":
        return sorted(lines, key=lambda pair: pair[1].label.casefold())
    return sorted(lines, key=lambda pair: (pair[0].key is None, -(pair[1].values[0] or 0.0)))


def _with_rest(
    ordered: list[tuple[Group, Line]], query: Query, meters: list[Meter], language: Language
) -> list[Line]:
    if query.top is None or len(ordered) <= query.top + 1:
        return [line for _, line in ordered]
    kept, rest = ordered[: query.top], ordered[query.top :]
    numbers = [n for group, _ in rest for n in group.numbers]
    label = f"{language.label('other')} ({len(rest)})"
    last = Line(label, tuple(m.over(numbers) for m in meters), "rest")
    return [*(line for _, line in kept), last]


def _too_many(path: str, rows: int) -> OperationRefused:
    reason = f"{rows} rows are too many for a text"
    return OperationRefused(path, reason, hint="give top or a coarser grain")


def _with_share(table: ResultTable, language: Language) -> ResultTable:
    whole = sum(line.values[0] or 0.0 for line in table.body)

    def part(line: Line) -> float | None:
        return (line.values[0] or 0.0) / whole if whole else None

    lines = tuple(
        replace(line, values=(line.values[0], part(line), *line.values[1:])) for line in table.lines
    )
    name = language.label("share")
    return replace(
        table,
        columns=(table.columns[0], name, *table.columns[1:]),
        looks=(table.looks[0], NumberLook("percent"), *table.looks[1:]),
        lines=lines,
    )


def _met(meter: Meter, numbers: list[int]) -> float | None:
    """None where rows and columns do not meet, which is not the same as zero."""
    return meter.over(numbers) if numbers else None


def _crossed(
    query: Query,
    rows: Rows,
    groups: list[Group],
    meter: Meter,
    language: Language,
    path: str,
    label: str,
    periods: bool,
) -> ResultTable:
    """Values of another column as columns, largest first, at most 12, the rest in one."""
    across = groups_of(rows, query.across or "", None, f"{path}.across")
    ranked = sorted(across, key=lambda g: (g.key is None, -(meter.over(g.numbers) or 0.0)))
    kept, rest = ranked[:_MAX_ACROSS], ranked[_MAX_ACROSS:]
    sets = [set(group.numbers) for group in kept]
    names = [shown(group.key, language) for group in kept]
    if rest:
        sets.append({n for group in rest for n in group.numbers})
        names.append(language.label("other"))
    adds = _adds(meter.measure) and query.total
    if adds:
        sets.append(set(rows.numbers))
        names.append(language.label("total"))

    def line(name: str, numbers: Iterable[int], kind: str = "value") -> Line:
        own = list(numbers)
        return Line(name, tuple(_met(meter, [n for n in own if n in s]) for s in sets), kind)

    out = _few(query, groups, meter, language, path, periods=periods)
    lines = [line(*one) for one in out]
    if adds:
        total = line(language.label("total"), rows.numbers, "total")
        lines.append(replace(total, values=tuple(v or 0.0 for v in total.values)))
    look = look_of(rows.table, meter.measure)
    return ResultTable(label, tuple(names), (look,) * len(names), tuple(lines), periods)


def _few(
    query: Query,
    groups: list[Group],
    meter: Meter,
    language: Language,
    path: str,
    *,
    periods: bool,
) -> list[tuple[str, list[int], str]]:
    """Name, rows and kind of each line in order; what `top` leaves out is one line."""
    named = [(group, shown(group.key, language)) for group in groups]
    if query.sort == "label":
        named.sort(key=lambda pair: pair[1].casefold())
    elif not periods and query.sort in (None, "value"):
        named.sort(key=lambda pair: (pair[0].key is None, -(meter.over(pair[0].numbers) or 0.0)))
    top = query.top if query.top and len(named) > query.top + 1 else len(named)
    if top > MAX_ROWS:
        raise _too_many(path, top)
    out = [(name, group.numbers, "value") for group, name in named[:top]]
    rest = [n for group, _ in named[top:] for n in group.numbers]
    if named[top:]:
        out.append((f"{language.label('other')} ({len(named) - top})", rest, "rest"))
    return out
