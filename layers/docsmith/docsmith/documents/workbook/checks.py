"""What is wrong with a workbook: `findings_of` runs every check of the table."""

from collections.abc import Callable, Iterator

from docsmith.documents.model import Finding, Severity
from docsmith.documents.workbook.book import Book
from docsmith.documents.workbook.cells import cell_text, place
from docsmith.documents.workbook.engine import EXCEL_ERRORS, Values

Check = Callable[[Book, Values], Iterator[Finding]]


def findings_of(book: Book, values: Values) -> tuple[Finding, ...]:
    """The findings of all checks, in the order of the checks."""
    return tuple(finding for check in CHECKS for finding in check(book, values))


def formula_errors(book: Book, values: Values) -> Iterator[Finding]:
    """No formula may show an error."""
    for sheet in book.sheets:
        for (row, column), value in values.cells.get(sheet.name, {}).items():
            if isinstance(value, str) and value in EXCEL_ERRORS:
                where = place(sheet.name, cell_text(row, column))
                yield Finding(
                    "xlsx.formula_error",
                    Severity.BLOCKING,
                    where,
                    f"the formula shows {value}",
                    _remedy(value),
                )


def _remedy(value: str) -> str:
    return {
        "#DIV/0!": "guard the division: IF(B2=0,0,A2/B2)",
        "#CIRC!": "the formula depends on itself; break the loop",
        "#REF!": "the formula refers to a cell or sheet that is not there",
        "#NAME?": "a name or function is not known; check the spelling",
        "#N/A": "a lookup found nothing; check the key, or wrap it in IFERROR",
        "#VALUE!": "text stands where a number is needed; check the cells it reads",
    }.get(value, "check the arguments of the formula")


CHECKS: tuple[Check, ...] = (formula_errors,)
