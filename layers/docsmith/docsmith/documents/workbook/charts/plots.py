"""What a chart plots: bars, lines, areas, slices, points, and combinations of them."""
# ruff: noqa: E501 - XML in one line reads better than cut in two

from docsmith.documents.operations.workbook import Chart
from docsmith.documents.workbook.chart_data import ChartData, Series
from docsmith.documents.workbook.charts.axes import axes_xml, axis_ids, value_axes
from docsmith.documents.workbook.charts.looks import (
    filled_shape,
    marker,
    series_color,
    solid_fill,
    stroke,
    text_xml,
)
from docsmith.documents.workbook.charts.series import (
    categories_xml,
    numbers_xml,
    series_head,
    series_xml,
)
from docsmith.documents.workbook.styles import Palette

_GROUPING = {
    "column": ("col", "clustered"),
    "stacked_column": ("col", "stacked"),
    "percent_column": ("col", "percentStacked"),
    "bar": ("bar", "clustered"),
    "stacked_bar": ("bar", "stacked"),
    "waterfall": ("col", "stacked"),
}
ROUND = {"pie", "doughnut"}


def plot_xml(chart: Chart, data: ChartData, palette: Palette) -> str:
    if chart.kind in ROUND:
        return _round(chart, data, palette)
    if chart.kind in {"scatter", "bubble"}:
        return _points(chart, data, palette) + value_axes(chart, palette)
    if chart.kind == "radar":
        return _radar(data, palette) + axes_xml(chart, data, palette)
    if chart.kind in {"line", "area", "stacked_area"}:
        return _lines(chart, data, palette) + axes_xml(chart, data, palette)
    if chart.kind == "combo":
        return _combo(chart, data, palette)
    return _bars(chart.kind, data.series, data, palette) + axes_xml(chart, data, palette)


def _bars(
    kind: str,
    series: tuple[Series, ...],
    data: ChartData,
    palette: Palette,
    start: int = 0,
    secondary: bool = False,
) -> str:
    way, grouping = _GROUPING[kind]
    overlap = '<c:overlap val="100"/>' if grouping != "clustered" else '<c:overlap val="-8"/>'
    inner = "".join(
        series_xml(
            start + i,
            s,
            data,
            _bar_paint(kind, start + i, palette),
            '<c:invertIfNegative val="0"/>',
        )
        for i, s in enumerate(series)
    )
    gap = 45 if kind == "waterfall" else 60
    return (
        f'<c:barChart><c:barDir val="{way}"/><c:grouping val="{grouping}"/><c:varyColors val="0"/>'
        f'{inner}<c:gapWidth val="{gap}"/>{overlap}{axis_ids(secondary)}</c:barChart>'
    )


def _bar_paint(kind: str, index: int, palette: Palette) -> str:
    """A waterfall's first series only lifts the others; then totals, rises and falls."""
    if kind != "waterfall":
        return filled_shape(series_color(palette, index))
    if index == 0:
        return "<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>"
    words = ("primary", "good", "bad")
    return filled_shape(palette.colors[words[(index - 1) % 3]])


def _lines(chart: Chart, data: ChartData, palette: Palette) -> str:
    if chart.kind == "line":
        return _line(data.series, data, palette)
    grouping = "stacked" if chart.kind == "stacked_area" else "standard"
    inner = "".join(
        series_xml(
            i,
            s,
            data,
            filled_shape(series_color(palette, i), None if grouping == "stacked" else 70),
        )
        for i, s in enumerate(data.series)
    )
    return (
        f'<c:areaChart><c:grouping val="{grouping}"/><c:varyColors val="0"/>{inner}'
        f"{axis_ids(False)}</c:areaChart>"
    )


def _line(
    series: tuple[Series, ...],
    data: ChartData,
    palette: Palette,
    start: int = 0,
    secondary: bool = False,
) -> str:
    mark = len(data.categories.values) <= 24
    inner = "".join(
        series_xml(
            start + i,
            s,
            data,
            stroke(series_color(palette, start + i))
            + marker(series_color(palette, start + i), mark),
            after='<c:smooth val="0"/>',
        )
        for i, s in enumerate(series)
    )
    return (
        f'<c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/>{inner}'
        f'<c:marker val="1"/>{axis_ids(secondary)}</c:lineChart>'
    )


def _combo(chart: Chart, data: ChartData, palette: Palette) -> str:
    """Columns and lines in one plot; series marked `secondary` get an axis of their own at the
    right.
    """
    out, start = "", 0
    for kind in ("column", "line"):
        for secondary in (False, True):
            chosen = tuple(
                s for s in data.series if (s.kind or "column") == kind and s.secondary is secondary
            )
            if not chosen:
                continue
            out += (
                _bars("column", chosen, data, palette, start, secondary)
                if kind == "column"
                else _line(chosen, data, palette, start, secondary)
            )
            start += len(chosen)
    return out + axes_xml(chart, data, palette, any(s.secondary for s in data.series))


def _round(chart: Chart, data: ChartData, palette: Palette) -> str:
    series = data.series[0]
    points = "".join(
        f'<c:dPt><c:idx val="{i}"/><c:bubble3D val="0"/>'
        f"<c:spPr>{solid_fill(series_color(palette, i))}"
        f'<a:ln w="12700">{solid_fill(palette.colors["paper"])}</a:ln></c:spPr></c:dPt>'
        for i in range(len(series.values.values))
    )
    labels = (
        f'<c:dLbls><c:numFmt formatCode="0%" sourceLinked="0"/><c:spPr><a:noFill/></c:spPr>'
        f"{text_xml(900, palette.colors['paper'], True)}"
        '<c:showLegendKey val="0"/><c:showVal val="0"/><c:showCatName val="0"/><c:showSerName val="0"/>'
        '<c:showPercent val="1"/><c:showBubbleSize val="0"/><c:showLeaderLines val="0"/></c:dLbls>'
    )
    inner = series_xml(0, series, data, "", points + labels)
    if chart.kind == "pie":
        return f'<c:pieChart><c:varyColors val="1"/>{inner}<c:firstSliceAng val="0"/></c:pieChart>'
    return (
        f'<c:doughnutChart><c:varyColors val="1"/>{inner}<c:firstSliceAng val="0"/>'
        '<c:holeSize val="58"/></c:doughnutChart>'
    )


def _points(chart: Chart, data: ChartData, palette: Palette) -> str:
    """Scatter and bubble: categories are the x values. A bubble chart's sizes are the last series."""
    sizes = data.series[-1].values if chart.kind == "bubble" and len(data.series) > 1 else None
    shown = data.series[:-1] if sizes is not None else data.series
    inner = ""
    for i, series in enumerate(shown):
        color = series_color(palette, i)
        paint = (
            filled_shape(color, 60)
            if chart.kind == "bubble"
            else '<c:spPr><a:ln w="19050"><a:noFill/></a:ln></c:spPr>' + marker(color, True, 7)
        )
        extra = f"<c:bubbleSize>{numbers_xml(sizes or series.values)}</c:bubbleSize>"
        inner += (
            f"{series_head(i, series)}{paint}"
            + ('<c:invertIfNegative val="0"/>' if chart.kind == "bubble" else "")
            + f"<c:xVal>{categories_xml(data.categories)}</c:xVal><c:yVal>{numbers_xml(series.values)}</c:yVal>"
            + (f'{extra}<c:bubble3D val="0"/>' if chart.kind == "bubble" else '<c:smooth val="0"/>')
            + "</c:ser>"
        )
    if chart.kind == "bubble":
        return (
            f'<c:bubbleChart><c:varyColors val="0"/>{inner}<c:bubbleScale val="60"/>'
            f"{axis_ids(False)}</c:bubbleChart>"
        )
    return (
        f'<c:scatterChart><c:scatterStyle val="lineMarker"/><c:varyColors val="0"/>{inner}'
        f"{axis_ids(False)}</c:scatterChart>"
    )


def _radar(data: ChartData, palette: Palette) -> str:
    inner = "".join(
        series_xml(
            i, s, data, stroke(series_color(palette, i)) + marker(series_color(palette, i), True)
        )
        for i, s in enumerate(data.series)
    )
    return (
        f'<c:radarChart><c:radarStyle val="marker"/><c:varyColors val="0"/>{inner}'
        f"{axis_ids(False)}</c:radarChart>"
    )
