"""Operations applied one after another to a `Book`: whole documents are replayed, batches are
tried.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

from docsmith.documents.errors import DocumentError, OperationRefused
from docsmith.documents.model import Document, OperationError
from docsmith.documents.operations.base import OperationBase
from docsmith.documents.operations.selecting import Select
from docsmith.documents.operations.workbook import (
    AddSheet,
    Chart,
    LoadData,
    Name,
    SetCells,
    Style,
    Table,
    WriteBlock,
)
from docsmith.documents.operations.workbook_guidance import Conditional, Note, Validation
from docsmith.documents.operations.workbook_layout import Layout
from docsmith.documents.operations.workbook_structure import (
    Clear,
    DeleteColumns,
    DeleteRows,
    DeleteSheet,
    InsertColumns,
    InsertRows,
    MoveSheet,
    RemoveChart,
    RenameSheet,
)
from docsmith.documents.sources.selections import with_selections
from docsmith.documents.workbook import (
    apply_blocks,
    apply_cells,
    apply_data,
    apply_guidance,
    apply_objects,
    apply_removals,
    apply_sheets,
    apply_shifts,
    apply_styling,
    apply_tables,
)
from docsmith.documents.workbook.book import Book
from docsmith.documents.workbook.branding import branded
from docsmith.documents.workbook.changes import Changes
from docsmith.documents.workbook.formulas.policy import dangling, spreading

_APPLIERS: Mapping[type[OperationBase], Callable[[Changes, Any], None]] = {
    AddSheet: apply_cells.add_sheet,
    WriteBlock: apply_blocks.write_block,
    SetCells: apply_cells.set_cells,
    Style: apply_styling.style,
    Select: apply_data.select,
    LoadData: apply_data.load_data,
    Table: apply_tables.table,
    Name: apply_objects.name,
    Chart: apply_objects.chart,
    Layout: apply_objects.layout,
    Validation: apply_guidance.validation,
    Conditional: apply_guidance.conditional,
    Note: apply_guidance.note,
    InsertRows: apply_shifts.insert_rows,
    DeleteRows: apply_shifts.delete_rows,
    InsertColumns: apply_shifts.insert_columns,
    DeleteColumns: apply_shifts.delete_columns,
    RenameSheet: apply_sheets.rename_sheet,
    MoveSheet: apply_sheets.move_sheet,
    DeleteSheet: apply_sheets.delete_sheet,
    Clear: apply_removals.clear,
    RemoveChart: apply_removals.remove_chart,
}
MAX_ERRORS = 20


def started(document: Document) -> Book:
    """What the operations begin with: an empty workbook in the brand's styles, or the uploaded one.

    Raises `UnreadableFile`.
    """
    styles = branded(document.inputs)
    if document.base is None:
        return Book(styles=styles)
    from docsmith.documents.workbook.base.loading import load_base  # only uploads load lxml

    book, facts = load_base(document.base)
    book.base, book.styles = facts, styles
    return book


def replayed(document: Document) -> Book:
    """The workbook that a document's operations make. Raises `DocumentError` when one of them does
    not apply.
    """
    changes = Changes(started(document), document.inputs)
    for i, op in enumerate(document.ops):
        changes.path = f"ops[{i}]"
        try:
            applier(op)(changes, op)
        except OperationRefused as refused:
            raise DocumentError(f"{changes.path}.{refused.path}: {refused.reason}") from refused
    return changes.book


def applier(op: OperationBase) -> Callable[[Changes, OperationBase], None]:
    """The function that applies this kind of operation; refused when it is none of a workbook's."""
    found = _APPLIERS.get(type(op))
    if found is None:
        kinds = tuple(sorted(str(k.model_fields["op"].annotation) for k in _APPLIERS))
        raise OperationRefused("op", f"{type(op).__name__} is no operation of a workbook", kinds)
    return cast("Callable[[Changes, OperationBase], None]", found)


def attempt(
    document: Document, ops: Sequence[OperationBase]
) -> tuple[Changes, tuple[OperationError, ...]]:
    """The batch applied to a fresh replay of the document, and what was refused of it."""
    changes = Changes(replayed(document), with_selections(document.inputs, document.ops))
    errors: list[OperationError] = []
    for i, op in enumerate(ops):
        changes.path = f"ops[{i}]"
        try:
            applier(op)(changes, op)
        except OperationRefused as refused:
            errors.append(_error(f"{changes.path}.{refused.path}", refused))
    if not errors:
        errors = _dangling(changes)
    return changes, tuple(errors[:MAX_ERRORS])


def _error(path: str, refused: OperationRefused) -> OperationError:
    return OperationError(path.rstrip("."), refused.reason, refused.allowed, refused.hint)


def _dangling(changes: Changes) -> list[OperationError]:
    """References are looked up when the batch stands: a formula may name what a later operation
    adds.
    """
    errors: list[OperationError] = []
    seen: set[tuple[str, str]] = set()
    for written in changes.written:
        if not written.formula:
            continue
        refused = dangling(
            changes.book, written.sheet, written.row, written.column, written.formula
        )
        if refused is None and not written.rule:
            refused = spreading(changes.book, written.formula)
        if refused is not None and (written.path, refused.reason) not in seen:
            seen.add((written.path, refused.reason))
            errors.append(_error(written.path, refused))
    return errors
