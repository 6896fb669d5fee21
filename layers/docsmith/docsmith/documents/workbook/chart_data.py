"""What a chart shows: the ranges of its series with the values that stand there, for the chart's
caches.
"""

from dataclasses import dataclass
from datetime import date

from docsmith.documents.operations.workbook import Chart, ChartSeries
from docsmith.documents.workbook.book import Book, Sheet
from docsmith.documents.workbook.cells import Area, parse_area, place, split_place
from docsmith.documents.workbook.display import serial, shown
from docsmith.documents.workbook.engine import Values

_MOST_POINTS = 5000


@dataclass(frozen=True, slots=True)
class Range:
    """A range of a chart: its formula, its values row by row, and the number format of its first
    cell.
    """

    formula: str
    values: tuple[object, ...]
    texts: tuple[str, ...]
    format: str = "General"

    @property
    def numeric(self) -> bool:
        filled = [v for v in self.values if v is not None]
        return bool(filled) and all(
            isinstance(v, int | float) and not isinstance(v, bool) for v in filled
        )


@dataclass(frozen=True, slots=True)
class Series:
    """One series, resolved."""

    name: str
    name_formula: str | None
    values: Range
    kind: str | None = None
    secondary: bool = False


@dataclass(frozen=True, slots=True)
class ChartData:
    """Categories and series of a chart. `labels` is the element that writes values at points."""

    categories: Range
    series: tuple[Series, ...]
    labels: str = ""


def chart_data(book: Book, home: Sheet, chart: Chart, values: Values) -> ChartData:
    """The chart's ranges with their values. Raises `ValueError` when a range names no sheet of the
    book.
    """
    return ChartData(
        categories=range_of(book, home, chart.categories, values),
        series=tuple(_series(book, home, s, i, values) for i, s in enumerate(chart.series, 1)),
    )


def _series(book: Book, home: Sheet, series: ChartSeries, number: int, values: Values) -> Series:
    found = range_of(book, home, series.values, values)
    name, formula = series.name or f"Series {number}", None
    if series.name and series.name.startswith("="):
        cell = range_of(book, home, series.name[1:], values)
        name, formula = (cell.texts[0] if cell.texts else ""), cell.formula
    return Series(name, formula, found, series.kind, series.secondary)


def located(book: Book, home: Sheet, text: str) -> tuple[Sheet, Area]:
    """The sheet and area of `Summary!B5:B16`; without a sheet it is the chart's own. Raises
    `ValueError`.
    """
    if "!" not in text:
        return home, parse_area(text.lstrip("="))
    name, area = split_place(text)
    sheet = book.sheet(name)
    if sheet is None:
        raise ValueError(f"there is no sheet '{name}'")
    return sheet, parse_area(area)


def range_of(book: Book, home: Sheet, text: str, values: Values) -> Range:
    """A range with its values."""
    sheet, area = located(book, home, text)
    found: list[object] = []
    texts: list[str] = []
    format_ = "General"
    for row in range(area.top, area.bottom + 1):
        for column in range(area.left, area.right + 1):
            if len(found) >= _MOST_POINTS:
                break
            value, text_, code = _value(sheet, row, column, values)
            found.append(value)
            texts.append(text_)
            format_ = code or format_
    return Range(place(sheet.name, area.absolute), tuple(found), tuple(texts), format_)


def _value(sheet: Sheet, row: int, column: int, values: Values) -> tuple[object, str, str]:
    cell = sheet.cell(row, column)
    if cell is None:
        return None, "", ""
    value = values.at(sheet.name, row, column) if cell.formula is not None else cell.value
    text = shown(value, cell.look.format, cell.look.is_date)
    if isinstance(value, date):
        value = serial(value)
    return value, text, cell.look.format
