"""References that move: rows and columns inserted or deleted, sheets renamed.

A `Shift` says what happened to the cells of one sheet; `moved` rewrites a formula, and answers
None when the formula would lose what it refers to.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from docsmith.documents.workbook.cells import (
    MAX_COLUMN,
    MAX_ROW,
    Area,
    column_letters,
    column_number,
    quoted_sheet,
    split_place,
)
from docsmith.documents.workbook.formulas.tokens import Kind, Token, tokens

_CORNER = re.compile(r"(\$?)([A-Za-z]{1,3})(\$?)(\d+)")
_COLUMN = re.compile(r"(\$?)([A-Za-z]{1,3})")
_ROW = re.compile(r"(\$?)(\d+)")


@dataclass(frozen=True, slots=True)
class Shift:
    """`count` rows (or columns) inserted before `at`; with a negative count, deleted from
    `at` on.
    """

    sheet: str
    rows: bool
    at: int
    count: int

    def place(self, number: int) -> int | None:
        """Where a row (or column) went; None when it was deleted."""
        if number < self.at:
            return number
        if self.count < 0 and number < self.at - self.count:
            return None
        return number + self.count

    def span(self, first: int, last: int) -> tuple[int, int] | None:
        """Where a span went: it grows with what is inserted within, shrinks with what is
        deleted.
        """
        if self.count > 0:
            start, end = self.place(first), self.place(last)
            return (start or first, end or last)
        gone_to = self.at - self.count - 1
        if first >= self.at and last <= gone_to:
            return None
        start = first if first < self.at else max(self.at, first + self.count)
        end = last if last < self.at else max(self.at - 1, last + self.count)
        return start, end

    @property
    def seam(self) -> Area:
        """The row or column that stands now where others were deleted."""
        if self.rows:
            return Area(self.at, 1, self.at, MAX_COLUMN)
        return Area(1, self.at, MAX_ROW, self.at)

    def area(self, area: Area) -> Area | None:
        """Where an area went; None when all of it was deleted."""
        if self.rows:
            span = self.span(area.top, area.bottom)
            return Area(span[0], area.left, min(span[1], MAX_ROW), area.right) if span else None
        span = self.span(area.left, area.right)
        return Area(area.top, span[0], area.bottom, min(span[1], MAX_COLUMN)) if span else None

    def cell(self, row: int, column: int) -> tuple[int, int] | None:
        """Where a cell went."""
        number = self.place(row if self.rows else column)
        if number is None:
            return None
        return (number, column) if self.rows else (row, number)


def moved(formula: str, home: str, shift: Shift) -> str | None:
    """The formula after the shift; None when a reference of it was deleted. `home` is its own
    sheet.
    """
    out: list[str] = []
    for token in tokens(formula):
        text = token.text
        if token.kind is Kind.REFERENCE:
            found = _moved_token(token, home, shift)
            if found is None:
                return None
            text = found
        out.append(text)
    return "".join(out)


def _moved_token(token: Token, home: str, shift: Shift) -> str | None:
    prefix, mark, area = token.text.rpartition("!")
    sheet = split_place(token.text)[0] if mark else home
    if sheet.casefold() != shift.sheet.casefold() or area.startswith("#"):
        return token.text
    found = moved_area(area, shift)
    return None if found is None else f"{prefix}{mark}{found}"


def moved_area(text: str, shift: Shift) -> str | None:
    """`$A$1:B9`, `A:B` or `3:3` after the shift, dollars kept."""
    first, colon, last = text.partition(":")
    a, b = _ends(first), _ends(last or first)
    if a is None or b is None:
        return text
    (own_a, row_a, column_a), (own_b, row_b, column_b) = a, b
    low, high = (row_a, row_b) if shift.rows else (column_a, column_b)
    if low is None or high is None:
        return text
    swapped = low > high
    span = shift.span(min(low, high), max(low, high))
    if span is None:
        return None
    start, end = reversed(span) if swapped else span
    one, other = own_a(start, shift.rows), own_b(end, shift.rows)
    return f"{one}{colon}{other}" if colon else one


_End = tuple[Callable[[int, bool], str], int | None, int | None]


def _ends(text: str) -> _End | None:
    """How to write this corner with another row or column, and what it has now."""
    if match := _CORNER.fullmatch(text):
        a, letters, b, digits = match.groups()

        def corner(number: int, rows: bool) -> str:
            if rows:
                return f"{a}{letters}{b}{number}"
            return f"{a}{column_letters(number)}{b}{digits}"

        return corner, int(digits), column_number(letters)
    if match := _COLUMN.fullmatch(text):
        dollar, letters = match.groups()
        return (lambda n, _: f"{dollar}{column_letters(n)}"), None, column_number(letters)
    if match := _ROW.fullmatch(text):
        dollar, digits = match.groups()
        return (lambda n, _: f"{dollar}{n}"), int(digits), None
    return None


def translated(formula: str, rows: int, columns: int) -> str:
    """The formula as it reads `rows` further down and `columns` further right: shared formulas."""
    out: list[str] = []
    for token in tokens(formula):
        text = token.text
        if token.kind is Kind.REFERENCE and "#" not in text:
            prefix, mark, area = text.rpartition("!")
            ends = ":".join(_translated_end(e, rows, columns) for e in area.split(":"))
            text = f"{prefix}{mark}{ends}"
        out.append(text)
    return "".join(out)


def _translated_end(text: str, rows: int, columns: int) -> str:
    if match := _CORNER.fullmatch(text):
        a, letters, b, digits = match.groups()
        letters = letters if a else _letters(letters, columns)
        digits = digits if b else str(_wrapped(int(digits) + rows, MAX_ROW))
        return f"{a}{letters}{b}{digits}"
    if match := _COLUMN.fullmatch(text):
        dollar, letters = match.groups()
        return text if dollar else _letters(letters, columns)
    if match := _ROW.fullmatch(text):
        dollar, digits = match.groups()
        return text if dollar else str(_wrapped(int(digits) + rows, MAX_ROW))
    return text


def _letters(letters: str, columns: int) -> str:
    return column_letters(_wrapped(column_number(letters) + columns, MAX_COLUMN))


def _wrapped(number: int, most: int) -> int:
    """Excel counts past an edge on from the other one."""
    return (number - 1) % most + 1


def renamed(formula: str, old: str, new: str) -> str:
    """The formula after a sheet got another name."""
    out: list[str] = []
    for token in tokens(formula):
        text = token.text
        if token.kind in {Kind.REFERENCE, Kind.NAME} and "!" in text:
            sheet, _ = split_place(text)
            if sheet.casefold() == old.casefold():
                text = f"{quoted_sheet(new)}!{text.rpartition('!')[2]}"
        out.append(text)
    return "".join(out)
