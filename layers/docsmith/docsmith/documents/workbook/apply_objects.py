"""Operations on what stands over and around cells: name, chart, layout."""

import re

from docsmith.documents.errors import OperationRefused
from docsmith.documents.operations.workbook import Chart, Name
from docsmith.documents.operations.workbook_layout import Layout
from docsmith.documents.workbook.apply_tables import refuse_cell_like
from docsmith.documents.workbook.base.refusals import refuse_layout
from docsmith.documents.workbook.book import Sheet
from docsmith.documents.workbook.cells import (
    MAX_COLUMN,
    MAX_ROW,
    Area,
    column_letters,
    column_number,
    refused_area,
    refused_cell,
)
from docsmith.documents.workbook.changes import Changes
from docsmith.documents.workbook.chart_data import located
from docsmith.documents.workbook.waterfall import waterfall

_SPAN = re.compile(r"([A-Za-z]{1,3})(?::([A-Za-z]{1,3}))?")
_ROWS = re.compile(r"\$?(\d{1,7})(?::\$?(\d{1,7}))?")
_MAX_CHARTS = 60


def name(changes: Changes, op: Name) -> None:
    sheet = changes.sheet(op.sheet)
    area = refused_area("range", op.range)
    if changes.book.table(op.name):
        raise OperationRefused("name", f"'{op.name}' is already a table")
    refuse_cell_like(op.name, "name")
    before = next((k for k in changes.book.names if k.casefold() == op.name.casefold()), op.name)
    changes.book.names[before] = (sheet.name, area)
    changes.touch(sheet, area)


def chart(changes: Changes, op: Chart) -> None:
    sheet = changes.sheet(op.sheet)
    row, column = refused_cell("anchor", op.anchor)
    if len(sheet.charts) >= _MAX_CHARTS:
        raise OperationRefused("sheet", f"a sheet has at most {_MAX_CHARTS} charts")
    points = _range(changes, sheet, op.categories, "categories").size
    for i, series in enumerate(op.series):
        size = _range(changes, sheet, series.values, f"series[{i}].values").size
        if size != points:
            raise OperationRefused(
                f"series[{i}].values", f"{size} values stand against {points} categories"
            )
        if series.name and series.name.startswith("="):
            _range(changes, sheet, series.name[1:], f"series[{i}].name")
    if op.kind in {"pie", "doughnut"} and len(op.series) > 1:
        raise OperationRefused(
            "series", f"a {op.kind} shows one series", hint="use a stacked_column"
        )
    if any(c.title == op.title for c in sheet.charts):
        raise OperationRefused("title", f"there is already a chart '{op.title}' on this sheet")
    if op.kind == "waterfall":
        _waterfall(changes, sheet, op)
    if op.id and any(c.id == op.id for s in changes.book.sheets for c in s.charts):
        raise OperationRefused("id", f"there is already a chart '{op.id}'")
    sheet.charts.append(op)
    changes.touch(sheet, Area(row, column, row, column))


def _waterfall(changes: Changes, sheet: Sheet, op: Chart) -> None:
    if len(op.series) > 1:
        raise OperationRefused("series", "a waterfall shows one series of movements")
    home, area = located(changes.book, sheet, next(iter(op.series)).values)
    outside = next((n for n in op.totals if not 1 <= n <= area.size), None)
    if outside is not None:
        raise OperationRefused("totals", f"point {outside} is not one of {area.size}")
    sheet.drawn[op.title] = waterfall(changes, op, home, area, set(op.totals) or {1})


def _range(changes: Changes, home: Sheet, text: str, path: str) -> Area:
    try:
        area = located(changes.book, home, text)[1]
    except ValueError as error:
        names = tuple(s.name for s in changes.book.sheets)
        raise OperationRefused(path, str(error), names, "write Sheet!B5:B16") from error
    if area.top != area.bottom and area.left != area.right:
        raise OperationRefused(path, f"{text} is wider than one row or column")
    return area


def layout(changes: Changes, op: Layout) -> None:
    sheet = changes.sheet(op.sheet)
    refuse_layout(changes.book.base, sheet, set(op.model_fields_set))
    sheet.layout.take(op)
    for span, width in op.widths.items():
        for column in _columns(span):
            sheet.layout.widths[column] = _width(span, width)
    for span, height in op.heights.items():
        first, last = _rows(span, f"heights.{span}")
        for row in range(first, min(last, first + 10_000) + 1):
            sheet.layout.heights[row] = min(max(height, 0.0), 409.0)
    for span in op.hidden_columns:
        sheet.layout.hidden_columns.update(_columns(span))
    if op.freeze is not None:
        at = refused_cell("freeze", op.freeze)
        sheet.layout.freeze = None if at == (1, 1) else at
    if op.repeat_rows is not None:
        sheet.layout.repeat_rows = _rows(op.repeat_rows, "repeat_rows")
    if op.print_area is not None:
        sheet.layout.print_area = refused_area("print_area", op.print_area)
    if op.page_breaks:
        sheet.layout.page_breaks = tuple(sorted(set(op.page_breaks)))
    used = sheet.used()
    changes.touch(sheet, used or Area(1, 1, 1, 1))


def _columns(span: str) -> range:
    match = _SPAN.fullmatch(span.strip())
    first = column_number(match.group(1)) if match else 0
    last = column_number(match.group(2) or match.group(1)) if match else 0
    if not first or max(first, last) > MAX_COLUMN:
        last_name = column_letters(MAX_COLUMN)
        raise OperationRefused(
            f"widths.{span}", f"'{span}' is no column", hint=f"A to {last_name}, or B:F"
        )
    return range(min(first, last), max(first, last) + 1)


def _width(span: str, width: float) -> float:
    if not 0 <= width <= 255:
        raise OperationRefused(f"widths.{span}", f"{width} is no width", hint="0 to 255 characters")
    return width


def _rows(text: str, path: str) -> tuple[int, int]:
    match = _ROWS.fullmatch(text.strip())
    if not match:
        raise OperationRefused(path, f"'{text}' is no span of rows", hint="write 1:2")
    first, last = int(match.group(1)), int(match.group(2) or match.group(1))
    if not 1 <= first <= last <= MAX_ROW:
        raise OperationRefused(path, f"'{text}' is no span of rows", hint="write 1:2")
    return first, last
