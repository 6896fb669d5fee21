"""Edits of an uploaded slide: tried when they are given, done when the file is written."""
# pyright: basic, reportAttributeAccessIssue=false
# lxml ships no types.

from collections.abc import Mapping, Sequence
from typing import Any

from docsmith.documents.errors import OperationRefused
from docsmith.documents.ooxml.reading import Element
from docsmith.documents.operations import slides as ops
from docsmith.documents.operations.base import OperationBase
from docsmith.documents.operations.slides_content import ImageSlot
from docsmith.documents.slides.base.chart_data import set_chart_data
from docsmith.documents.slides.base.holders import TITLES
from docsmith.documents.slides.base.picture_edits import set_picture
from docsmith.documents.slides.base.reading import Reading
from docsmith.documents.slides.base.shape_facts import chart_part
from docsmith.documents.slides.base.table_edits import set_cell, set_rows
from docsmith.documents.slides.base.uploaded import LayoutFacts, Uploaded
from docsmith.documents.slides.base.writing_text import set_paragraphs
from docsmith.documents.slides.deck import Deck
from docsmith.documents.slides.parts import Parts
from docsmith.documents.slides.views import ShapeView
from docsmith.documents.slides.xml.names import A, P

_A, _P = f"{{{A}}}", f"{{{P}}}"
_NO_TEXT = {
    "pic": "picture",
    "clipArt": "picture",
    "chart": "chart",
    "tbl": "table",
    "dgm": "diagram",
    "media": "film",
}


def texts_of(value: Any) -> tuple[str, ...]:
    """A text as its paragraphs. Raises `OperationRefused` for anything else."""
    if isinstance(value, str):
        return tuple(value.split("\n"))
    if isinstance(value, Sequence) and all(isinstance(v, str) for v in value):
        return tuple(value)
    raise OperationRefused("value", "must be a text, or a list of texts, one a paragraph")


def must_have_slots(
    uploaded: Uploaded,
    name: str,
    slots: Mapping[str, str | tuple[str, ...]],
    images: Mapping[str, ImageSlot] | None = None,
) -> LayoutFacts:
    """The layout of that name, when it has these placeholders, and they take this."""
    layout = uploaded.layout(name)
    if layout is None:
        names = tuple(one.name for one in uploaded.layouts)
        raise OperationRefused("layout", f"there is no layout '{name}'", names)
    for slot in slots:
        holder = _holder_of(layout, slot, "slots")
        if holder.holder in _NO_TEXT:
            reason = f"the placeholder '{slot}' takes no text, but a {_NO_TEXT[holder.holder]}"
            raise OperationRefused(f"slots.{slot}", reason)
    for slot in images or ():
        holder = _holder_of(layout, slot, "images")
        if holder.holder not in ("pic", "obj", "clipArt"):
            raise OperationRefused(f"images.{slot}", f"the placeholder '{slot}' takes no picture")
    return layout


def _holder_of(layout: LayoutFacts, slot: str, path: str) -> ShapeView:
    holder = layout.holder(slot)
    if holder is None:
        known = (*(f"{s.holder}" for s in layout.holders), *(s.name for s in layout.holders))
        reason = f"'{layout.name}' has no placeholder '{slot}'"
        raise OperationRefused(f"{path}.{slot}", reason, known)
    return holder


def must_apply(deck: Deck, part: str, op: OperationBase) -> None:
    """Try an edit on a copy. Raises `OperationRefused`."""
    assert deck.uploaded is not None, "only uploaded slides are edited"
    edit(deck.uploaded.parts(), part, op, deck)


def edit(parts: Parts, part: str, op: OperationBase, deck: Deck) -> None:
    """Do an edit to the parts."""
    match op:
        case ops.SetSlot():
            _set_slot(parts.xml(part), op)
        case ops.SetAlt():
            shape = _named(parts.xml(part), op.shape, "shape")
            shape.find(f".//{_P}cNvPr").set("descr", op.text)
        case ops.SetTableCell():
            set_cell(_named(parts.xml(part), op.table, "table"), op)
        case ops.SetTableRows():
            set_rows(_named(parts.xml(part), op.table, "table"), op)
        case ops.SetPicture():
            _set_picture(parts, part, op, deck)
        case ops.RemoveShape():
            _remove(parts.xml(part), op)
        case ops.SetChartData():
            _set_chart(parts, part, op)
        case _:
            raise OperationRefused("op", f"{type(op).__name__} does not edit an uploaded slide")


def _set_chart(parts: Parts, part: str, op: ops.SetChartData) -> None:
    root = parts.look(part)
    chart = chart_part(parts, part, _named(root, op.chart, "chart"))
    if chart is None:
        raise OperationRefused("chart", f"'{op.chart}' is no chart", _names(root))
    set_chart_data(parts, chart, op.categories, op.series)


def _set_picture(parts: Parts, part: str, op: ops.SetPicture, deck: Deck) -> None:
    shape = find_shape(parts.xml(part), op.shape, "shape")
    assert deck.uploaded is not None, "only uploaded slides are edited"
    reading = Reading(parts, deck.uploaded.main)
    views = reading.view(0, part, reading.size()).shapes
    wanted = int(shape.find(f".//{_P}cNvPr").get("id", "0"))
    view = next(v for v in views if v.id == wanted)
    set_picture(parts, part, shape, view, op.image, deck.inputs)


def _remove(root: Element, op: ops.RemoveShape) -> None:
    """Refused where an animation would be left without its shape."""
    shape = find_shape(root, op.shape, "shape")
    wanted = shape.find(f".//{_P}cNvPr").get("id")
    if any(target.get("spid") == wanted for target in root.iter(f"{_P}spTgt")):
        raise OperationRefused("shape", f"'{op.shape}' is animated; its animation would be broken")
    shape.getparent().remove(shape)


def _set_slot(root: Element, op: ops.SetSlot) -> None:
    shape = find_shape(root, op.slot)
    body = shape.find(f"{_P}txBody")
    if body is None:
        raise OperationRefused(
            "slot", f"'{op.slot}' holds no text", hint="use table_cell, chart_data or alt"
        )
    set_paragraphs(body, texts_of(op.value))


def find_shape(root: Element, slot: str, path: str = "slot") -> Element:
    """The one shape of that name, else of that placeholder type. Raises `OperationRefused`."""
    shapes = list(root.iter(f"{_P}sp", f"{_P}graphicFrame", f"{_P}pic"))
    found = [s for s in shapes if _name(s) == slot]
    if not found:
        found = [s for s in shapes if _matches(_type(s), slot)]
    if not found:
        folded = slot.casefold()
        found = [s for s in shapes if _name(s).casefold() == folded]
    if len(found) == 1:
        return found[0]
    if found:
        names = tuple(_name(s) for s in found)
        raise OperationRefused(path, f"{len(found)} shapes are '{slot}': name one", names)
    raise OperationRefused(path, f"there is no shape or placeholder '{slot}'", _names(root))


def _matches(kind: str | None, slot: str) -> bool:
    if kind is None:
        return False
    if slot in TITLES:
        return kind in TITLES
    return kind == slot or (slot == "body" and kind in ("obj", "body"))


def _named(root: Element, name: str, path: str) -> Element:
    for shape in root.iter(f"{_P}sp", f"{_P}graphicFrame", f"{_P}pic"):
        if _name(shape) == name:
            return shape
    raise OperationRefused(path, f"there is no shape '{name}'", _names(root))


def _name(shape: Element) -> str:
    facts = shape.find(f".//{_P}cNvPr")
    return facts.get("name", "") if facts is not None else ""


def _type(shape: Element) -> str | None:
    holder = shape.find(f".//{_P}nvPr/{_P}ph")
    return holder.get("type", "obj") if holder is not None else None


def _names(root: Element) -> tuple[str, ...]:
    shapes = root.iter(f"{_P}sp", f"{_P}graphicFrame", f"{_P}pic")
    return tuple(name for s in shapes if (name := _name(s)))[:40]
