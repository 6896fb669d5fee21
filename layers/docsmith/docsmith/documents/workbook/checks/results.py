"""Checks of what formulas show: errors, checks that do not hold, values that are not certain."""

import re
from collections.abc import Iterator

from docsmith.documents.model import Finding, Severity
from docsmith.documents.workbook.book import Cell, Sheet
from docsmith.documents.workbook.checks.scan import Scan, label_of, where
from docsmith.documents.workbook.engine import EXCEL_ERRORS
from docsmith.documents.workbook.formulas.parsing import Node, Shape, tree_of

_CHECK = re.compile(
    r"\bchecks?\b(?![- ]?(?:in|out|list|up)\b)|\bbalances\?|\breconcil|\bout of balance\b"
    r"|\b(?:must|should) be (?:zero|0|nil)\b|\bcontrol (?:total|sum|difference)\b|^controls?$"
    r"|\b(?:muss|soll) 0 sein\b|\b0 erwartet\b|kontrolle?\b|\bkontrollsumme\b|^probe$"
    r"|\bprüfung(?:en)?$|^prüfung\b",
    re.IGNORECASE,
)
_CLAIM = re.compile(r"=|\b(?:balance|equal|match|agree|tie|reconcile)s?\b|\?\s*$", re.IGNORECASE)
"""What a line says that is true or false."""
_HOLDS = {"ok", "true", "yes", "pass", "✓", ""}
_REMEDIES = {
    "#DIV/0!": "guard the division: IF(B2=0,0,A2/B2)",
    "#CIRC!": "the formula depends on itself; break the loop",
    "#REF!": "it refers to a cell or sheet that is not there",
    "#NAME?": "a name or function is not known; check the spelling",
    "#N/A": "a lookup found nothing; check the key, or wrap it in IFERROR",
    "#VALUE!": "text stands where a number is needed; check the cells it reads",
}


def errors(scan: Scan) -> Iterator[Finding]:
    """No formula may show an error. Regions report their first bad row of each column."""
    for sheet in scan.sheets:
        seen: set[int] = set()
        for (row, column), value in scan.values.cells.get(sheet.name, {}).items():
            if not (isinstance(value, str) and value in EXCEL_ERRORS):
                continue
            in_region = any(r.area.covers(row, column) for r in sheet.regions)
            if in_region and column in seen:
                continue
            if in_region:
                seen.add(column)
            yield Finding(
                "xlsx.formula_error",
                Severity.BLOCKING,
                where(sheet.name, row, column),
                f"the formula shows {value}",
                _REMEDIES.get(value, "check the arguments of the formula"),
            )


def check_rows(scan: Scan) -> Iterator[Finding]:
    """A row called a check, styled as one or claiming something is 0, TRUE or OK throughout."""
    for sheet in scan.sheets:
        for (row, column), cell in scan.by_sheet[sheet.name].items():
            look = sheet.cells[row, column].look
            label, value = label_of(sheet, row, column), scan.computed(cell)
            claims = value is False and _CLAIM.search(label)
            if look.style != "check" and not _CHECK.search(label) and not claims:
                continue
            if _compares_itself(tree_of(cell.formula)):
                yield _empty_check(sheet, row, column, "the check compares something with itself")
            if not _holds(value):
                yield Finding(
                    "xlsx.check_row",
                    Severity.BLOCKING,
                    where(sheet.name, row, column),
                    f"the check shows {value}",
                    "find which of the two sides is wrong; the difference says by how much",
                )

        for (row, column), cell in scan.cells(sheet):
            if cell.formula is None and _is_typed_check(sheet, row, column, cell):
                yield _empty_check(sheet, row, column, f"the check is typed: {cell.value}")


def _is_typed_check(sheet: Sheet, row: int, column: int, cell: Cell) -> bool:
    """0, TRUE or OK written beside the name of a check."""
    value, label = cell.value, label_of(sheet, row, column)
    typed = value is True or (isinstance(value, int | float) and value == 0)
    said = isinstance(value, str) and value.strip().casefold() in _HOLDS - {"", "yes"}
    return (typed or said) and bool(_CHECK.search(label))


def _compares_itself(node: Node | None) -> bool:
    """`A1-A1`, or `A1=A1`, wherever it stands in the formula."""
    if node is None:
        return False
    same = node.shape is Shape.BINARY and node.text in "-=" and node.children[0] == node.children[1]
    return same or any(_compares_itself(child) for child in node.children)


def _empty_check(sheet: Sheet, row: int, column: int, message: str) -> Finding:
    return Finding(
        "xlsx.check_row",
        Severity.WARNING,
        where(sheet.name, row, column),
        message,
        "compute the difference of the two sides",
    )


def _holds(value: object) -> bool:
    if isinstance(value, bool) or value is None:
        return value is not False
    if isinstance(value, int | float):
        return abs(value) < 0.01
    return not isinstance(value, str) or value.strip().casefold() in _HOLDS or value in EXCEL_ERRORS


def not_verified(scan: Scan) -> Iterator[Finding]:
    """Cells whose value is left for Excel to compute."""
    for spot in sorted(scan.values.unverified):
        yield Finding(
            "xlsx.not_verified",
            Severity.WARNING,
            spot,
            "the value could not be computed with certainty and is not stored",
            "Excel computes it when the file is opened; or write it with SUMIFS or a helper column",
        )
