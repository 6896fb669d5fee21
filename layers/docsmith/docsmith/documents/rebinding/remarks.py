"""What reading a file had to say of it, written beside a column's name in a workbook's notes.

`2 cells are not numbers and stay text` is a fact of that file: where it stands in the row of its
column, it gives way to what the new file's column gave rise to. Elsewhere it is told as stale.
"""

from collections.abc import Iterator, Mapping, Sequence

from docsmith.documents.model import Input
from docsmith.documents.operations.base import OperationBase
from docsmith.documents.operations.workbook import CellValue, SetCells
from docsmith.documents.rebinding.schema import changed_slots
from docsmith.documents.sources.opened import source_table
from docsmith.documents.sources.table import SourceTable
from docsmith.documents.workbook.cells import parse_cell


def with_new_remarks(
    ops: Sequence[OperationBase], before: Mapping[str, Input], after: Mapping[str, Input]
) -> tuple[OperationBase, ...]:
    """The operations, texts already in the names of the new files."""
    renewed: dict[tuple[str, str], str] = {}
    lines: dict[str, str] = {}
    for slot in changed_slots(before, after):
        old, new = source_table(before[slot]), source_table(after[slot])
        renewed |= dict(_of_columns(old, new))
        lines |= dict(_of_file(old, new))
    if not renewed and not lines:
        return tuple(ops)
    return tuple(_noted(op, renewed, lines) if isinstance(op, SetCells) else op for op in ops)


def _of_columns(old: SourceTable, new: SourceTable) -> Iterator[tuple[tuple[str, str], str]]:
    """By column and remark, what the new column gives rise to."""
    for column in old.columns:
        found = new.column(column.name)
        if column.stats.notes and found is not None:
            yield (column.name, "; ".join(column.stats.notes)), "; ".join(found.stats.notes)


def _of_file(old: SourceTable, new: SourceTable) -> Iterator[tuple[str, str]]:
    for index, note in enumerate(old.notes):
        said = new.notes[index : index + 1]
        yield f"{new.name}: {note}", f"{new.name}: {said[0]}" if said else ""


def _noted(
    op: SetCells, renewed: Mapping[tuple[str, str], str], lines: Mapping[str, str]
) -> SetCells:
    beside: dict[int, list[str]] = {}
    for cell in op.cells:
        beside.setdefault(parse_cell(cell.cell)[0], []).append(_plain(cell))
    cells = tuple(
        _with(cell, beside[parse_cell(cell.cell)[0]], renewed, lines) for cell in op.cells
    )
    return op if cells == op.cells else op.model_copy(update={"cells": cells})


def _with(
    cell: CellValue,
    row: Sequence[str],
    renewed: Mapping[tuple[str, str], str],
    lines: Mapping[str, str],
) -> CellValue:
    text = _plain(cell)
    new = next((new for (name, old), new in renewed.items() if old == text and name in row), None)
    new = lines.get(text) if new is None else new
    return cell if new is None else cell.model_copy(update={"value": new or None})


def _plain(cell: CellValue) -> str:
    return cell.value.removeprefix("'") if isinstance(cell.value, str) else ""
