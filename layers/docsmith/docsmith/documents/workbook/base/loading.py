"""An uploaded workbook as a `Book`: cells, tables, names, widths; what it does not understand
stays in its part.
"""

# pyright: basic
# lxml ships no types.

import re
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from docsmith.documents.errors import UnreadableFile
from docsmith.documents.ooxml.reading import Element, Package, open_package
from docsmith.documents.ooxml.sheets import (
    MAIN,
    RawCell,
    SheetPart,
    Workbook,
    frame_of,
    open_workbook,
    sheet_rows,
)
from docsmith.documents.workbook.base.facts import BaseFile, SheetFacts
from docsmith.documents.workbook.base.looks import looks_of
from docsmith.documents.workbook.book import Book, Cell, Place, Sheet, TableArea
from docsmith.documents.workbook.cells import parse_area, parse_cell, split_place
from docsmith.documents.workbook.display import serial
from docsmith.documents.workbook.formulas.moving import translated
from docsmith.documents.workbook.formulas.spelling import shown
from docsmith.documents.workbook.styles import Look

MAX_CELLS = 500_000
_OBJECTS = ("chart", "image", "oleObject", "control", "slicer", "diagramData")
_PLAIN_AREA = re.compile(r"(?:'(?:[^']|'')+'|[\w.]+)!\$?[A-Z]{1,3}\$?\d+(?::\$?[A-Z]{1,3}\$?\d+)?")


def load_base(content: bytes) -> tuple[Book, BaseFile]:
    """The workbook in these bytes. Raises `UnreadableFile`."""
    read = _read(content)
    book, facts = Book(), {}
    for part, cells, heights in read.sheets:
        sheet, known = _sheet(read.source.package, part, cells, heights)
        book.sheets.append(sheet)
        facts[sheet.name] = known
    package = read.source.package
    base = BaseFile(package, read.source.part, read.styles_part, list(read.looks), facts)
    base.order = tuple(part.part for part, _, _ in read.sheets)
    _names(book, base, package.xml(read.source.part))
    return book, base


@dataclass(frozen=True, slots=True)
class _Read:
    """What takes long to read of a file, and never changes: its cells and looks."""

    source: Workbook
    styles_part: str | None
    looks: tuple[Look, ...]
    sheets: tuple[tuple[SheetPart, dict[Place, Cell], dict[int, float]], ...]


@lru_cache(maxsize=1)
def _read(content: bytes) -> _Read:
    """A turn, its checks, and what was wrong before all begin with the same file."""
    package = open_package(content)
    source = open_workbook(package)
    styles_part = package.related(source.part, "styles")
    styled = styles_part is not None and styles_part in package.infos
    found = looks_of(package.xml(styles_part)) if styles_part and styled else []
    looks = found or [Look(origin=0)]
    sheets: list[tuple[SheetPart, dict[Place, Cell], dict[int, float]]] = []
    room = MAX_CELLS
    for part in source.sheets:
        heights: dict[int, float] = {}
        cells = _cells(source, part, looks, heights, room)
        room -= len(cells)
        _add_notes(cells, package, part.part)
        sheets.append((part, cells, heights))
    return _Read(source, styles_part, tuple(looks), tuple(sheets))


def _cells(
    source: Workbook, part: SheetPart, looks: list[Look], heights: dict[int, float], room: int
) -> dict[Place, Cell]:
    shared = _Shared()
    cells: dict[Place, Cell] = {}
    for row in sheet_rows(source, part, heights):
        for raw in row:
            cells[raw.row, raw.column] = _cell(raw, shared.text(raw), looks)
        if len(cells) > room:
            raise UnreadableFile(f"the workbook has more than {MAX_CELLS:,} cells")
    return cells


def _sheet(
    package: Package, part: SheetPart, cells: dict[Place, Cell], heights: dict[int, float]
) -> tuple[Sheet, SheetFacts]:
    root = frame_of(package, part.part)
    sheet = Sheet(part.name, hidden=part.hidden, cells=dict(cells))
    sheet.layout.heights = dict(heights)
    _layout(sheet, root)
    relations = package.relations(part.part)
    sheet.tables = [
        t for r in relations if r.kind.endswith("/table") and (t := _table(package, r.target))
    ]
    parts = tuple(r.target for r in relations if not r.external)
    sheet.foreign_objects = _objects(package, parts)
    elements = frozenset(_local(c) for c in root if isinstance(c.tag, str))
    facts = SheetFacts(part.part, part.name, cells, elements, parts)
    facts.widths, facts.freeze = dict(sheet.layout.widths), sheet.layout.freeze
    shape = root.find(f"{MAIN}sheetFormatPr")
    if shape is not None and shape.get("defaultColWidth"):
        facts.default_width = float(shape.get("defaultColWidth"))
    facts.merges = tuple(sheet.merges)
    facts.hidden = frozenset(sheet.layout.hidden_columns)
    return sheet, facts


def _local(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _objects(package: Package, parts: tuple[str, ...]) -> int:
    """How many charts, pictures and the like hang on a sheet's drawings."""
    drawings = [p for p in parts if "drawing" in p.lower() and p.endswith(".xml")]
    count = 0
    for drawing in drawings:
        if drawing in package.infos:
            kinds = [r.kind.rpartition("/")[2] for r in package.relations(drawing)]
            count += sum(kind in _OBJECTS or kind == "chartEx" for kind in kinds)
    return count


class _Shared:
    """The shared formulas of a sheet: the first cell of a group has the text, the others
    follow it.
    """

    def __init__(self) -> None:
        self._masters: dict[str, tuple[str, int, int]] = {}

    def text(self, raw: RawCell) -> str | None:
        """The cell's own formula, written out; None when it has none."""
        if raw.formula is None:
            return None
        if raw.shared is None or raw.formula:
            if raw.shared is not None:
                self._masters[raw.shared] = (raw.formula, raw.row, raw.column)
            return shown(raw.formula) or None
        if raw.shared not in self._masters:
            return None
        master, top, left = self._masters[raw.shared]
        return shown(translated(master, raw.row - top, raw.column - left))


def _cell(raw: RawCell, formula: str | None, looks: list[Look]) -> Cell:
    look = looks[raw.style] if raw.style < len(looks) else looks[0]
    if formula is None:
        return Cell(raw.value, None, look)
    cached = serial(raw.value) if isinstance(raw.value, date) else raw.value
    return Cell(None, formula, look, None, cached, raw.array)


def _layout(sheet: Sheet, root: Element) -> None:
    for col in root.iter(f"{MAIN}col"):
        first, last = int(col.get("min", 1)), int(col.get("max", 1))
        for column in range(first, min(last, first + 255) + 1):
            if col.get("width"):
                sheet.layout.widths[column] = float(col.get("width"))
            if col.get("hidden") in {"1", "true"}:
                sheet.layout.hidden_columns.add(column)
    view = root.find(f"{MAIN}sheetViews/{MAIN}sheetView")
    sheet.layout.gridlines = view is None or view.get("showGridLines", "1") not in {"0", "false"}
    pane = view.find(f"{MAIN}pane") if view is not None else None
    if pane is not None and pane.get("state") == "frozen":
        sheet.layout.freeze = (
            int(float(pane.get("ySplit", 0))) + 1, int(float(pane.get("xSplit", 0))) + 1,
        )  # fmt: skip
    for merge in root.iter(f"{MAIN}mergeCell"):
        try:
            sheet.merges.append(parse_area(merge.get("ref", "")))
        except ValueError:
            continue


def _table(package: Package, part: str) -> TableArea | None:
    if part not in package.infos:
        return None
    root = package.xml(part)
    try:
        area = parse_area(root.get("ref", ""))
    except ValueError:
        return None
    columns = [_unescaped(c.get("name", "")) for c in root.iter(f"{MAIN}tableColumn")]
    totals = int(root.get("totalsRowCount", 0)) > 0
    return TableArea(root.get("displayName", root.get("name", "")), area, columns, totals)


def _unescaped(text: str) -> str:
    return re.sub(r"_x([0-9A-Fa-f]{4})_", lambda m: chr(int(m.group(1), 16)), text)


def _add_notes(cells: dict[Place, Cell], package: Package, sheet: str) -> None:
    """Notes are shown to a reader; they stay in their part."""
    for relation in package.relations(sheet):
        if not relation.kind.endswith("/comments") or relation.target not in package.infos:
            continue
        for comment in package.xml(relation.target).iter(f"{MAIN}comment"):
            at = parse_cell(comment.get("ref", "A1"))
            text = "".join(t.text or "" for t in comment.iter(f"{MAIN}t"))
            if at in cells:
                cells[at] = replace(cells[at], note=text)


def _names(book: Book, base: BaseFile, root: Element) -> None:
    names: set[str] = set()
    for element in root.iter(f"{MAIN}definedName"):
        name, text = element.get("name", ""), (element.text or "").strip()
        local = element.get("localSheetId")
        names.add(name)
        if name.startswith("_xlnm."):
            continue
        if local is None and _PLAIN_AREA.fullmatch(text):
            sheet, area = split_place(text)
            if book.sheet(sheet) is not None:
                book.names[name] = (sheet, parse_area(area))
                continue
        base.other_names.append((name, int(local) if local else None, text))
    base.names = frozenset(names)
    base.tables = frozenset(t.name.casefold() for s in book.sheets for t in s.tables)
