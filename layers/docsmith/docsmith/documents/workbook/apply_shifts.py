"""Operations that insert and delete rows and columns.

A change is refused as a whole before anything moves, so that a batch stays atomic.
"""

from docsmith.documents.errors import OperationRefused
from docsmith.documents.operations.workbook_structure import (
    DeleteColumns,
    DeleteRows,
    InsertColumns,
    InsertRows,
)
from docsmith.documents.workbook.base.refusals import refuse_shift
from docsmith.documents.workbook.book import Book, Sheet
from docsmith.documents.workbook.cells import MAX_COLUMN, MAX_ROW, Area, column_number, parse_cell
from docsmith.documents.workbook.changes import Changes
from docsmith.documents.workbook.formulas.moving import Shift, moved
from docsmith.documents.workbook.shifting import (
    all_formulas,
    move_areas,
    move_cells,
    move_charts,
    move_formulas,
    move_layout,
    moved_chart,
)

_SHOWN_PLACES = 5


def insert_rows(changes: Changes, op: InsertRows) -> None:
    _shift(changes, op.sheet, True, op.before, op.count, "before")


def delete_rows(changes: Changes, op: DeleteRows) -> None:
    _shift(changes, op.sheet, True, op.first, -op.count, "first")


def insert_columns(changes: Changes, op: InsertColumns) -> None:
    _shift(changes, op.sheet, False, column_number(op.before), op.count, "before")


def delete_columns(changes: Changes, op: DeleteColumns) -> None:
    _shift(changes, op.sheet, False, column_number(op.first), -op.count, "first")


def _shift(changes: Changes, name: str, rows: bool, at: int, count: int, path: str) -> None:
    sheet = changes.sheet(name)
    shift = Shift(sheet.name, rows, at, count)
    refuse_shift(changes.book.base, sheet, shift, path)
    used = sheet.used()
    last = (used.bottom if rows else used.right) if used else 0
    if last + count > (MAX_ROW if rows else MAX_COLUMN):
        raise OperationRefused("count", "cells would be pushed off the sheet")
    _refuse_torn(sheet, shift, path)
    _refuse_orphans(changes.book, shift, path)
    move_formulas(changes.book, shift)
    move_charts(changes.book, shift)
    move_cells(sheet, shift)
    move_areas(sheet, shift)
    move_layout(sheet, shift)
    _remember_shift(changes.book, sheet, shift)
    changes.book.names = {
        n: (s, (shift.area(a) or a) if s == sheet.name else a)
        for n, (s, a) in changes.book.names.items()
    }
    changes.touch(sheet, _wake(shift, last))


def _remember_shift(book: Book, sheet: Sheet, shift: Shift) -> None:
    """Parts of an uploaded file that are carried over follow when the file is written."""
    if book.base is None:
        return
    from docsmith.documents.workbook.base.following import follow_shift

    follow_shift(book.base, sheet.name, shift)


def _wake(shift: Shift, last: int) -> Area:
    """The area whose cells are new or stand elsewhere now."""
    end = max(last + shift.count, shift.at)
    if shift.rows:
        return Area(shift.at, 1, end, MAX_COLUMN)
    return Area(1, shift.at, MAX_ROW, end)


def _refuse_torn(sheet: Sheet, shift: Shift, path: str) -> None:
    """Loaded data and the columns of tables are not cut."""
    for region in sheet.regions:
        if _cuts(region.area, shift):
            raise OperationRefused(
                path, f"the loaded data at {region.area.text} cannot be cut", hint="load other data"
            )
    for table in sheet.tables:
        head = table.area.top if shift.rows else table.area.left
        inside = _cuts(table.area, shift)
        if inside and (not shift.rows or _hits(head, shift)):
            raise OperationRefused(
                path, f"table {table.name} at {table.area.text} would lose its header or a column"
            )
        if inside and shift.area(table.body) is None:
            raise OperationRefused(path, f"table {table.name} would have no rows left")


def _cuts(area: Area, shift: Shift) -> bool:
    first, last = (area.top, area.bottom) if shift.rows else (area.left, area.right)
    if shift.count > 0:
        return first < shift.at <= last
    return first < shift.at - shift.count and shift.at <= last


def _hits(number: int, shift: Shift) -> bool:
    return shift.count < 0 and shift.at <= number < shift.at - shift.count


def _refuse_orphans(book: Book, shift: Shift, path: str) -> None:
    """No formula may be left pointing at deleted cells."""
    if shift.count > 0:
        return
    lost = [
        where
        for sheet, where, formula in all_formulas(book)
        if moved(formula, sheet.name, shift) is None and not _deleted(where, sheet, shift)
    ]
    lost += [n for n, (s, a) in book.names.items() if s == shift.sheet and shift.area(a) is None]
    lost += [
        f"chart '{chart.title}'"
        for sheet in book.sheets
        for chart in sheet.charts
        if moved_chart(chart, sheet.name, shift) is None
    ]
    if book.base is not None:
        from docsmith.documents.workbook.base.references import lost_references

        lost += lost_references(book.base, shift)
    if lost:
        shown = ", ".join(dict.fromkeys(lost[:_SHOWN_PLACES]))
        raise OperationRefused(
            path,
            f"{len(lost)} references would point at nothing: {shown}",
            hint="change these first",
        )


def _deleted(where: str, sheet: Sheet, shift: Shift) -> bool:
    if sheet.name != shift.sheet:
        return False
    text = where.rpartition("!")[2].partition(":")[0]
    return shift.cell(*parse_cell(text)) is None
