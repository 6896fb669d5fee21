"""The workbook as checks look at it: its formula cells, what they read, the text beside and above
a cell.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from docsmith.documents.workbook.book import Book, Cell, Sheet
from docsmith.documents.workbook.cells import Area, cell_text, place
from docsmith.documents.workbook.dependencies import FormulaCell, formula_cells
from docsmith.documents.workbook.engine import Value, Values
from docsmith.documents.workbook.widths import column_widths

if TYPE_CHECKING:
    from docsmith.documents.workbook.base.facts import SheetFacts

_FAR = 60
MAX_LOOKED_AT = 20_000
DEFAULT_WIDTH = 8.43


@dataclass(slots=True)
class Scan:
    """A book with its values. Hidden helper sheets are left out."""

    book: Book
    values: Values
    sheets: list[Sheet]
    formulas: list[FormulaCell] = field(repr=False)
    by_sheet: dict[str, dict[tuple[int, int], FormulaCell]] = field(repr=False)
    _cells: dict[str, list[tuple[tuple[int, int], Cell]]] = field(
        default_factory=dict[str, "list[tuple[tuple[int, int], Cell]]"], repr=False
    )
    _widths: dict[str, dict[int, float]] = field(
        default_factory=dict[str, "dict[int, float]"], repr=False
    )

    def cells(self, sheet: Sheet) -> list[tuple[tuple[int, int], Cell]]:
        """The cells of a sheet by rows: the first `MAX_LOOKED_AT`, since what has more is data."""
        if sheet.name not in self._cells:
            places = sorted(sheet.cells)[:MAX_LOOKED_AT]
            self._cells[sheet.name] = [(at, sheet.cells[at]) for at in places]
        return self._cells[sheet.name]

    def widths(self, sheet: Sheet) -> dict[int, float]:
        """The widths of its columns: of an uploaded sheet those it says, others are its default."""
        if sheet.name not in self._widths:
            facts = self._facts(sheet)
            own = column_widths(sheet, self.values) if facts is None else sheet.layout.widths
            self._widths[sheet.name] = own
        return self._widths[sheet.name]

    def default_width(self, sheet: Sheet) -> float:
        """Of a column that says none."""
        facts = self._facts(sheet)
        return facts.default_width if facts is not None else DEFAULT_WIDTH

    def _facts(self, sheet: Sheet) -> "SheetFacts | None":
        return self.book.base.sheets.get(sheet.name) if self.book.base is not None else None

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
    for (row, column), cell in scan.cells(sheet):
        value = scan.value(sheet, row, column)
        if isinstance(value, int | float) and not isinstance(value, bool):
            yield row, column, cell, value


def is_filled(sheet: Sheet, area: Area) -> bool:
    """Whether anything stands in the area, or is to be filled in there by a person."""
    if area.size == 1:
        cell = sheet.cell(area.top, area.left)
        return cell is not None and _is_meant(cell)
    if any(region.area.meets(area) for region in sheet.regions):
        return True
    return any(area.covers(*at) and _is_meant(cell) for at, cell in sheet.cells.items())


def _is_meant(cell: Cell) -> bool:
    """An empty cell in the style `input` waits for a person; a formula may read it."""
    return cell.value is not None or cell.formula is not None or cell.look.style == "input"
