"""The workbook part of an upload: new, renamed, moved and deleted sheets, names."""

# pyright: basic, reportAttributeAccessIssue=false
# lxml ships no types.

from lxml import etree

from docsmith.documents.ooxml.reading import Element
from docsmith.documents.ooxml.sheets import MAIN
from docsmith.documents.workbook.base.changes import Difference
from docsmith.documents.workbook.base.following import followed
from docsmith.documents.workbook.base.new_objects import new_objects
from docsmith.documents.workbook.base.sheet_order import order_sheets, take_out, write_settings
from docsmith.documents.workbook.base.work import Work, as_bytes
from docsmith.documents.workbook.book import Sheet
from docsmith.documents.workbook.cells import place
from docsmith.documents.workbook.guidance_xml import guidance_xml
from docsmith.documents.workbook.sheet_xml import sheet_chunks
from docsmith.documents.workbook.sheets.task import SheetTask, Strings

_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


def write_workbook(work: Work, changed: Difference) -> None:
    """Names, new sheets, renamed sheets, and that Excel computes on opening."""
    root = work.base.root(work.base.workbook_part)
    before = list(root.find(f"{MAIN}sheets"))
    take_out(work.base, root, before)
    touched = changed.formulas or bool(changed.sheets)
    for old, new in work.base.renamed:
        for element in root.iter(f"{MAIN}sheet"):
            if element.get("name") == old:
                element.set("name", new)
    for sheet in work.book.sheets:
        if sheet.name not in work.base.sheets:
            _add_sheet(work, root, sheet)
    _add_names(work, root)
    _follow_settings(work, root)
    order_sheets(work, root, before)
    write_settings(work, root)
    if touched:
        calc = root.find(f"{MAIN}calcPr")
        if calc is not None:
            calc.set("fullCalcOnLoad", "1")
    fresh = as_bytes(root)
    if fresh != as_bytes(work.base.root(work.base.workbook_part)):
        work.written[work.base.workbook_part] = fresh


def _add_sheet(work: Work, root: Element, sheet: Sheet) -> None:
    name = work.free("xl/worksheets/sheet{}.xml")
    work.written[name] = b""
    tail = new_objects(work, sheet, name, None)
    between = guidance_xml(sheet, work.styles, work.book.styles.palette)
    task = SheetTask(
        sheet, work.styles, Strings(inline=True), work.values, tail=tail, between=between
    )
    work.written[name] = "".join(sheet_chunks(task)).encode()
    holder = root.find(f"{MAIN}sheets")
    number = max((int(s.get("sheetId", 0)) for s in holder), default=0) + 1
    element = etree.SubElement(holder, f"{MAIN}sheet", name=sheet.name, sheetId=str(number))
    if sheet.hidden:
        element.set("state", "hidden")
    element.set(f"{_R}id", work.relate(work.base.workbook_part, "worksheet", name))


def _add_names(work: Work, root: Element) -> None:
    """Names that operations defined or moved; the file's other names stay."""
    holder = root.find(f"{MAIN}definedNames")
    known = (
        {}
        if holder is None
        else {n.get("name"): n for n in holder if n.get("localSheetId") is None}
    )
    for name, (sheet, area) in work.book.names.items():
        text = place(sheet, area.absolute)
        if name in known:
            if _differs(known[name].text or "", text):
                known[name].text = text
            continue
        if holder is None:
            holder = etree.Element(f"{MAIN}definedNames")
            root.find(f"{MAIN}sheets").addnext(holder)
        etree.SubElement(holder, f"{MAIN}definedName", name=name).text = text
    for name, local, text in work.base.other_names:
        for element in holder if holder is not None else ():
            same = element.get("name") == name and element.get("localSheetId") == (
                None if local is None else str(local)
            )
            if same and element.text != text:
                element.text = text


def _follow_settings(work: Work, root: Element) -> None:
    """Print areas, repeated rows and filters are names of Excel's own."""
    holder = root.find(f"{MAIN}definedNames")
    if holder is None:
        return
    for element in list(holder):
        if not element.get("name", "").startswith("_xlnm."):
            continue
        text = followed(element.text or "", "", work.base.moves)
        if text is None:
            holder.remove(element)
        elif text != element.text:
            element.text = text
    if len(holder) == 0:
        root.remove(holder)


def _differs(old: str, new: str) -> bool:
    return old.replace("$", "").replace("'", "") != new.replace("$", "").replace("'", "")
