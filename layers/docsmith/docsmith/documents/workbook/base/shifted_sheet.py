"""A sheet part after rows or columns were inserted or deleted: everything in it that names a place.

Cells and rows get their new numbers, rules, links, merges and breaks follow, and what stood only on
deleted cells goes. Formulas keep their texts: those that changed are patched with the cells.
"""

# pyright: basic, reportAttributeAccessIssue=false
# lxml ships no types.

from docsmith.documents.ooxml.reading import Element
from docsmith.documents.ooxml.sheets import MAIN
from docsmith.documents.workbook.cells import (
    cell_text,
    column_letters,
    column_number,
    parse_area,
    parse_cell,
)
from docsmith.documents.workbook.formulas.moving import Shift, moved_area, translated

_SQREF = "{http://schemas.microsoft.com/office/excel/2006/main}sqref"
_GOES = {
    "mergeCell", "hyperlink", "dataValidation", "conditionalFormatting", "protectedRange",
    "ignoredError", "cellWatch", "autoFilter", "sortState", "sortCondition", "sparkline",
}  # fmt: skip
"""What goes with the last of its cells."""
_DIGITS = "0123456789"


def shift_sheet(root: Element, shift: Shift) -> None:
    """Move everything on the sheet."""
    data = root.find(f"{MAIN}sheetData")
    _shift_rows(data, shift) if shift.rows else _shift_columns(data, shift)
    for formula in data.iter(f"{MAIN}f"):
        for key in ("ref", "r1", "r2"):
            if formula.get(key):
                formula.set(key, moved_area(formula.get(key), shift) or formula.get(key))
    if not shift.rows:
        _shift_widths(root, shift)
    for child in list(root):
        if isinstance(child.tag, str) and child is not data:
            _shift_below(child, shift)
    _shift_breaks(root, shift)
    _recount(root)


def number_cells(root: Element) -> None:
    """Rows and cells may leave out their numbers and then follow each other: say them."""
    row = 0
    for element in root.iterfind(f"{MAIN}sheetData/{MAIN}row"):
        row = int(element.get("r") or row + 1)
        element.set("r", str(row))
        column = 0
        for cell in element.iterchildren(f"{MAIN}c"):
            reference = cell.get("r")
            column = parse_cell(reference)[1] if reference else column + 1
            cell.set("r", cell_text(row, column))


def unshare(root: Element, groups: frozenset[str] | None = None) -> None:
    """Write shared formulas out, all of them or those of these groups."""
    masters: dict[str, tuple[str, int, int]] = {}
    for cell in root.iterfind(f"{MAIN}sheetData/{MAIN}row/{MAIN}c"):
        formula = cell.find(f"{MAIN}f")
        if formula is None or formula.get("t") != "shared":
            continue
        group, (row, column) = formula.get("si", ""), parse_cell(cell.get("r"))
        if formula.text:
            masters[group] = (formula.text, row, column)
        if groups is not None and group not in groups:
            continue
        if group in masters:
            text, top, left = masters[group]
            formula.text = translated(text, row - top, column - left)
        for key in ("t", "si", "ref"):
            formula.attrib.pop(key, None)


def _shift_rows(data: Element, shift: Shift) -> None:
    for row in list(data):
        number = shift.place(int(row.get("r")))
        if number is None:
            data.remove(row)
        elif row.get("r") != str(number):
            row.set("r", str(number))
            for cell in row.iterchildren(f"{MAIN}c"):
                cell.set("r", f"{cell.get('r').rstrip(_DIGITS)}{number}")


def _shift_columns(data: Element, shift: Shift) -> None:
    for row in data:
        row.attrib.pop("spans", None)
        for cell in list(row.iterchildren(f"{MAIN}c")):
            letters = cell.get("r").rstrip(_DIGITS)
            column = shift.place(column_number(letters))
            if column is None:
                row.remove(cell)
            else:
                cell.set("r", f"{column_letters(column)}{row.get('r')}")


def _shift_widths(root: Element, shift: Shift) -> None:
    holder = root.find(f"{MAIN}cols")
    if holder is None:
        return
    for col in list(holder):
        span = shift.span(int(col.get("min")), int(col.get("max")))
        if span is None:
            holder.remove(col)
        else:
            col.set("min", str(span[0]))
            col.set("max", str(min(span[1], 16_384)))
    if len(holder) == 0:
        root.remove(holder)


def _shift_below(child: Element, shift: Shift) -> None:
    for element in list(child.iter()):
        if not isinstance(element.tag, str):
            continue
        name = element.tag.rpartition("}")[2]
        lost = [_shift_key(element, key, shift) for key in ("ref", "sqref", "r", "activeCell")]
        if element.tag == _SQREF and element.text:
            text = _shifted_list(element.text, shift)
            lost.append(text == "")
            element.text = text or element.text
            element = _owner(element)
            name = element.tag.rpartition("}")[2]
        if name == "pane":
            _shift_key(element, "topLeftCell", shift)
        if any(lost) and name in _GOES and element.getparent() is not None:
            element.getparent().remove(element)


def _owner(sqref: Element) -> Element:
    """What an `xm:sqref` says the place of."""
    return sqref.getparent()


def _shift_key(element: Element, key: str, shift: Shift) -> bool:
    """Move the places of an attribute; says whether all of them were deleted."""
    value = element.get(key)
    if not value or not _is_place(value):
        return False
    text = _shifted_list(value, shift)
    if text:
        element.set(key, text)
    return not text


def _is_place(value: str) -> bool:
    try:
        parse_area(value.split()[0])
    except (ValueError, IndexError):
        return value.replace("$", "").replace(":", "").isalnum() and ":" in value
    return True


def _shifted_list(value: str, shift: Shift) -> str:
    found = (moved_area(part, shift) for part in value.split())
    return " ".join(part for part in found if part is not None)


def _shift_breaks(root: Element, shift: Shift) -> None:
    holder = root.find(f"{MAIN}{'rowBreaks' if shift.rows else 'colBreaks'}")
    if holder is None:
        return
    for brk in list(holder):
        number = shift.place(int(brk.get("id", 0)))
        if number is None:
            holder.remove(brk)
        else:
            brk.set("id", str(number))
    manual = sum(b.get("man") in {"1", "true"} for b in holder)
    holder.set("manualBreakCount", str(manual))


def _recount(root: Element) -> None:
    """Counts say how many there are; a list that lost its last entry goes."""
    for child in list(root):
        if not isinstance(child.tag, str):
            continue
        name = child.tag.rpartition("}")[2]
        lists = {"mergeCells", "hyperlinks", "dataValidations", "rowBreaks", "colBreaks"}
        if name in lists | {"protectedRanges", "ignoredErrors", "cellWatches"}:
            if len(child) == 0:
                root.remove(child)
            elif child.get("count"):
                child.set("count", str(len(child)))
