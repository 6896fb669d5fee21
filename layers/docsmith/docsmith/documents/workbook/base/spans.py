"""References over several sheets: `Jan:Dec!B2` takes in whatever stands between the two."""

from collections.abc import Iterator

from docsmith.documents.workbook.book import Book
from docsmith.documents.workbook.cells import split_place
from docsmith.documents.workbook.formulas.tokens import Kind, tokens
from docsmith.documents.workbook.shifting import all_formulas


def spanning_formulas(book: Book) -> list[str]:
    """Where formulas stand that reach over several sheets: cells, and names of formulas."""
    found = [where for _, where, formula in all_formulas(book) if spans(formula)]
    other = book.base.other_names if book.base is not None else []
    return found + [f"the name {name}" for name, _, text in other if spans(text)]


def spans(formula: str) -> bool:
    """Whether a formula has a reference over several sheets."""
    return ":" in formula and any(":" in sheet for sheet in sheets_named(formula))


def sheets_named(formula: str) -> Iterator[str]:
    """The sheets that references of a formula name, as they are written."""
    for token in tokens(formula):
        if token.kind is Kind.REFERENCE and "!" in token.text:
            yield split_place(token.text)[0]
