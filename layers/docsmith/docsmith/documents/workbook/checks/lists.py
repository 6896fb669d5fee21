"""Lists as a reader sees them: a row of headers, and under it rows of the same kind."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from docsmith.documents.workbook.book import Cell, Sheet
from docsmith.documents.workbook.checks.scan import Scan

TOTAL = re.compile(
    r"^\W*(?:grand |sub-?|net )?totals?\b|^\W*sum\b"
    r"|^\W*(?:gesamt|zwischen)?summe\b|^\W*(?:ins)?gesamt\b",
    re.IGNORECASE,
)
_LEAST_HEADERS = 2
_MOST_ROWS = 2_000
_NOT_HEADS = {"total", "subtotal", "title", "subtitle", "kpi_label", "kpi_value", "label", "check"}


@dataclass(frozen=True, slots=True)
class List:
    """The headers of a list by column, and the rows under them, totals left out."""

    row: int
    headers: dict[int, object]
    rows: list[int] = field(repr=False)

    @property
    def span(self) -> range:
        return range(min(self.headers), max(self.headers) + 1)

    def column(self, sheet: Sheet, column: int) -> list[tuple[int, Cell]]:
        """The filled cells of a column."""
        found = ((row, sheet.cells.get((row, column))) for row in self.rows)
        return [(row, cell) for row, cell in found if cell is not None and is_written(cell)]


def is_written(cell: Cell | None) -> bool:
    return cell is not None and (cell.value is not None or cell.formula is not None)


def lists(scan: Scan, sheet: Sheet) -> Iterator[List]:
    """Every list of a sheet, from the top; loaded data is not looked at."""
    by_row: dict[int, list[tuple[int, Cell]]] = {}
    for (row, column), cell in scan.cells(sheet):
        by_row.setdefault(row, []).append((column, cell))
    heads = {row: found for row, cells in by_row.items() for found in [_headers(cells)] if found}
    for row, headers in heads.items():
        if row - 1 not in heads or len(heads[row - 1]) < len(headers):
            rows = list(_rows(sheet, row, headers, heads))
            if rows:
                yield List(row, headers, rows)


def _headers(cells: list[tuple[int, Cell]]) -> dict[int, object]:
    """The headers of a row by column, or nothing when the row is none of headers."""
    found: dict[int, object] = {column: cell.value for column, cell in cells if _heads(cell)}
    written = [column for column, cell in cells if is_written(cell)]
    texts = [value for value in found.values() if isinstance(value, str)]
    plain = len(found) == len(written) >= _LEAST_HEADERS
    return found if plain and texts else {}


def _heads(cell: Cell) -> bool:
    if cell.value is None or isinstance(cell.value, bool):
        return False
    return cell.look.style == "header" or (
        cell.look.bold and cell.look.style not in _NOT_HEADS and not cell.look.is_percent
    )


def _rows(
    sheet: Sheet, head: int, headers: dict[int, object], heads: dict[int, dict[int, object]]
) -> Iterator[int]:
    """The rows under a row of headers, down to an empty one or the next headers."""
    columns = range(min(headers), max(headers) + 1)
    for row in range(head + 1, head + _MOST_ROWS):
        cells = [sheet.cells.get((row, column)) for column in columns]
        if row in heads or not any(is_written(c) for c in cells):
            return
        if not any(c is not None and is_total(c) for c in cells[:2]):
            yield row


def is_total(cell: Cell) -> bool:
    """Whether a cell names or holds a total."""
    named = isinstance(cell.value, str) and bool(TOTAL.search(cell.value))
    return named or cell.look.style in {"total", "subtotal"}
