"""Checks of number formats: none missing, shares as percentages, years without separators."""

import re
from collections import Counter
from collections.abc import Iterator

from docsmith.documents.model import Finding, Severity
from docsmith.documents.workbook.book import Sheet
from docsmith.documents.workbook.checks.runs import runs
from docsmith.documents.workbook.checks.scan import Scan, header_of, label_of, numbers, where
from docsmith.documents.workbook.dependencies import FormulaCell
from docsmith.documents.workbook.formulas.relative import relative

_PERCENT_WORDS = re.compile(
    r"%|\b(?:margin|rate|growth|share|pct|percent|yield|utili[sz]ation)\b"
    r"|\banteil|marge\b|wachstum|\brabatt\b|\bskonto\b|prozent|quote\b"
    r"|(?:steuer|zins|mwst\.?|ust\.?|tilgungs)[ -]?satz",
    re.IGNORECASE,
)
_NOT_PERCENT = re.compile(
    r"\b(?:exchange|day|hourly|daily|fx|shares|per|interest paid|share price)\b"
    r"|\S\s+quote\b",
    re.IGNORECASE,
)
_YEAR_WORDS = re.compile(
    r"(?:\byear|\bfy|\b(?:geschäfts|bau|kalender|wirtschafts|plan|gründungs)?jahr)\W*$",
    re.IGNORECASE,
)
_PER_YEAR = re.compile(
    r"(?:\b(?:per|an?|each|every|in the|this|last|of the|pro|im)\s+|/\s*)"
    r"(?:\w+\s+)?(?:year|jahr)\W*$",
    re.IGNORECASE,
)
_HUNDREDFOLD = 3
"""A typed share of 300 % and more was meant as a number of percents."""
_LEAST_RUN = 4


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
        yield from _other_formats(scan, sheet)


def _other_formats(scan: Scan, sheet: Sheet) -> Iterator[Finding]:
    """One of the formulas that say the same is shown otherwise than all the others of its run."""
    for down in (False, True):
        for run in runs(scan.by_sheet[sheet.name], sheet, down):
            formats = [sheet.cells[c.row, c.column].look.format for c in run]
            counts = Counter(formats).most_common()
            if len(run) <= _LEAST_RUN or len(counts) != 2 or counts[1][1] != 1:
                continue
            at = formats.index(counts[1][0])
            inner = 0 < at < len(run) - 1
            if inner and _says_as_others(run, at) and not _asks_percent(sheet, run[at]):
                yield Finding(
                    "xlsx.number_format",
                    Severity.WARNING,
                    where(sheet.name, run[at].row, run[at].column),
                    f"shown as {formats[at] or 'General'}, its neighbours as {counts[0][0]}",
                    "give it the number format of its neighbours",
                )


def _says_as_others(run: list[FormulaCell], at: int) -> bool:
    before, own, after = (relative(c.formula, c.row, c.column) for c in run[at - 1 : at + 2])
    return own in (before, after)


def _plain_whole(value: float) -> bool:
    """Small whole numbers read well without a format."""
    return float(value).is_integer() and abs(value) < 10_000


def _asks_percent(sheet: Sheet, cell: FormulaCell) -> bool:
    """A header or label says that this one is a share."""
    texts = (header_of(sheet, cell.row, cell.column), label_of(sheet, cell.row, cell.column))
    return sheet.cells[cell.row, cell.column].look.is_percent and any(
        map(_PERCENT_WORDS.search, texts)
    )


def percent_formats(scan: Scan) -> Iterator[Finding]:
    """A ratio under a label that says percent is shown as one, and none is typed as 19 for 19 %."""
    for sheet in scan.sheets:
        for row, column, cell, value in numbers(scan, sheet):
            if cell.look.is_percent and cell.formula is None and abs(value) >= _HUNDREDFOLD:
                yield Finding(
                    "xlsx.percent_format",
                    Severity.WARNING,
                    where(sheet.name, row, column),
                    f"{value:g} is shown as {value * 100:g} %",
                    f"type {value / 100:g} for {value:g} %",
                )
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
