"""Checks of what the reader sees: the colours of inputs, widths, cut texts."""

import re
from collections.abc import Iterator
from datetime import date
from typing import cast

from docsmith.documents.model import Finding, Severity
from docsmith.documents.workbook.book import Cell, Sheet
from docsmith.documents.workbook.checks.scan import Scan, where
from docsmith.documents.workbook.display import shown

_ASSUMPTIONS = re.compile(r"assumption|input|driver|parameter|annahme", re.IGNORECASE)
_BLUE = re.compile(r"0000[C-F][0-9A-F]|00[0-7][0-9A-F][C-F][0-9A-F]|1F4E[0-9A-F]{2}", re.IGNORECASE)
_STRONG_BLUE = "0000FF"
_PADDING = 0.6
"""Of a column's width, what its edges take."""


def input_colors(scan: Scan) -> Iterator[Finding]:
    """Inputs on a sheet of assumptions are blue; formulas are not, unless a whole workbook is."""
    modelled = any(_ASSUMPTIONS.search(s.name) for s in scan.sheets)
    strong = [c for s in scan.sheets for _, c in scan.cells(s) if _is_blue_formula(c)]
    rare = 2 * len(strong) < len(scan.formulas)
    for sheet in scan.sheets:
        for (row, column), cell in scan.cells(sheet):
            blue = bool(_BLUE.fullmatch(cell.look.color or ""))
            number = isinstance(cell.value, int | float) and not isinstance(cell.value, bool)
            here = where(sheet.name, row, column)
            if _is_blue_formula(cell) and (modelled or rare):
                yield _colored(here, "a formula is blue, the colour of inputs", "calc")
            elif (
                number
                and _ASSUMPTIONS.search(sheet.name)
                and not blue
                and not _heads(cell.look.bold, cell.value)
            ):
                yield _colored(here, "an input is not blue", "input")


def _is_blue_formula(cell: Cell) -> bool:
    """A formula in the blue of inputs; links are blue by right."""
    link = (cell.formula or "").upper().startswith("HYPERLINK(")
    return cell.formula is not None and not link and cell.look.color == _STRONG_BLUE


def _heads(bold: bool, value: object) -> bool:
    """Years and numbers in bold head a column."""
    return bold or (isinstance(value, int) and 1950 <= value <= 2100)


def _colored(here: str, message: str, style: str) -> Finding:
    return Finding(
        "xlsx.input_color", Severity.WARNING, here, message, f"give it the style {style}"
    )


def too_narrow(scan: Scan) -> Iterator[Finding]:
    """A number that does not fit its column is shown as ####."""
    for sheet in scan.sheets:
        widths, normal = scan.widths(sheet), _normal_size(scan)
        default = scan.default_width(sheet)
        for row, column, cell, text in _measured(scan, sheet):
            width = widths.get(column, default)
            if _room(text) * cell.look.size / normal > width - _PADDING:
                yield Finding(
                    "xlsx.too_narrow",
                    Severity.WARNING,
                    where(sheet.name, row, column),
                    f"'{text}' does not fit a column {width:.3g} characters wide",
                    "widen the column with layout, or show thousands",
                )


def _measured(scan: Scan, sheet: Sheet) -> Iterator[tuple[int, int, Cell, str]]:
    """Every number and date with the text that shows it; a bare fraction is cut, never ####."""
    merged = {(m.top, m.left) for m in sheet.merges}
    for (row, column), cell in scan.cells(sheet):
        value = scan.value(sheet, row, column)
        if isinstance(value, bool) or not isinstance(value, int | float | date):
            continue
        bare = cell.look.format in {"", "General"} and not cell.look.is_date
        if (row, column) in merged or (bare and not float(cast("float", value)).is_integer()):
            continue
        yield row, column, cell, shown(value, cell.look.format, cell.look.is_date).strip()


def _room(text: str) -> float:
    """How many digits wide a text is: points take half of one, brackets a little more."""
    return sum(0.5 if c in ".,:;'’ " else 0.6 if c in "()-–/" else 1.0 for c in text)


def _normal_size(scan: Scan) -> float:
    """Widths are counted in digits of the font of a workbook's first look."""
    base = scan.book.base
    return base.looks[0].size if base is not None and base.looks else 11.0


def clipped_texts(scan: Scan) -> Iterator[Finding]:
    """A long text is cut where its right neighbour is filled."""
    for sheet in scan.sheets:
        widths, default = scan.widths(sheet), scan.default_width(sheet)
        merged = {(m.top, m.left) for m in sheet.merges}
        for (row, column), cell in scan.cells(sheet):
            if not isinstance(cell.value, str) or cell.look.wrap or (row, column) in merged:
                continue
            right = sheet.cell(row, column + 1)
            filled = right is not None and (right.value is not None or right.formula is not None)
            need = len(cell.value) * cell.look.size / 11 * 0.85
            if filled and need > widths.get(column, default) + 1:
                yield Finding(
                    "xlsx.text_clipped",
                    Severity.WARNING,
                    where(sheet.name, row, column),
                    f"the text is longer than its column: '{cell.value[:40]}'",
                    "widen the column, wrap the text or shorten it",
                )
