"""Workbooks as context: the filled cells of each visible sheet, row by row, with their range."""

from collections.abc import Iterator
from datetime import date

from docsmith.documents.context.pages import PAGE_CHARACTERS, ContextPage
from docsmith.documents.ooxml.reading import open_package
from docsmith.documents.ooxml.sheets import RawCell, SheetPart, Workbook, open_workbook, sheet_rows

MAX_ROWS = 20_000


def pages_of(content: bytes) -> Iterator[ContextPage]:
    book = open_workbook(open_package(content))
    for sheet in book.sheets:
        if not sheet.hidden:
            yield from _pages(sheet.name, _rows(book, sheet))


def _rows(book: Workbook, sheet: SheetPart) -> Iterator[list[RawCell]]:
    for number, row in enumerate(sheet_rows(book, sheet)):
        if number == MAX_ROWS:
            return
        cells = [cell for cell in row if cell.value is not None and not cell.is_error]
        if cells:
            yield cells


def _pages(name: str, rows: Iterator[list[RawCell]]) -> Iterator[ContextPage]:
    kept: list[list[RawCell]] = []
    texts: list[str] = []
    size = 0
    for cells in rows:
        text = " | ".join(_shown(cell) for cell in cells)
        if texts and size + len(text) > PAGE_CHARACTERS:
            yield ContextPage(_range(name, kept), "\n".join(texts))
            kept, texts, size = [], [], 0
        kept.append(cells)
        texts.append(text)
        size += len(text) + 1
    if texts:
        yield ContextPage(_range(name, kept), "\n".join(texts))


def _shown(cell: RawCell) -> str:
    return cell.value.isoformat() if isinstance(cell.value, date) else str(cell.value)


def _range(sheet: str, rows: list[list[RawCell]]) -> str:
    columns = [cell.column for cells in rows for cell in cells]
    first, last = rows[0][0].row, rows[-1][0].row
    return f"{sheet}!{_letters(min(columns))}{first}:{_letters(max(columns))}{last}"


def _letters(column: int) -> str:
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
