"""Operations on sheets and single cells: add_sheet, set_cells."""

import re
from dataclasses import replace

from docsmith.documents.errors import OperationRefused
from docsmith.documents.operations.workbook import AddSheet, SetCells
from docsmith.documents.workbook.apply_styling import paint
from docsmith.documents.workbook.base.refusals import refuse_move, refuse_note
from docsmith.documents.workbook.book import Book, Sheet
from docsmith.documents.workbook.cells import Area, refused_cell
from docsmith.documents.workbook.changes import Changes
from docsmith.documents.workbook.contents import look_for, put

_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_MAX_SHEETS = 100


def add_sheet(changes: Changes, op: AddSheet) -> None:
    book = changes.book
    refuse_sheet_name(book, op.sheet, "sheet")
    if len(book.sheets) >= _MAX_SHEETS:
        raise OperationRefused("sheet", f"a workbook of ours has at most {_MAX_SHEETS} sheets")
    color = paint(book, op.tab_color, "tab_color") if op.tab_color else None
    sheet = Sheet(op.sheet, color)
    at = len(book.sheets)
    if op.before is not None:
        refuse_move(book, "before")
        at = book.sheets.index(changes.sheet(op.before, "before"))
    book.sheets.insert(at, sheet)
    changes.touch(sheet, Area(1, 1, 1, 1))


def refuse_sheet_name(book: Book, name: str, path: str) -> None:
    """Excel's rules for the names of sheets."""
    if _FORBIDDEN.search(name) or name.startswith("'") or name.endswith("'") or not name.strip():
        raise OperationRefused(
            path, f"'{name}' cannot name a sheet", hint="leave out [ ] : * ? / \\ '"
        )
    if name.casefold() == "history":
        raise OperationRefused(path, "Excel keeps the name 'History' for itself")
    if book.sheet(name) is not None:
        raise OperationRefused(path, f"there is already a sheet '{name}'")


def set_cells(changes: Changes, op: SetCells) -> None:
    sheet = changes.sheet(op.sheet)
    for i, item in enumerate(op.cells):
        path = f"cells[{i}]"
        row, column = refused_cell(f"{path}.cell", item.cell)
        refuse_header(sheet, row, column, f"{path}.cell")
        look = look_for(changes, item.style, item.value, sheet.cell(row, column))
        if item.number_format is not None:
            look = replace(look, format=item.number_format)
        cell = put(changes, sheet, (row, column), item.value, look, f"{path}.value")
        if item.note is not None:
            refuse_note(changes.book.base, sheet, f"{path}.note")
            sheet.cells[row, column] = replace(cell, note=item.note)
        changes.touch(sheet, Area(row, column, row, column))


def refuse_header(sheet: Sheet, row: int, column: int, path: str) -> None:
    """The names of table columns live in the table too, so cells alone cannot change them."""
    for region in sheet.regions:
        if region.area.covers(row, column) and row == region.area.top:
            raise OperationRefused(
                path,
                "this cell names a column of a table",
                hint="load the data with `rename` instead",
            )
