"""A chart part: native, editable, in the palette of the workbook, with the values it shows cached.

Light gridlines, no frame, axes that are there, a legend only where there is something to tell
apart.
"""

from dataclasses import replace

from docsmith.documents.ooxml.text import attribute
from docsmith.documents.operations.workbook import Chart
from docsmith.documents.workbook.chart_data import ChartData
from docsmith.documents.workbook.charts.axes import axis_format
from docsmith.documents.workbook.charts.looks import solid_fill, text_xml, title_xml
from docsmith.documents.workbook.charts.plots import ROUND, plot_xml
from docsmith.documents.workbook.styles import Palette

_C = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_LABELLED = {"column", "stacked_column", "bar", "stacked_bar", "line", "combo"}


def chart_xml(chart: Chart, data: ChartData, palette: Palette) -> str:
    """The whole part."""
    if chart.labels and chart.kind in _LABELLED:
        data = replace(data, labels=_labels(chart, data, palette))
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<c:chartSpace xmlns:c="{_C}" xmlns:a="{_A}" xmlns:r="{_R}">'
        '<c:date1904 val="0"/><c:roundedCorners val="0"/>'
        f"<c:chart>{title_xml(chart.title, palette, 1200, True)}"
        '<c:autoTitleDeleted val="0"/>'
        f"<c:plotArea><c:layout/>{plot_xml(chart, data, palette)}"
        "<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr></c:plotArea>"
        f"{_legend(chart, data, palette)}"
        '<c:plotVisOnly val="0"/><c:dispBlanksAs val="gap"/></c:chart>'
        f"<c:spPr>{solid_fill(palette.colors['paper'])}"
        f'<a:ln w="9525">{solid_fill(palette.colors["line"])}</a:ln></c:spPr>'
        f"{text_xml(900, palette.colors['muted'])}"
        '<c:printSettings><c:headerFooter/><c:pageMargins b="0.75" l="0.7" r="0.7" t="0.75" '
        'header="0.3" footer="0.3"/><c:pageSetup/></c:printSettings></c:chartSpace>'
    )


def _labels(chart: Chart, data: ChartData, palette: Palette) -> str:
    """Values at the points, in the format of the axis; a pie always says its shares."""
    code = chart.number_format or axis_format(chart, data.series[0].values.format)
    stacked = chart.kind.startswith("stacked")
    color = palette.colors["paper" if stacked else "muted"]
    return (
        f'<c:dLbls><c:numFmt formatCode="{attribute(code)}" sourceLinked="0"/>'
        f"<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>{text_xml(800, color)}"
        '<c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/>'
        '<c:showSerName val="0"/><c:showPercent val="0"/><c:showBubbleSize val="0"/></c:dLbls>'
    )


def _legend(chart: Chart, data: ChartData, palette: Palette) -> str:
    if chart.kind not in ROUND and len(data.series) < 2:
        return ""
    at = "r" if chart.kind in ROUND else "b"
    skip = '<c:legendEntry><c:idx val="0"/><c:delete val="1"/></c:legendEntry>'
    return (
        f'<c:legend><c:legendPos val="{at}"/>{skip if chart.kind == "waterfall" else ""}'
        f'<c:overlay val="0"/>{text_xml(900, palette.colors["muted"])}</c:legend>'
    )
