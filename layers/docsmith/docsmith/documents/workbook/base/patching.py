"""Write an uploaded workbook after operations: changed parts anew, every other part byte for
byte.
"""

# pyright: basic, reportAttributeAccessIssue=false
# lxml ships no types.

import posixpath
from dataclasses import dataclass, field

from lxml import etree

from docsmith.documents.errors import UnreadableFile
from docsmith.documents.ooxml.reading import Element
from docsmith.documents.ooxml.sheets import MAIN
from docsmith.documents.ooxml.writing import PackageWriter
from docsmith.documents.workbook import parts
from docsmith.documents.workbook.base import references, sheet_patch
from docsmith.documents.workbook.base.changes import Difference, difference
from docsmith.documents.workbook.base.facts import BaseFile, SheetFacts
from docsmith.documents.workbook.base.style_patch import PatchedStyles
from docsmith.documents.workbook.book import Book, Sheet
from docsmith.documents.workbook.cells import place
from docsmith.documents.workbook.chart_data import chart_data
from docsmith.documents.workbook.chart_xml import chart_xml
from docsmith.documents.workbook.engine import Values
from docsmith.documents.workbook.guidance_xml import comments_xml, notes_drawing
from docsmith.documents.workbook.package import table_part
from docsmith.documents.workbook.sheet_xml import SheetTask, Strings, sheet_chunks

_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_TYPE = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"


@dataclass(slots=True)
class _Work:
    """Parts as they will be: `written` replaces or adds, `gone` is left out."""

    book: Book
    base: BaseFile
    values: Values
    styles: PatchedStyles
    written: dict[str, bytes] = field(default_factory=dict)
    relations: dict[str, list[tuple[str, str, str]]] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)

    def free(self, pattern: str) -> str:
        """The first part name `pattern` with a number that nobody uses."""
        number = 1
        while (
            pattern.format(number) in self.base.package.infos
            or pattern.format(number) in self.written
        ):
            number += 1
        return pattern.format(number)

    def relate(self, part: str, kind: str, target: str) -> str:
        """A new relationship of a part; answers its id."""
        known = {r.id for r in self.base.package.relations(part)}
        added = self.relations.setdefault(part, [])
        number = len(known) + len(added) + 1
        while f"rId{number}" in known or any(i == f"rId{number}" for i, _, _ in added):
            number += 1
        relative = posixpath.relpath(target, posixpath.dirname(part))
        added.append((f"rId{number}", kind, relative))
        return f"rId{number}"


def render_base(book: Book, base: BaseFile, values: Values) -> bytes:
    """The uploaded workbook as it is now. Raises `UnreadableFile` when it has no styles to
    extend.
    """
    changed = difference(book, base)
    if not changed.anything:
        return base.package.content
    if base.styles_part is None:
        raise UnreadableFile("the workbook has no styles part")
    styles = PatchedStyles(base.root(base.styles_part), base.looks, book.styles.palette.font)
    work = _Work(book, base, values, styles)
    for sheet in book.sheets:
        facts = base.sheets.get(sheet.name)
        if facts is not None:
            _patch_sheet(work, sheet, facts, changed)
    _workbook(work, changed)
    references.rewrite_parts(base, work.written)
    if styles.changed:
        work.written[base.styles_part] = _bytes(styles.root)
    if changed.formulas:
        _drop_calc_chain(work)
    _write_relations(work)
    return _packed(work)


def _bytes(root: Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _patch_sheet(work: _Work, sheet: Sheet, facts: SheetFacts, changed: Difference) -> None:
    task = SheetTask(sheet, work.styles, Strings(inline=True), work.values)
    if facts.shifted:
        tail = _new_objects(work, sheet, facts.part, None)
        whole = SheetTask(sheet, work.styles, Strings(inline=True), work.values, tail=tail)
        work.written[facts.part] = "".join(sheet_chunks(whole)).encode()
        return
    here = changed.sheets[sheet.name]
    if not here.anything:
        return
    root = work.base.root(facts.part)
    sheet_patch.patch_cells(root, task, here.cells)
    sheet_patch.patch_values(root, task, here.values - here.cells)
    if here.widths:
        sheet_patch.patch_widths(root, here.widths, sheet.layout.hidden_columns)
    if here.freeze:
        sheet_patch.patch_freeze(root, task)
    sheet_patch.patch_merges(root, sheet)
    sheet_patch.patch_rules(root, task, work.book.styles.palette)
    for element in sheet_patch.parsed(_new_objects(work, sheet, facts.part, root)):
        own = root.find(element.tag)
        if own is not None and element.tag == f"{MAIN}tableParts":
            own.extend(list(element))
            own.set("count", str(len(own)))
        else:
            sheet_patch.insert_in_order(root, element)
    work.written[facts.part] = _bytes(root)


def _new_objects(work: _Work, sheet: Sheet, part: str, root: Element | None) -> str:
    """Charts, notes and tables that operations added; answers the elements that name them."""
    out = ""
    if sheet.charts:
        own = root.find(f"{MAIN}drawing") if root is not None else None
        drawing = _drawing_of(work, part, own)
        if own is None:
            name = drawing or work.free("xl/drawings/drawing{}.xml")
            work.written[name] = parts.drawing([]).encode()
            out += f'<drawing r:id="{work.relate(part, "drawing", name)}"/>'
            drawing = name
        _add_charts(work, sheet, drawing or "")
    out += _add_notes(work, sheet, part)
    return out + _add_tables(work, sheet, part)


def _drawing_of(work: _Work, part: str, element: Element | None) -> str | None:
    if element is None:
        return None
    wanted = element.get(f"{_R}id")
    return next(r.target for r in work.base.package.relations(part) if r.id == wanted)


def _add_charts(work: _Work, sheet: Sheet, drawing: str) -> None:
    fresh = drawing in work.written
    root = etree.fromstring(work.written[drawing]) if fresh else work.base.root(drawing)
    first = max((int(e.get("id", 0)) for e in root.iter(f"{_DRAWING}cNvPr")), default=1)
    ids: list[str] = []
    for chart in sheet.charts:
        name = work.free("xl/charts/chart{}.xml")
        shown = sheet.drawn.get(chart.title, chart)
        data = chart_data(work.book, sheet, shown, work.values)
        work.written[name] = chart_xml(shown, data, work.book.styles.palette).encode()
        ids.append(work.relate(drawing, "chart", name))
    added = etree.fromstring(parts.drawing(sheet.charts, ids, first).encode())
    root.extend(list(added))
    work.written[drawing] = _bytes(root)


def _add_notes(work: _Work, sheet: Sheet, part: str) -> str:
    facts = work.base.sheets.get(sheet.name)
    known = {at for at, c in facts.cells.items() if c.note} if facts is not None else set()
    notes = [
        (r, c, cell.note)
        for (r, c), cell in sorted(sheet.cells.items(), key=lambda item: item[0])
        if cell.note and (r, c) not in known
    ]
    if not notes:
        return ""
    name, shapes = work.free("xl/comments{}.xml"), work.free("xl/drawings/notes{}.vml")
    work.written[name] = comments_xml(notes).encode()
    work.written[shapes] = notes_drawing(notes).encode()
    work.relate(part, "comments", name)
    return f'<legacyDrawing r:id="{work.relate(part, "vmlDrawing", shapes)}"/>'


def _add_tables(work: _Work, sheet: Sheet, part: str) -> str:
    ids: list[str] = []
    for table in sheet.tables:
        if table.name.casefold() in work.base.tables:
            continue
        name = work.free("xl/tables/table{}.xml")
        number = 10_000 + len(work.written)  # ids of the file's own tables are small
        work.written[name] = table_part(number, table).encode()
        ids.append(work.relate(part, "table", name))
    inner = "".join(f'<tablePart r:id="{i}"/>' for i in ids)
    return f'<tableParts count="{len(ids)}">{inner}</tableParts>' if ids else ""


def _workbook(work: _Work, changed: Difference) -> None:
    """Names, new sheets, renamed sheets, and that Excel computes on opening."""
    root = work.base.root(work.base.workbook_part)
    touched = changed.formulas or bool(changed.sheets)
    for old, new in work.base.renamed:
        for element in root.iter(f"{MAIN}sheet"):
            if element.get("name") == old:
                element.set("name", new)
    for sheet in work.book.sheets:
        if sheet.name not in work.base.sheets:
            _add_sheet(work, root, sheet)
    _add_names(work, root)
    if touched:
        calc = root.find(f"{MAIN}calcPr")
        if calc is not None:
            calc.set("fullCalcOnLoad", "1")
    fresh = _bytes(root)
    if fresh != _bytes(work.base.root(work.base.workbook_part)):
        work.written[work.base.workbook_part] = fresh


def _add_sheet(work: _Work, root: Element, sheet: Sheet) -> None:
    name = work.free("xl/worksheets/sheet{}.xml")
    work.written[name] = b""
    tail = _new_objects(work, sheet, name, None)
    from docsmith.documents.workbook.guidance_xml import guidance_xml

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


def _add_names(work: _Work, root: Element) -> None:
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


def _differs(old: str, new: str) -> bool:
    return old.replace("$", "").replace("'", "") != new.replace("$", "").replace("'", "")


def _drop_calc_chain(work: _Work) -> None:
    """The chain lists cells with formulas; Excel makes it anew."""
    name = work.base.package.related(work.base.workbook_part, "calcChain")
    if name is not None:
        work.gone.add(name)


def _write_relations(work: _Work) -> None:
    package = work.base.package
    touched = set(work.relations)
    if work.gone:
        touched.add(work.base.workbook_part)
    for part in sorted(touched):
        folder, _, leaf = part.rpartition("/")
        name = f"{folder}/_rels/{leaf}.rels"
        if name in package.infos:
            root = package.xml(name)
        else:
            root = etree.fromstring(parts.relationships([]).encode())
        added = etree.fromstring(parts.relationships(work.relations.get(part, [])).encode())
        root.extend(list(added))
        for relation in list(root):
            target = posixpath.normpath(posixpath.join(folder, relation.get("Target", "")))
            if target in work.gone or relation.get("Target", "").lstrip("/") in work.gone:
                root.remove(relation)
        work.written[name] = _bytes(root)


def _content_types(work: _Work) -> bytes:
    root = work.base.package.xml("[Content_Types].xml")
    for override in list(root.iter(f"{_TYPE}Override")):
        if override.get("PartName", "").lstrip("/") in work.gone:
            root.remove(override)
    added = [n for n in work.written if n not in work.base.package.infos]
    known = {d.get("Extension", "").lower() for d in root.iter(f"{_TYPE}Default")}
    if any(n.endswith(".vml") for n in added) and "vml" not in known:
        kind = "application/vnd.openxmlformats-officedocument.vmlDrawing"
        root.insert(0, etree.Element(f"{_TYPE}Default", Extension="vml", ContentType=kind))
    for name in sorted(added):
        kind = parts.content_type(name)
        if kind:
            etree.SubElement(root, f"{_TYPE}Override", PartName=f"/{name}", ContentType=kind)
    return _bytes(root)


def _packed(work: _Work) -> bytes:
    """The file's parts in their order, then the new ones."""
    package = work.base.package
    if work.gone or any(n not in package.infos for n in work.written):
        work.written["[Content_Types].xml"] = _content_types(work)
    with PackageWriter() as writer:
        for name in package.names:
            if name not in work.gone:
                writer.part(name, work.written.pop(name, None) or package.read(name))
        for name in sorted(work.written):
            writer.part(name, work.written[name])
    return writer.bytes()
