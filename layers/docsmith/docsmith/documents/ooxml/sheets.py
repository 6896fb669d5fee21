"""Read the cells of a workbook that somebody made: a stream of rows with values, dates among
them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from docsmith.documents.errors import UnreadableFile
from docsmith.documents.ooxml.reading import (
    Element,
    Kind,
    Package,
    main_part,
    parse_xml,
    walk_xml,
)
from docsmith.documents.workbook.cells import column_number

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_WORKBOOK = Kind("spreadsheetml", "workbook", "Excel workbook", ".xlsx")
_REL_IDS = (
    "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id",
    "{http://purl.oclc.org/ooxml/officeDocument/relationships}id",
)
_DATE_FORMATS = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
_NOT_DATE = re.compile(r'"[^"]*"|\\.|_.|\[[^\]]*\]|General', re.IGNORECASE)
_C, _V, _F = f"{MAIN}c", f"{MAIN}v", f"{MAIN}f"
_DIGITS = "0123456789"
_REF = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
MAX_CELLS = 6_000_000
CellValue = str | int | float | bool | date | None


@dataclass(frozen=True, slots=True)
class RawCell:
    """A cell of a file: its place, what it shows, its formula without `=`, the index of its
    look.
    """

    row: int
    column: int
    value: CellValue
    formula: str | None = None
    style: int = 0
    is_error: bool = False
    shared: str | None = None
    """The group of a shared formula."""
    array: str | None = None
    """The area that an array formula or a data table fills."""


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A sheet of the workbook and the part that holds it."""

    name: str
    part: str
    hidden: bool = False


@dataclass(slots=True)
class Workbook:
    """What reading any sheet needs: its sheets, shared strings, which looks are dates, the date
    system.
    """

    package: Package
    part: str
    sheets: tuple[SheetPart, ...]
    strings: list[str] = field(repr=False)
    date_styles: frozenset[int]
    date_1904: bool = False


def open_workbook(package: Package) -> Workbook:
    """The workbook in a package. Raises `UnreadableFile` when the package is none."""
    part, root = main_part(package, _WORKBOOK)
    targets = {r.id: r.target for r in package.relations(part)}
    sheets = tuple(_sheet_part(s, targets) for s in root.iter(f"{MAIN}sheet"))
    sheets = tuple(s for s in sheets if s.part in package.infos and "/chartsheets/" not in s.part)
    if not sheets:
        raise UnreadableFile("the workbook has no sheets")
    properties = root.find(f"{MAIN}workbookPr")
    odd = properties is not None and properties.get("date1904") in {"1", "true"}
    return Workbook(
        package, part, sheets, _strings(package, part), _date_styles(package, part), odd
    )


def _sheet_part(element: Element, targets: dict[str, str]) -> SheetPart:
    ids = [element.get(key) for key in _REL_IDS if element.get(key)]
    hidden = element.get("state", "visible") != "visible"
    return SheetPart(element.get("name", ""), targets.get(ids[0], "") if ids else "", hidden)


def _strings(package: Package, part: str) -> list[str]:
    name = package.related(part, "sharedStrings")
    if name is None or name not in package.infos:
        return []
    return [rich_text(si) for si in walk_xml(package.read(name), name, (f"{MAIN}si",))]


def rich_text(element: Element) -> str:
    """The text of `si` or `is`, phonetic readings left out."""
    texts: list[str] = []
    for child in element:
        if child.tag == f"{MAIN}t":
            texts.append(child.text or "")
        elif child.tag == f"{MAIN}r":
            texts += [t.text or "" for t in child.iter(f"{MAIN}t")]
    return "".join(texts)


def _date_styles(package: Package, part: str) -> frozenset[int]:
    name = package.related(part, "styles")
    if name is None or name not in package.infos:
        return frozenset()
    root = package.xml(name)
    own = {
        int(f.get("numFmtId", "0"))
        for f in root.iter(f"{MAIN}numFmt")
        if is_date_format(f.get("formatCode", ""))
    }
    cells = root.find(f"{MAIN}cellXfs")
    xfs = list(cells) if cells is not None else []
    codes = own | _DATE_FORMATS
    return frozenset(i for i, xf in enumerate(xfs) if int(xf.get("numFmtId", "0")) in codes)


def is_date_format(code: str) -> bool:
    """Whether a number format shows a date or a time."""
    bare = _NOT_DATE.sub("", code.split(";")[0]).lower()
    return bool(set("ymdhs") & set(bare))


def sheet_rows(
    book: Workbook, sheet: SheetPart, heights: dict[int, float] | None = None
) -> Iterator[list[RawCell]]:
    """The rows of a sheet that hold cells, in order. Raises `UnreadableFile`.

    `heights` is filled with the heights that were set by hand, in points.
    """
    content = book.package.read(sheet.part)
    count = 0
    row = 0
    for element in walk_xml(content, sheet.part, (f"{MAIN}row",)):
        number = element.get("r")
        row = int(number) if number and number.isdigit() else row + 1
        if heights is not None and element.get("customHeight") in {"1", "true"}:
            heights[row] = float(element.get("ht") or 15)
        cells = list(_cells(book, element, row))
        count += len(cells)
        if count > MAX_CELLS:
            raise UnreadableFile(f"sheet '{sheet.name}' has more than {MAX_CELLS:,} cells")
        if cells:
            yield cells


def _cells(book: Workbook, element: Element, row: int) -> Iterator[RawCell]:
    column = 0
    for cell in element.iterchildren(_C):
        reference = cell.get("r") or ""
        column = _column(reference) or column + 1
        style = int(cell.get("s") or 0)
        formula: Element = None
        stored: Element = None
        for child in cell:
            if child.tag == _V:
                stored = child
            elif child.tag == _F:
                formula = child
        kind = cell.get("t") or "n"
        value = _value(book, cell, stored, kind, style)
        text = None if formula is None else (formula.text or "")
        if value is not None or text is not None or style:
            yield RawCell(row, column, value, text, style, kind == "e", *_group(formula))


def _group(formula: Element | None) -> tuple[str | None, str | None]:
    """The shared group and the filled area of a formula."""
    kind = formula.get("t") if formula is not None else None
    if formula is None or kind is None:
        return None, None
    shared = formula.get("si") if kind == "shared" else None
    return shared, formula.get("ref") if kind in {"array", "dataTable"} else None


def frame_of(package: Package, part: str) -> Element:
    """The root of a sheet without its cells: what surrounds them is small, they may be a
    million.
    """
    content = package.read(part)
    start, end = content.find(b"<sheetData>"), content.rfind(b"</sheetData>")
    if 0 <= start < end:
        content = content[:start] + b"<sheetData>" + content[end:]
    return parse_xml(content, part)


def _column(reference: str) -> int:
    """The column of `AB12`, 0 when it is no cell."""
    return column_number(reference.rstrip(_DIGITS)) if _REF.fullmatch(reference) else 0


def _value(book: Workbook, cell: Element, found: Element, kind: str, style: int) -> CellValue:
    if kind == "inlineStr":
        inline = cell.find(f"{MAIN}is")
        return rich_text(inline) if inline is not None else None
    if found is None or found.text is None:
        return None
    text: str = found.text
    if kind == "s":
        at = int(text) if text.strip().isdigit() else -1
        return book.strings[at] if 0 <= at < len(book.strings) else None
    if kind == "b":
        return text.strip() in {"1", "true"}
    if kind in {"str", "e", "d"}:
        return text
    return _numeric(book, text, style)


def _numeric(book: Workbook, text: str, style: int) -> CellValue:
    try:
        number = float(text)
    except ValueError:
        return text
    if style in book.date_styles and 0 < number < 2_958_466:
        return _moment(number + (1462 if book.date_1904 else 0))
    return int(number) if number.is_integer() and abs(number) < 1e15 else number


@lru_cache(maxsize=4096)
def _moment(number: float) -> date:
    """A date where the number is whole, else a time of a day."""
    from docsmith.documents.workbook.display import date_of  # one calendar for reading and writing

    moment = date_of(number)
    return moment if moment.time().isoformat() != "00:00:00" else moment.date()
