"""Pictures and charts of an uploaded workbook, as the editor draws them over the cells.

A chart's figures come from the cells that its ranges name, so that it follows an edit; where rows
were moved under it, from what the file kept.
"""
# pyright: basic, reportAttributeAccessIssue=false
# lxml ships no types.

from collections.abc import Iterator
from typing import Any

from docsmith.documents.errors import UnreadableFile
from docsmith.documents.ooxml.chart_figures import Ranges, chart_figures
from docsmith.documents.ooxml.reading import Element, Relation
from docsmith.documents.pictures import picture_of
from docsmith.documents.workbook.base.facts import BaseFile
from docsmith.documents.workbook.book import Book, Sheet
from docsmith.documents.workbook.cells import quoted_sheet
from docsmith.documents.workbook.chart_data import range_of
from docsmith.documents.workbook.engine import Values

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_XDR = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
_ANCHORS = ("twoCellAnchor", "oneCellAnchor", "absoluteAnchor")
_EMU_PER_PX = 9_525

Json = dict[str, Any]


def drawn_objects(book: Book, sheet: Sheet, values: Values) -> Iterator[Json]:
    """Each with its place: `row` and `column`, `x` and `y` pixels beyond their edge, and either
    `width` and `height` or the cell that it reaches `to`. What is no picture or chart is left out.
    """
    base = book.base
    facts = base.sheets.get(sheet.name) if base is not None else None
    if base is None or facts is None:
        return
    ranges = None if base.shifts else _ranges(book, sheet, base, values)
    for part in facts.parts:
        if part in base.package.infos and base.package.content_type(part).endswith("drawing+xml"):
            yield from _anchored(base, part, ranges)


def _anchored(base: BaseFile, part: str, ranges: Ranges | None) -> Iterator[Json]:
    relations = {relation.id: relation for relation in base.package.relations(part)}
    for anchor in base.package.xml(part):
        if anchor.tag in {f"{_XDR}{name}" for name in _ANCHORS}:
            shown = _shown(base, anchor, relations, ranges)
            if shown is not None:
                yield {**_place(anchor), **shown}


def _shown(
    base: BaseFile, anchor: Element, relations: dict[str, Relation], ranges: Ranges | None
) -> Json | None:
    facts = next(anchor.iter(f"{_XDR}cNvPr"), None)
    alt = facts.get("descr") or facts.get("name", "") if facts is not None else ""
    chart, blip = next(anchor.iter(f"{_C}chart"), None), next(anchor.iter(f"{_A}blip"), None)
    try:
        if chart is not None:
            target = _target(base, relations, chart.get(f"{_R}id"))
            figures = chart_figures(base.package.xml(target), alt, ranges) if target else None
            return {**figures, "alt": figures["title"] or alt} if figures else None
        target = _target(base, relations, blip.get(f"{_R}embed")) if blip is not None else None
        picture = picture_of(base.package.read(target)) if target else None
    except UnreadableFile:
        return None
    return {"picture": alt, "source": picture} if picture is not None else None


def _target(base: BaseFile, relations: dict[str, Relation], id: str | None) -> str | None:
    found = relations.get(id or "")
    inside = found is not None and not found.external and found.target in base.package.infos
    return found.target if found is not None and inside else None


def _ranges(book: Book, sheet: Sheet, base: BaseFile, values: Values) -> Ranges:
    """What stands in a range that the file names, by the names that its sheets have now."""
    now = dict(base.renamed)

    def values_of(formula: str) -> list[Any] | None:
        name, mark, area = formula.rpartition("!")
        bare = name.strip("'").replace("''", "'")
        text = f"{quoted_sheet(now.get(bare, bare))}!{area}" if mark else area
        try:
            found = range_of(book, sheet, text, values)
        except ValueError:
            return None
        return list(found.values if found.numeric else found.texts)

    return values_of


def _place(anchor: Element) -> Json:
    start, end = anchor.find(f"{_XDR}from"), anchor.find(f"{_XDR}to")
    out = _corner(start) if start is not None else {"row": 1, "column": 1, "x": 0, "y": 0}
    at = anchor.find(f"{_XDR}pos")
    if at is not None:
        out |= {"x": _pixels(at.get("x")), "y": _pixels(at.get("y"))}
    if end is not None:
        return {**out, "to": _corner(end)}
    extent = anchor.find(f"{_XDR}ext")
    wide, high = (extent.get(side) if extent is not None else "0" for side in ("cx", "cy"))
    return {**out, "width": _pixels(wide), "height": _pixels(high)}


def _corner(corner: Element) -> Json:
    told = {name: corner.findtext(f"{_XDR}{name}", "0") for name in ("row", "col")}
    beyond = {name: corner.findtext(f"{_XDR}{name}", "0") for name in ("colOff", "rowOff")}
    return {
        "row": int(told["row"]) + 1,
        "column": int(told["col"]) + 1,
        "x": _pixels(beyond["colOff"]),
        "y": _pixels(beyond["rowOff"]),
    }


def _pixels(emu: str | None) -> int:
    return round(int(emu or "0") / _EMU_PER_PX)
