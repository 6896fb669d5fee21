"""Checks of what the reader sees: number formats, the colours of inputs, widths, cut texts."""

import re
from collections.abc import Iterator
from datetime import date
from typing import cast

from docsmith.documents.model import Finding, Severity
from docsmith.documents.workbook.book import Cell, Sheet
from docsmith.documents.workbook.checks.scan import Scan, header_of, label_of, numbers, where
from docsmith.documents.workbook.display import shown

_PERCENT_WORDS = re.compile(
    r"%|\b(?:margin|rate|growth|share|pct|percent|yield|utili[sz]ation)\b", re.IGNORECASE
)
_NOT_PERCENT = re.compile(
    r"\b(?:exchange|day|hourly|daily|fx|shares|per|interest paid|share price)\b", re.IGNORECASE
)
_YEAR_WORDS = re.compile(r"\b(?:year|fy|jahr)\W*$", re.IGNORECASE)
_PER_YEAR = re.compile(
    r"(?:\b(?:per|an?|each|every|in the|this|last|of the|pro|im)\s+|/\s*)"
    r"(?:\w+\s+)?(?:year|jahr)\W*$",
    re.IGNORECASE,
)
_ASSUMPTIONS = re.compile(r"assumption|input|driver|parameter|annahme", re.IGNORECASE)
_BLUE = re.compile(r"0000[C-F][0-9A-F]|00[0-7][0-9A-F][C-F][0-9A-F]|1F4E[0-9A-F]{2}", re.IGNORECASE)
_STRONG_BLUE = "0000FF"
_PADDING = 0.6
"""Of a column's width, what its edges take."""


def number_formats(scan: Scan) -> Iterator[Finding]:
    """Every number has a number format; one finding a sheet, at the first."""
    for sheet in scan.sheets:
        bare = [
            (r, c)
            for r, c, cell, value in numbers(scan, sheet)
            if cell.look.format in {"", "General"} and not _plain_whole(value)
        ]
        if bare:
            yield Finding(
                "xlsx.number_format",
                Severity.WARNING,
                where(sheet.name, *bare[0]),
                "a number has no number format"
                if len(bare) == 1
                else f"{len(bare)} numbers have no number format",
                "give them a named style such as number, integer, money or percent",
            )


def _plain_whole(value: float) -> bool:
    """Small whole numbers read well without a format."""
    return float(value).is_integer() and abs(value) < 10_000


def percent_formats(scan: Scan) -> Iterator[Finding]:
    """A ratio under a label that says percent is shown as one."""
    for sheet in scan.sheets:
        for row, column, cell, value in numbers(scan, sheet):
            if "%" in cell.look.format or not 0 < abs(value) < 1 or cell.look.is_date:
                continue
            label = label_of(sheet, row, column)
            if _PERCENT_WORDS.search(label) and not _NOT_PERCENT.search(label):
                yield Finding(
                    "xlsx.percent_format",
                    Severity.WARNING,
                    where(sheet.name, row, column),
                    f"'{label}' is {value:g}, not shown as a percentage",
                    "give it the style percent",
                )


def year_formats(scan: Scan) -> Iterator[Finding]:
    """A year has no thousands separator."""
    for sheet in scan.sheets:
        for row, column, cell, value in numbers(scan, sheet):
            year = float(value).is_integer() and 1950 <= value <= 2100
            if not year or "," not in cell.look.format:
                continue
            named = _is_year(label_of(sheet, row, column)) or (
                _is_year(header_of(sheet, row, column)) and _among_years(scan, sheet, row, column)
            )
            if named or _in_a_row_of_years(scan, sheet, row, column, value):
                yield Finding(
                    "xlsx.year_format",
                    Severity.WARNING,
                    where(sheet.name, row, column),
                    f"the year {value:g} is shown with a thousands separator",
                    "give it the style year or header",
                )


def _is_year(label: str) -> bool:
    """`Fiscal year`, but neither `Hours per year` nor `Year 1`."""
    return bool(_YEAR_WORDS.search(label)) and not _PER_YEAR.search(label)


def _among_years(scan: Scan, sheet: Sheet, row: int, column: int) -> bool:
    """Under `Year` may stand a year's total: the numbers above and below must be years too."""
    around = [scan.value(sheet, row + d, column) for d in (-1, 1)]
    return all(1950 <= a <= 2100 for a in around if isinstance(a, int | float))


def _in_a_row_of_years(scan: Scan, sheet: Sheet, row: int, column: int, value: float) -> bool:
    """Whether the numbers beside or around it count on by one."""
    for down, right in ((0, 1), (1, 0)):
        around = [scan.value(sheet, row + down * d, column + right * d) for d in (-1, 1)]
        if any(a in (value - 1, value + 1) for a in around if isinstance(a, int | float)):
            return True
    return False


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
