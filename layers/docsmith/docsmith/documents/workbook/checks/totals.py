"""Checks of sums: what they leave out, count twice, take in by mistake, or no longer compute."""

import re
from collections.abc import Iterator

from docsmith.documents.model import Finding, Severity
from docsmith.documents.workbook.book import Cell, Sheet
from docsmith.documents.workbook.cells import Area
from docsmith.documents.workbook.checks.lists import TOTAL, is_total, is_written
from docsmith.documents.workbook.checks.scan import Scan, label_of, where
from docsmith.documents.workbook.dependencies import FormulaCell

_SUM = re.compile(r"SUM\(\$?[A-Z]+\$?\d+:\$?[A-Z]+\$?\d+\)", re.IGNORECASE)
_OPENS = re.compile(
    r"\b(?:opening|open|start\w*|begin\w*|brought|previous|anfang\w*|vortrag\w*|eröffnung\w*)\b",
    re.IGNORECASE,
)
_LEAST_PARTS = 3
_MOST_PARTS = 5_000


def totals(scan: Scan) -> Iterator[Finding]:
    """A total adds up the numbers above it, each of them once, and nothing else."""
    for sheet in scan.sheets:
        formulas = scan.by_sheet[sheet.name]
        for cell in formulas.values():
            message = _wrong(scan, sheet, cell)
            if message:
                yield _said(sheet, cell.row, cell.column, message)
        for (row, column), cell in scan.cells(sheet):
            if _is_typed_total(sheet, row, column, cell):
                yield _said(sheet, row, column, "the total is typed, not computed")


def _wrong(scan: Scan, sheet: Sheet, cell: FormulaCell) -> str:
    """What is wrong with a sum over one column; empty when nothing is, or it is no such sum."""
    if not _SUM.fullmatch(cell.formula.replace(" ", "")) or len(cell.reads) != 1:
        return _only_texts(scan, cell)
    name, area = cell.reads[0]
    if name != sheet.name or area.left != area.right or area.size > _MOST_PARTS:
        return _only_texts(scan, cell)
    if _twice(scan, sheet, area):
        return "the sum counts parts and their subtotal"
    if area.left != cell.column or not area.bottom < cell.row:
        return _only_texts(scan, cell)
    return _edges(scan, sheet, cell, area) or _only_texts(scan, cell)


def _edges(scan: Scan, sheet: Sheet, cell: FormulaCell, area: Area) -> str:
    first = sheet.cells.get((area.top, area.left))
    if first is not None and _is_year(first):
        return "the sum takes in the year of the header"
    last = _number(scan, sheet, cell.row - 1, cell.column)
    if area.bottom == cell.row - 2 and last is not None and _alike(last, first):
        return f"the sum leaves out row {cell.row - 1}, the last above it"
    before = _number(scan, sheet, area.top - 1, area.left)
    opens = _OPENS.search(label_of(sheet, area.top - 1, area.left))
    if before is not None and not opens and _is_part(before, first) and not _is_year(before):
        above = _number(scan, sheet, area.top - 2, area.left)
        if above is None or not _is_part(above, first):
            return f"the sum leaves out row {area.top - 1}, the first of the list"
    return ""


def _is_part(cell: Cell, first: Cell | None) -> bool:
    """Whether a cell is of the kind of the first that is summed: in look, and typed as it is."""
    if first is None or not _alike(cell, first):
        return False
    return (cell.look.bold, cell.formula is None) == (first.look.bold, first.formula is None)


def _number(scan: Scan, sheet: Sheet, row: int, column: int) -> Cell | None:
    """The cell there when it shows a number that is no total."""
    cell = sheet.cells.get((row, column))
    value = scan.value(sheet, row, column)
    plain = isinstance(value, int | float) and not isinstance(value, bool)
    if cell is None or not plain or is_total(cell) or TOTAL.search(label_of(sheet, row, column)):
        return None
    return cell


def _alike(one: Cell, other: Cell | None) -> bool:
    """Whether two cells are of the same kind: a rate above amounts is none of them."""
    return other is not None and one.look.format == other.look.format


def _is_year(cell: Cell) -> bool:
    value = cell.value
    heads = cell.look.bold or cell.look.style in {"header", "year"}
    return heads and isinstance(value, int) and 1950 <= value <= 2100


def _twice(scan: Scan, sheet: Sheet, area: Area) -> bool:
    """Whether a cell of the area sums up others of it."""
    formulas = scan.by_sheet[sheet.name]
    for row in range(area.top, area.bottom + 1):
        inner = formulas.get((row, area.left))
        if inner is None or not _SUM.fullmatch(inner.formula.replace(" ", "")):
            continue
        for name, part in inner.reads:
            inside = area.covers(part.top, part.left) and area.covers(part.bottom, part.right)
            if name == sheet.name and inside and part.size > 1:
                return True
    return False


def _only_texts(scan: Scan, cell: FormulaCell) -> str:
    """A sum over words is nothing, and says so nowhere."""
    if not cell.formula.upper().startswith(("SUM(", "AVERAGE(")):
        return ""
    for name, area in cell.reads:
        sheet = scan.book.sheet(name)
        if (
            sheet is None
            or area.size > _MOST_PARTS
            or any(r.area.meets(area) for r in sheet.regions)
        ):
            return ""
        places = [
            (row, column)
            for row in range(area.top, area.bottom + 1)
            for column in range(area.left, area.right + 1)
        ]
        values = [v for at in places if (v := scan.value(sheet, *at)) is not None]
        if not values or not all(isinstance(v, str) for v in values):
            return ""
    return "the sum adds up words" if cell.reads else ""


def _is_typed_total(sheet: Sheet, row: int, column: int, cell: Cell) -> bool:
    """A number beside `Total`, under numbers of its kind."""
    value = cell.value
    if cell.formula is not None or not isinstance(value, int | float) or isinstance(value, bool):
        return False
    if column == 1 or not TOTAL.search(label_of(sheet, row, column)):
        return False
    above = [sheet.cells.get((row - n, column)) for n in range(1, _LEAST_PARTS + 1)]
    return all(is_written(c) and c is not None and _alike(c, cell) for c in above)


def _said(sheet: Sheet, row: int, column: int, message: str) -> Finding:
    return Finding(
        "xlsx.total",
        Severity.WARNING,
        where(sheet.name, row, column),
        message,
        "write SUM over all rows of the list, and nothing but them",
    )
