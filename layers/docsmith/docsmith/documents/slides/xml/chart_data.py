"""The figures of a chart: caches in its part, cells in its own workbook."""

# pyright: reportUnknownMemberType=false
# xlsxwriter ships no types.

import io
from collections.abc import Sequence
from datetime import datetime

import xlsxwriter

from docsmith.documents.errors import OperationRefused
from docsmith.documents.ooxml.text import escaped
from docsmith.documents.slides.elements import Line, Plot

_MADE = datetime(2020, 1, 1)  # noqa: DTZ001 - a workbook's times have no zone; fixed, so that bytes are


def category_data(categories: Sequence[str]) -> str:
    points = "".join(
        f'<c:pt idx="{i}"><c:v>{escaped(c)}</c:v></c:pt>' for i, c in enumerate(categories)
    )
    return (
        f"<c:cat><c:strRef><c:f>Sheet1!$A$2:$A${len(categories) + 1}</c:f>"
        f'<c:strCache><c:ptCount val="{len(categories)}"/>{points}</c:strCache></c:strRef></c:cat>'
    )


def value_data(index: int, values: Sequence[float | None], code: str) -> str:
    column = chr(66 + index)
    points = "".join(
        f'<c:pt idx="{i}"><c:v>{_plain(v)}</c:v></c:pt>'
        for i, v in enumerate(values)
        if v is not None
    )
    return (
        f"<c:val><c:numRef><c:f>Sheet1!${column}$2:${column}${len(values) + 1}</c:f><c:numCache>"
        f'<c:formatCode>{escaped(code)}</c:formatCode><c:ptCount val="{len(values)}"/>{points}'
        "</c:numCache></c:numRef></c:val>"
    )


def waterfall_lines(plot: Plot) -> tuple[Line, Line, Line, Line]:
    """The invisible base, then totals, rises and falls. Raises `OperationRefused` below zero."""
    base: list[float | None] = []
    parts: tuple[list[float | None], ...] = ([], [], [])
    level = 0.0
    for i, value in enumerate(plot.lines[0].values, 1):
        amount = value or 0.0
        total = i in plot.totals
        before, level = level, amount if total else level + amount
        if min(before, level) < 0:
            raise OperationRefused(
                "chart.series[0].values",
                "a waterfall that falls below zero is not drawn",
                hint="use column",
            )
        base.append(0.0 if total else min(before, level))
        kind = 0 if total else 1 if amount >= 0 else 2
        for k, part in enumerate(parts):
            part.append(abs(amount) if k == kind else None)
    names = ("Total", "Increase", "Decrease")
    shown = [Line(n, tuple(p)) for n, p in zip(names, parts, strict=True)]
    return Line("Base", tuple(base)), shown[0], shown[1], shown[2]


def chart_workbook(categories: Sequence[str], lines: Sequence[Line], code: str) -> bytes:
    """The workbook in which PowerPoint edits the chart; its bytes depend on the figures alone."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    book.set_properties({"created": _MADE})
    look = book.add_format({"num_format": code})
    sheet = book.add_worksheet("Sheet1")
    for row, name in enumerate(categories, 1):
        sheet.write_string(row, 0, name)
    for column, line in enumerate(lines, 1):
        sheet.write_string(0, column, line.name)
        for row, value in enumerate(line.values, 1):
            if value is not None:
                sheet.write_number(row, column, value, look)
    sheet.set_column(0, 0, 24)
    book.close()
    return buffer.getvalue()


def plotted_lines(plot: Plot) -> tuple[Line, ...]:
    """The series as they stand in chart and workbook."""
    return waterfall_lines(plot) if plot.kind == "waterfall" else plot.lines


def _plain(value: float) -> str:
    return str(int(value)) if float(value).is_integer() and abs(value) < 1e15 else repr(value)
