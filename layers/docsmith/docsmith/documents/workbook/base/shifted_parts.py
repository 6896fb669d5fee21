"""Parts that hang on a sheet after its rows or columns moved: drawings, notes, tables."""

# pyright: basic, reportAttributeAccessIssue=false
# lxml ships no types.

from lxml import etree

from docsmith.documents.ooxml.reading import Element, Package, parse_xml
from docsmith.documents.ooxml.sheets import MAIN
from docsmith.documents.workbook.base.facts import SheetFacts
from docsmith.documents.workbook.base.work import as_bytes
from docsmith.documents.workbook.cells import parse_cell
from docsmith.documents.workbook.formulas.moving import Shift, moved_area

_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
_EXCEL = "{urn:schemas-microsoft-com:office:excel}"
CARRIED = frozenset({
    "drawing", "vmlDrawing", "comments", "threadedComment", "table", "hyperlink",
    "printerSettings", "image", "customProperty",
})  # fmt: skip
"""Kinds of relationships of a sheet that can be carried when its rows move."""


def shift_parts(package: Package, facts: SheetFacts, written: dict[str, bytes]) -> None:
    """Move what hangs on the sheet."""
    for relation in package.relations(facts.part):
        kind = relation.kind.rpartition("/")[2]
        change = _CHANGES.get(kind)
        if change is None or relation.external or relation.target not in package.infos:
            continue
        content = written.get(relation.target) or package.read(relation.target)
        root = parse_xml(content, relation.target)
        before = etree.tostring(root)
        for shift in facts.shifts:
            change(root, shift)
        if etree.tostring(root) != before:
            written[relation.target] = as_bytes(root)


def refuse_unreadable(package: Package, part: str) -> None:
    """Old drawings are not always XML. Raises `UnreadableFile`."""
    for relation in package.relations(part):
        if relation.kind.endswith("/vmlDrawing") and relation.target in package.infos:
            package.xml(relation.target)


def _drawing(root: Element, shift: Shift) -> None:
    for anchor in root:
        if not isinstance(anchor.tag, str) or anchor.get("editAs") == "absolute":
            continue
        start, end = anchor.find(f"{_DRAWING}from"), anchor.find(f"{_DRAWING}to")
        if start is None:
            continue
        axis = "row" if shift.rows else "col"
        first, last = _index(start, axis), _index(end, axis)
        moves = anchor.get("editAs") == "oneCell"
        _place(start, axis, shift.place(first + 1), shift)
        if end is None or last is None:
            continue
        gone = shift.place(first + 1) is None and shift.place(last + 1) is None
        if moves or gone:
            _set(end, axis, last + _index(start, axis) - first)
        else:
            _place(end, axis, shift.place(last + 1), shift)


def _index(corner: Element, axis: str) -> int:
    found = corner.find(f"{_DRAWING}{axis}") if corner is not None else None
    return int(found.text or 0) if found is not None else 0


def _set(corner: Element, axis: str, index: int) -> None:
    corner.find(f"{_DRAWING}{axis}").text = str(max(0, index))


def _place(corner: Element, axis: str, number: int | None, shift: Shift) -> None:
    """A corner on a deleted row stands where that row was."""
    if number is None:
        offset = corner.find(f"{_DRAWING}{axis}Off")
        if offset is not None:
            offset.text = "0"
    _set(corner, axis, (number or shift.at) - 1)


def _notes(root: Element, shift: Shift) -> None:
    for note in [e for e in root.iter() if isinstance(e.tag, str) and e.get("ref")]:
        at = shift.cell(*parse_cell(note.get("ref")))
        if at is None:
            note.getparent().remove(note)
        else:
            note.set("ref", moved_area(note.get("ref"), shift) or note.get("ref"))


def _old_drawing(root: Element, shift: Shift) -> None:
    """The boxes of notes: their cell, and the cells at their corners."""
    for data in list(root.iter(f"{_EXCEL}ClientData")):
        shape = data.getparent()
        row, column = data.find(f"{_EXCEL}Row"), data.find(f"{_EXCEL}Column")
        own = row if shift.rows else column
        number = shift.place(int(own.text) + 1) if own is not None else 0
        if number is None:
            shape.getparent().remove(shape)
            continue
        if own is not None:
            own.text = str(number - 1)
        anchor = data.find(f"{_EXCEL}Anchor")
        if anchor is not None and anchor.text:
            anchor.text = _moved_anchor(anchor.text, shift)


def _moved_anchor(text: str, shift: Shift) -> str:
    """Left column, offset, top row, offset, right column, offset, bottom row, offset."""
    numbers = [int(n) for n in text.replace(" ", "").split(",")]
    start, end = (2, 6) if shift.rows else (0, 4)
    if len(numbers) != 8:
        return text
    first = shift.place(numbers[start] + 1) or shift.at
    size = numbers[end] - numbers[start]
    numbers[start], numbers[end] = first - 1, first - 1 + size
    return ", ".join(map(str, numbers))


def _table(root: Element, shift: Shift) -> None:
    for element in [
        root,
        *root.iter(f"{MAIN}autoFilter", f"{MAIN}sortState", f"{MAIN}sortCondition"),
    ]:
        if element.get("ref"):
            element.set("ref", moved_area(element.get("ref"), shift) or element.get("ref"))


_CHANGES = {
    "drawing": _drawing,
    "comments": _notes,
    "threadedComment": _notes,
    "vmlDrawing": _old_drawing,
    "table": _table,
}


def cuts_filter(root: Element, shift: Shift) -> bool:
    """Whether columns of a filter would go or come: its rules count columns from its left."""
    return not shift.rows and any(
        _cut(f.get("ref", ""), shift) and len(f) for f in root.iter(f"{MAIN}autoFilter")
    )


def _cut(reference: str, shift: Shift) -> bool:
    after = moved_area(reference, shift)
    return after is None or _width(reference) != _width(after)


def _width(reference: str) -> int:
    first, _, last = reference.partition(":")
    return parse_cell(last or first)[1] - parse_cell(first)[1]
