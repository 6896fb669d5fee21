"""Checks of what formulas read: nothing, everything, or what they do not say.

And of inputs that nobody reads.
"""

import re
from collections.abc import Iterator

from docsmith.documents.model import Finding, Severity
from docsmith.documents.workbook.book import Book, Sheet
from docsmith.documents.workbook.cells import Area
from docsmith.documents.workbook.checks.scan import Scan, is_filled, label_of, where
from docsmith.documents.workbook.dependencies import FormulaCell, areas_read
from docsmith.documents.workbook.formulas.spelling import functions
from docsmith.documents.workbook.formulas.tokens import Kind, tokens

_WHOLE = re.compile(r"(?:.*!)?(?:\$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3}|\$?[0-9]+:\$?[0-9]+)")
_PLACES = re.compile(r"(?i)^(?:ROW|COLUMN|ROWS|COLUMNS|ISBLANK|CELL)$")


def empty_references(scan: Scan) -> Iterator[Finding]:
    """A formula that reads an empty cell reads the wrong one."""
    for cell in scan.formulas:
        home = scan.book.sheet(cell.sheet)
        if home is None or home.hidden:
            continue
        found = list(_empty_areas(scan, cell))
        if found:
            yield Finding(
                "xlsx.empty_reference",
                Severity.WARNING,
                where(cell.sheet, cell.row, cell.column),
                f"the formula reads {', '.join(found[:3])}, where nothing stands",
                "point it at the cell that holds the value",
            )


def _empty_areas(scan: Scan, cell: FormulaCell) -> Iterator[str]:
    """What a formula reads for its contents although nothing stands there."""
    for name, area in cell.reads:
        sheet = scan.book.sheet(name)
        whole = area.size > 1_000_000
        if sheet is None or whole or is_filled(sheet, area):
            continue
        if not _asks_for_place(cell.formula, area):
            yield f"{name}!{area.text}"


def _asks_for_place(formula: str, area: Area) -> bool:
    """Whether the area stands only in functions that look at places and not at contents."""
    calls = [t.text for t in tokens(formula) if t.kind is Kind.FUNCTION]
    plain = area.text.replace("$", "")
    inside = re.findall(rf"(?i)\b(\w+)\(\s*(?:[^()]*!)?{plain}\s*[,)]", formula.replace("$", ""))
    return bool(calls and inside) and all(_PLACES.match(name) for name in inside)


def unused_inputs(scan: Scan) -> Iterator[Finding]:
    """An input that nothing reads misleads whoever changes it."""
    read = _read_areas(scan)
    for sheet in scan.sheets:
        areas = read.get(sheet.name, [])
        for (row, column), cell in scan.cells(sheet):
            number = isinstance(cell.value, int | float) and not isinstance(cell.value, bool)
            if not number or cell.look.style != "input":
                continue
            if not any(area.covers(row, column) for area in areas):
                yield Finding(
                    "xlsx.unused_input",
                    Severity.WARNING,
                    where(sheet.name, row, column),
                    f"no formula reads this input ({label_of(sheet, row, column) or 'no label'})",
                    "use it in the formulas it belongs to, or remove it",
                )


def _read_areas(scan: Scan) -> dict[str, list[Area]]:
    """By sheet, every area that a formula, a computed column or a rule reads."""
    found: dict[str, list[Area]] = {}
    for cell in scan.formulas:
        for name, area in cell.reads:
            found.setdefault(name, []).append(area)
    for sheet in scan.book.sheets:
        for name, area in _other_reads(scan.book, sheet):
            found.setdefault(name, []).append(area)
    return found


def _other_reads(book: Book, sheet: Sheet) -> Iterator[tuple[str, Area]]:
    for region in sheet.regions:
        for column in region.columns:
            if column.formula is not None:
                first = region.area.top + 1
                yield from areas_read(book, sheet, first, region.area.left, column.formula)
    for rule in sheet.rules:
        for formula in rule.formulas:
            yield from areas_read(book, sheet, rule.area.top, rule.area.left, formula)


def volatile(scan: Scan) -> Iterator[Finding]:
    """OFFSET and INDIRECT hide what they read; RAND changes the answer."""
    hidden = set(functions()["volatile"]) - {"TODAY", "NOW"}
    for cell in scan.formulas:
        used = {t.text.upper() for t in tokens(cell.formula) if t.kind is Kind.FUNCTION}
        for name in sorted(used & hidden):
            yield Finding(
                "xlsx.volatile",
                Severity.WARNING,
                where(cell.sheet, cell.row, cell.column),
                f"{name} is volatile and hides what it reads",
                "use INDEX with MATCH, or a direct reference",
            )


def whole_columns(scan: Scan) -> Iterator[Finding]:
    """Whole columns and rows are slow and take in whatever is written there later."""
    for cell in scan.formulas:
        for token in tokens(cell.formula):
            if token.kind is Kind.REFERENCE and _WHOLE.fullmatch(token.text):
                yield Finding(
                    "xlsx.whole_column",
                    Severity.WARNING,
                    where(cell.sheet, cell.row, cell.column),
                    f"{token.text} takes a whole column or row",
                    "name the rows, or a column of a table",
                )
                break
