"""What a formula refers to: areas on sheets, columns of tables, names."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from docsmith.documents.workbook.cells import (
    MAX_COLUMN,
    MAX_ROW,
    Area,
    column_number,
    parse_area,
    split_place,
)
from docsmith.documents.workbook.formulas.tokens import Kind, Token, tokens

_WHOLE_COLUMNS = re.compile(r"\$?([A-Za-z]{1,3}):\$?([A-Za-z]{1,3})")
_WHOLE_ROWS = re.compile(r"\$?(\d+):\$?(\d+)")
_SPECIAL = {"#all", "#data", "#headers", "#totals", "#this row"}


@dataclass(frozen=True, slots=True)
class TableReference:
    """`Sales[Amount]` taken apart. `table` is empty for `[@Amount]`; `items` are `#this row` and
    the like.
    """

    table: str
    columns: tuple[str, ...]
    items: frozenset[str]
    span: bool = False

    @property
    def this_row(self) -> bool:
        return "#this row" in self.items


def cell_references(formula: str) -> Iterator[tuple[str | None, Area]]:
    """Every area with the sheet it names, None for the formula's own sheet. Whole columns count
    whole.
    """
    for token in tokens(formula):
        if token.kind is Kind.REFERENCE:
            found = area_of(token.text)
            if found is not None:
                yield found


def area_of(text: str) -> tuple[str | None, Area] | None:
    """The sheet and area of a reference token; None for `#REF!` and areas outside the sheet."""
    sheet: str | None = None
    if "!" in text:
        sheet, text = split_place(text)
    try:
        if match := _WHOLE_COLUMNS.fullmatch(text):
            left, right = sorted((column_number(match.group(1)), column_number(match.group(2))))
            return sheet, Area(1, left, MAX_ROW, right)
        if match := _WHOLE_ROWS.fullmatch(text):
            top, bottom = sorted((int(match.group(1)), int(match.group(2))))
            return sheet, Area(top, 1, bottom, MAX_COLUMN)
        return sheet, parse_area(text)
    except ValueError:
        return None


def table_references(formula: str) -> Iterator[TableReference]:
    for token in tokens(formula):
        if token.kind is Kind.STRUCTURED:
            yield table_reference(token)


def table_reference(token: Token) -> TableReference:
    """The parts of a structured token."""
    table, _, inner = token.text.partition("[")
    inner = inner[:-1].strip()
    items: set[str] = set()
    columns: list[str] = []
    if inner.startswith("@"):
        items.add("#this row")
        inner = inner[1:].strip()
        if not inner.startswith("["):
            columns = [_plain(inner)] if inner else []
            return TableReference(table, tuple(columns), frozenset(items))
    if not inner.startswith("["):
        if inner.casefold() in _SPECIAL:
            return TableReference(table, (), frozenset({inner.casefold()}))
        return TableReference(table, (_plain(inner),) if inner else (), frozenset(items))
    parts = _parts(inner)
    for part in parts:
        if part.casefold() in _SPECIAL:
            items.add(part.casefold())
        else:
            columns.append(_plain(part))
    return TableReference(table, tuple(columns), frozenset(items), span="]:[" in inner)


def _parts(inner: str) -> list[str]:
    """The texts of the brackets inside: `[#This Row],[a:b]` → `#This Row`, `a:b`."""
    found: list[str] = []
    at = 0
    while at < len(inner):
        if inner[at] == "[":
            end = at + 1
            while end < len(inner) and inner[end] != "]":
                end += 2 if inner[end] == "'" else 1
            found.append(inner[at + 1 : end])
            at = end
        at += 1
    return found


def _plain(text: str) -> str:
    """A column name without its escapes: `It''s` → `It's`."""
    return re.sub(r"'(.)", r"\1", text)


def escaped_column(name: str) -> str:
    """A column name as a structured reference writes it."""
    return re.sub(r"(['\[\]#@])", r"'\1", name)


def names_used(formula: str) -> Iterator[str]:
    """Bare names: defined names and tables without brackets."""
    for token in tokens(formula):
        if token.kind is Kind.NAME:
            yield token.text
