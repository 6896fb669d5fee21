"""Which operation wrote a cell of a workbook: the last one that names it, with the place in it."""

from docsmith.documents.model import Document
from docsmith.documents.operations.base import OperationBase
from docsmith.documents.operations.workbook import AddSheet, SetCells, WriteBlock
from docsmith.documents.workbook.book import Place
from docsmith.documents.workbook.cells import parse_cell


def writer_of(document: Document, sheet: str, place: Place) -> str:
    """`ops[11].cells[3].value`; the sheet's own operation where none names the cell (rows that were
    moved, a file that was uploaded).
    """
    made = "ops"
    for index, op in reversed(list(enumerate(document.ops))):
        if getattr(op, "sheet", "").casefold() != sheet.casefold():
            continue
        within = _within(op, place)
        if within is not None:
            return f"ops[{index}].{within}"
        if isinstance(op, AddSheet):
            made = f"ops[{index}]"
    return made


def _within(op: OperationBase, place: Place) -> str | None:
    if isinstance(op, SetCells):
        at = [i for i, cell in enumerate(op.cells) if parse_cell(cell.cell) == place]
        return f"cells[{at[-1]}].value" if at else None
    if isinstance(op, WriteBlock):
        row = place[0] - parse_cell(op.anchor)[0] - (op.header is not None)
        return f"rows[{row}]" if 0 <= row < len(op.rows) else None
    return None
