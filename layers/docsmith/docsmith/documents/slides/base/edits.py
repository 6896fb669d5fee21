"""Edits of an uploaded slide: tried when they are given, done when the file is written."""
# pyright: basic, reportAttributeAccessIssue=false
# lxml ships no types.

from collections.abc import Mapping, Sequence
from typing import Any

from docsmith.documents.errors import OperationRefused
from docsmith.documents.ooxml.reading import Element
from docsmith.documents.operations import slides as ops
from docsmith.documents.operations.base import OperationBase
from docsmith.documents.slides.base.chart_data import set_chart_data
from docsmith.documents.slides.base.shape_facts import chart_part
from docsmith.documents.slides.base.uploaded import LayoutFacts, Uploaded
from docsmith.documents.slides.base.writing_text import set_paragraphs
from docsmith.documents.slides.parts import Parts
from docsmith.documents.slides.xml.names import A, P

_A, _P = f"{{{A}}}", f"{{{P}}}"
_TITLES = ("title", "ctrTitle")


def texts_of(value: Any) -> tuple[str, ...]:
    """A text as its paragraphs. Raises `OperationRefused` for anything else."""
    if isinstance(value, str):
        return tuple(value.split("\n"))
    if isinstance(value, Sequence) and all(isinstance(v, str) for v in value):
        return tuple(value)
    raise OperationRefused("value", "must be a text, or a list of texts, one a paragraph")


def must_have_slots(
    uploaded: Uploaded, name: str, slots: Mapping[str, str | tuple[str, ...]]
) -> LayoutFacts:
    """The layout of that name, when it has these placeholders."""
    layout = uploaded.layout(name)
    if layout is None:
        names = tuple(one.name for one in uploaded.layouts)
        raise OperationRefused("layout", f"there is no layout '{name}'", names)
    for slot in slots:
        if layout.holder(slot) is None:
            known = tuple(f"{s.holder}" for s in layout.holders)
            names = tuple(s.name for s in layout.holders)
            raise OperationRefused(
                f"slots.{slot}", f"'{name}' has no placeholder '{slot}'", (*known, *names)
            )
    return layout


def must_apply(uploaded: Uploaded, part: str, op: OperationBase) -> None:
    """Try an edit on a copy. Raises `OperationRefused`."""
    edit(uploaded.parts(), part, op)


def edit(parts: Parts, part: str, op: OperationBase) -> None:
    """Do an edit to the parts."""
    match op:
        case ops.SetSlot():
            _set_slot(parts.xml(part), op)
        case ops.SetAlt():
            shape = _named(parts.xml(part), op.shape, "shape")
            shape.find(f".//{_P}cNvPr").set("descr", op.text)
        case ops.SetTableCell():
            _set_cell(parts.xml(part), op)
        case ops.SetChartData():
            root = parts.look(part)
            shape = _named(root, op.chart, "chart")
            chart = chart_part(parts, part, shape)
            if chart is None:
                raise OperationRefused("chart", f"'{op.chart}' is no chart", _names(root))
            set_chart_data(parts, chart, op.categories, op.series)
        case _:
            raise OperationRefused("op", f"{type(op).__name__} does not edit an uploaded slide")


def _set_slot(root: Element, op: ops.SetSlot) -> None:
    shape = find_shape(root, op.slot)
    body = shape.find(f"{_P}txBody")
    if body is None:
        raise OperationRefused(
            "slot", f"'{op.slot}' holds no text", hint="use table_cell, chart_data or alt"
        )
    set_paragraphs(body, texts_of(op.value))


def find_shape(root: Element, slot: str) -> Element:
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
        raise OperationRefused("slot", f"{len(found)} shapes are '{slot}': name one", names)
    raise OperationRefused("slot", f"there is no shape or placeholder '{slot}'", _names(root))


def _matches(kind: str | None, slot: str) -> bool:
    if kind is None:
        return False
    if slot in _TITLES:
        return kind in _TITLES
    return kind == slot or (slot == "body" and kind in ("obj", "body"))


def _named(root: Element, name: str, path: str) -> Element:
    for shape in root.iter(f"{_P}sp", f"{_P}graphicFrame", f"{_P}pic"):
        if _name(shape) == name:
            return shape
    raise OperationRefused(path, f"there is no shape '{name}'", _names(root))


def _set_cell(root: Element, op: ops.SetTableCell) -> None:
    table = _named(root, op.table, "table").find(f".//{_A}tbl")
    if table is None:
        raise OperationRefused("table", f"'{op.table}' is no table", _names(root))
    rows = list(table.iterfind(f"{_A}tr"))
    if op.row > len(rows):
        raise OperationRefused("row", f"the table has {len(rows)} rows")
    cells = list(rows[op.row - 1].iterfind(f"{_A}tc"))
    if op.column > len(cells):
        raise OperationRefused("column", f"the table has {len(cells)} columns")
    body = cells[op.column - 1].find(f"{_A}txBody")
    if body is None:
        raise OperationRefused("column", "the cell holds no text")
    shown = "" if op.value is None else str(op.value)
    set_paragraphs(body, tuple(shown.split("\n")))


def _name(shape: Element) -> str:
    facts = shape.find(f".//{_P}cNvPr")
    return facts.get("name", "") if facts is not None else ""


def _type(shape: Element) -> str | None:
    holder = shape.find(f".//{_P}nvPr/{_P}ph")
    return holder.get("type", "obj") if holder is not None else None


def _names(root: Element) -> tuple[str, ...]:
    shapes = root.iter(f"{_P}sp", f"{_P}graphicFrame", f"{_P}pic")
    return tuple(name for s in shapes if (name := _name(s)))[:40]
