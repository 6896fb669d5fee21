"""Operations on the shape of a workbook: rows, columns, sheets, contents, charts.

Everything that knows places is rewritten: cells, formulas, names, tables, charts, merges, layout,
rules. A change is refused as a whole before anything moves, so that a batch stays atomic.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace

from docsmith.documents.errors import OperationRefused
from docsmith.documents.operations.workbook import Chart, ChartSeries
from docsmith.documents.operations.workbook_structure import (
    Clear,
    DeleteColumns,
    DeleteRows,
    DeleteSheet,
    InsertColumns,
    InsertRows,
    MoveSheet,
    RemoveChart,
    RenameSheet,
)
from docsmith.documents.workbook.apply_cells import refuse_header, refuse_sheet_name
from docsmith.documents.workbook.base.refusals import (
    refuse_rename,
    refuse_reorder,
    refuse_shift,
)
from docsmith.documents.workbook.book import Book, Cell, Rule, Sheet
from docsmith.documents.workbook.cells import (
    MAX_COLUMN,
    MAX_ROW,
    Area,
    cell_text,
    column_number,
    parse_cell,
    place,
    refused_area,
)
from docsmith.documents.workbook.changes import Changes, bounded
from docsmith.documents.workbook.dependencies import areas_read
from docsmith.documents.workbook.formulas.moving import Shift, moved, renamed

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
    refuse_shift(changes.book.base, sheet, path)
    used = sheet.used()
    last = (used.bottom if rows else used.right) if used else 0
    if last + count > (MAX_ROW if rows else MAX_COLUMN):
        raise OperationRefused("count", "cells would be pushed off the sheet")
    _refuse_torn(sheet, shift, path)
    _refuse_orphans(changes.book, shift, path)
    _move_formulas(changes.book, shift)
    _move_charts(changes.book, shift)
    _move_cells(sheet, shift)
    _move_areas(sheet, shift)
    _move_layout(sheet, shift)
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
    book.base.shifts.append(shift)
    facts = book.base.sheets.get(sheet.name)
    if facts is not None:
        facts.shifted = True
    book.base.other_names = [
        (n, i, moved(text, "", shift) or text) for n, i, text in book.base.other_names
    ]


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


def all_formulas(book: Book) -> Iterator[tuple[Sheet, str, str]]:
    """Every formula with its sheet and place: of cells, computed columns and rules."""
    for sheet in book.sheets:
        for (row, column), formula in sheet.formula_cells():
            yield sheet, place(sheet.name, cell_text(row, column)), formula
        for region in sheet.regions:
            for column in region.columns:
                if column.formula is not None:
                    yield sheet, place(sheet.name, region.area.text), column.formula
        for rule in sheet.rules:
            for formula in rule.formulas:
                yield sheet, place(sheet.name, rule.area.text), formula


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
        if _moved_chart(chart, sheet.name, shift) is None
    ]
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


def _move_formulas(book: Book, shift: Shift) -> None:
    _rewrite(book, lambda formula, home: moved(formula, home, shift) or formula)


def _rewrite(book: Book, change: Callable[[str, str], str]) -> None:
    """Every formula of the book, changed in place."""
    for sheet in book.sheets:
        for cell in sheet.cells.values():
            if cell.formula is not None:
                cell.formula = change(cell.formula, sheet.name)
        for region in sheet.regions:
            for column in region.columns:
                if column.formula is not None:
                    column.formula = change(column.formula, sheet.name)
        for table in sheet.tables:
            table.column_formulas = {
                n: change(f, sheet.name) for n, f in table.column_formulas.items()
            }
        sheet.rules = [
            replace(rule, formulas=tuple(change(f, sheet.name) for f in rule.formulas))
            for rule in sheet.rules
        ]


def _move_charts(book: Book, shift: Shift) -> None:
    for sheet in book.sheets:
        moving = [(c, _moved_chart(c, sheet.name, shift)) for c in sheet.charts]
        sheet.charts = [new or old for old, new in moving]
        sheet.drawn = {
            k: new for k, c in sheet.drawn.items() if (new := _moved_chart(c, sheet.name, shift))
        }


def _moved_chart(chart: Chart, home: str, shift: Shift) -> Chart | None:
    changed = rewritten_chart(chart, lambda text: moved(text, home, shift))
    if changed is None or home != shift.sheet:
        return changed
    row, column = parse_cell(chart.anchor)
    at = shift.cell(row, column) or ((shift.at, column) if shift.rows else (row, shift.at))
    return changed.model_copy(update={"anchor": cell_text(*at)})


def rewritten_chart(chart: Chart, change: Callable[[str], str | None]) -> Chart | None:
    """The chart with each of its ranges changed; None when one of them is lost."""
    categories = change(chart.categories)
    series: list[ChartSeries] = []
    for one in chart.series:
        values = change(one.values)
        name = one.name
        if name is not None and name.startswith("="):
            found = change(name[1:])
            name = None if found is None else f"={found}"
        if values is None:
            return None
        series.append(one.model_copy(update={"values": values, "name": name}))
    if categories is None:
        return None
    return chart.model_copy(update={"categories": categories, "series": tuple(series)})


def _move_cells(sheet: Sheet, shift: Shift) -> None:
    cells: dict[tuple[int, int], Cell] = {}
    for (row, column), cell in sheet.cells.items():
        at = shift.cell(row, column)
        if at is not None:
            cells[at] = cell
    sheet.cells = cells
    if shift.rows:
        keys = {k: shift.place(r) for k, r in sheet.keys.items()}
        sheet.keys = {k: r for k, r in keys.items() if r is not None}


def _move_areas(sheet: Sheet, shift: Shift) -> None:
    sheet.merges = [a for m in sheet.merges if (a := shift.area(m)) is not None and a.size > 1]
    for holder in (*sheet.regions, *sheet.tables):
        holder.area = shift.area(holder.area) or holder.area
    kept: list[Rule] = []
    for rule in sheet.rules:
        area = shift.area(rule.area)
        if area is not None:
            kept.append(replace(rule, area=area))
    sheet.rules = kept


def _move_layout(sheet: Sheet, shift: Shift) -> None:
    layout = sheet.layout
    if layout.print_area is not None:
        layout.print_area = shift.area(layout.print_area)
    if shift.rows:
        layout.heights = _moved_keys(layout.heights, shift)
        if layout.repeat_rows is not None:
            layout.repeat_rows = shift.span(*layout.repeat_rows)
    else:
        layout.widths = _moved_keys(layout.widths, shift)
        places = (shift.place(c) for c in layout.hidden_columns)
        layout.hidden_columns = {c for c in places if c is not None}


def _moved_keys(sizes: dict[int, float], shift: Shift) -> dict[int, float]:
    places = {shift.place(n): size for n, size in sizes.items()}
    return {n: size for n, size in places.items() if n is not None}


def rename_sheet(changes: Changes, op: RenameSheet) -> None:
    sheet = changes.sheet(op.sheet)
    if op.to.casefold() != sheet.name.casefold():
        refuse_sheet_name(changes.book, op.to, "to")
    refuse_rename(changes.book.base, sheet, "sheet")
    old = sheet.name
    _rewrite(changes.book, lambda formula, _: renamed(formula, old, op.to))
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
    facts = book.base.sheets.pop(old, None)
    if facts is not None:
        book.base.sheets[new] = facts
        book.base.renamed.append((old, new))
    book.base.other_names = [(n, i, renamed(t, old, new)) for n, i, t in book.base.other_names]


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


def clear(changes: Changes, op: Clear) -> None:
    sheet = changes.sheet(op.sheet)
    area = bounded("range", refused_area("range", op.range))
    for region in sheet.regions:
        if region.area.meets(area):
            raise OperationRefused("range", f"{area.text} holds loaded data")
    for row, column in [at for at in sheet.cells if area.covers(*at)]:
        _refuse_table_header(sheet, row, column)
        if op.looks:
            del sheet.cells[row, column]
        else:
            sheet.cells[row, column] = Cell(look=sheet.cells[row, column].look)
    changes.touch(sheet, area)


def _refuse_table_header(sheet: Sheet, row: int, column: int) -> None:
    refuse_header(sheet, row, column, "range")
    table = sheet.table_at(row, column)
    if table is not None and row == table.area.top:
        raise OperationRefused("range", f"{cell_text(row, column)} names a column of {table.name}")


def remove_chart(changes: Changes, op: RemoveChart) -> None:
    sheet = changes.sheet(op.sheet)
    found = next((c for c in sheet.charts if op.id in (c.id, c.title)), None)
    if found is None:
        ids = tuple(c.id or c.title for c in sheet.charts)
        raise OperationRefused("id", f"there is no chart '{op.id}'", ids)
    sheet.charts.remove(found)
    sheet.drawn.pop(found.title, None)
    row, column = parse_cell(found.anchor)
    changes.touch(sheet, Area(row, column, row, column))
