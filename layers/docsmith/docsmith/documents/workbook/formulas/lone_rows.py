"""Columns of tables that have one row, spelled for the engine as the ranges they are.

IronCalc 0.9.1 reads `Sales[Amount]` of a single row as one cell, and SUMIFS, COUNTIFS or MATCH over
one cell as an error; over `Data!$B$2:$B$2` they count as in Excel.
"""

from docsmith.documents.workbook.book import Book
from docsmith.documents.workbook.cells import column_letters, quoted_sheet
from docsmith.documents.workbook.formulas.references import table_reference
from docsmith.documents.workbook.formulas.tokens import Kind, Token, tokens


def with_lone_rows(formula: str, book: Book, lone: frozenset[str]) -> str:
    """The formula with such columns as ranges. `lone` are the tables of one row, in lower case."""
    if not lone or "[" not in formula:
        return formula
    return "".join(_spelled(token, book, lone) for token in tokens(formula))


def lone_tables(book: Book) -> frozenset[str]:
    """The tables that have one row."""
    tables = (table for sheet in book.sheets for table in sheet.tables)
    return frozenset(t.name.casefold() for t in tables if t.body.top == t.body.bottom)


def _spelled(token: Token, book: Book, lone: frozenset[str]) -> str:
    if token.kind is not Kind.STRUCTURED:
        return token.text
    reference = table_reference(token)
    if reference.table.casefold() not in lone or reference.items or len(reference.columns) != 1:
        return token.text
    found = book.table(reference.table)
    area = found[1].column_area(reference.columns[0]) if found else None
    if found is None or area is None:
        return token.text
    cell = f"${column_letters(area.left)}${area.top}"
    return f"{quoted_sheet(found[0].name)}!{cell}:{cell}"
