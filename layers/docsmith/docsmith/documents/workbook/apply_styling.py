"""The operation style: looks of cells and of whole columns of loaded data, merged cells."""

from dataclasses import replace

from docsmith.documents.errors import OperationRefused
from docsmith.documents.operations.workbook import Style
from docsmith.documents.workbook.book import Book, Cell, DataRegion, Sheet
from docsmith.documents.workbook.cells import Area, refused_area
from docsmith.documents.workbook.changes import Changes, bounded
from docsmith.documents.workbook.contents import dated
from docsmith.documents.workbook.styles import Look


def paint(book: Book, color: str, path: str) -> str:
    """Six hex digits, or a refusal that lists the words."""
    try:
        return book.styles.color(color)
    except ValueError as error:
        words = tuple(book.styles.palette.colors)
        raise OperationRefused(path, str(error), words, "or hex digits such as #1F3864") from error


def style(changes: Changes, op: Style) -> None:
    sheet = changes.sheet(op.sheet)
    area = refused_area("range", op.range)
    columns = _whole_columns(sheet, area)
    if columns:
        region, indices = columns
        for i in indices:
            region.columns[i].look = _restyled(changes, op, region.columns[i].look)
    else:
        _style_cells(changes, op, sheet, bounded("range", area))
    if op.merge:
        _merge(sheet, area)
    changes.touch(sheet, area)


def _whole_columns(sheet: Sheet, area: Area) -> tuple[DataRegion, range] | None:
    """The region columns that this area covers from the first data row to the last."""
    for region in sheet.regions:
        own = region.area
        deep = area.top <= own.top + 1 and area.bottom >= own.bottom
        if deep and own.left <= area.left and area.right <= own.right and region.rows:
            return region, range(area.left - own.left, area.right - own.left + 1)
    return None


def _style_cells(changes: Changes, op: Style, sheet: Sheet, area: Area) -> None:
    for row in range(area.top, area.bottom + 1):
        for column in range(area.left, area.right + 1):
            cell = sheet.cell(row, column) or Cell()
            cell = replace(cell, look=_restyled(changes, op, cell.look))
            if cell.look.is_date and isinstance(cell.value, str):
                cell = replace(cell, value=dated(cell.value, "style"))
            sheet.cells[row, column] = cell


def _restyled(changes: Changes, op: Style, before: Look) -> Look:
    look = changes.book.styles.named(op.style) if op.style else before
    if op.style and not look.format and before.format:
        look = replace(look, format=before.format)
    if op.color is not None:
        look = replace(look, color=paint(changes.book, op.color, "color"))
    if op.fill is not None:
        look = replace(look, fill=paint(changes.book, op.fill, "fill"))
    plain = {"format": op.number_format, "bold": op.bold, "italic": op.italic}
    plain |= {"align": op.align, "wrap": op.wrap}
    return replace(look, **{k: v for k, v in plain.items() if v is not None})


def _merge(sheet: Sheet, area: Area) -> None:
    if area.size == 1:
        raise OperationRefused("range", "one cell cannot be merged")
    for other in sheet.merges:
        if other.meets(area):
            raise OperationRefused("range", f"{area.text} overlaps the merged cells {other.text}")
    for other in [*(t.area for t in sheet.tables), *(r.area for r in sheet.regions)]:
        if other.meets(area):
            raise OperationRefused("range", "cells of a table cannot be merged")
    for row in range(area.top, area.bottom + 1):
        for column in range(area.left, area.right + 1):
            cell = sheet.cells.get((row, column))
            if (row, column) != (area.top, area.left) and cell is not None:
                sheet.cells[row, column] = replace(cell, value=None, formula=None)
    sheet.merges.append(area)
