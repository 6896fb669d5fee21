"""Checks of the headers of lists: none missing, none twice, periods in order."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from docsmith.documents.model import Finding, Severity
from docsmith.documents.workbook.book import Sheet
from docsmith.documents.workbook.checks.lists import List, is_written, lists
from docsmith.documents.workbook.checks.scan import Scan, where

_MONTHS = {
    name: number
    for names in (
        "jan feb mar apr may jun jul aug sep oct nov dec",
        "january february march april may june july august september october november december",
        "januar februar märz april mai juni juli august september oktober november dezember",
        "jan feb mär apr mai jun jul aug sep okt nov dez",
    )
    for number, name in enumerate(names.split(), 1)
}
_NUMBERED = re.compile(r"(q|fy|week|kw|year|jahr|month|monat)\s?'?(\d{1,4})", re.IGNORECASE)
_LEAST_PERIODS = 3


def headers(scan: Scan) -> Iterator[Finding]:
    """Each column of a list says what it holds, none says what another says."""
    for sheet in scan.sheets:
        for found in lists(scan, sheet):
            yield from _missing(sheet, found)
            if not _is_grouped(sheet, found):
                yield from _twice(sheet, found)
                yield from _out_of_order(sheet, found)


def _missing(sheet: Sheet, found: List) -> Iterator[Finding]:
    for column in found.span:
        if column not in found.headers and len(found.column(sheet, column)) > 1:
            yield _said(sheet, found.row, column, "a filled column of a list has no header")


def _twice(sheet: Sheet, found: List) -> Iterator[Finding]:
    seen: set[str] = set()
    for column, value in found.headers.items():
        text = value.strip().casefold() if isinstance(value, str) else ""
        if text and text in seen:
            yield _said(sheet, found.row, column, f"two columns of a list are called '{value}'")
        seen.add(text)


def _is_grouped(sheet: Sheet, found: List) -> bool:
    """A row of headers above says which of two equal ones is which."""
    above = [sheet.cells.get((found.row - 1, column)) for column in found.span]
    return sum(is_written(cell) for cell in above[1:]) > 0


def _out_of_order(sheet: Sheet, found: List) -> Iterator[Finding]:
    periods = [(c, p) for c, v in found.headers.items() if (p := _period(v)) is not None]
    kinds = {kind for _, (kind, _) in periods}
    numbers = [number for _, (_, number) in periods]
    if len(numbers) < _LEAST_PERIODS or len(kinds) != 1 or _in_groups(numbers):
        return
    turn = 12 if kinds == {"month"} else 4 if kinds == {"q"} else 10_000
    steps = [(b - a) % turn for a, b in pairwise(numbers)]
    common = Counter(steps).most_common(1)[0][0]
    odd = next((i for i, step in enumerate(steps, 1) if step != common), None)
    if odd is not None:
        column = periods[odd][0]
        value = found.headers[column]
        yield _said(
            sheet, found.row, column, f"the period '{value}' does not follow the one before"
        )


def _in_groups(numbers: list[int]) -> bool:
    """Each period as often as the others: the columns compare something within each."""
    counts = set(Counter(numbers).values())
    return len(counts) == 1 and counts != {1}


def _period(value: object) -> tuple[str, int] | None:
    """The kind of a period and its number: (`month`, 3), (`q`, 2), (`fy`, 2026)."""
    if isinstance(value, int) and not isinstance(value, bool) and 1950 <= value <= 2100:
        return "year", value
    if not isinstance(value, str):
        return None
    text = value.strip().rstrip(".").casefold()
    if text in _MONTHS:
        return "month", _MONTHS[text]
    match = _NUMBERED.fullmatch(text)
    return (match[1], int(match[2])) if match else None


def _said(sheet: Sheet, row: int, column: int, message: str) -> Finding:
    return Finding(
        "xlsx.header",
        Severity.WARNING,
        where(sheet.name, row, column),
        message,
        "give each column one header of its own, periods in their order",
    )
