"""One sheet of an uploaded workbook, patched: changed cells, values of formulas, widths, rules,
objects.
"""

# pyright: basic, reportAttributeAccessIssue=false
# lxml ships no types.

from collections.abc import Iterable

from lxml import etree

from docsmith.documents.ooxml.reading import Element
from docsmith.documents.ooxml.sheets import MAIN
from docsmith.documents.workbook.book import Cell, Sheet
from docsmith.documents.workbook.cells import cell_text, column_number, parse_area
from docsmith.documents.workbook.guidance_xml import guidance_xml
from docsmith.documents.workbook.sheets.cells import cell_xml
from docsmith.documents.workbook.sheets.frame import pane_xml
from docsmith.documents.workbook.sheets.task import RELATIONS, SheetTask

_NAMESPACE = MAIN[1:-1]
_ORDER = (
    "sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr",
    "sheetProtection", "protectedRanges", "scenarios", "autoFilter", "sortState",
    "dataConsolidate", "customSheetViews", "mergeCells", "phoneticPr", "conditionalFormatting",
    "dataValidations", "hyperlinks", "printOptions", "pageMargins", "pageSetup", "headerFooter",
    "rowBreaks", "colBreaks", "customProperties", "cellWatches", "ignoredErrors", "smartTags",
    "drawing", "legacyDrawing", "legacyDrawingHF", "drawingHF", "picture", "oleObjects",
    "controls", "webPublishItems", "tableParts", "extLst",
)  # fmt: skip


def parsed(xml: str) -> list[Element]:
    """Elements of the main namespace from text."""
    return list(etree.fromstring(f'<x xmlns="{_NAMESPACE}" xmlns:r="{RELATIONS}">{xml}</x>'))


def insert_in_order(root: Element, element: Element) -> None:
    """Put a child of the worksheet where the schema wants it, after others of its kind."""
    rank = _ORDER.index(element.tag.rpartition("}")[2])
    at = 0
    for i, child in enumerate(root):
        if not isinstance(child.tag, str):
            continue
        name = child.tag.rpartition("}")[2]
        if name not in _ORDER or _ORDER.index(name) <= rank:
            at = i + 1
    root.insert(at, element)


def patch_cells(root: Element, task: SheetTask, places: Iterable[tuple[int, int]]) -> None:
    """Write these cells as they stand now; rows and cells are made where there are none."""
    data = root.find(f"{MAIN}sheetData")
    rows = {int(r.get("r")): r for r in data if r.get("r")}
    for row, column in sorted(places):
        holder = rows.get(row)
        if holder is None:
            holder = rows[row] = _new_row(data, row)
        cell = task.sheet.cells.get((row, column), Cell())
        _put(holder, column, parsed(cell_xml(task, row, column, cell))[0])


def _new_row(data: Element, row: int) -> Element:
    made = etree.Element(f"{MAIN}row", r=str(row))
    after = [r for r in data if r.get("r") and int(r.get("r")) < row]
    data.insert(data.index(after[-1]) + 1 if after else 0, made)
    return made


def _put(row: Element, column: int, cell: Element) -> None:
    row.attrib.pop("spans", None)
    at = 0
    for i, other in enumerate(row):
        letters = "".join(c for c in other.get("r", "") if c.isalpha())
        number = column_number(letters) if letters else i + 1
        if number == column:
            row.replace(other, cell)
            return
        if number < column:
            at = i + 1
    row.insert(at, cell)


def grow_dimension(root: Element, sheet: Sheet) -> None:
    """Say which cells are used now."""
    dimension, used = root.find(f"{MAIN}dimension"), sheet.used()
    if dimension is not None and used is not None:
        dimension.set("ref", used.text)


def patch_values(root: Element, task: SheetTask, places: set[tuple[int, int]]) -> None:
    """Store new values of formulas: only `v` and `t` of these cells change."""
    wanted = {cell_text(*at): at for at in places}
    for cell in root.iter(f"{MAIN}c"):
        at = wanted.get(cell.get("r"))
        if at is None:
            continue
        for old in cell.findall(f"{MAIN}v"):
            cell.remove(old)
        cell.attrib.pop("t", None)
        fresh = parsed(cell_xml(task, *at, task.sheet.cells[at]))[0]
        value = fresh.find(f"{MAIN}v")
        if value is not None:
            cell.insert(list(cell).index(cell.find(f"{MAIN}f")) + 1, value)
            if fresh.get("t"):
                cell.set("t", fresh.get("t"))


def patch_widths(root: Element, widths: dict[int, float], hidden: set[int]) -> None:
    """Give these columns their widths; spans of the file are cut where needed."""
    holder = root.find(f"{MAIN}cols")
    if holder is None:
        holder = etree.Element(f"{MAIN}cols")
        insert_in_order(root, holder)
    for column in sorted(widths):
        own = _own_column(holder, column)
        own.set("width", f"{widths[column]:.4g}")
        own.set("customWidth", "1")
        if column in hidden:
            own.set("hidden", "1")


def _own_column(holder: Element, column: int) -> Element:
    """The `col` of one column alone, cut out of the span that held it."""
    for col in list(holder):
        first, last = int(col.get("min")), int(col.get("max"))
        if not first <= column <= last:
            continue
        at = list(holder).index(col)
        pieces = [(first, column - 1), (column, column), (column + 1, last)]
        made = [etree.Element(col.tag, dict(col.attrib)) for _ in pieces]
        for piece, (start, end) in zip(made, pieces, strict=True):
            piece.set("min", str(start))
            piece.set("max", str(end))
        holder.remove(col)
        kept = [p for p, (start, end) in zip(made, pieces, strict=True) if start <= end]
        for i, piece in enumerate(kept):
            holder.insert(at + i, piece)
        return made[1]
    own = etree.Element(f"{MAIN}col", min=str(column), max=str(column))
    before = [c for c in holder if int(c.get("max")) < column]
    holder.insert(len(before), own)
    return own


def patch_merges(root: Element, sheet: Sheet) -> None:
    """Write the merged cells anew when an operation added some."""
    holder = root.find(f"{MAIN}mergeCells")
    known = {m.get("ref") for m in holder} if holder is not None else set()
    added = [m for m in sheet.merges if m.text not in known]
    if not added:
        return
    if holder is None:
        holder = etree.Element(f"{MAIN}mergeCells")
        insert_in_order(root, holder)
    for area in added:
        holder.append(etree.Element(f"{MAIN}mergeCell", ref=parse_area(area.text).text))
    holder.set("count", str(len(holder)))


def patch_freeze(root: Element, task: SheetTask) -> None:
    """Freeze the panes of the first view."""
    view = root.find(f"{MAIN}sheetViews/{MAIN}sheetView")
    if view is None or task.sheet.layout.freeze is None:
        return
    for old in [*view.findall(f"{MAIN}pane"), *view.findall(f"{MAIN}selection")]:
        view.remove(old)
    for i, element in enumerate(parsed(pane_xml(*task.sheet.layout.freeze))):
        view.insert(i, element)


def patch_rules(root: Element, task: SheetTask, palette) -> None:
    """Add the conditional formats and validations of operations to those of the file."""
    if not task.sheet.rules:
        return
    highest = max((int(r.get("priority", 0)) for r in root.iter(f"{MAIN}cfRule")), default=0)
    for element in parsed(guidance_xml(task.sheet, task.styles, palette)):
        for rule in element.iter(f"{MAIN}cfRule"):
            rule.set("priority", str(int(rule.get("priority")) + highest))
        own = root.find(f"{MAIN}dataValidations")
        if element.tag == f"{MAIN}dataValidations" and own is not None:
            own.extend(list(element))
            own.set("count", str(len(own)))
        else:
            insert_in_order(root, element)
