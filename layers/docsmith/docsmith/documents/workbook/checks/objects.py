"""Checks of charts: can what they show be told apart, does anything lie under them."""

from collections.abc import Iterator
from itertools import combinations

from docsmith.documents.model import Finding, Severity
from docsmith.documents.operations.workbook import Chart
from docsmith.documents.workbook.book import Sheet
from docsmith.documents.workbook.cells import Area, parse_cell, place
from docsmith.documents.workbook.chart_data import chart_data
from docsmith.documents.workbook.checks.scan import Scan
from docsmith.documents.workbook.widths import row_heights

_MOST_SLICES = 8
_POINTS_PER_CM = 28.35
_ROW_POINTS = 15.0


def too_many_slices(scan: Scan) -> Iterator[Finding]:
    """Nobody compares nine slices."""
    for sheet in scan.sheets:
        for chart in sheet.charts:
            if chart.kind not in {"pie", "doughnut"}:
                continue
            data = chart_data(scan.book, sheet, chart, scan.values)
            if len(data.categories.values) > _MOST_SLICES:
                yield Finding(
                    "xlsx.chart_slices",
                    Severity.WARNING,
                    place(sheet.name, chart.anchor),
                    f"chart '{chart.title}' has {len(data.categories.values)} slices",
                    "use a bar chart, or group the small ones",
                )


def overlapping_charts(scan: Scan) -> Iterator[Finding]:
    """Charts do not lie on each other or on filled cells."""
    for sheet in scan.sheets:
        covered = [(c, chart_area(sheet, c, scan)) for c in sheet.charts]
        for (one, a), (other, b) in combinations(covered, 2):
            if a.meets(b):
                yield _overlap(sheet, one, f"charts '{one.title}' and '{other.title}' overlap")
        for chart, area in covered:
            if any(
                area.covers(*at) and (c.value is not None or c.formula)
                for at, c in sheet.cells.items()
            ):
                yield _overlap(
                    sheet, chart, f"chart '{chart.title}' hides filled cells of {area.text}"
                )


def _overlap(sheet: Sheet, chart: Chart, message: str) -> Finding:
    return Finding(
        "xlsx.chart_overlap",
        Severity.WARNING,
        place(sheet.name, chart.anchor),
        message,
        "move the chart right of the numbers or below them",
    )


def chart_area(sheet: Sheet, chart: Chart, scan: Scan) -> Area:
    """The cells a chart covers, by widths of columns and heights of rows."""
    top, left = parse_cell(chart.anchor)
    widths = scan.widths(sheet)
    heights = row_heights(sheet, widths)
    right, room = left, chart.width_cm * _POINTS_PER_CM
    while room > _points(widths.get(right, 9.0)) and right < left + 200:
        room -= _points(widths.get(right, 9.0))
        right += 1
    bottom, room = top, chart.height_cm * _POINTS_PER_CM
    while room > heights.get(bottom, _ROW_POINTS) and bottom < top + 400:
        room -= heights.get(bottom, _ROW_POINTS)
        bottom += 1
    return Area(top, left, bottom, right)


def _points(width: float) -> float:
    """Points of a column: a digit of Calibri 10 takes 6 pixels, the edges 5."""
    return (width * 6 + 5) * 0.75
