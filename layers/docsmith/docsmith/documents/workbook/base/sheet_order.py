"""The list of sheets in the workbook part: their order, and everything that counts by it.

Names of one sheet alone, print areas and repeated rows among them, say by number which sheet they
belong to, and so do views. When sheets come, go or change places, these numbers follow.
"""

# pyright: basic, reportAttributeAccessIssue=false
# lxml ships no types.

from lxml import etree

from docsmith.documents.ooxml.reading import Element
from docsmith.documents.ooxml.sheets import MAIN
from docsmith.documents.workbook.base.changes import SETTINGS, is_reordered
from docsmith.documents.workbook.base.facts import BaseFile
from docsmith.documents.workbook.base.spans import sheets_named
from docsmith.documents.workbook.base.work import Work
from docsmith.documents.workbook.book import Sheet
from docsmith.documents.workbook.cells import place

_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_HIDDEN = {"hidden", "veryHidden"}
_NAMES = {"print_area": "_xlnm.Print_Area", "repeat_rows": "_xlnm.Print_Titles"}


def take_out(base: BaseFile, root: Element, before: list[Element]) -> None:
    """Sheets that were deleted, and names of their cells. `before` are the elements of the sheets
    as the file has them.
    """
    gone = _deleted(base, before)
    lost = {facts.name.casefold() for facts in base.deleted}
    names = root.iter(f"{MAIN}definedName") if gone else ()
    for element in list(names):
        local = element.get("localSheetId")
        own = local is not None and int(local) < len(before) and before[int(local)] in gone
        if own or lost & {s.casefold() for s in sheets_named(element.text or "")}:
            element.getparent().remove(element)
    for element in gone:
        element.getparent().remove(element)


def order_sheets(work: Work, root: Element, before: list[Element]) -> None:
    """Put the sheets in the order of the book and let numbers follow."""
    if work.base.deleted or is_reordered(work.book, work.base):
        holder = root.find(f"{MAIN}sheets")
        _arrange(holder, [sheet.name for sheet in work.book.sheets])
        now = list(holder)
        places = {i: now.index(e) if e in now else None for i, e in enumerate(before)}
        _renumber_names(root, places)
        _renumber_views(root, places, now)


def _deleted(base: BaseFile, before: list[Element]) -> list[Element]:
    parts = {facts.part for facts in base.deleted}
    ids = {r.id for r in base.package.relations(base.workbook_part) if r.target in parts}
    return [element for element in before if element.get(_R) in ids]


def _arrange(holder: Element, names: list[str]) -> None:
    """In the order of the book; what is no sheet of cells stays behind the one it follows."""
    after: dict[str, list[Element]] = {}
    by_name: dict[str, Element] = {}
    last = ""
    for element in list(holder):
        if element.get("name") in names:
            last = element.get("name")
            by_name[last] = element
        else:
            after.setdefault(last, []).append(element)
    holder[:] = after.get("", []) + [
        element for name in names for element in (by_name[name], *after.get(name, []))
    ]


def _renumber_names(root: Element, places: dict[int, int | None]) -> None:
    holder = root.find(f"{MAIN}definedNames")
    for element in holder if holder is not None else ():
        local = element.get("localSheetId")
        if local is not None:
            element.set("localSheetId", str(places.get(int(local), int(local))))
    if holder is not None and len(holder) == 0:
        root.remove(holder)


def _renumber_views(root: Element, places: dict[int, int | None], now: list[Element]) -> None:
    """The sheet that opens stays the same; when it is gone, the first that is shown opens."""
    shown = [i for i, element in enumerate(now) if element.get("state") not in _HIDDEN]
    for view in root.iter(f"{MAIN}workbookView"):
        for key in ("activeTab", "firstSheet"):
            old = int(view.get(key, 0))
            place_ = places.get(old, old)
            new = place_ if place_ is not None else (shown[0] if shown else 0)
            if new != old:
                view.set(key, str(new))


def write_settings(work: Work, root: Element) -> None:
    """Print areas and repeated rows that operations set."""
    order = [e.get("name") for e in root.find(f"{MAIN}sheets")]
    for sheet in work.book.sheets:
        for field in sorted(sheet.layout.asked & SETTINGS):
            _set_name(root, _NAMES[field], order.index(sheet.name), _setting(sheet, field))


def _setting(sheet: Sheet, field: str) -> str:
    layout = sheet.layout
    if field == "print_area":
        return place(sheet.name, layout.print_area.absolute) if layout.print_area else ""
    return place(sheet.name, "${}:${}".format(*layout.repeat_rows)) if layout.repeat_rows else ""


def _set_name(root: Element, name: str, local: int, text: str) -> None:
    holder = root.find(f"{MAIN}definedNames")
    if holder is None:
        holder = etree.Element(f"{MAIN}definedNames")
        root.find(f"{MAIN}sheets").addnext(holder)
    same = [e for e in holder if e.get("name") == name and e.get("localSheetId") == str(local)]
    element = same[0] if same else etree.SubElement(holder, f"{MAIN}definedName", name=name)
    element.set("localSheetId", str(local))
    columns = [t for t in (element.text or "").split(",") if _is_columns(t)]
    element.text = ",".join([*columns, text] if name.endswith("Titles") else [text])


def _is_columns(text: str) -> bool:
    """`Data!$A:$B` of repeated columns, which stay beside the rows."""
    area = text.rpartition("!")[2].replace("$", "")
    return bool(area) and area.replace(":", "").isalpha()
