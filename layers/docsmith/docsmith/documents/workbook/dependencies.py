"""Which formula cells depend on which areas: what must be shown after a change, what nothing
refers to.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from docsmith.documents.workbook.book import Book, Sheet
from docsmith.documents.workbook.cells import Area
from docsmith.documents.workbook.formulas.references import (
    TableReference,
    cell_references,
    names_used,
    table_references,
)

Located = tuple[str, Area]


@dataclass(frozen=True, slots=True)
class FormulaCell:
    """A formula of a sheet, outside data regions, with the areas it reads."""

    sheet: str
    row: int
    column: int
    formula: str
    reads: tuple[Located, ...]


def formula_cells(book: Book) -> list[FormulaCell]:
    """Every formula outside data regions, sheet by sheet, row by row."""
    return [
        FormulaCell(s.name, row, column, f, tuple(areas_read(book, s, row, column, f)))
        for s in book.sheets
        for (row, column), f in s.formula_cells()
    ]


def areas_read(book: Book, home: Sheet, row: int, column: int, formula: str) -> Iterator[Located]:
    """The areas a formula reads; what is not there is left out."""
    for sheet, area in cell_references(formula):
        found = book.sheet(sheet) if sheet is not None else home
        if found is not None:
            yield found.name, area
    for reference in table_references(formula):
        yield from _table_areas(book, home, row, column, reference)
    for name in names_used(formula):
        named, table = book.name(name), book.table(name)
        text = book.formula_names().get(name.casefold())
        if text is not None and name.casefold() not in names_used_in(text):
            yield from areas_read(book, home, row, column, text)
        if named is not None:
            yield named
        elif table is not None:
            yield table[0].name, table[1].body


def names_used_in(text: str) -> set[str]:
    """The names in a formula, lower case: a name that names itself is not followed."""
    return {name.casefold() for name in names_used(text)}


def _table_areas(
    book: Book, home: Sheet, row: int, column: int, reference: TableReference
) -> Iterator[Located]:
    own = home.table_at(row, column)
    found = book.table(reference.table) if reference.table else ((home, own) if own else None)
    if found is None:
        return
    sheet, table = found
    if not reference.columns:
        yield sheet.name, table.area if reference.items else table.body
    for name in reference.columns:
        area = table.column_area(name)
        if area is not None and reference.this_row:
            yield sheet.name, Area(row, area.left, row, area.left)
        elif area is not None:
            yield sheet.name, area


def dependents(cells: Iterable[FormulaCell], touched: Iterable[Located]) -> list[FormulaCell]:
    """The formula cells that read a touched area, directly or through others, nearest first."""
    waiting: list[FormulaCell] = list(cells)
    frontier = list(touched)
    found: list[FormulaCell] = []
    hit: list[FormulaCell]
    while frontier and waiting:
        hit = [c for c in waiting if _reads_any(c, frontier)]
        found += hit
        chosen = {id(c) for c in hit}
        waiting = [c for c in waiting if id(c) not in chosen]
        frontier = [(c.sheet, Area(c.row, c.column, c.row, c.column)) for c in hit]
    return found


def _reads_any(cell: FormulaCell, areas: Iterable[Located]) -> bool:
    return any(
        sheet == other and area.meets(changed)
        for sheet, area in cell.reads
        for other, changed in areas
    )
