"""Checks of what was typed: numbers kept as text, keys that repeat, one word in two spellings."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date

from docsmith.documents.model import Finding, Severity
from docsmith.documents.workbook.book import Book, Cell, Sheet
from docsmith.documents.workbook.checks.lists import lists
from docsmith.documents.workbook.checks.scan import Scan, where
from docsmith.documents.workbook.formulas.parsing import tree_of
from docsmith.documents.workbook.formulas.tokens import Kind, tokens

_NUMBER = re.compile(
    r"[(\-+]?\s*(?:[€$£]|EUR|USD|GBP|CHF)?\s*[-+]?[\dOol][\dOol.,' ]*[\dOol]?\s*"
    r"(?:%|[€$£]|EUR|USD|GBP|CHF)?\s*[)\-]?",
)
_DATE = re.compile(
    r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|\d{1,2}\.? (?:[A-Za-zäÄ]{3,9})\.? \d{2,4}"
    r"|[A-Za-z]{3,9} \d{1,2}, \d{4}"
)
_KEY = re.compile(
    r"(?:\b(?:no|nr|id|number|key|sku|code)|nummer|nr)\W*$|^(?:no|nr|id)\b", re.IGNORECASE
)
_REACH = 3
_MOST_REPEATED = 0.34
_LEAST_KEYS, _LEAST_WORDS = 4, 5


def kept_as_text(scan: Scan) -> Iterator[Finding]:
    """A number, date or formula typed as text takes part in no sum."""
    for sheet in scan.sheets:
        for (row, column), cell in scan.cells(sheet):
            said = _mistyped(scan.book, sheet, row, column, cell)
            if said:
                yield Finding(
                    "xlsx.text_number",
                    Severity.WARNING,
                    where(sheet.name, row, column),
                    f"'{str(cell.value)[:40]}' is {said} kept as text",
                    "write it as a number, an ISO date or a formula",
                )


def _mistyped(book: Book, sheet: Sheet, row: int, column: int, cell: Cell) -> str:
    """What a text is that should be none, empty when it may be text."""
    text = cell.value
    if not isinstance(text, str) or len(text) > 8_000:
        return ""
    if _is_formula(text, book):
        return "a formula"
    around = _neighbours(sheet, row, column)
    if not around:
        return ""
    if all(around[d] == "date" for d in around) and _DATE.fullmatch(text.strip()):
        return "a date"
    digits = any(c.isdigit() for c in text) and bool(_NUMBER.fullmatch(text.strip()))
    return "a number" if digits and "number" in around.values() else ""


def _is_formula(text: str, book: Book) -> bool:
    """`=A1+B1`, ` =SUM(A1:A3)` or `="a"&"b"`, but neither `= result` nor `= price - costs`."""
    stripped = text.strip()
    if not stripped.startswith("=") or tree_of(stripped[1:]) is None:
        return False
    known = {*map(str.casefold, book.names), *book.formula_names()}
    names = {t.text.casefold() for t in tokens(stripped[1:]) if t.kind is Kind.NAME}
    return names <= known


def _neighbours(sheet: Sheet, row: int, column: int) -> dict[int, str]:
    """What stands next above and below in the column: numbers or dates on one or both sides.

    The first of a column may be its header, so something must stand above.
    """
    found: dict[int, str] = {}
    for side in (-1, 1):
        for step in range(1, _REACH + 1):
            cell = sheet.cells.get((row + side * step, column))
            kind = _kind(cell)
            if kind:
                found[side] = kind
                break
    return found if -1 in found else {}


def _kind(cell: Cell | None) -> str:
    if cell is None or isinstance(cell.value, bool):
        return ""
    if isinstance(cell.value, date) or (cell.look.is_date and isinstance(cell.value, int | float)):
        return "date"
    plain = cell.formula is not None and cell.look.format not in {"", "General", "@"}
    return "number" if isinstance(cell.value, int | float) or plain else ""


def repeated_keys(scan: Scan) -> Iterator[Finding]:
    """A key stands once in its list. Where most repeat, it is a reference to another list."""
    for sheet in scan.sheets:
        for found in lists(scan, sheet):
            first = found.span[0]
            if not _KEY.search(str(found.headers[first])):
                continue
            keys = [(row, str(c.value)) for row, c in found.column(sheet, first) if c.value]
            counts = Counter(key for _, key in keys)
            twice = [(row, key) for row, key in keys if counts[key] > 1]
            if len(keys) >= _LEAST_KEYS and 0 < len(twice) <= max(2, _MOST_REPEATED * len(keys)):
                row, key = twice[-1]
                yield Finding(
                    "xlsx.duplicate",
                    Severity.WARNING,
                    where(sheet.name, row, first),
                    f"'{key[:40]}' stands twice under '{found.headers[first]}'",
                    "remove the second row, or give it a key of its own",
                )


def spellings(scan: Scan) -> Iterator[Finding]:
    """One word is spelt one way: sums by category compare letter by letter."""
    for sheet in scan.sheets:
        for found in lists(scan, sheet):
            for column in found.span:
                yield from _spelt_twice(sheet, column, found.column(sheet, column))


def _spelt_twice(sheet: Sheet, column: int, cells: list[tuple[int, Cell]]) -> Iterator[Finding]:
    words = [(row, c.value) for row, c in cells if isinstance(c.value, str)]
    if len(words) < _LEAST_WORDS:
        return
    counts = Counter(word for _, word in words)
    common: dict[str, str] = {}
    for word, _ in counts.most_common():
        common.setdefault(" ".join(word.split()).casefold(), word)
    for row, word in words:
        usual = common[" ".join(word.split()).casefold()]
        if word != usual and counts[usual] > 1:
            yield Finding(
                "xlsx.spelling",
                Severity.WARNING,
                where(sheet.name, row, column),
                f"'{word[:40]}' is spelt '{usual[:40]}' elsewhere in the column",
                "spell it the same way in each row",
            )
            return
