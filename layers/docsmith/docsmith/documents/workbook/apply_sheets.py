"""Operations on whole sheets: rename, move, delete."""

from dataclasses import replace

from docsmith.documents.errors import OperationRefused
from docsmith.documents.operations.workbook import Chart
from docsmith.documents.operations.workbook_structure import DeleteSheet, MoveSheet, RenameSheet
from docsmith.documents.workbook.apply_cells import refuse_sheet_name
from docsmith.documents.workbook.base.refusals import (
    refuse_deletion,
    refuse_move,
    refuse_rename,
)
from docsmith.documents.workbook.book import Book, Sheet
from docsmith.documents.workbook.cells import Area
from docsmith.documents.workbook.changes import Changes
from docsmith.documents.workbook.dependencies import areas_read
from docsmith.documents.workbook.formulas.moving import renamed
from docsmith.documents.workbook.shifting import all_formulas, rewrite_formulas, rewritten_chart

_SHOWN_PLACES = 5


def rename_sheet(changes: Changes, op: RenameSheet) -> None:
    sheet = changes.sheet(op.sheet)
    if op.to.casefold() != sheet.name.casefold():
        refuse_sheet_name(changes.book, op.to, "to")
    refuse_rename(changes.book.base, sheet, "sheet")
    old = sheet.name
    rewrite_formulas(changes.book, lambda formula, _: renamed(formula, old, op.to))
    for other in changes.book.sheets:
        charts = [rewritten_chart(c, lambda t: renamed(t, old, op.to)) for c in other.charts]
        other.charts = [c for c in charts if c is not None]
        drawn = {
            k: rewritten_chart(c, lambda t: renamed(t, old, op.to)) for k, c in other.drawn.items()
        }
        other.drawn = {k: c for k, c in drawn.items() if c is not None}
    changes.book.names = {
        n: (op.to if s == old else s, a) for n, (s, a) in changes.book.names.items()
    }
    sheet.name = op.to
    _remember_name(changes.book, old, op.to)
    changes.changed[:] = [(op.to if s == old else s, a) for s, a in changes.changed]
    changes.touch(sheet, Area(1, 1, 1, 1))


def _remember_name(book: Book, old: str, new: str) -> None:
    if book.base is None:
        return
    from docsmith.documents.workbook.base.following import follow_renaming

    follow_renaming(book.base, old, new)


def _is_read_by(book: Book, home: Sheet, formula: str, name: str) -> bool:
    return any(s == name for s, _ in areas_read(book, home, 0, 0, formula))


def _keep_values(changes: Changes, sheet: Sheet) -> None:
    """Cells of other sheets that read this one become what they show, where that is known."""
    for home in changes.book.sheets:
        for at, formula in list(home.formula_cells()) if home is not sheet else ():
            cell = home.cells[at]
            if cell.cached is not None and _is_read_by(changes.book, home, formula, sheet.name):
                home.cells[at] = replace(cell, value=cell.cached, formula=None, cached=None)
                changes.touch(home, Area(*at, *at))


def _forget_sheet(book: Book, name: str) -> None:
    if book.base is None:
        return
    from docsmith.documents.workbook.base.following import follow_deletion

    follow_deletion(book.base, name)


def move_sheet(changes: Changes, op: MoveSheet) -> None:
    sheet = changes.sheet(op.sheet)
    refuse_move(changes.book, "sheet")
    before = changes.sheet(op.before, "before") if op.before is not None else None
    if before is sheet:
        raise OperationRefused("before", "a sheet cannot stand before itself")
    sheets = changes.book.sheets
    sheets.remove(sheet)
    sheets.insert(sheets.index(before) if before is not None else len(sheets), sheet)
    changes.touch(sheet, Area(1, 1, 1, 1))


def delete_sheet(changes: Changes, op: DeleteSheet) -> None:
    sheet = changes.sheet(op.sheet)
    book = changes.book
    if sum(not s.hidden for s in book.sheets) == 1:
        raise OperationRefused("sheet", "the last sheet of a workbook stays")
    if op.keep_values:
        _keep_values(changes, sheet)
    readers = [
        where
        for home, where, formula in all_formulas(book)
        if home is not sheet and _is_read_by(book, home, formula, sheet.name)
    ]
    readers += [
        f"chart '{c.title}'"
        for home in book.sheets
        if home is not sheet
        for c in home.charts
        if _reads_sheet(c, sheet.name)
    ]
    if readers:
        shown = ", ".join(readers[:_SHOWN_PLACES])
        raise OperationRefused(
            "sheet",
            f"{len(readers)} references read this sheet: {shown}",
            hint="change these first",
        )
    refuse_deletion(book, sheet, "sheet")
    book.names = {n: v for n, v in book.names.items() if v[0] != sheet.name}
    book.sheets.remove(sheet)
    _forget_sheet(book, sheet.name)
    changes.changed[:] = [c for c in changes.changed if c[0] != sheet.name]
    changes.written[:] = [w for w in changes.written if w.sheet is not sheet]


def _reads_sheet(chart: Chart, name: str) -> bool:
    return rewritten_chart(chart, lambda t: renamed(t, name, name + "\0")) != chart
