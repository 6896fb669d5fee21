"""Operations that take away: the contents of cells, a chart."""

from docsmith.documents.errors import OperationRefused
from docsmith.documents.operations.workbook_structure import Clear, RemoveChart
from docsmith.documents.workbook.apply_cells import refuse_header
from docsmith.documents.workbook.book import Cell, Sheet
from docsmith.documents.workbook.cells import Area, cell_text, parse_cell, refused_area
from docsmith.documents.workbook.changes import Changes, bounded


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
