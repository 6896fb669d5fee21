"""Operations on whole sheets: rename, move, delete."""

from docsmith.documents.errors import OperationRefused
from docsmith.documents.operations.workbook import Chart
from docsmith.documents.operations.workbook_structure import DeleteSheet, MoveSheet, RenameSheet
from docsmith.documents.workbook.apply_cells import refuse_sheet_name
from docsmith.documents.workbook.base.refusals import refuse_rename, refuse_reorder
from docsmith.documents.workbook.book import Book
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


def move_sheet(changes: Changes, op: MoveSheet) -> None:
    sheet = changes.sheet(op.sheet)
    refuse_reorder(changes.book.base, sheet, "sheet")
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
    refuse_reorder(book.base, sheet, "sheet")
    if sum(not s.hidden for s in book.sheets) == 1:
        raise OperationRefused("sheet", "the last sheet of a workbook stays")
    readers = [
        where
        for home, where, formula in all_formulas(book)
        if home is not sheet
        and any(s == sheet.name for s, _ in areas_read(book, home, 0, 0, formula))
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
    book.names = {n: v for n, v in book.names.items() if v[0] != sheet.name}
    book.sheets.remove(sheet)
    changes.changed[:] = [c for c in changes.changed if c[0] != sheet.name]
    changes.written[:] = [w for w in changes.written if w.sheet is not sheet]


def _reads_sheet(chart: Chart, name: str) -> bool:
    return rewritten_chart(chart, lambda t: renamed(t, name, name + "\0")) != chart
