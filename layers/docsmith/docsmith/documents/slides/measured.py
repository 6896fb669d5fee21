"""The columns of a table computed from data: every measure over the same groups, none left out.

What is not shown as a group of its own (behind `top`, without a date, without a value of the main
measure) stands in one last row, so that the rows add up to the whole of each measure.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from docsmith.documents.operations.slides_content import Aggregate, NumberStyle, Query, TableQuery
from docsmith.documents.slides.amounts import aggregated, column_of
from docsmith.documents.slides.figures import Asked, Sources
from docsmith.documents.slides.groups import label_of, other
from docsmith.documents.sources import SourceColumn

_REMEMBERED = 64
_ANSWERS: dict[Asked, "Measured"] = {}


@dataclass(frozen=True, slots=True)
class Column:
    """One value a row; `total` is the sum of every amount, None where amounts do not add up.

    `style` and `currency` are those of the source's column; no style where the table decides.
    """

    name: str
    values: tuple[float | None, ...]
    total: float | None
    style: NumberStyle | None = None
    currency: str | None = None


@dataclass(frozen=True, slots=True)
class Measured:
    categories: tuple[str, ...]
    columns: tuple[Column, ...]
    currency: str | None


def measured(query: TableQuery, sources: Sources, path: str) -> Measured:
    """The answer to a table's query, remembered. Raises `OperationRefused`."""
    return sources.remembered(_ANSWERS, _REMEMBERED, query, lambda: _measured(query, sources, path))


def _measured(query: TableQuery, sources: Sources, path: str) -> Measured:
    main = sources.grouped(query, path)
    found = _split(query, sources, path) if query.split else _each(query, sources, path)
    columns = [
        replace(_column(name, how, amounts, main.keys), style=style, currency=currency)
        for (name, how, amounts), (style, currency) in zip(
            found, _looks(query, sources, len(found), main.currency, path), strict=True
        )
    ]
    categories = [label_of(key) for key in main.keys]
    if any(set(amounts) - set(main.keys) for _, _, amounts in found):
        categories.append(other(sources.language))
    else:
        columns = [replace(c, values=c.values[:-1]) for c in columns]
    return Measured(tuple(categories), tuple(columns), main.currency)


_Found = tuple[str, Aggregate, dict[str, list[float]]]
"""The heading of a column, how it aggregates, and its amounts by group."""


def _split(query: TableQuery, sources: Sources, path: str) -> list[_Found]:
    """A column for each value of the split, largest first."""
    cells = sources.cells(query, path)
    shown = [name for name, _ in sources.grouped(query, path).series]
    names = dict.fromkeys([*shown, *(name for _, name in cells)])
    return [
        (name, query.aggregate, {k: v for (k, n), v in cells.items() if n == name})
        for name in names
    ]


def _each(query: TableQuery, sources: Sources, path: str) -> list[_Found]:
    """A column for each measure."""
    heading = query.label or sources.grouped(query, path).measure
    table = sources.table(query.slot, path)
    rates = {c.name for c in table.columns if c.type == "percent"}
    further = [(name, _further(query, name, rates=name in rates)) for name in query.measures]
    asked = [(heading, query), *further]
    return [
        (name, one.aggregate, {k: v for (k, _), v in sources.cells(one, path).items()})
        for name, one in asked
    ]


def _looks(
    query: TableQuery, sources: Sources, count: int, currency: str | None, path: str
) -> list[tuple[NumberStyle | None, str | None]]:
    """How each column's figures are written: further measures as their own column is."""
    if query.split:
        return [(None, currency)] * count
    table = sources.table(query.slot, path)
    further = [column_of(table, name, f"{path}.measures") for name in query.measures]
    counted = query.aggregate in ("count", "distinct")
    return [("integer" if counted else None, currency), *(_look(c) for c in further)]


def _look(column: SourceColumn) -> tuple[NumberStyle | None, str | None]:
    if column.type == "percent":
        return "percent", None
    whole = all(float(v).is_integer() for v in column.values if isinstance(v, int | float))
    if column.currency:
        return "integer", column.currency
    return ("integer" if whole else "number"), None


def _further(query: TableQuery, measure: str, *, rates: bool) -> Query:
    """A column of its own: the main measure's factor and discount are not its; counts add up,
    rates do not.
    """
    how = "sum" if query.aggregate in ("count", "distinct") else query.aggregate
    how = "average" if how == "sum" and rates else how
    own = {"measure": measure, "times": None, "less": None, "aggregate": how}
    return query.model_copy(update=own)


def _column(
    name: str, how: Aggregate, amounts: dict[str, list[float]], keys: Sequence[str]
) -> Column:
    """The value of each group, and last that of all others together."""
    alone = set(keys)
    rest = [v for key, values in amounts.items() if key not in alone for v in values]
    every = [v for values in amounts.values() for v in values]
    values = [_value(amounts.get(key, []), how) for key in keys]
    total = aggregated(every, how) if how in ("sum", "count") else None
    return Column(name, (*values, _value(rest, how)), total)


def _value(amounts: Sequence[float], how: Aggregate) -> float | None:
    found = aggregated(amounts, how) if amounts else None
    return None if found is None else round(found, 6)
