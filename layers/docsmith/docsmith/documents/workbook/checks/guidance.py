"""Checks of what guides a reader: choices, bounds, names, and inputs that nobody sees."""

from collections.abc import Iterator
from datetime import date

from docsmith.documents.model import Finding, Severity
from docsmith.documents.operations.workbook_guidance import Validation
from docsmith.documents.workbook.book import Rule, Sheet
from docsmith.documents.workbook.checks.scan import Scan, is_filled, where
from docsmith.documents.workbook.display import serial
from docsmith.documents.workbook.formulas.references import area_of

_MOST_CELLS = 5_000


def validations(scan: Scan) -> Iterator[Finding]:
    """What stands in a cell is one of its own choices, and choices are there."""
    for sheet in scan.sheets:
        for rule in sheet.rules:
            if isinstance(rule.op, Validation):
                yield from _against(scan, sheet, rule, rule.op)


def _against(scan: Scan, sheet: Sheet, rule: Rule, op: Validation) -> Iterator[Finding]:
    choices = _choices(scan, sheet, rule, op) if op.kind == "list" else None
    if choices is not None and not choices:
        yield _said(sheet, rule.area.top, rule.area.left, "the list of choices is empty")
        return
    if rule.area.size > _MOST_CELLS:
        return
    for row in range(rule.area.top, rule.area.bottom + 1):
        for column in range(rule.area.left, rule.area.right + 1):
            value = scan.value(sheet, row, column)
            if value is not None and not _allowed(value, choices, op):
                yield _said(
                    sheet, row, column, f"'{str(value)[:40]}' is not allowed by its own rule"
                )
                return


def _choices(scan: Scan, sheet: Sheet, rule: Rule, op: Validation) -> set[str] | None:
    """The choices of a list, None when they cannot be told."""
    if op.values is not None:
        return {v.strip().casefold() for v in op.values}
    found = area_of(rule.formulas[0]) if rule.formulas else None
    home = scan.book.sheet(found[0]) if found is not None and found[0] else sheet
    if found is None or home is None or found[1].size > _MOST_CELLS:
        return None
    area = found[1]
    values = (
        scan.value(home, row, column)
        for row in range(area.top, area.bottom + 1)
        for column in range(area.left, area.right + 1)
    )
    return {str(v).strip().casefold() for v in values if v is not None}


def _allowed(value: object, choices: set[str] | None, op: Validation) -> bool:
    if choices is not None:
        return str(value).strip().casefold() in choices
    number = serial(value) if isinstance(value, date) else value
    if op.kind not in {"whole", "decimal"} or isinstance(number, bool):
        return True
    if not isinstance(number, int | float):
        return False
    low, high = op.minimum, op.maximum
    above = not isinstance(low, int | float) or number >= low
    below = not isinstance(high, int | float) or number <= high
    return above and below and (op.kind == "decimal" or float(number).is_integer())


def _said(sheet: Sheet, row: int, column: int, message: str) -> Finding:
    return Finding(
        "xlsx.validation",
        Severity.WARNING,
        where(sheet.name, row, column),
        message,
        "change the value or the rule",
    )


def names(scan: Scan) -> Iterator[Finding]:
    """A name stands for cells that hold something."""
    for name, (home, area) in scan.book.names.items():
        sheet = scan.book.sheet(home)
        if sheet is not None and not is_filled(sheet, area):
            yield Finding(
                "xlsx.name",
                Severity.WARNING,
                where(home, area.top, area.left),
                f"the name {name} stands for {area.text}, where nothing is",
                "point it at the cells it is called after",
            )


def hidden_inputs(scan: Scan) -> Iterator[Finding]:
    """A number that formulas use stands where a reader can see it."""
    for sheet in scan.sheets:
        columns = sheet.layout.hidden_columns
        places = {
            (row, column)
            for (row, column), cell in (scan.cells(sheet) if columns else ())
            if column in columns and cell.formula is None and isinstance(cell.value, int | float)
        }
        read = _read_alone(scan, sheet, places)
        for row, column in sorted(places & read):
            yield Finding(
                "xlsx.hidden_input",
                Severity.WARNING,
                where(sheet.name, row, column),
                "formulas use this number, and its column is hidden",
                "move it to the inputs, with a label",
            )


def _read_alone(scan: Scan, sheet: Sheet, places: set[tuple[int, int]]) -> set[tuple[int, int]]:
    """The places that formulas of visible columns read as single cells."""
    hidden = sheet.layout.hidden_columns
    return {
        (area.top, area.left)
        for cell in (scan.formulas if places else ())
        if cell.sheet != sheet.name or cell.column not in hidden
        for name, area in cell.reads
        if name == sheet.name and area.size == 1
    }
