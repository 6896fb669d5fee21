"""An uploaded workbook for the engine: only the formulas whose values no longer hold, and what
these read.

Formulas whose stored values hold stand as their values, and of a large sheet only the cells are
kept that some wanted formula reads.
"""

from collections.abc import Collection
from dataclasses import replace

from docsmith.documents.workbook.book import Book, Cell, Place, Sheet
from docsmith.documents.workbook.cells import Area
from docsmith.documents.workbook.dependencies import areas_read
from docsmith.documents.workbook.formulas.spelling import calls_any

_SMALL = 5_000


def pruned(book: Book, wanted: Collection[tuple[str, Place]]) -> Book:
    """A book of the same sheets, names and tables. Loaded data stays as it is."""
    read: dict[str, set[Area]] = {sheet.name: set() for sheet in book.sheets}
    anything = False
    for sheet in book.sheets:
        formulas = [(at, f) for at, f in sheet.formula_cells() if (sheet.name, at) in wanted]
        formulas += _region_formulas(sheet)
        for (row, column), formula in formulas:
            anything = anything or calls_any(formula, "volatile")  # OFFSET may read any cell
            for name, area in areas_read(book, sheet, row, column, formula):
                read[name].add(area)
    sheets = [
        replace(sheet, cells=_kept(sheet, read[sheet.name], wanted, everything=anything))
        for sheet in book.sheets
    ]
    return replace(book, sheets=sheets)


def _region_formulas(sheet: Sheet) -> list[tuple[Place, str]]:
    return [
        ((region.area.top + 1, region.area.left), column.formula)
        for region in sheet.regions
        for column in region.columns
        if column.formula is not None
    ]


def _kept(
    sheet: Sheet, areas: set[Area], wanted: Collection[tuple[str, Place]], *, everything: bool
) -> dict[Place, Cell]:
    cells = sheet.cells
    if not everything and len(cells) > _SMALL:
        cells = _read_cells(sheet, areas | {t.area for t in sheet.tables if t.area.size < _SMALL})
        cells |= {at: sheet.cells[at] for name, at in wanted if name == sheet.name}
    return {
        at: cell
        if cell.formula is None or (sheet.name, at) in wanted
        else replace(cell, value=cell.cached, formula=None)
        for at, cell in cells.items()
    }


def _read_cells(sheet: Sheet, areas: set[Area]) -> dict[Place, Cell]:
    """The cells in these areas, with the headers of tables."""
    heads = {Area(t.area.top, t.area.left, t.area.top, t.area.right) for t in sheet.tables}
    small = {a for a in areas if a.size < _SMALL} | heads
    large = areas - small
    found = {
        (row, column): cell
        for area in small
        for row in range(area.top, area.bottom + 1)
        for column in range(area.left, area.right + 1)
        if (cell := sheet.cells.get((row, column))) is not None
    }
    if large:
        found |= {at: c for at, c in sheet.cells.items() if any(a.covers(*at) for a in large)}
    return found
