"""A query as a table of values: header, rows of a label and numbers, how each column is written."""

from collections.abc import Mapping
from dataclasses import replace

from docsmith.documents.model import Input
from docsmith.documents.operations.word_data import Measure, Query
from docsmith.documents.word.data.compute import Group, Meter, column_of, look_of, rows_of
from docsmith.documents.word.data.crossing import crossed
from docsmith.documents.word.data.lines import (
    MAX_ROWS,
    Line,
    ResultTable,
    adds,
    kind_of,
    shown,
    too_many,
)
from docsmith.documents.word.data.numbers import NumberLook
from docsmith.documents.word.data.remembered import groups_of, values_of, whole_of
from docsmith.documents.word.language import Language


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
        return crossed(query, rows, groups, meters[0], language, path, label, periods)
    columns = tuple(label_of(m, language) for m in query.measures)
    looks = tuple(look_of(table, m) for m in query.measures)
    columns_of = [values_of(rows, query.by, query.grain, m, path) for m in query.measures]
    lines = [
        (group, _line(group, language, tuple(values[i] for values in columns_of)))
        for i, group in enumerate(groups)
    ]
    ordered = _ordered(lines, query, periods)
    if len(ordered) > MAX_ROWS:
        raise too_many(path, len(ordered))
    out = _with_rest(ordered, query, meters, language)
    if query.total and _adds_up(query.measures):
        sums = tuple(whole_of(rows, m, path) if adds(m) else None for m in query.measures)
        out.append(Line(language.label("total"), sums, "total"))
    result = ResultTable(label, columns, looks, tuple(out), periods)
    return _with_share(result, language) if query.share and adds(query.measures[0]) else result


def _line(group: Group, language: Language, values: tuple[float | None, ...]) -> Line:
    return Line(shown(group.key, language), values, kind_of(group))


def label_of(measure: Measure, language: Language) -> str:
    return measure.label or measure.column or language.label("count")


def _adds_up(measures: tuple[Measure, ...]) -> bool:
    return any(adds(measure) for measure in measures)


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
