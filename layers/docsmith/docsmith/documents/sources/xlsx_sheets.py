"""The sheets of an .xlsx data source as grids: hidden sheets left out, blank edges cut off."""

from docsmith.documents.errors import UnreadableFile, UnreadableSource
from docsmith.documents.ooxml.reading import open_package
from docsmith.documents.ooxml.sheets import RawCell, SheetPart, Workbook, open_workbook, sheet_rows
from docsmith.documents.sources.grid import Row


def grids_of(content: bytes) -> dict[str, list[Row]]:
    """Every visible sheet that holds something, by name. Raises `UnreadableSource`."""
    try:
        book = open_workbook(open_package(content))
        grids = {s.name: _grid(book, s) for s in book.sheets if not s.hidden}
    except UnreadableFile as error:
        raise UnreadableSource(error.reason) from error
    filled = {name: grid for name, grid in grids.items() if grid}
    if not filled:
        raise UnreadableSource("the workbook has no filled sheet")
    return filled


def _grid(book: Workbook, sheet: SheetPart) -> list[Row]:
    rows = [[c for c in row if c.value is not None] for row in sheet_rows(book, sheet)]
    rows = [row for row in rows if row]
    if not rows:
        return []
    left = min(row[0].column for row in rows)
    right = max(row[-1].column for row in rows)
    return [_squared(row, left, right) for row in rows]


def _squared(cells: list[RawCell], left: int, right: int) -> Row:
    out: list[object] = [None] * (right - left + 1)
    for cell in cells:
        out[cell.column - left] = None if cell.is_error else cell.value
    return out  # pyright: ignore[reportReturnType] - filled with cell values only
