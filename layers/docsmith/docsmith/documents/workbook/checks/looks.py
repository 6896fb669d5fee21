"""Checks of what the reader sees: number formats, the colours of inputs, widths, cut texts."""

import re
from collections.abc import Iterator

from docsmith.documents.model import Finding, Severity
from docsmith.documents.workbook.book import Sheet
from docsmith.documents.workbook.checks.scan import Scan, header_of, label_of, numbers, where
from docsmith.documents.workbook.display import shown

_PERCENT_WORDS = re.compile(
    r"%|\b(?:margin|rate|growth|share|pct|percent|yield|utili[sz]ation)\b", re.IGNORECASE
)
_NOT_PERCENT = re.compile(
    r"\b(?:exchange|day|hourly|daily|fx|shares|per|interest paid|share price)\b", re.IGNORECASE
)
_YEAR_WORDS = re.compile(r"\b(?:year|fy|jahr|period)\b", re.IGNORECASE)
_ASSUMPTIONS = re.compile(r"assumption|input|driver|parameter|annahme", re.IGNORECASE)
_BLUE = re.compile(r"0000[C-F][0-9A-F]|00[0-7][0-9A-F][C-F][0-9A-F]|1F4E[0-9A-F]{2}", re.IGNORECASE)
_STRONG_BLUE = "0000FF"


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
                f"{len(bare)} numbers have no number format",
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
            label = f"{label_of(sheet, row, column)} {header_of(sheet, row, column)}"
            if _YEAR_WORDS.search(label) or _in_a_row_of_years(sheet, row, column, value):
                yield Finding(
                    "xlsx.year_format",
                    Severity.WARNING,
                    where(sheet.name, row, column),
                    f"the year {value:g} is shown with a thousands separator",
                    "give it the style year or header",
                )


def _in_a_row_of_years(sheet: Sheet, row: int, column: int, value: float) -> bool:
    around = [sheet.cells.get((row, column + d)) for d in (-1, 1)]
    return any(c is not None and c.value in (value - 1, value + 1) for c in around)


def input_colors(scan: Scan) -> Iterator[Finding]:
    """Inputs are blue, formulas are not, links to other sheets green: only where a model has
    inputs.
    """
    if not any(_ASSUMPTIONS.search(s.name) for s in scan.sheets):
        return
    for sheet in scan.sheets:
        for (row, column), cell in scan.cells(sheet):
            blue = bool(_BLUE.fullmatch(cell.look.color or ""))
            number = isinstance(cell.value, int | float) and not isinstance(cell.value, bool)
            here = where(sheet.name, row, column)
            if cell.formula is not None and cell.look.color == _STRONG_BLUE:
                yield _colored(here, "a formula is blue, the colour of inputs", "calc")
            elif (
                number
                and _ASSUMPTIONS.search(sheet.name)
                and not blue
                and not _heads(cell.look.bold, cell.value)
            ):
                yield _colored(here, "an input is not blue", "input")


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
        widths = scan.widths(sheet)
        for row, column, cell, value in numbers(scan, sheet):
            width = widths.get(column, 8.43)
            text = shown(value, cell.look.format, cell.look.is_date).strip()
            if not cell.look.format and not float(value).is_integer():
                continue
            if len(text) * cell.look.size / 11 * 0.92 > width:
                yield Finding(
                    "xlsx.too_narrow",
                    Severity.WARNING,
                    where(sheet.name, row, column),
                    f"'{text}' does not fit a column {width:.3g} characters wide",
                    "widen the column with layout, or show thousands",
                )


def clipped_texts(scan: Scan) -> Iterator[Finding]:
    """A long text is cut where its right neighbour is filled."""
    for sheet in scan.sheets:
        widths = scan.widths(sheet)
        merged = {(m.top, m.left) for m in sheet.merges}
        for (row, column), cell in scan.cells(sheet):
            if not isinstance(cell.value, str) or cell.look.wrap or (row, column) in merged:
                continue
            right = sheet.cell(row, column + 1)
            filled = right is not None and (right.value is not None or right.formula is not None)
            need = len(cell.value) * cell.look.size / 11 * 0.85
            if filled and need > widths.get(column, 8.43) + 1:
                yield Finding(
                    "xlsx.text_clipped",
                    Severity.WARNING,
                    where(sheet.name, row, column),
                    f"the text is longer than its column: '{cell.value[:40]}'",
                    "widen the column, wrap the text or shorten it",
                )
