"""A chart of a text as parts: the drawing of the workbook's charts, its data in an embedded
workbook.

The chart has no title and no frame of its own, since the caption below it says what it shows.
"""

import re

from docsmith.documents.operations.workbook import Chart as SheetChart
from docsmith.documents.operations.workbook import ChartSeries as SheetSeries
from docsmith.documents.word.compose.context import ChartMedia
from docsmith.documents.word.design.look import Look
from docsmith.documents.workbook.book import Book, Cell, Sheet
from docsmith.documents.workbook.cells import column_letters
from docsmith.documents.workbook.chart_data import ChartData, Range, Series
from docsmith.documents.workbook.chart_xml import chart_xml
from docsmith.documents.workbook.engine import Values
from docsmith.documents.workbook.package import render
from docsmith.documents.workbook.styles import Look as CellLook
from docsmith.documents.workbook.styles import Palette

_SHEET = "Data"
_FEW = 12
_TITLE = re.compile(r'(<c:chart>)<c:title>.*?</c:title><c:autoTitleDeleted val="0"/>', re.S)
_FRAME = re.compile(r"(</c:chart><c:spPr>).*?(</c:spPr>)", re.S)


def chart_part(media: ChartMedia, look: Look) -> str:
    """`charts/chartN.xml`; its one relationship is `rId1`, the workbook."""
    xml = chart_xml(_drawn(media), _data(media), palette_of(look))
    xml = _TITLE.sub(r'\1<c:autoTitleDeleted val="1"/>', xml, count=1)
    xml = _FRAME.sub(r"\1<a:noFill/><a:ln><a:noFill/></a:ln>\2", xml, count=1)
    link = '<c:externalData r:id="rId1"><c:autoUpdate val="0"/></c:externalData></c:chartSpace>'
    xml = re.sub(r"<c:printSettings>.*?</c:printSettings>", "", xml, flags=re.S)
    return xml.replace("</c:chartSpace>", link)


def chart_workbook(media: ChartMedia) -> bytes:
    """The embedded workbook: categories in the first column, one column a series."""
    sheet = Sheet(_SHEET)
    header = CellLook(bold=True)
    numbers = CellLook(format=media.number_format)
    for column, (name, values) in enumerate(media.series, 2):
        sheet.cells[1, column] = Cell(name, look=header)
        for row, value in enumerate(values, 2):
            if value is not None:
                sheet.cells[row, column] = Cell(value, look=numbers)
    for row, category in enumerate(media.categories, 2):
        sheet.cells[row, 1] = Cell(category)
    book = Book()
    book.sheets.append(sheet)
    return render(book, Values({}))


def palette_of(look: Look) -> Palette:
    colors = dict(look.colors) | {"bad": "B3261E"}
    return Palette(colors, look.series, look.font)


def _drawn(media: ChartMedia) -> SheetChart:
    op = media.op
    series = tuple(SheetSeries(name=name[:255], values="Data!A1") for name, _ in media.series)
    return SheetChart(
        op="chart",
        sheet=_SHEET,
        anchor="A1",
        kind=op.kind,
        title=op.caption[:200],
        categories="Data!A1",
        series=series,
        x_title=op.x_title,
        y_title=op.y_title,
        labels=_labelled(media) if op.labels is None else op.labels,
    )


def _labelled(media: ChartMedia) -> bool:
    """Values at the points help where there is room for them."""
    few = len(media.series) == 1 and len(media.categories) <= _FEW
    return few and media.op.kind in {"bar", "column"}


def _data(media: ChartMedia) -> ChartData:
    last = len(media.categories) + 1
    categories = Range(f"{_SHEET}!$A$2:$A${last}", media.categories, media.categories)
    series = tuple(
        Series(
            name,
            f"{_SHEET}!${column_letters(column)}$1",
            Range(
                f"{_SHEET}!${column_letters(column)}$2:${column_letters(column)}${last}",
                values,
                tuple("" if v is None else repr(v) for v in values),
                media.number_format,
            ),
        )
        for column, (name, values) in enumerate(media.series, 2)
    )
    return ChartData(categories, series)
