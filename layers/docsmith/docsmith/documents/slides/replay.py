"""Operations applied one after another to a `Deck`: whole documents are replayed, batches tried."""

from collections.abc import Sequence

from docsmith.documents.errors import DocumentError, OperationRefused
from docsmith.documents.model import Document, OperationError
from docsmith.documents.operations import slides as ops
from docsmith.documents.operations.base import OperationBase
from docsmith.documents.slides.appliers import applier_of
from docsmith.documents.slides.base.uploaded import read_uploaded
from docsmith.documents.slides.changes import Changes
from docsmith.documents.slides.deck import Deck, Slide
from docsmith.documents.slides.layouts import draw

MAX_ERRORS = 20


def started(document: Document) -> Deck:
    """The deck before any operation: empty, or the uploaded one."""
    if document.base is None:
        return Deck(document.inputs)
    uploaded = read_uploaded(document.base)
    slides = [
        Slide(f"u{i}", part=s.part, section=s.section) for i, s in enumerate(uploaded.slides, 1)
    ]
    return Deck(document.inputs, uploaded, slides=slides)


def replayed(document: Document) -> Deck:
    """The deck that the document's operations make. Raises `DocumentError` when one does not
    apply.
    """
    changes = Changes(started(document))
    for i, op in enumerate(document.ops):
        changes.path = f"ops[{i}]"
        try:
            applier_of(op)(changes, op)
        except OperationRefused as refused:
            raise DocumentError(f"{changes.path}.{refused.path}: {refused.reason}") from refused
    return changes.deck


def attempt(
    document: Document, batch: Sequence[OperationBase]
) -> tuple[Changes, tuple[OperationError, ...]]:
    """The batch applied to a fresh replay, and what was refused of it: slots that are not there,
    texts that do not fit.
    """
    changes = Changes(replayed(document))
    errors: list[OperationError] = []
    for i, op in enumerate(batch):
        changes.path = f"ops[{i}]"
        try:
            applier_of(op)(changes, op)
        except OperationRefused as refused:
            errors.append(_error(f"{changes.path}.{refused.path}", refused))
    if not errors:
        errors = _misfits(changes, batch)
    return changes, tuple(errors[:MAX_ERRORS])


def _misfits(changes: Changes, batch: Sequence[OperationBase]) -> list[OperationError]:
    """Slides are drawn when the batch stands: only what was touched, unless the deck changed."""
    errors: list[OperationError] = []
    for position, slide in enumerate(changes.deck.slides):
        path = changes.touched.get(slide.id)
        if slide.content is None or (path is None and not changes.everything):
            continue
        try:
            draw(slide.content, changes.deck.page(position))
        except OperationRefused as refused:
            errors.append(_error(_place(path, refused.path, slide, batch), refused))
    return errors


def _place(path: str | None, inner: str, slide: Slide, batch: Sequence[OperationBase]) -> str:
    """The path of a misfit in the operation that caused it."""
    if path is None:
        return f"slide {slide.id}.{inner}"
    op = batch[int(path[4:-1])]
    if isinstance(op, ops.AddSlide | ops.SetContent):
        return f"{path}.content.{inner}"
    if isinstance(op, ops.SetSlot):
        return f"{path}.value"
    return f"{path}.{inner}"


def _error(path: str, refused: OperationRefused) -> OperationError:
    return OperationError(path.rstrip("."), refused.reason, refused.allowed, refused.hint)
