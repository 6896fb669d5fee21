"""The workbook as checks look at it: its formula cells, what they read, the text beside and above
a cell.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from docsmith.documents.workbook.book import Book, Cell, Sheet
from docsmith.documents.workbook.cells import Area, cell_text, place
from docsmith.documents.workbook.dependencies import FormulaCell, formula_cells
from docsmith.documents.workbook.engine import Value, Values

_FAR = 60


@dataclass(slots=True)
class Scan:
    """A book with its values. Hidden helper sheets are left out."""

    book: Book
    values: Values
    sheets: list[Sheet]
    formulas: list[FormulaCell] = field(repr=False)
    by_sheet: dict[str, dict[tuple[int, int], FormulaCell]] = field(repr=False)

    def value(self, sheet: Sheet, row: int, column: int) -> object:
        """What the cell shows: the computed value of a formula, else the value itself."""
        cell = sheet.cell(row, column)
        if cell is None:
            return None
        if cell.formula is not None:
            return self.values.at(sheet.name, row, column)
        return cell.value

    def computed(self, cell: FormulaCell) -> Value:
        return self.values.at(cell.sheet, cell.row, cell.column)


def scanned(book: Book, values: Values) -> Scan:
    formulas = formula_cells(book)
    by_sheet: dict[str, dict[tuple[int, int], FormulaCell]] = {s.name: {} for s in book.sheets}
    for cell in formulas:
        by_sheet[cell.sheet][cell.row, cell.column] = cell
    return Scan(book, values, [s for s in book.sheets if not s.hidden], formulas, by_sheet)


def where(sheet: str, row: int, column: int) -> str:
    return place(sheet, cell_text(row, column))


def label_of(sheet: Sheet, row: int, column: int) -> str:
    """The nearest text at the left of a cell, empty when there is none."""
    for left in range(column - 1, max(0, column - _FAR), -1):
        cell = sheet.cells.get((row, left))
        if cell is not None and isinstance(cell.value, str) and cell.value.strip():
            return cell.value
    return ""


def header_of(sheet: Sheet, row: int, column: int) -> str:
    """The nearest text above a cell, empty when there is none."""
    for above in range(row - 1, max(0, row - _FAR), -1):
        cell = sheet.cells.get((above, column))
        if cell is None:
            continue
        if isinstance(cell.value, str) and cell.value.strip():
            return cell.value
    return ""


def numbers(scan: Scan, sheet: Sheet) -> Iterator[tuple[int, int, Cell, float]]:
    """Every cell outside data regions that shows a number."""
    for (row, column), cell in sorted(sheet.cells.items(), key=lambda item: item[0]):
        value = scan.value(sheet, row, column)
        if isinstance(value, int | float) and not isinstance(value, bool):
            yield row, column, cell, value


def is_filled(sheet: Sheet, area: Area) -> bool:
    """Whether anything stands in the area."""
    if area.size == 1:
        cell = sheet.cell(area.top, area.left)
        return cell is not None and (cell.value is not None or cell.formula is not None)
    if any(region.area.meets(area) for region in sheet.regions):
        return True
    return any(
        area.covers(*at) and (cell.value is not None or cell.formula is not None)
        for at, cell in sheet.cells.items()
    )
