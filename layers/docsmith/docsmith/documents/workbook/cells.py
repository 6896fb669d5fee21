"""Addresses: `B7`, `A1:D9`, `Summary!B7`, and Excel's limits. Rows and columns count from 1."""

import re
from dataclasses import dataclass
from functools import lru_cache

from docsmith.documents.errors import OperationRefused

MAX_ROW = 1_048_576
MAX_COLUMN = 16_384
_CELL = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9][0-9]{0,6})")
_PLAIN_SHEET = re.compile(r"[A-Za-z_\u00c0-\uffff][A-Za-z0-9_.\u00c0-\uffff]*")
_LOOKS_LIKE_CELL = re.compile(r"[A-Za-z]{1,3}[0-9]+|[Rr][0-9]*[Cc][0-9]*")


@lru_cache(maxsize=4096)
def column_letters(number: int) -> str:
    """1 → `A`, 27 → `AA`."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@lru_cache(maxsize=4096)
def column_number(letters: str) -> int:
    """`A` → 1, `AA` → 27."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


@dataclass(frozen=True, slots=True, order=True)
class Area:
    """A rectangle of cells, both corners included."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def text(self) -> str:
        start = f"{column_letters(self.left)}{self.top}"
        end = f"{column_letters(self.right)}{self.bottom}"
        return start if start == end else f"{start}:{end}"

    @property
    def absolute(self) -> str:
        start = f"${column_letters(self.left)}${self.top}"
        end = f"${column_letters(self.right)}${self.bottom}"
        return start if start == end else f"{start}:{end}"

    @property
    def size(self) -> int:
        return (self.bottom - self.top + 1) * (self.right - self.left + 1)

    def covers(self, row: int, column: int) -> bool:
        return self.top <= row <= self.bottom and self.left <= column <= self.right

    def meets(self, other: "Area") -> bool:
        return (
            self.top <= other.bottom
            and other.top <= self.bottom
            and self.left <= other.right
            and other.left <= self.right
        )


def cell_text(row: int, column: int) -> str:
    return f"{column_letters(column)}{row}"


def parse_cell(text: str) -> tuple[int, int]:
    """Row and column of `B7`. Raises `ValueError` when it is no cell of a sheet."""
    match = _CELL.fullmatch(text)
    if not match:
        raise ValueError(f"'{text}' is not a cell")
    row, column = int(match.group(2)), column_number(match.group(1))
    if row > MAX_ROW or column > MAX_COLUMN:
        raise ValueError(f"{text} is outside the sheet")
    return row, column


def parse_area(text: str) -> Area:
    """The rectangle of `A1:D9` or `B7`. Raises `ValueError`."""
    start, _, end = text.partition(":")
    top, left = parse_cell(start)
    bottom, right = parse_cell(end) if end else (top, left)
    return Area(min(top, bottom), min(left, right), max(top, bottom), max(left, right))


def split_place(text: str) -> tuple[str, str]:
    """`'My sheet'!A1:B2` → (`My sheet`, `A1:B2`). Raises `ValueError` without a sheet."""
    sheet, mark, area = text.strip().lstrip("=").rpartition("!")
    if not mark or not sheet:
        raise ValueError(f"'{text}' names no sheet; write Sheet!A1:B2")
    if sheet.startswith("'") and sheet.endswith("'"):
        sheet = sheet[1:-1].replace("''", "'")
    return sheet, area


def quoted_sheet(name: str) -> str:
    """The name as a formula writes it, in quotes where needed."""
    if _PLAIN_SHEET.fullmatch(name) and not _LOOKS_LIKE_CELL.fullmatch(name):
        return name
    return "'" + name.replace("'", "''") + "'"


def place(sheet: str, area: str) -> str:
    return f"{quoted_sheet(sheet)}!{area}"


def refused_cell(path: str, text: str) -> tuple[int, int]:
    """`parse_cell` for an operation's field."""
    try:
        return parse_cell(text)
    except ValueError as error:
        raise OperationRefused(path, str(error), hint="cells run from A1 to XFD1048576") from error


def refused_area(path: str, text: str) -> Area:
    """`parse_area` for an operation's field."""
    try:
        return parse_area(text)
    except ValueError as error:
        raise OperationRefused(path, str(error), hint="write a range such as A1:D9") from error
