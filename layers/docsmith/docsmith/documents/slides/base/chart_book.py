"""The workbook inside a chart: other figures in its cells, every other part as it was."""
# pyright: basic, reportAttributeAccessIssue=false, reportOptionalMemberAccess=false
# lxml ships no types.

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from lxml import etree

from docsmith.documents.errors import OperationRefused, UnreadableFile
from docsmith.documents.ooxml.reading import Element, open_package
from docsmith.documents.slides.parts import Parts, parts_of
from docsmith.documents.workbook.cells import cell_text, column_letters, column_number

_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_PLACE = re.compile(r"\$?([A-Z]{1,3})\$?(\d+)")
Cell = str | int | float | None


@dataclass(frozen=True, slots=True)
class Block:
    """Where a chart's figures stand: names above, categories at the left. Rows and columns from 1.

    `columns` are those of the series, in their order; `rows` how many rows of figures there were.
    """

    sheet: str
    top: int
    left: int
    columns: tuple[int, ...]
    rows: int

    def widened(self, count: int) -> "Block":
        """With a column for each of so many series; new ones stand at the right."""
        columns = list(self.columns[:count])
        while len(columns) < count:
            columns.append(max([self.left, *self.columns, *columns]) + 1)
        return Block(self.sheet, self.top, self.left, tuple(columns), self.rows)


def with_figures(
    content: bytes,
    block: Block,
    dropped: Sequence[int],
    head: Sequence[str],
    rows: Sequence[Sequence[Cell]],
) -> bytes:
    """The workbook with these figures. `head` names the series, `rows` begin with the category;
    `dropped` columns are emptied.

    Raises `OperationRefused` when the workbook is none that can be written.
    """
    try:
        parts = parts_of(open_package(content))
    except UnreadableFile as unreadable:
        raise OperationRefused("chart", f"its workbook: {unreadable.reason}") from unreadable
    part = _sheet_part(parts, block.sheet)
    cells: dict[tuple[int, int], Cell] = {}
    for column in (block.left, *block.columns, *dropped):
        below = range(block.top + 1, block.top + max(block.rows, len(rows)) + 1)
        cells |= {(row, column): None for row in below}
    cells |= {(block.top, column): None for column in dropped}
    cells |= {(block.top, c): name for c, name in zip(block.columns, head, strict=True)}
    for i, row in enumerate(rows, block.top + 1):
        cells[i, block.left] = row[0]
        cells |= {(i, c): value for c, value in zip(block.columns, row[1:], strict=True)}
    _write(parts.xml(part), cells)
    _fit_tables(parts, part, block, max([*block.columns, *dropped]), len(rows), head)
    _forget_order_of_calculation(parts)
    return parts.package()


def place_of(reference: str) -> tuple[str, int, int, int, int] | None:
    """Sheet, first row, first column, last row, last column of `Sheet1!$A$2:$A$5`."""
    sheet, _, area = reference.rpartition("!")
    found = [(int(row), column_number(letters)) for letters, row in _PLACE.findall(area)]
    if not sheet or not 1 <= len(found) <= 2 or "," in reference:
        return None
    return sheet.strip("'").replace("''", "'"), *found[0], *found[-1]


def area(sheet: str, column: int, first: int, last: int | None = None) -> str:
    """`Sheet1!$B$2:$B$5`."""
    plain = re.fullmatch(r"[A-Za-z_]\w*", sheet)
    name = sheet if plain else "'" + sheet.replace("'", "''") + "'"
    letters = column_letters(column)
    tail = f":${letters}${last}" if last is not None else ""
    return f"{name}!${letters}${first}{tail}"


def _sheet_part(parts: Parts, name: str) -> str:
    main = parts.related("", "officeDocument")
    if main is None or main not in parts.contents:
        raise OperationRefused("chart", "its workbook holds no sheets")
    targets = {r.id: r.target for r in parts.relations(main)}
    for sheet in parts.look(main).iterfind(f"{_S}sheets/{_S}sheet"):
        part = targets.get(sheet.get(f"{_R}id"))
        if sheet.get("name") == name and part in parts.contents:
            return part
    raise OperationRefused("chart", f"its workbook has no sheet '{name}'")


def _write(root: Element, cells: Mapping[tuple[int, int], Cell]) -> None:
    data = root.find(f"{_S}sheetData")
    rows = {int(row.get("r", "0")): row for row in data}
    for number, column in sorted(cells):
        row = rows.get(number)
        if row is None:
            row = rows[number] = _inserted(data, f"{_S}row", number, rows.items(), str(number))
        held = {_PLACE.match(c.get("r", "A1")).group(1): c for c in row}
        found = {column_number(letters): cell for letters, cell in held.items()}
        cell, value = found.get(column), cells[number, column]
        if cell is None and value is None:
            continue
        if cell is None:
            cell = _inserted(row, f"{_S}c", column, found.items(), cell_text(number, column))
            _dress(cell, rows.get(number - 1), cell_text(number - 1, column))
        _fill(cell, value)
    _measure(root, cells)


def _inserted(
    parent: Element, tag: str, at: int, found: Iterable[tuple[int, Element]], name: str
) -> Element:
    """A new row or cell in its place."""
    made = etree.Element(tag, {"r": name})
    before = max(((n, e) for n, e in found if n < at), key=lambda one: one[0], default=None)
    if before is None:
        parent.insert(0, made)
    else:
        before[1].addnext(made)
    return made


def _dress(cell: Element, above: Element | None, name: str) -> None:
    """A new cell looks like the one above it."""
    for other in above if above is not None else ():
        if other.get("r") == name and other.get("s"):
            cell.set("s", other.get("s"))


def _fill(cell: Element, value: Cell) -> None:
    for child in list(cell):
        cell.remove(child)
    cell.attrib.pop("t", None)
    if isinstance(value, str):
        cell.set("t", "inlineStr")
        text = etree.SubElement(etree.SubElement(cell, f"{_S}is"), f"{_S}t")
        text.text = value
        text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    elif value is not None:
        etree.SubElement(cell, f"{_S}v").text = repr(value)


def _measure(root: Element, cells: Iterable[tuple[int, int]]) -> None:
    """The sheet says how far it reaches."""
    dimension = root.find(f"{_S}dimension")
    known = place_of(f"s!{dimension.get('ref')}") if dimension is not None else None
    if known is None:
        return
    _, top, left, bottom, right = known
    bottom = max(bottom, *(row for row, _ in cells))
    right = max(right, *(column for _, column in cells))
    dimension.set("ref", f"{cell_text(top, left)}:{cell_text(bottom, right)}")
    for row in root.iterfind(f"{_S}sheetData/{_S}row"):
        row.attrib.pop("spans", None)


def _fit_tables(
    parts: Parts, sheet: str, block: Block, reach: int, count: int, head: Sequence[str]
) -> None:
    """The table around the figures ends where they do, its columns named as they are. `reach` is
    the last column that there was.

    A table that crosses the figures in another way is dissolved: its cells stay.
    """
    right = max(block.columns)
    bottom = block.top + max(block.rows, count)
    for relation in parts.relations(sheet):
        if not relation.kind.endswith("/table") or relation.target not in parts.contents:
            continue
        root = parts.look(relation.target)
        known = place_of(f"s!{root.get('ref')}")
        if known is None or known[1] > bottom or known[3] < block.top or known[2] > reach:
            continue
        whole = sorted(block.columns) == list(range(block.left + 1, right + 1))
        if (known[1], known[2]) == (block.top, block.left) and whole and known[4] <= reach:
            named = dict(zip(block.columns, head, strict=True))
            first = root.find(f"{_S}tableColumns/{_S}tableColumn").get("name", " ")
            names = [first, *(named[c] for c in range(block.left + 1, right + 1))]
            _resize(parts.xml(relation.target), block, count, names)
        else:
            _dissolve(parts, sheet, relation.id, relation.target)


def _resize(root: Element, block: Block, count: int, names: Sequence[str]) -> None:
    end = cell_text(block.top + count, block.left + len(names) - 1)
    reach = f"{cell_text(block.top, block.left)}:{end}"
    for element in (root, root.find(f"{_S}autoFilter")):
        if element is not None:
            element.set("ref", reach)
    columns = root.find(f"{_S}tableColumns")
    for old in list(columns):
        columns.remove(old)
    columns.set("count", str(len(names)))
    for i, name in enumerate(names, 1):
        etree.SubElement(columns, f"{_S}tableColumn", {"id": str(i), "name": name})


def _dissolve(parts: Parts, sheet: str, relation: str, table: str) -> None:
    root = parts.xml(sheet)
    for entry in list(root.iterfind(f"{_S}tableParts/{_S}tablePart")):
        if entry.get(f"{_R}id") == relation:
            listed = entry.getparent()
            listed.remove(entry)
            listed.set("count", str(len(listed)))
            if len(listed) == 0:
                root.remove(listed)
    parts.unrelate(sheet, relation)
    parts.drop(table)


def _forget_order_of_calculation(parts: Parts) -> None:
    """Excel works it out again; a cell that is listed and holds no formula would be an error."""
    main = parts.related("", "officeDocument") or ""
    for relation in parts.relations(main):
        if relation.kind.endswith("/calcChain"):
            parts.unrelate(main, relation.id)
            parts.drop(relation.target)
