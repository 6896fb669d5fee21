"""Which formulas are refused, and with which better form.

`refuse_formula` looks at the form alone; `dangling` looks whether what it refers to is there. Both
answer with what a model needs to mend it. IronCalc takes one cell where Excel would spread an array
(`SUMPRODUCT((MONTH(r)=3)*q)` gives 0, not 2), so scalar functions over ranges are refused with the
form that works; what spills is refused because the file format of spills is not written.
"""

import re
from collections.abc import Iterator

from docsmith.documents.errors import OperationRefused
from docsmith.documents.workbook.book import Book, Sheet
from docsmith.documents.workbook.cells import split_place
from docsmith.documents.workbook.formulas.arrays import spread_of
from docsmith.documents.workbook.formulas.parsing import FormulaSyntaxError, Node, Shape, parse
from docsmith.documents.workbook.formulas.references import (
    area_of,
    table_reference,
)
from docsmith.documents.workbook.formulas.spelling import functions
from docsmith.documents.workbook.formulas.tokens import Kind, Token, tokens

MAX_LENGTH = 8192


def refuse_formula(formula: str, path: str) -> None:
    """Raises `OperationRefused` when the form of this formula (without its `=`) is not taken."""
    if not formula:
        raise OperationRefused(path, "the formula is empty")
    if len(formula) > MAX_LENGTH:
        raise OperationRefused(path, f"the formula is longer than {MAX_LENGTH:,} characters")
    found = tokens(formula)
    _refuse_outside(formula, found, path)
    _refuse_broken(formula, found, path)
    _refuse_functions(found, path)
    _refuse_links(parse(formula), path)


_LINK = re.compile(r'"(?:https?://|mailto:|#)', re.IGNORECASE)


def _refuse_links(node: Node, path: str) -> None:
    """A link that a click follows leads to the web, to mail or into this workbook, never to
    a file.
    """
    if node.text == "HYPERLINK" and node.shape is Shape.CALL and node.children:
        target = node.children[0]
        while target.children and target.shape is Shape.BINARY:
            target = target.children[0]
        if not _LINK.match(target.text):
            raise OperationRefused(
                path,
                "HYPERLINK must begin with https://, http://, mailto: or # as text",
                hint='HYPERLINK("https://example.com/"&A2,"open")',
            )
    for child in node.children:
        _refuse_links(child, path)


def _refuse_outside(formula: str, found: tuple[Token, ...], path: str) -> None:
    """Nothing outside the workbook is read: other files, other programs, the network."""
    for token in found:
        outside = token.kind in {Kind.REFERENCE, Kind.NAME} and "!" in token.text
        sheet = token.text.rpartition("!")[0] if outside else ""
        if any(sign in sheet for sign in "[]\\/") or ("." in sheet and ":" in sheet):
            raise OperationRefused(
                path, f"{token.text} refers to another file", hint="put the values into a sheet"
            )
        if token.kind is Kind.UNKNOWN or (token.kind is Kind.OPERATOR and token.text in "|!"):
            raise _outside_or_broken(formula, token, path)


def _outside_or_broken(formula: str, token: Token, path: str) -> OperationRefused:
    if token.text == "|" or "|" in formula:
        return OperationRefused(path, "links to other programs (DDE) are not taken")
    return OperationRefused(
        path, f"'{token.text}' at position {token.start + 1} does not belong in a formula"
    )


def _refuse_broken(formula: str, found: tuple[Token, ...], path: str) -> None:
    if any(token.text == ";" and "{" not in formula for token in found):
        raise OperationRefused(path, "arguments are separated by commas, not semicolons")
    try:
        parse(formula)
    except FormulaSyntaxError as error:
        raise OperationRefused(path, str(error)) from error


def _refuse_functions(found: tuple[Token, ...], path: str) -> None:
    table = functions()
    known, refused = set(table["known"]), table["refused"]
    for token in found:
        if token.kind is not Kind.FUNCTION:
            continue
        name = token.text.upper()
        if name in refused:
            raise OperationRefused(path, f"{name} is not taken: {refused[name]}")
        if name not in known:
            near = tuple(_near(name, table["known"]))
            raise OperationRefused(path, f"Excel has no function {name}", near)


def _near(name: str, known: list[str]) -> Iterator[str]:
    from difflib import get_close_matches

    yield from get_close_matches(name, known, n=3, cutoff=0.6)


def dangling(
    book: Book, home: Sheet, row: int, column: int, formula: str
) -> OperationRefused | None:
    """Why what the formula refers to is not there; None when all of it is. The path is left
    empty.
    """
    for token in tokens(formula):
        refused = None
        if token.kind is Kind.REFERENCE:
            refused = _missing_area(book, token)
        elif token.kind is Kind.STRUCTURED:
            refused = _missing_column(book, home, row, column, token)
        elif token.kind is Kind.NAME:
            refused = _missing_name(book, formula, token)
        if refused is not None:
            return refused
    return None


def spreading(book: Book, formula: str) -> OperationRefused | None:
    """Why the formula would spread an array; None when it gives one value. The path is left
    empty.
    """

    def is_range(name: str) -> bool:
        named = book.name(name)
        return book.table(name) is not None or (named is not None and named[1].size > 1)

    found = spread_of(parse(formula), is_range)
    return None if found is None else OperationRefused("", found.reason, hint=found.hint)


def _missing_area(book: Book, token: Token) -> OperationRefused | None:
    names = tuple(s.name for s in book.sheets)
    if "!" in token.text:
        sheet = split_place(token.text)[0]
        if ":" in sheet:
            return OperationRefused(
                "", f"{token.text} spans several sheets", hint="add them one by one"
            )
        if book.sheet(sheet) is None:
            return OperationRefused("", f"there is no sheet '{sheet}'", names)
    if area_of(token.text) is None:
        return OperationRefused("", f"{token.text} is no cell of a sheet")
    return None


def _missing_column(
    book: Book, home: Sheet, row: int, column: int, token: Token
) -> OperationRefused | None:
    found = table_reference(token)
    own = home.table_at(row, column)
    table = own if not found.table else (book.table(found.table) or (None, None))[1]
    if table is None:
        names = tuple(t.name for s in book.sheets for t in s.tables)
        what = f"there is no table '{found.table}'" if found.table else "this cell is in no table"
        return OperationRefused("", what, names)
    for name in found.columns:
        if table.column_area(name) is None:
            return OperationRefused(
                "", f"table {table.name} has no column '{name}'", tuple(table.columns)
            )
    return None


def _missing_name(book: Book, formula: str, token: Token) -> OperationRefused | None:
    name = token.text.rpartition("!")[2]
    upper = formula.upper()
    if name.upper() in {"TRUE", "FALSE"} or book.name(name) or book.table(name):
        return None
    if "LET(" in upper or "LAMBDA(" in upper:
        return None
    names = (*book.names, *(t.name for s in book.sheets for t in s.tables))
    return OperationRefused("", f"'{name}' is neither a name nor a table of this workbook", names)
