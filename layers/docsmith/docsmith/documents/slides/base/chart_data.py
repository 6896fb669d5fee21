"""Other figures in a chart that somebody made: its looks stay, its own workbook is written too."""
# pyright: basic, reportAttributeAccessIssue=false
# lxml ships no types.

import io
import re
from collections.abc import Sequence
from copy import deepcopy

import openpyxl

from docsmith.documents.errors import OperationRefused
from docsmith.documents.ooxml.reading import Element, open_package
from docsmith.documents.ooxml.writing import PackageWriter
from docsmith.documents.operations.slides_content import Series
from docsmith.documents.slides.parts import Parts
from docsmith.documents.slides.xml.names import C

_C = f"{{{C}}}"


def set_chart_data(
    parts: Parts, chart: str, categories: Sequence[str], series: Sequence[Series]
) -> None:
    """Raises `OperationRefused` when the figures or the chart are not of that sort."""
    for i, one in enumerate(series):
        if len(one.values) != len(categories):
            reason = f"{len(one.values)} values for {len(categories)} categories"
            raise OperationRefused(f"series[{i}].values", reason)
    root = parts.xml(chart)
    drawn = list(root.iter(f"{_C}ser"))
    if not drawn or any(s.find(f"{_C}val") is None for s in drawn):
        raise OperationRefused("chart", "this sort of chart cannot be given other figures")
    drawn = _as_many(drawn, len(series))
    for i, (element, one) in enumerate(zip(drawn, series, strict=True)):
        _write_series(element, i, one, categories)
    book = parts.related(chart, "package")
    if book is not None and book in parts.contents:
        parts.contents[book] = _rewritten(parts.contents[book], categories, series)


def _as_many(drawn: list[Element], count: int) -> list[Element]:
    """As many series as wanted: the last one's looks are copied, surplus ones go."""
    while len(drawn) < count:
        copy = deepcopy(drawn[-1])
        for extra in list(copy):
            if extra.tag in (f"{_C}dPt", f"{_C}extLst"):
                copy.remove(extra)
        drawn[-1].addnext(copy)
        drawn.append(copy)
    for surplus in drawn[count:]:
        surplus.getparent().remove(surplus)
    return drawn[:count]


def _write_series(element: Element, index: int, series: Series, categories: Sequence[str]) -> None:
    column = chr(ord("B") + index)
    last = len(categories) + 1
    element.find(f"{_C}idx").set("val", str(index))
    element.find(f"{_C}order").set("val", str(index))
    title = element.find(f"{_C}tx")
    if title is None:
        title = element.makeelement(f"{_C}tx", {})
        element.find(f"{_C}order").addnext(title)
    _refer(title, "strRef", "strCache", f"Sheet1!${column}$1", (series.name,))
    labels = element.find(f"{_C}cat")
    if labels is None:
        labels = element.makeelement(f"{_C}cat", {})
        element.find(f"{_C}val").addprevious(labels)
    _refer(labels, "strRef", "strCache", f"Sheet1!$A$2:$A${last}", categories)
    figures = element.find(f"{_C}val")
    code = figures.find(f".//{_C}formatCode")
    _refer(
        figures,
        "numRef",
        "numCache",
        f"Sheet1!${column}$2:${column}${last}",
        tuple(series.values),
        code.text if code is not None else "General",
    )


def _refer(
    parent: Element,
    reference: str,
    cache: str,
    formula: str,
    values: Sequence[object],
    code: str | None = None,
) -> None:
    for child in list(parent):
        parent.remove(child)
    outer = _add(parent, reference)
    _add(outer, "f").text = formula
    inner = _add(outer, cache)
    if code is not None:
        _add(inner, "formatCode").text = code
    _add(inner, "ptCount").set("val", str(len(values)))
    for i, value in enumerate(values):
        if value is not None:
            point = _add(inner, "pt")
            point.set("idx", str(i))
            _add(point, "v").text = str(value)


def _add(parent: Element, name: str) -> Element:
    child = parent.makeelement(f"{_C}{name}", {})
    parent.append(child)
    return child


def _rewritten(content: bytes, categories: Sequence[str], series: Sequence[Series]) -> bytes:
    """The workbook with the figures on its first sheet, named as the chart refers to it."""
    open_package(content)
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book.worksheets[0]
    old_rows, old_columns = sheet.max_row, sheet.max_column
    for row in range(1, max(old_rows, len(categories) + 1) + 1):
        for column in range(1, max(old_columns, len(series) + 1) + 1):
            sheet.cell(row, column).value = _cell(row, column, categories, series)
    sheet.title = "Sheet1"
    for table in list(sheet.tables):
        del sheet.tables[table]
    buffer = io.BytesIO()
    book.save(buffer)
    return _settled(buffer.getvalue(), content)


def _cell(
    row: int, column: int, categories: Sequence[str], series: Sequence[Series]
) -> str | float | None:
    if row > len(categories) + 1 or column > len(series) + 1 or (row, column) == (1, 1):
        return None
    if column == 1:
        return categories[row - 2]
    return series[column - 2].name if row == 1 else series[column - 2].values[row - 2]


def _settled(saved: bytes, before: bytes) -> bytes:
    """The saved workbook with the properties it had: a library's clock is none of its content."""
    package, old = open_package(saved), open_package(before)
    core = "docProps/core.xml"
    with PackageWriter() as writer:
        for name in package.names:
            if name == core and core not in old.names:
                writer.part(name, _undated(package.read(name)))
                continue
            writer.part(name, old.read(name) if name == core else package.read(name))
    return writer.bytes()


def _undated(core: bytes) -> bytes:
    return re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", b"2020-01-01T00:00:00Z", core)
