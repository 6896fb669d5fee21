"""The operation table: a range that has a header row becomes a real table."""

from dataclasses import replace

from docsmith.documents.errors import OperationRefused
from docsmith.documents.operations.workbook import Table
from docsmith.documents.workbook.book import Cell, Sheet, TableArea
from docsmith.documents.workbook.cells import Area, refused_area, refused_cell
from docsmith.documents.workbook.changes import Changes, Written


def table(changes: Changes, op: Table) -> None:
    sheet = changes.sheet(op.sheet)
    area = refused_area("range", op.range)
    refuse_table_name(changes, op.name, "name")
    refuse_overlap(sheet, area, "range")
    if area.bottom == area.top:
        raise OperationRefused("range", "a table needs a header and at least one row")
    columns = _header_names(sheet, area)
    if op.totals:
        area = Area(area.top, area.left, area.bottom + 1, area.right)
    made = TableArea(op.name, area, columns, op.totals)
    if op.totals:
        _write_totals(changes, sheet, made)
    sheet.tables.append(made)
    changes.touch(sheet, area)


def _header_names(sheet: Sheet, area: Area) -> list[str]:
    names: list[str] = []
    for column in range(area.left, area.right + 1):
        cell = sheet.cells.get((area.top, column))
        if (
            cell is None
            or cell.formula is not None
            or cell.value is None
            or not str(cell.value).strip()
        ):
            raise OperationRefused("range", "every column of a table needs a header that is text")
        name = str(cell.value)
        sheet.cells[area.top, column] = replace(cell, value=name)
        if name.casefold() in {n.casefold() for n in names}:
            raise OperationRefused("range", f"two columns are called '{name}'")
        names.append(name)
    return names


def _write_totals(changes: Changes, sheet: Sheet, made: TableArea) -> None:
    """SUBTOTAL under every column of numbers, a word under the first."""
    row, body = made.area.bottom, made.body
    look = changes.book.styles.named("total")
    summed: set[str] = set()
    for i, name in enumerate(made.columns):
        at = (row, made.area.left + i)
        if (before := sheet.cells.get(at)) and _filled(before):
            raise OperationRefused("totals", f"the row below {body.text} is not empty")
        cells = [sheet.cells.get((r, at[1])) for r in range(body.top, body.bottom + 1)]
        if i and any(c and (c.formula or _is_number(c.value)) for c in cells):
            summed.add(name)
            like = next(c for c in cells if c and (c.formula or _is_number(c.value)))
            own = replace(look, format=like.look.format or look.format)
            sheet.cells[at] = Cell(None, f"SUBTOTAL(109,{made.name}[{name}])", own)
            changes.written.append(Written(f"{changes.path}.totals", sheet, *at, ""))
        else:
            sheet.cells[at] = Cell("Total" if i == 0 else None, None, look)
    made.summed = frozenset(summed)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def refuse_overlap(sheet: Sheet, area: Area, path: str) -> None:
    """Tables stand alone."""
    for table in sheet.tables:
        if table.area.meets(area):
            raise OperationRefused(
                path, f"{area.text} overlaps table {table.name} at {table.area.text}"
            )
    for merge in sheet.merges:
        if merge.meets(area):
            raise OperationRefused(path, f"{area.text} overlaps the merged cells {merge.text}")
    hit = next((at for at, c in sheet.cells.items() if area.covers(*at) and _filled(c)), None)
    if hit is not None and path == "anchor":
        raise OperationRefused(path, f"{area.text} is not empty", hint="load onto an empty sheet")


def _filled(cell: Cell) -> bool:
    return cell.value is not None or cell.formula is not None


def refuse_table_name(changes: Changes, name: str, path: str) -> None:
    """Tables and names share one list of names, and none may look like a cell."""
    if changes.book.table(name) or changes.book.name(name):
        raise OperationRefused(path, f"'{name}' is already a table or a name")
    refuse_cell_like(name, path)


def refuse_cell_like(name: str, path: str) -> None:
    try:
        refused_cell(path, name)
    except OperationRefused:
        if name.upper() not in {"R", "C", "TRUE", "FALSE"}:
            return
    raise OperationRefused(path, f"'{name}' reads as a cell", hint="choose a longer word")
