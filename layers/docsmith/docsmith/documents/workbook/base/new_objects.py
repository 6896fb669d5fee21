"""Charts, notes and tables that operations added to a sheet of an uploaded workbook."""

# pyright: basic, reportAttributeAccessIssue=false
# lxml ships no types.

from lxml import etree

from docsmith.documents.ooxml.reading import Element
from docsmith.documents.ooxml.sheets import MAIN
from docsmith.documents.workbook import parts
from docsmith.documents.workbook.base.work import Work, as_bytes
from docsmith.documents.workbook.book import Sheet
from docsmith.documents.workbook.chart_data import chart_data
from docsmith.documents.workbook.chart_xml import chart_xml
from docsmith.documents.workbook.guidance_xml import comments_xml, notes_drawing
from docsmith.documents.workbook.package import table_part

_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"


def new_objects(work: Work, sheet: Sheet, part: str, root: Element | None) -> str:
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


def _drawing_of(work: Work, part: str, element: Element | None) -> str | None:
    if element is None:
        return None
    wanted = element.get(f"{_R}id")
    return next(r.target for r in work.base.package.relations(part) if r.id == wanted)


def _add_charts(work: Work, sheet: Sheet, drawing: str) -> None:
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
    work.written[drawing] = as_bytes(root)


def _add_notes(work: Work, sheet: Sheet, part: str) -> str:
    facts = work.base.sheets.get(sheet.name)
    known = {at for at, c in facts.cells.items() if c.note} if facts is not None else set()
    notes = sorted(
        (r, c, cell.note)
        for (r, c), cell in sheet.cells.items()
        if cell.note and (r, c) not in known
    )
    if not notes:
        return ""
    name, shapes = work.free("xl/comments{}.xml"), work.free("xl/drawings/notes{}.vml")
    work.written[name] = comments_xml(notes).encode()
    work.written[shapes] = notes_drawing(notes).encode()
    work.relate(part, "comments", name)
    return f'<legacyDrawing r:id="{work.relate(part, "vmlDrawing", shapes)}"/>'


def _add_tables(work: Work, sheet: Sheet, part: str) -> str:
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
