"""One cell of a sheet: a value, or a formula with its value."""

from dataclasses import replace
from datetime import date

from docsmith.documents.ooxml.text import escaped
from docsmith.documents.workbook.book import Cell, CellContent, Sheet
from docsmith.documents.workbook.cells import cell_text, place
from docsmith.documents.workbook.display import serial
from docsmith.documents.workbook.engine import EXCEL_ERRORS, STORED_ERRORS, Value
from docsmith.documents.workbook.formulas.spelling import stored
from docsmith.documents.workbook.sheets.task import SheetTask, Strings
from docsmith.documents.workbook.styles import Look

SIGNS = ("=", "+", "-", "@")
"""What Excel takes for the begin of a formula when a person confirms a text again."""


def cell_xml(task: SheetTask, row: int, column: int, cell: Cell) -> str:
    """One `c` element."""
    ref = cell_text(row, column)
    style = task.styles.index(_shown_look(task.sheet, row, column, cell))
    start = f'<c r="{ref}"' + (f' s="{style}"' if style else "")
    if cell.formula is not None:
        value = task.values.at(task.sheet.name, row, column)
        known = place(task.sheet.name, ref) not in task.values.unverified
        table = task.sheet.table_at(row, column)
        formula = formula_text(task, cell.formula, table.name if table else None)
        rest = computed_xml(formula, value if known else None)
        if cell.array is not None:
            rest = rest.replace("<f>", f'<f t="array" ref="{cell.array}">', 1)
        return f"{start}{rest}"
    return f"{start}{constant_xml(cell.value, task.strings)}"


def _shown_look(sheet: Sheet, row: int, column: int, cell: Cell) -> Look:
    """A header over numbers stands at the right, as they do; a text stays one when confirmed."""
    look = cell.look
    if isinstance(cell.value, str) and cell.value.startswith(SIGNS):
        look = replace(look, quoted=True)
    if look.style != "header" or look.align or not isinstance(cell.value, str):
        return look
    below = sheet.cells.get((row + 1, column))
    if below is None or below.look.is_date or below.look.align == "left":
        return look
    number = isinstance(below.value, int | float) and not isinstance(below.value, bool)
    numeric = number or (below.formula is not None and bool(below.look.format))
    return replace(look, align="right") if numeric else look


def formula_text(task: SheetTask, formula: str, table: str | None) -> str:
    text = stored(formula, table)
    return escaped(task.respell(text) if task.respell else text)


def computed_xml(formula: str, value: Value) -> str:
    """The rest of a formula cell: type, formula and value."""
    if value is None:
        return f"><f>{formula}</f></c>"
    if isinstance(value, bool):
        return f' t="b"><f>{formula}</f><v>{int(value)}</v></c>'
    if isinstance(value, int | float):
        return f"><f>{formula}</f><v>{value!r}</v></c>"
    if value in EXCEL_ERRORS - STORED_ERRORS:
        return f"><f>{formula}</f></c>"
    kind = "e" if value in STORED_ERRORS else "str"
    return f' t="{kind}"><f>{formula}</f><v>{escaped(value)}</v></c>'


def constant_xml(value: CellContent, strings: Strings) -> str:
    """The rest of a cell that holds a value."""
    if value is None:
        return "/>"
    if isinstance(value, bool):
        return f' t="b"><v>{int(value)}</v></c>'
    if isinstance(value, int | float):
        return f"><v>{value!r}</v></c>"
    if isinstance(value, date):
        return f"><v>{serial(value)!r}</v></c>"
    return strings.cell(value)
