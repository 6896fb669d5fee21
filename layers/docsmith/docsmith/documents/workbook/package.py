"""A `Book` as an .xlsx package: `render` for people, `engine_copy` for the formula engine."""

from dataclasses import dataclass, field

from docsmith.documents.ooxml.text import attribute, escaped
from docsmith.documents.ooxml.writing import PackageWriter
from docsmith.documents.workbook import parts
from docsmith.documents.workbook.book import Book, Sheet, TableArea
from docsmith.documents.workbook.cells import place
from docsmith.documents.workbook.chart_data import chart_data
from docsmith.documents.workbook.chart_xml import chart_xml
from docsmith.documents.workbook.engine import NOTHING, Job, Run, Values
from docsmith.documents.workbook.formulas.lone_rows import lone_tables, with_lone_rows
from docsmith.documents.workbook.formulas.spelling import for_engine, stored
from docsmith.documents.workbook.guidance_xml import (
    comments_xml,
    guidance_xml,
    notes_drawing,
    notes_of,
)
from docsmith.documents.workbook.sheet_xml import sheet_chunks
from docsmith.documents.workbook.sheets.table import table_xml
from docsmith.documents.workbook.sheets.task import RELATIONS, SheetTask, Strings
from docsmith.documents.workbook.style_xml import MAIN, StyleTable


@dataclass(slots=True)
class _Numbers:
    """Parts are numbered through the whole package."""

    table: int = 0
    chart: int = 0
    drawing: int = 0
    parts: dict[str, str] = field(default_factory=dict[str, str])


def render(book: Book, values: Values) -> bytes:
    """The finished package, values of formulas stored."""
    styles, strings, numbers = StyleTable(book.styles.palette), Strings(), _Numbers()
    tails = [_attach(book, sheet, i, values, numbers) for i, sheet in enumerate(book.sheets, 1)]
    names = _names(book, numbers)
    with PackageWriter() as package:
        package.part("[Content_Types].xml", parts.content_types(names))
        _fixed(package, book)
        for i, (sheet, tail) in enumerate(zip(book.sheets, tails, strict=True), 1):
            between = guidance_xml(sheet, styles, book.styles.palette)
            task = SheetTask(
                sheet, styles, strings, values, active=i == 1, tail=tail, between=between
            )
            package.stream(f"xl/worksheets/sheet{i}.xml", sheet_chunks(task))
        for name, content in numbers.parts.items():
            package.part(name, content)
        package.part("xl/styles.xml", styles.xml())
        package.stream("xl/sharedStrings.xml", strings.xml())
    return package.bytes()


def engine_copy(book: Book) -> Job:
    """A bare copy, uncompressed and without looks, for the engine, and the cells to compute."""
    styles, strings, numbers = StyleTable(book.styles.palette), Strings(), _Numbers()
    last = max((u.bottom for s in book.sheets if (u := s.used())), default=1) + 1
    tails = [_attach_tables(s, i, numbers) for i, s in enumerate(book.sheets, 1)]
    names, lone = book.formula_names(), lone_tables(book)

    def respell(formula: str) -> str:
        spelled = with_lone_rows(formula, book, lone)
        return for_engine(spelled, last, lambda name: book.table(name) is not None, names)

    with PackageWriter(compressed=False) as package:
        package.part("[Content_Types].xml", parts.content_types(_names(book, numbers)))
        _fixed(package, book)
        for i, (sheet, tail) in enumerate(zip(book.sheets, tails, strict=True), 1):
            task = SheetTask(sheet, styles, strings, NOTHING, respell, bare=True, tail=tail)
            package.stream(f"xl/worksheets/sheet{i}.xml", sheet_chunks(task))
        for name, content in numbers.parts.items():
            package.part(name, content)
        package.part("xl/styles.xml", styles.xml())
        package.stream("xl/sharedStrings.xml", strings.xml())
    return Job(package.bytes(), [(s.name, _runs(s)) for s in book.sheets])


def _runs(sheet: Sheet) -> list[Run]:
    runs = [Run(row, column) for (row, column), _ in sheet.formula_cells()]
    for region in sheet.regions:
        for offset, column in enumerate(region.columns):
            if column.formula is not None and region.rows:
                runs.append(Run(region.area.top + 1, region.area.left + offset, region.rows))
    return runs


def _names(book: Book, numbers: _Numbers) -> list[str]:
    sheets = [f"xl/worksheets/sheet{i}.xml" for i in range(1, len(book.sheets) + 1)]
    fixed = ["xl/workbook.xml", "xl/theme/theme1.xml", "xl/styles.xml", "xl/sharedStrings.xml"]
    return [*fixed, *sheets, *numbers.parts, "docProps/core.xml", "docProps/app.xml"]


def _fixed(package: PackageWriter, book: Book) -> None:
    """The parts that are the same for every workbook but for its sheets and names."""
    count = len(book.sheets)
    sheets = [(f"rId{i}", "worksheet", f"worksheets/sheet{i}.xml") for i in range(1, count + 1)]
    shared = [
        ("theme", "theme/theme1.xml"),
        ("styles", "styles.xml"),
        ("sharedStrings", "sharedStrings.xml"),
    ]
    rest = [(f"rId{count + i}", kind, target) for i, (kind, target) in enumerate(shared, 1)]
    package.part(
        "_rels/.rels",
        parts.relationships(
            [
                ("rId1", "officeDocument", "xl/workbook.xml"),
                ("rId2", "core-properties", "docProps/core.xml"),
                ("rId3", "extended-properties", "docProps/app.xml"),
            ]
        ),
    )
    package.part("docProps/core.xml", parts.core_properties(_title(book)))
    package.part("docProps/app.xml", parts.app_properties())
    package.part("xl/workbook.xml", _workbook(book))
    package.part("xl/_rels/workbook.xml.rels", parts.relationships([*sheets, *rest]))
    package.part("xl/theme/theme1.xml", parts.theme(book.styles.palette))


def _title(book: Book) -> str:
    """The first title in the workbook, else the name of its first sheet."""
    for sheet in book.sheets:
        for at in sorted(sheet.cells):
            cell = sheet.cells[at]
            if cell.look.style == "title" and isinstance(cell.value, str):
                return cell.value
    return book.sheets[0].name


def _workbook(book: Book) -> str:
    sheets = "".join(
        f'<sheet name="{attribute(s.name)}" sheetId="{i}"{_state(s)} r:id="rId{i}"/>'
        for i, s in enumerate(book.sheets, 1)
    )
    defined: list[tuple[str, int | None, str]] = [
        (name, None, place(sheet, area.absolute)) for name, (sheet, area) in book.names.items()
    ]
    defined += book.base.other_names if book.base is not None else []
    for i, sheet in enumerate(book.sheets):
        layout = sheet.layout
        if layout.print_area:
            defined.append(("_xlnm.Print_Area", i, place(sheet.name, layout.print_area.absolute)))
        if layout.repeat_rows:
            first, last = layout.repeat_rows
            defined.append(("_xlnm.Print_Titles", i, place(sheet.name, f"${first}:${last}")))
    names = "".join(
        _defined_name(*d) for d in sorted(defined, key=lambda d: (d[0].casefold(), d[1] or 0))
    )
    return (
        f'{parts.XML}<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}">'
        '<workbookPr defaultThemeVersion="166925"/>'
        '<bookViews><workbookView xWindow="0" yWindow="0" windowWidth="28800" '
        'windowHeight="15000"/></bookViews>'
        f"<sheets>{sheets}</sheets>{f'<definedNames>{names}</definedNames>' if names else ''}"
        '<calcPr calcId="191029" fullCalcOnLoad="1"/></workbook>'
    )


def _state(sheet: Sheet) -> str:
    return ' state="hidden"' if sheet.hidden else ""


def _defined_name(name: str, sheet: int | None, text: str) -> str:
    local = f' localSheetId="{sheet}"' if sheet is not None else ""
    return f'<definedName name="{attribute(name)}"{local}>{escaped(text)}</definedName>'


def _attach(book: Book, sheet: Sheet, index: int, values: Values, numbers: _Numbers) -> str:
    """Makes the parts that hang on a sheet; answers the elements that name them."""
    relations: list[tuple[str, str, str]] = []
    tail = ""
    if sheet.charts:
        numbers.drawing += 1
        relations.append(("rId1", "drawing", f"../drawings/drawing{numbers.drawing}.xml"))
        tail += '<drawing r:id="rId1"/>'
        _attach_charts(book, sheet, values, numbers)
    tail += _attach_notes(sheet, index, numbers, relations)
    tail += _attach_table_parts(sheet, numbers, relations)
    if relations:
        name = f"xl/worksheets/_rels/sheet{index}.xml.rels"
        numbers.parts[name] = parts.relationships(relations)
    return tail


def _attach_notes(
    sheet: Sheet, index: int, numbers: _Numbers, relations: list[tuple[str, str, str]]
) -> str:
    notes = notes_of(sheet)
    if not notes:
        return ""
    numbers.parts[f"xl/comments{index}.xml"] = comments_xml(notes)
    numbers.parts[f"xl/drawings/notes{index}.vml"] = notes_drawing(notes)
    first = len(relations) + 1
    relations.append((f"rId{first}", "comments", f"../comments{index}.xml"))
    relations.append((f"rId{first + 1}", "vmlDrawing", f"../drawings/notes{index}.vml"))
    return f'<legacyDrawing r:id="rId{first + 1}"/>'


def _attach_tables(sheet: Sheet, index: int, numbers: _Numbers) -> str:
    relations: list[tuple[str, str, str]] = []
    tail = _attach_table_parts(sheet, numbers, relations)
    if relations:
        name = f"xl/worksheets/_rels/sheet{index}.xml.rels"
        numbers.parts[name] = parts.relationships(relations)
    return tail


def _attach_charts(book: Book, sheet: Sheet, values: Values, numbers: _Numbers) -> None:
    relations: list[tuple[str, str, str]] = []
    for i, chart in enumerate(sheet.charts, 1):
        numbers.chart += 1
        name = f"xl/charts/chart{numbers.chart}.xml"
        chart = sheet.drawn.get(chart.title, chart)
        data = chart_data(book, sheet, chart, values)
        numbers.parts[name] = chart_xml(chart, data, book.styles.palette)
        relations.append((f"rId{i}", "chart", f"../charts/chart{numbers.chart}.xml"))
    at = f"xl/drawings/drawing{numbers.drawing}.xml"
    numbers.parts[at] = parts.drawing(sheet.charts)
    numbers.parts[f"xl/drawings/_rels/drawing{numbers.drawing}.xml.rels"] = parts.relationships(
        relations
    )


def _attach_table_parts(
    sheet: Sheet, numbers: _Numbers, relations: list[tuple[str, str, str]]
) -> str:
    if not sheet.tables:
        return ""
    ids: list[str] = []
    for table in sheet.tables:
        numbers.table += 1
        ids.append(f"rId{len(relations) + 1}")
        relations.append((ids[-1], "table", f"../tables/table{numbers.table}.xml"))
        numbers.parts[f"xl/tables/table{numbers.table}.xml"] = table_part(numbers.table, table)
    inner = "".join(f'<tablePart r:id="{i}"/>' for i in ids)
    return f'<tableParts count="{len(ids)}">{inner}</tableParts>'


def table_part(number: int, table: TableArea) -> str:
    """The part of a table, with an id of its own in the workbook."""
    formulas = {name: stored(f, table.name) for name, f in table.column_formulas.items()}
    totals = table.total_cells() if table.totals else None
    return table_xml(number, table.name, table.area, table.columns, formulas, totals)
