"""The check of what charts show: numbers, all of a list, and nothing but its parts."""

import re
from collections.abc import Iterator

from docsmith.documents.model import Finding, Severity
from docsmith.documents.operations.workbook import Chart, ChartSeries
from docsmith.documents.workbook.book import Sheet
from docsmith.documents.workbook.cells import Area, place
from docsmith.documents.workbook.chart_data import chart_data, located
from docsmith.documents.workbook.checks.lists import is_total, is_written
from docsmith.documents.workbook.checks.runs import LEFT_OVER
from docsmith.documents.workbook.checks.scan import Scan

_NEEDS_SEVERAL = {"pie", "doughnut", "line", "area", "stacked_area", "radar"}
_LEAST_POINTS = 3
_COMPARES = re.compile(
    r"^\W*(?:target|goal|average|mean|median|min\w*|max\w*|plan|budget|ziel\w*|mittel\w*"
    r"|durchschnitt\w*)\b",
    re.IGNORECASE,
)
"""Lines under a list that its parts are compared with."""


def chart_ranges(scan: Scan) -> Iterator[Finding]:
    """Each series has numbers, all those of its list and none that sums up the others."""
    for sheet in scan.sheets:
        for chart in sheet.charts:
            data = chart_data(scan.book, sheet, chart, scan.values)
            for series, drawn in zip(chart.series, data.series, strict=True):
                if not any(isinstance(v, int | float) for v in drawn.values.values):
                    said = f"series '{drawn.name}' of chart '{chart.title}' has no numbers"
                    yield _said(sheet, chart, said, "point it at the range that holds them")
                    continue
                message = _wrong(scan, sheet, chart, series)
                if message:
                    remedy = "let the range begin and end with the parts of the list"
                    yield _said(sheet, chart, f"chart '{chart.title}' {message}", remedy)
                    break


def _said(sheet: Sheet, chart: Chart, message: str, remedy: str) -> Finding:
    here = place(sheet.name, chart.anchor)
    return Finding("xlsx.chart_data", Severity.WARNING, here, message, remedy)


def _wrong(scan: Scan, sheet: Sheet, chart: Chart, series: ChartSeries) -> str:
    """What a series takes in or leaves out; empty when it is right."""
    home, area = located(scan.book, sheet, series.values)
    if area.size == 1:
        return "shows a single point" if chart.kind in _NEEDS_SEVERAL else ""
    if area.left != area.right or any(r.area.meets(area) for r in home.regions):
        return ""
    first = scan.value(home, area.top, area.left)
    if isinstance(first, str) and first.strip():
        return "takes in the header as a number"
    labels = _labels(scan, sheet, chart, area)
    if labels is None or chart.kind == "waterfall":
        return ""
    return _ends(scan, home, area, labels)


def _labels(scan: Scan, sheet: Sheet, chart: Chart, area: Area) -> tuple[Sheet, int] | None:
    """Sheet and column of its categories, when they stand beside the values row by row."""
    found, labels = located(scan.book, sheet, chart.categories)
    beside = labels.left == labels.right and (labels.top, labels.bottom) == (area.top, area.bottom)
    return (found, labels.left) if beside else None


def _ends(scan: Scan, home: Sheet, area: Area, labels: tuple[Sheet, int]) -> str:
    """What the range takes in or leaves out at its ends."""
    if area.bottom - area.top + 1 >= _LEAST_POINTS and _sums(home, area.bottom, labels):
        return "shows the total beside its parts"
    after = [_is_part(scan, home, area.bottom + n, area.left, labels) for n in (1, 2)]
    if after == [True, False]:
        return f"leaves out row {area.bottom + 1}, the last of its list"
    before = [_is_part(scan, home, area.top - n, area.left, labels) for n in (1, 2)]
    if before == [True, False]:
        return f"leaves out row {area.top - 1}, the first of its list"
    return ""


def _sums(home: Sheet, row: int, labels: tuple[Sheet, int]) -> bool:
    """Whether a row is called a total."""
    label = labels[0].cells.get((row, labels[1]))
    return label is not None and is_total(label)


def _is_part(scan: Scan, home: Sheet, row: int, column: int, labels: tuple[Sheet, int]) -> bool:
    """Whether a row has a number, and a label of the kind that the rows beside it have."""
    value = scan.value(home, row, column)
    label = labels[0].cells.get((row, labels[1]))
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if not number or label is None or not is_written(label) or is_total(label):
        return False
    text = scan.value(labels[0], row, labels[1])
    if isinstance(text, str) and (LEFT_OVER.search(text) or _COMPARES.search(text)):
        return False
    around = (labels[0].cells.get((row + n, labels[1])) for n in (-1, 1))
    return any(c is not None and c.look.is_date == label.look.is_date for c in around)
