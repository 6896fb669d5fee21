"""Operations applied one after another to a `Story`: whole documents are replayed, batches
tried.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

from docsmith.documents.errors import DocumentError, OperationRefused
from docsmith.documents.model import Document, OperationError
from docsmith.documents.operations import word_content as content
from docsmith.documents.operations import word_edits as edit
from docsmith.documents.operations.base import OperationBase
from docsmith.documents.operations.selecting import Select
from docsmith.documents.operations.word import HeaderFooter, Setup, Source
from docsmith.documents.operations.word_data import Figures
from docsmith.documents.sources.selections import selection_of
from docsmith.documents.word import edits
from docsmith.documents.word.changes import Changes
from docsmith.documents.word.data.compute import source_of
from docsmith.documents.word.pictures import picture_of
from docsmith.documents.word.story import Block, Story, named_blocks
from docsmith.documents.word.upload.frames import refuse_loss
from docsmith.documents.word.upload.opening import open_original
from docsmith.documents.word.upload.styling import refuse_own
from docsmith.documents.word.validate import refusals_of

MAX_ERRORS = 20


def _append(changes: Changes, op: OperationBase) -> None:
    blocks = named_blocks(changes.number, (op,))
    changes.story.blocks += blocks
    changes.touch(blocks[0].id)
    changes.written(op, blocks[0].id)


def _setup(changes: Changes, op: Setup) -> None:
    given = {name: getattr(op, name) for name in op.model_fields_set if name != "op"}
    changes.story.setup = changes.story.setup.model_copy(update=given)
    changes.touch("setup")
    if changes.story.original is not None:
        refuse_own(op)


def _frame(changes: Changes, op: HeaderFooter) -> None:
    if changes.story.original is not None:
        refuse_loss(op, changes.story.original)
    if op.logo is not None:
        picture_of(changes.story.inputs, op.logo, "logo")
    changes.story.frame = op
    changes.touch("header_footer")
    changes.written(op, "header_footer")


def _source(changes: Changes, op: Source) -> None:
    if op.slot is not None:
        source_of(changes.story.inputs, op.slot, None, "slot")
    changes.story.sources[op.key] = op
    changes.touch(f"source {op.key}")


def _figures(changes: Changes, op: Figures) -> None:
    changes.story.figures.append(op)
    changes.touch("figures")
    changes.written(op, "figures")


def _select(changes: Changes, op: Select) -> None:
    changes.story.inputs = selection_of(changes.story.inputs, op)
    changes.touch(f"select {op.name}")


_APPLIERS: Mapping[type[OperationBase], Callable[[Changes, Any], None]] = {
    Setup: _setup,
    HeaderFooter: _frame,
    Source: _source,
    Figures: _figures,
    Select: _select,
    content.Title: _append,
    content.Letterhead: _append,
    content.Heading: _append,
    content.Paragraph: _append,
    content.ListBlock: _append,
    content.Table: _append,
    content.Chart: _append,
    content.Image: _append,
    content.Callout: _append,
    content.Kpis: _append,
    content.Contents: _append,
    content.References: _append,
    content.Signatures: _append,
    content.PageBreak: _append,
    content.Section: _append,
    edit.Replace: edits.replace,
    edit.InsertAfter: edits.insert_after,
    edit.InsertBefore: edits.insert_before,
    edit.Delete: edits.delete,
    edit.Move: edits.move,
    edit.SetText: edits.set_text,
    edit.ReplaceText: edits.replace_text,
    edit.AddRow: edits.add_row,
    edit.DeleteRow: edits.delete_row,
}


def replayed(document: Document) -> Changes:
    """The story that a document's operations make. Raises `DocumentError` when one does not
    apply.
    """
    changes = Changes(Story(inputs=document.inputs))
    if document.base is not None:
        original = open_original(document.base)
        changes.story.original = original
        changes.story.blocks = [Block(f"u{i}", raw=key) for i, key in enumerate(original.keys, 1)]
    for number, op in enumerate(document.ops, 1):
        changes.number = number
        try:
            _applier(op)(changes, op)
        except OperationRefused as refused:
            where = f"ops[{number - 1}].{refused.path}"
            raise DocumentError(f"{where}: {refused.reason}") from refused
    changes.touched.clear()
    changes.new.clear()
    return changes


def attempt(
    document: Document, ops: Sequence[OperationBase]
) -> tuple[Changes, tuple[OperationError, ...]]:
    """The batch applied to a fresh replay of the document, and what was refused of it."""
    changes = replayed(document)
    errors: list[OperationError] = []
    for index, op in enumerate(ops):
        changes.number = len(document.ops) + index + 1
        changes.path = f"ops[{index}]"
        try:
            _applier(op)(changes, op)
        except OperationRefused as refused:
            errors.append(_error(changes.path, refused))
    if not errors:
        errors = _standing(changes)
    return changes, tuple(errors[:MAX_ERRORS])


def _standing(changes: Changes) -> list[OperationError]:
    """What a batch wrote is looked up when it stands: text may name what a later operation
    defines.
    """
    errors: list[OperationError] = []
    for written in changes.new:
        errors += [_error(written.path, r) for r in refusals_of(changes.story, written.content)]
    return errors


def _error(path: str, refused: OperationRefused) -> OperationError:
    where = ".".join(part for part in (path, refused.path) if part)
    return OperationError(where, refused.reason, refused.allowed, refused.hint)


def _applier(op: OperationBase) -> Callable[[Changes, OperationBase], None]:
    found = _APPLIERS.get(type(op))
    if found is None:
        raise OperationRefused("op", f"{type(op).__name__} is no operation of a text document")
    return cast("Callable[[Changes, OperationBase], None]", found)
