"""The tables that a question may be about, from what was read: data sources and sheets, whole."""

from collections.abc import Iterator
from datetime import date

from docsmith.agent.offline.progress import Exchange, Progress
from docsmith.agent.tools import Tool
from docsmith.agent.turns import Json, Value
from docsmith.agent.wire import as_list, as_object

MAX_ROWS = 2_000
"""Of a table that is read row by row; larger ones are not answered about by groups."""
ROWS_A_PAGE = 40
MAX_SHEETS = 12
Cell = str | int | float | bool | None
Call = tuple[str, Json]


class Table(Value):
    """A table with all its rows, one tuple a row. `place` is what an answer cites."""

    name: str
    place: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...] = ()

    def values(self, column: str) -> list[Cell]:
        index = self.columns.index(column)
        return [row[index] if index < len(row) else None for row in self.rows]

    def numbers(self, column: str) -> list[float]:
        return [v for v in self.values(column) if isinstance(v, int | float) and not _is_flag(v)]

    def is_numeric(self, column: str) -> bool:
        filled = [value for value in self.values(column) if value not in (None, "")]
        return bool(filled) and len(self.numbers(column)) * 2 > len(filled)


def missing_reads(progress: Progress) -> tuple[Call, ...]:
    """What must be read before the tables are whole; nothing when they are, or cannot be."""
    if progress.task.resuming and not progress.asked(Tool.READ):
        return ((Tool.READ, {"scope": "outline"}),)
    return tuple(call for call in _wanted(progress) if not _was_made(progress, call))


def tables_of(progress: Progress) -> tuple[Table, ...]:
    """Data sources first, then sheets."""
    sources = [_source_table(progress, source) for source in _data(progress)]
    sheets = [_sheet_table(progress, name) for name in sheet_names(progress)]
    return tuple(table for table in (*sources, *sheets) if table is not None)


def sheet_names(progress: Progress) -> tuple[str, ...]:
    outline = progress.outline or {}
    names = [str(as_object(sheet).get("sheet", "")) for sheet in as_list(outline.get("sheets"))]
    return tuple(name for name in names if name)[:MAX_SHEETS]


def _wanted(progress: Progress) -> Iterator[Call]:
    for source in progress.sources:
        slot = str(source.get("slot", ""))
        if "columns" not in source and "kind" not in source:
            yield Tool.SOURCE, {"slot": slot}
    for source in _data(progress):
        rows = int(source.get("rows", 0))
        if rows <= MAX_ROWS:
            for first in range(1, rows + 1, ROWS_A_PAGE):
                yield Tool.SOURCE, {"slot": str(source["slot"]), "page": f"row {first}"}
    for name in sheet_names(progress):
        yield Tool.READ, {"scope": name}
        for page in _pages(progress, name):
            following = page.answer.get("next")
            if following and len(_rows_in(page)) and _row_count(progress, name) < MAX_ROWS:
                yield Tool.READ, {"scope": name, "page": str(following)}


def _was_made(progress: Progress, call: Call) -> bool:
    name, arguments = call
    return any(
        exchange.name == name and exchange.arguments == arguments for exchange in progress.exchanges
    )


def _data(progress: Progress) -> list[Json]:
    return [source for source in progress.sources if "columns" in source and "rows" in source]


def _source_table(progress: Progress, source: Json) -> Table | None:
    slot, name = str(source["slot"]), str(source.get("name", source["slot"]))
    columns = tuple(str(as_object(column).get("name", "")) for column in _columns(source))
    pages = [
        as_list(exchange.answer.get("values"))
        for exchange in progress.exchanges
        if exchange.name == Tool.SOURCE
        and exchange.arguments.get("slot") == slot
        and str(exchange.arguments.get("page", "")).startswith("row ")
    ]
    rows = tuple(tuple(as_list(row)) for page in pages for row in page)
    return Table(name=name, place=name, columns=columns, rows=rows) if columns else None


def _columns(source: Json) -> list[Json]:
    more = [{"name": name} for name in as_object(source.get("more_columns"))]
    return [*as_list(source.get("columns")), *more]


def _pages(progress: Progress, sheet: str) -> list[Exchange]:
    return [
        exchange
        for exchange in progress.exchanges
        if exchange.name == Tool.READ
        and exchange.arguments.get("scope") == sheet
        and not exchange.is_error
    ]


def _rows_in(page: Exchange) -> list[tuple[Cell, ...]]:
    rows = as_object(as_object(page.answer.get("content")).get("rows"))
    return [tuple(as_list(rows[key])) for key in sorted(rows, key=int)]


def _row_count(progress: Progress, sheet: str) -> int:
    return sum(len(_rows_in(page)) for page in _pages(progress, sheet))


def _sheet_table(progress: Progress, sheet: str) -> Table | None:
    """The sheet below its first row of at least two texts; None when there is none."""
    rows = [row for page in _pages(progress, sheet) for row in _rows_in(page)]
    for index, row in enumerate(rows):
        heads = tuple(str(cell).strip() if isinstance(cell, str) else "" for cell in row)
        if sum(bool(head) and not _is_day(head) for head in heads) >= min(2, len(row)):
            body = tuple(r for r in rows[index + 1 :] if any(c not in (None, "") for c in r))
            return Table(name=sheet, place=f"sheet {sheet}", columns=heads, rows=body)
    return None


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text[:10])
    except ValueError:
        return False
    return True


def _is_flag(value: object) -> bool:
    return isinstance(value, bool)
