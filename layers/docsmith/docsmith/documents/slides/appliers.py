"""What each operation does to a deck under way."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, cast

from docsmith.documents.errors import OperationRefused
from docsmith.documents.operations import slides as ops
from docsmith.documents.operations.base import OperationBase
from docsmith.documents.operations.selecting import Select
from docsmith.documents.slides.base import edits
from docsmith.documents.slides.base.deck_edits import must_be_theirs
from docsmith.documents.slides.base.uploaded import notes_in
from docsmith.documents.slides.changes import Changes
from docsmith.documents.slides.deck import FromLayout, Slide
from docsmith.documents.slides.slots import with_slot
from docsmith.documents.slides.telling import tell
from docsmith.documents.sources.selections import selection_of


def _set_deck(changes: Changes, op: ops.SetDeck) -> None:
    given = op.model_dump(exclude={"op"}, exclude_none=True)
    if changes.deck.uploaded is not None:
        must_be_theirs(changes.deck.uploaded, given)
        changes.deck.asked |= {k: v for k, v in given.items() if k != "language"}
    changes.deck.settings = replace(changes.deck.settings, **given)
    changes.everything = True


def _select(changes: Changes, op: Select) -> None:
    changes.deck.inputs = selection_of(changes.deck.inputs, op)


def _add(changes: Changes, op: ops.AddSlide) -> None:
    slide = Slide(changes.free_id(op.id), content=op.content, notes=op.notes, section=op.section)
    changes.insert(slide, op.before)


def _layout_slide(changes: Changes, op: ops.LayoutSlide) -> None:
    uploaded = changes.deck.uploaded
    if uploaded is None:
        raise OperationRefused(
            "op", "this deck has our own layouts", hint="use slide with one of its layouts"
        )
    edits.must_have_slots(uploaded, op.layout, op.slots, op.images)
    custom = FromLayout(op.layout, op.slots, op.images)
    for slot, image in op.images.items():
        changes.deck.page(0).image_size(image.slot, f"images.{slot}.slot")
    slide = Slide(changes.free_id(op.id), custom=custom, notes=op.notes)
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
    edits.must_apply(changes.deck, slide.part, op)
    changes.deck.slides[at] = replace(slide, edits=(*slide.edits, op))
    changes.touch(slide.id)


def _tell(changes: Changes, op: ops.Tell) -> None:
    if tell(changes.deck, op):
        changes.touch(op.slide)


def _set_content(changes: Changes, op: ops.SetContent) -> None:
    """An uploaded slide gives way to ours in its place; what was said in its notes stays."""
    at = changes.deck.index(op.slide)
    slide = changes.deck.slides[at]
    notes = slide.notes
    if notes is None and slide.part is not None and changes.deck.uploaded is not None:
        notes = notes_in(changes.deck.uploaded, slide.part)
    changes.deck.slides[at] = Slide(
        slide.id, content=op.content, notes=notes or None, section=slide.section
    )
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


APPLIERS: Mapping[type[OperationBase], Callable[[Changes, Any], None]] = {
    ops.SetDeck: _set_deck,
    Select: _select,
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
    ops.SetTableRows: _edit,
    ops.SetPicture: _edit,
    ops.RemoveShape: _edit,
    ops.SetAlt: _edit,
}


def applier_of(op: OperationBase) -> Callable[[Changes, OperationBase], None]:
    found = APPLIERS.get(type(op))
    if found is None:
        raise OperationRefused("op", f"{type(op).__name__} is no operation of a deck")
    return cast("Callable[[Changes, OperationBase], None]", found)
