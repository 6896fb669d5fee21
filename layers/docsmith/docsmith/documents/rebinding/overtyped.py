"""Values that were typed over what a workbook had from its data, by hand or by an author.

A number in row 7 of a loaded table belongs to the record that stood there; one in place of a
formula no longer follows anything. Over other data both are wrong, and neither is refused.
"""

from docsmith.documents.model import Document
from docsmith.documents.operations.workbook import SetCells
from docsmith.documents.rebinding.misfit import Misfit
from docsmith.documents.workbook.book import Place
from docsmith.documents.workbook.cells import cell_text, parse_cell, place
from docsmith.documents.workbook.changes import Changes
from docsmith.documents.workbook.replay import applier, started

_HINT = "Undo this edit in the source run, or render with stale: report to keep it."


def overtyped(document: Document) -> tuple[Misfit, ...]:
    """For each such value that still stands, the operation that typed it."""
    changes = Changes(started(document), document.inputs)
    found: dict[tuple[str, Place], Misfit] = {}
    for index, op in enumerate(document.ops):
        changes.path = f"ops[{index}]"
        if isinstance(op, SetCells):
            for item, cell in enumerate(op.cells):
                at = op.sheet.casefold(), parse_cell(cell.cell)
                found.pop(at, None)
                over = _typed_over(changes, op, item)
                if over is not None:
                    path = f"ops[{index}].cells[{item}].value"
                    found[at] = Misfit(path, over, _HINT, stale=True)
        applier(op)(changes, op)
    return tuple(found.values())


def _typed_over(changes: Changes, op: SetCells, item: int) -> str | None:
    """What the value takes the place of; None where nothing computed or loaded stood."""
    given, sheet = op.cells[item], changes.book.sheet(op.sheet)
    if sheet is None or (isinstance(given.value, str) and given.value.startswith("=")):
        return None
    row, column = parse_cell(given.cell)
    where = place(sheet.name, cell_text(row, column))
    if any(region.area.covers(row, column) for region in sheet.regions):
        return f"{given.value!r} is typed over a value of the data in {where}"
    before = sheet.cells.get((row, column))
    number = isinstance(given.value, int | float) and not isinstance(given.value, bool)
    if number and before is not None and before.formula is not None:
        return f"{given.value} is typed over the formula ={before.formula[:60]} in {where}"
    return None
