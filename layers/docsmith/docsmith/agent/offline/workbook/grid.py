"""Cell addresses: columns are numbers from 1, rows are numbers from 1."""

import re
from collections.abc import Iterator, Mapping

from docsmith.agent.wire import as_list, as_object

Place = tuple[int, int]
"""Row, column."""


def letter(column: int) -> str:
    """`1` is `A`, `27` is `AA`."""
    text = ""
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(ord("A") + rest) + text
    return text


def number_of(letters: str) -> int:
    """`A` is 1, `AA` is 27."""
    number = 0
    for character in letters.upper():
        number = number * 26 + ord(character) - ord("A") + 1
    return number


def ref(column: int, row: int) -> str:
    """`B7`."""
    return f"{letter(column)}{row}"


def span(left: int, top: int, right: int, bottom: int) -> str:
    """`B7:D9`."""
    return f"{ref(left, top)}:{ref(right, bottom)}"


def quoted(sheet: str) -> str:
    """The sheet's name as a formula needs it."""
    plain = re.fullmatch(r"[A-Za-z_\u00c0-\u024f][\w]*", sheet) and not _like_cell(sheet)
    return sheet if plain else "'" + sheet.replace("'", "''") + "'"


def on(sheet: str, place: str) -> str:
    """`Summary!B7`, or `'My sheet'!B7`."""
    return f"{quoted(sheet)}!{place}"


def _like_cell(name: str) -> bool:
    return re.fullmatch(r"(?i)[a-z]{1,3}\d+|r\d*c\d*", name) is not None


def cells_of(view: Mapping[str, object]) -> Iterator[tuple[Place, object]]:
    """Every cell of a page that `document_read` gave: `columns` and `rows`."""
    columns = [number_of(str(name)) for name in as_list(view.get("columns"))]
    for row, cells in as_object(view.get("rows")).items():
        for column, cell in zip(columns, as_list(cells), strict=False):
            yield (int(row), column), cell
