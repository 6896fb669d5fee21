"""How an uploaded sheet is shown and printed, as far as operations said: the rest stays its own."""

# pyright: basic, reportAttributeAccessIssue=false
# lxml ships no types.

from lxml import etree

from docsmith.documents.ooxml.reading import Element
from docsmith.documents.ooxml.sheets import MAIN
from docsmith.documents.workbook.base.sheet_patch import insert_in_order, parsed
from docsmith.documents.workbook.book import Sheet
from docsmith.documents.workbook.sheets.frame import (
    DEFAULT_WIDTH,
    PAPER,
    breaks_xml,
    points_of,
    scale,
)

_ON = {"1", "true"}


def patch_page(root: Element, sheet: Sheet) -> None:
    """Write what operations set of view, page, breaks, header and footer."""
    layout, asked = sheet.layout, sheet.layout.asked
    _view(root, sheet)
    if asked & {"landscape", "paper", "fit_width", "page_breaks"}:
        setup = _own(root, "pageSetup")
        if "landscape" in asked:
            setup.set("orientation", "landscape" if layout.landscape else "portrait")
        if "paper" in asked:
            setup.set("paperSize", str(PAPER[layout.paper]))
        _fit(root, setup, sheet)
    if "page_breaks" in asked:
        _breaks(root, sheet)
    for field, tag in (("header", "oddHeader"), ("footer", "oddFooter")):
        if field in asked:
            _running(root, tag, getattr(layout, field))


def _view(root: Element, sheet: Sheet) -> None:
    view = root.find(f"{MAIN}sheetViews/{MAIN}sheetView")
    if view is None:
        return
    if "gridlines" in sheet.layout.asked:
        view.set("showGridLines", str(int(sheet.layout.gridlines)))
    if "zoom" in sheet.layout.asked:
        view.set("zoomScale", str(sheet.layout.zoom))
        view.set("zoomScaleNormal", str(sheet.layout.zoom))


def _own(root: Element, name: str) -> Element:
    """The child of that name, made where there is none."""
    found = root.find(f"{MAIN}{name}")
    if found is None:
        found = etree.Element(f"{MAIN}{name}")
        insert_in_order(root, found)
    return found


def _fit(root: Element, setup: Element, sheet: Sheet) -> None:
    """Fit to the width of a page. A program that fits leaves out breaks, so these get a scale."""
    layout = sheet.layout
    fits = layout.fit_width if "fit_width" in layout.asked else _fits(root)
    if "fit_width" not in layout.asked and not (fits and "page_breaks" in layout.asked):
        return
    broken = bool(layout.page_breaks)
    _set_fit(root, on=fits and not broken)
    for key in ("fitToWidth", "fitToHeight", "scale"):
        setup.attrib.pop(key, None)
    if fits and broken:
        wide = setup.get("orientation") == "landscape"
        setup.set("scale", str(scale(points_of(_widths(sheet)), wide)))
    elif fits:
        setup.set("fitToHeight", "0")


def _widths(sheet: Sheet) -> list[float]:
    """The widths of its used columns; those the file leaves out are Excel's own."""
    used = sheet.used()
    last = used.right if used is not None else 1
    return [sheet.layout.widths.get(column, DEFAULT_WIDTH) for column in range(1, last + 1)]


def _fits(root: Element) -> bool:
    found = root.find(f"{MAIN}sheetPr/{MAIN}pageSetUpPr")
    return found is not None and found.get("fitToPage") in _ON


def _set_fit(root: Element, *, on: bool) -> None:
    if on == _fits(root):
        return
    properties = _own(root, "sheetPr")
    found = properties.find(f"{MAIN}pageSetUpPr")
    if found is None:
        found = etree.SubElement(properties, f"{MAIN}pageSetUpPr")
    if on:
        found.set("fitToPage", "1")
    else:
        found.attrib.pop("fitToPage", None)


def _breaks(root: Element, sheet: Sheet) -> None:
    for old in root.findall(f"{MAIN}rowBreaks"):
        root.remove(old)
    for element in parsed(breaks_xml(sheet.layout.page_breaks)):
        insert_in_order(root, element)


def _running(root: Element, tag: str, text: str | None) -> None:
    """The header or footer of every page; the file's other ones stay."""
    holder = _own(root, "headerFooter")
    found = holder.find(f"{MAIN}{tag}")
    if found is None:
        found = etree.Element(f"{MAIN}{tag}")
        holder.insert(0 if tag == "oddHeader" else len(holder.findall(f"{MAIN}oddHeader")), found)
    found.text = text or ""
