"""Operations applied one after another to a `Deck`: whole documents are replayed, batches tried."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, cast

from docsmith.documents.errors import DocumentError, OperationRefused
from docsmith.documents.model import Document, OperationError
from docsmith.documents.operations import slides as ops
from docsmith.documents.operations.base import OperationBase
from docsmith.documents.slides.base import edits
from docsmith.documents.slides.base.uploaded import read_uploaded
from docsmith.documents.slides.deck import Deck, FromLayout, Slide
from docsmith.documents.slides.layouts import draw
from docsmith.documents.slides.slots import with_slot
from docsmith.documents.slides.telling import tell

MAX_ERRORS = 20
MAX_SLIDES = 200


@dataclass(slots=True)
class Changes:
    """One replay or one batch: the deck, and which slide each operation touched."""

    deck: Deck
    touched: dict[str, str] = field(default_factory=dict[str, str])
    """Slide id to the path of the last operation that touched it."""
    path: str = ""
    everything: bool = False

    def touch(self, slide_id: str) -> None:
        self.touched[slide_id] = self.path

    def free_id(self, wanted: str | None, prefix: str = "s") -> str:
        taken = {slide.id for slide in self.deck.slides}
        if wanted is not None:
            if wanted in taken:
                raise OperationRefused("id", f"there is a slide '{wanted}' already")
            return wanted
        self.deck.made += 1
        while f"{prefix}{self.deck.made}" in taken:
            self.deck.made += 1
        return f"{prefix}{self.deck.made}"

    def insert(self, slide: Slide, before: str | None) -> None:
        slides = self.deck.slides
        if len(slides) >= MAX_SLIDES:
            raise OperationRefused("op", f"a deck has at most {MAX_SLIDES} slides")
        at = len(slides) if before is None else self.deck.index(before, "before")
        slides.insert(at, slide)
        self.touch(slide.id)


def _set_deck(changes: Changes, op: ops.SetDeck) -> None:
    given = op.model_dump(exclude={"op"}, exclude_none=True)
    looks = sorted(given.keys() - {"language"})
    if changes.deck.uploaded is not None and looks:
        raise OperationRefused(
            looks[0], "an uploaded deck keeps its own looks", ("language",), "leave it out"
        )
    changes.deck.settings = replace(changes.deck.settings, **given)
    changes.everything = True


def _add(changes: Changes, op: ops.AddSlide) -> None:
    slide = Slide(changes.free_id(op.id), content=op.content, notes=op.notes, section=op.section)
    changes.insert(slide, op.before)


def _layout_slide(changes: Changes, op: ops.LayoutSlide) -> None:
    uploaded = changes.deck.uploaded
    if uploaded is None:
        raise OperationRefused(
            "op", "this deck has our own layouts", hint="use slide with one of its layouts"
        )
    edits.must_have_slots(uploaded, op.layout, op.slots)
    slide = Slide(changes.free_id(op.id), custom=FromLayout(op.layout, op.slots), notes=op.notes)
    changes.insert(slide, op.before)


def _set_slot(changes: Changes, op: ops.SetSlot) -> None:
    at = changes.deck.index(op.slide)
    slide = changes.deck.slides[at]
    if slide.content is not None:
        content = with_slot(slide.content, op.slot, op.value)
        changes.deck.slides[at] = replace(slide, content=content)
    elif slide.custom is not None:
        slots = {**slide.custom.slots, op.slot: edits.texts_of(op.value)}
        edits.must_have_slots(cast("Any", changes.deck.uploaded), slide.custom.layout, slots)
        changes.deck.slides[at] = replace(slide, custom=replace(slide.custom, slots=slots))
    else:
        _edit(changes, op)
    changes.touch(slide.id)


def _edit(changes: Changes, op: Any) -> None:
    """An edit of an uploaded slide: tried when it is given, done when the file is written."""
    at = changes.deck.index(op.slide)
    slide = changes.deck.slides[at]
    uploaded = changes.deck.uploaded
    if slide.part is None or uploaded is None:
        raise OperationRefused(
            "slide", f"'{op.slide}' is not an uploaded slide", hint="use set_slot or set_content"
        )
    edits.must_apply(uploaded, slide.part, op)
    changes.deck.slides[at] = replace(slide, edits=(*slide.edits, op))
    changes.touch(slide.id)


def _tell(changes: Changes, op: ops.Tell) -> None:
    if tell(changes.deck, op):
        changes.touch(op.slide)


def _set_content(changes: Changes, op: ops.SetContent) -> None:
    at = changes.deck.index(op.slide)
    slide = changes.deck.slides[at]
    if slide.content is None:
        raise OperationRefused(
            "slide", "an uploaded slide keeps its content", hint="add a slide and delete this one"
        )
    changes.deck.slides[at] = replace(slide, content=op.content)
    changes.touch(slide.id)


def _set_notes(changes: Changes, op: ops.SetNotes) -> None:
    at = changes.deck.index(op.slide)
    changes.deck.slides[at] = replace(changes.deck.slides[at], notes=op.notes)
    changes.touch(op.slide)


def _set_section(changes: Changes, op: ops.SetSection) -> None:
    at = changes.deck.index(op.slide)
    changes.deck.slides[at] = replace(changes.deck.slides[at], section=op.name)
    changes.touch(op.slide)


def _move(changes: Changes, op: ops.MoveSlide) -> None:
    slides = changes.deck.slides
    at = changes.deck.index(op.slide)
    if op.before is not None:
        changes.deck.index(op.before, "before")
    slide = slides.pop(at)
    to = len(slides)
    if op.before is not None and op.before != op.slide:
        to = changes.deck.index(op.before)
    slides.insert(at if op.before == op.slide else to, slide)
    changes.touch(slide.id)


def _duplicate(changes: Changes, op: ops.DuplicateSlide) -> None:
    at = changes.deck.index(op.slide)
    slide = changes.deck.slides[at]
    copy = replace(slide, id=changes.free_id(op.id), copy=slide.part is not None, section=None)
    follower = changes.deck.slides[at + 1].id if at + 1 < len(changes.deck.slides) else None
    changes.insert(copy, follower)


def _delete(changes: Changes, op: ops.DeleteSlide) -> None:
    at = changes.deck.index(op.slide)
    gone = changes.deck.slides.pop(at)
    if gone.section and at < len(changes.deck.slides) and not changes.deck.slides[at].section:
        changes.deck.slides[at] = replace(changes.deck.slides[at], section=gone.section)
    changes.touched.pop(gone.id, None)


_APPLIERS: Mapping[type[OperationBase], Callable[[Changes, Any], None]] = {
    ops.SetDeck: _set_deck,
    ops.AddSlide: _add,
    ops.LayoutSlide: _layout_slide,
    ops.SetSlot: _set_slot,
    ops.Tell: _tell,
    ops.SetContent: _set_content,
    ops.SetNotes: _set_notes,
    ops.SetSection: _set_section,
    ops.MoveSlide: _move,
    ops.DuplicateSlide: _duplicate,
    ops.DeleteSlide: _delete,
    ops.SetChartData: _edit,
    ops.SetTableCell: _edit,
    ops.SetAlt: _edit,
}


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
            _applier(op)(changes, op)
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
            _applier(op)(changes, op)
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


def _applier(op: OperationBase) -> Callable[[Changes, OperationBase], None]:
    found = _APPLIERS.get(type(op))
    if found is None:
        raise OperationRefused("op", f"{type(op).__name__} is no operation of a deck")
    return cast("Callable[[Changes, OperationBase], None]", found)


def _error(path: str, refused: OperationRefused) -> OperationError:
    return OperationError(path.rstrip("."), refused.reason, refused.allowed, refused.hint)
