"""Figures computed from data sources: groups, aggregates, periods. No row passes a model."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from docsmith.documents.errors import OperationRefused, UnreadableSource
from docsmith.documents.model import Input
from docsmith.documents.operations.slides_content import Figure, Query
from docsmith.documents.slides.amounts import (
    aggregated,
    column_of,
    currency_of,
    measure_of,
    rows_of,
)
from docsmith.documents.slides.groups import (
    NO_PERIOD,
    WORDS,
    folded,
    keys_of,
    label_of,
    other,
    spelling,
    word,
)
from docsmith.documents.sources import SourceColumn, SourceTable
from docsmith.documents.sources.opened import source_table

MAX_GROUPS = 60
_REMEMBERED = 256
Answer = TypeVar("Answer")
Asked = tuple[str, str, str]
"""A query, the language, the source's digest."""
_ANSWERS: dict[Asked, "Grouped"] = {}
_IMAGE_KINDS = ("image", "brand")
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
            return source_table(given)
        except UnreadableSource as unreadable:
            raise OperationRefused(f"{path}.slot", unreadable.reason) from unreadable

    def grouped(self, query: Query, path: str) -> Grouped:
        """The groups of a query, ordered; remembered. Raises `OperationRefused`."""
        return self.remembered(_ANSWERS, _REMEMBERED, query, lambda: self._grouped(query, path))

    def remembered(
        self, answers: dict[Asked, Answer], most: int, query: Query, answer: Callable[[], Answer]
    ) -> Answer:
        """The answer that is known to a query, else a new one: a deck is drawn at every turn."""
        given = self.inputs.get(query.slot)
        if given is None:
            return answer()
        key = query.model_dump_json(exclude_defaults=True), self.language, given.sha256
        if key not in answers:
            if len(answers) >= most:
                answers.clear()
            answers[key] = answer()
        return answers[key]

    def _grouped(self, query: Query, path: str) -> Grouped:
        table = self.table(query.slot, path)
        by = column_of(table, query.by, f"{path}.by")
        cells = {at: v for at, v in self.cells(query, path).items() if at[0] != NO_PERIOD}
        return self._ordered(query, by, cells, currency_of(table, query), path)

    def cells(self, query: Query, path: str) -> Cells:
        """Every amount that a query finds, also of rows without a period."""
        table = self.table(query.slot, path)
        by = column_of(table, query.by, f"{path}.by")
        split = column_of(table, query.split, f"{path}.split") if query.split else None
        keep = rows_of(table, query.where, by if by.type.is_date else None, query, path)
        value = measure_of(table, query, path)
        keys = keys_of(by, query.period, self.language)
        spelled = spelling(by, self.language) if not by.type.is_date else {}
        named = spelling(split, self.language) if split else {}
        cells: Cells = {}
        for i in keep:
            name = word(split.values[i], self.language) if split else _name(query, self.language)
            name = named.get(folded(name), name)
            amount = value(i)
            if amount is not None:
                key = keys(i) or NO_PERIOD
                cells.setdefault((spelled.get(folded(key), key), name), []).append(amount)
        return cells

    def figure(self, figure: Figure, path: str) -> tuple[float | None, str | None]:
        """One number and its currency. Raises `OperationRefused`."""
        table = self.table(figure.slot, path)
        dated = column_of(table, figure.date, f"{path}.date") if figure.date else None
        keep = rows_of(table, figure.where, dated, figure, path)
        value = measure_of(table, figure, path)
        amounts = [a for i in keep if (a := value(i)) is not None]
        return aggregated(amounts, figure.aggregate), currency_of(table, figure)

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
        measure = query.measure or WORDS[self.language]["rows"]
        return Grouped(tuple(shown), series, _round(total) or 0.0, currency, measure, alone)


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
    return [*shown[:top], other(language)], out


def _name(query: Query, language: str) -> str:
    return (query.measure or WORDS[language]["rows"])[:60]


def _round(value: float | None) -> float | None:
    return None if value is None else round(value, 6)
