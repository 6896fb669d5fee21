"""A chart part: native, editable, in the palette of the workbook, with the values it shows cached.

Light gridlines, no frame, axes that are there, a legend only where there is something to tell
apart.
"""
# ruff: noqa: E501 - XML in one line reads better than cut in two

from dataclasses import replace

from docsmith.documents.ooxml.text import attribute, escaped
from docsmith.documents.operations.workbook import Chart
from docsmith.documents.workbook.chart_data import ChartData, Range, Series
from docsmith.documents.workbook.styles import Palette

_C = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_GROUPING = {
    "column": ("col", "clustered"),
    "stacked_column": ("col", "stacked"),
    "percent_column": ("col", "percentStacked"),
    "bar": ("bar", "clustered"),
    "stacked_bar": ("bar", "stacked"),
    "waterfall": ("col", "stacked"),
}
_ROUND = {"pie", "doughnut"}
_LABELLED = {"column", "stacked_column", "bar", "stacked_bar", "line", "combo"}
_CATEGORY, _VALUE, _VALUE_2, _CATEGORY_2 = 500001, 500002, 500003, 500004


def chart_xml(chart: Chart, data: ChartData, palette: Palette) -> str:
    """The whole part."""
    if chart.labels and chart.kind in _LABELLED:
        data = replace(data, labels=_labels(chart, data, palette))
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<c:chartSpace xmlns:c="{_C}" xmlns:a="{_A}" xmlns:r="{_R}">'
        '<c:date1904 val="0"/><c:roundedCorners val="0"/>'
        f"<c:chart>{_title(chart.title, palette, 1200, True)}"
        '<c:autoTitleDeleted val="0"/>'
        f"<c:plotArea><c:layout/>{_plot(chart, data, palette)}"
        "<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr></c:plotArea>"
        f"{_legend(chart, data, palette)}"
        '<c:plotVisOnly val="0"/><c:dispBlanksAs val="gap"/></c:chart>'
        f"<c:spPr>{_solid(palette.colors['paper'])}"
        f'<a:ln w="9525">{_solid(palette.colors["line"])}</a:ln></c:spPr>'
        f"{_text(900, palette.colors['muted'])}"
        '<c:printSettings><c:headerFooter/><c:pageMargins b="0.75" l="0.7" r="0.7" t="0.75" '
        'header="0.3" footer="0.3"/><c:pageSetup/></c:printSettings></c:chartSpace>'
    )


def _labels(chart: Chart, data: ChartData, palette: Palette) -> str:
    """Values at the points, in the format of the axis; a pie always says its shares."""
    code = chart.number_format or _axis_format(chart, data.series[0].values.format)
    stacked = chart.kind.startswith("stacked")
    color = palette.colors["paper" if stacked else "muted"]
    return (
        f'<c:dLbls><c:numFmt formatCode="{attribute(code)}" sourceLinked="0"/>'
        f"<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>{_text(800, color)}"
        '<c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/>'
        '<c:showSerName val="0"/><c:showPercent val="0"/><c:showBubbleSize val="0"/></c:dLbls>'
    )


def _plot(chart: Chart, data: ChartData, palette: Palette) -> str:
    if chart.kind in _ROUND:
        return _round(chart, data, palette)
    if chart.kind in {"scatter", "bubble"}:
        return _points(chart, data, palette) + _value_axes(chart, palette)
    if chart.kind == "radar":
        return _radar(data, palette) + _axes(chart, data, palette)
    if chart.kind in {"line", "area", "stacked_area"}:
        return _lines(chart, data, palette) + _axes(chart, data, palette)
    if chart.kind == "combo":
        return _combo(chart, data, palette)
    return _bars(chart.kind, data.series, data, palette) + _axes(chart, data, palette)


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
        _series(
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
        f'{inner}<c:gapWidth val="{gap}"/>{overlap}{_axis_ids(secondary)}</c:barChart>'
    )


def _bar_paint(kind: str, index: int, palette: Palette) -> str:
    """A waterfall's first series only lifts the others; then totals, rises and falls."""
    if kind != "waterfall":
        return _filled(_color(palette, index))
    if index == 0:
        return "<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>"
    words = ("primary", "good", "bad")
    return _filled(palette.colors[words[(index - 1) % 3]])


def _lines(chart: Chart, data: ChartData, palette: Palette) -> str:
    if chart.kind == "line":
        return _line(data.series, data, palette)
    grouping = "stacked" if chart.kind == "stacked_area" else "standard"
    inner = "".join(
        _series(i, s, data, _filled(_color(palette, i), None if grouping == "stacked" else 70))
        for i, s in enumerate(data.series)
    )
    return (
        f'<c:areaChart><c:grouping val="{grouping}"/><c:varyColors val="0"/>{inner}'
        f"{_axis_ids(False)}</c:areaChart>"
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
        _series(
            start + i,
            s,
            data,
            _stroke(_color(palette, start + i)) + _marker(_color(palette, start + i), mark),
            after='<c:smooth val="0"/>',
        )
        for i, s in enumerate(series)
    )
    return (
        f'<c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/>{inner}'
        f'<c:marker val="1"/>{_axis_ids(secondary)}</c:lineChart>'
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
    return out + _axes(chart, data, palette, any(s.secondary for s in data.series))


def _round(chart: Chart, data: ChartData, palette: Palette) -> str:
    series = data.series[0]
    points = "".join(
        f'<c:dPt><c:idx val="{i}"/><c:bubble3D val="0"/>'
        f"<c:spPr>{_solid(_color(palette, i))}"
        f'<a:ln w="12700">{_solid(palette.colors["paper"])}</a:ln></c:spPr></c:dPt>'
        for i in range(len(series.values.values))
    )
    labels = (
        f'<c:dLbls><c:numFmt formatCode="0%" sourceLinked="0"/><c:spPr><a:noFill/></c:spPr>'
        f"{_text(900, palette.colors['paper'], True)}"
        '<c:showLegendKey val="0"/><c:showVal val="0"/><c:showCatName val="0"/><c:showSerName val="0"/>'
        '<c:showPercent val="1"/><c:showBubbleSize val="0"/><c:showLeaderLines val="0"/></c:dLbls>'
    )
    inner = _series(0, series, data, "", points + labels)
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
        color = _color(palette, i)
        paint = (
            _filled(color, 60)
            if chart.kind == "bubble"
            else '<c:spPr><a:ln w="19050"><a:noFill/></a:ln></c:spPr>' + _marker(color, True, 7)
        )
        extra = f"<c:bubbleSize>{_numbers(sizes or series.values)}</c:bubbleSize>"
        inner += (
            f"{_head(i, series)}{paint}"
            + ('<c:invertIfNegative val="0"/>' if chart.kind == "bubble" else "")
            + f"<c:xVal>{_any(data.categories)}</c:xVal><c:yVal>{_numbers(series.values)}</c:yVal>"
            + (f'{extra}<c:bubble3D val="0"/>' if chart.kind == "bubble" else '<c:smooth val="0"/>')
            + "</c:ser>"
        )
    if chart.kind == "bubble":
        return (
            f'<c:bubbleChart><c:varyColors val="0"/>{inner}<c:bubbleScale val="60"/>'
            f"{_axis_ids(False)}</c:bubbleChart>"
        )
    return (
        f'<c:scatterChart><c:scatterStyle val="lineMarker"/><c:varyColors val="0"/>{inner}'
        f"{_axis_ids(False)}</c:scatterChart>"
    )


def _radar(data: ChartData, palette: Palette) -> str:
    inner = "".join(
        _series(i, s, data, _stroke(_color(palette, i)) + _marker(_color(palette, i), True))
        for i, s in enumerate(data.series)
    )
    return (
        f'<c:radarChart><c:radarStyle val="marker"/><c:varyColors val="0"/>{inner}'
        f"{_axis_ids(False)}</c:radarChart>"
    )


def _head(index: int, series: Series) -> str:
    if series.name_formula:
        name = (
            f"<c:strRef><c:f>{escaped(series.name_formula)}</c:f><c:strCache>"
            f'<c:ptCount val="1"/><c:pt idx="0"><c:v>{escaped(series.name)}</c:v></c:pt>'
            "</c:strCache></c:strRef>"
        )
    else:
        name = f"<c:v>{escaped(series.name)}</c:v>"
    return f'<c:ser><c:idx val="{index}"/><c:order val="{index}"/><c:tx>{name}</c:tx>'


def _series(
    index: int, series: Series, data: ChartData, paint: str, before: str = "", after: str = ""
) -> str:
    return (
        f"{_head(index, series)}{paint}{before}{data.labels}<c:cat>{_any(data.categories)}</c:cat>"
        f"<c:val>{_numbers(series.values)}</c:val>{after}</c:ser>"
    )


def _any(found: Range) -> str:
    """Categories: dates and numbers as numbers with their format, everything else as text."""
    if found.numeric:
        return _numbers(found)
    points = "".join(
        f'<c:pt idx="{i}"><c:v>{escaped(t)}</c:v></c:pt>' for i, t in enumerate(found.texts) if t
    )
    return (
        f'<c:strRef><c:f>{escaped(found.formula)}</c:f><c:strCache><c:ptCount val="{len(found.texts)}"/>'
        f"{points}</c:strCache></c:strRef>"
    )


def _numbers(found: Range) -> str:
    points = "".join(
        f'<c:pt idx="{i}"><c:v>{v!r}</c:v></c:pt>'
        for i, v in enumerate(found.values)
        if isinstance(v, int | float) and not isinstance(v, bool)
    )
    return (
        f"<c:numRef><c:f>{escaped(found.formula)}</c:f><c:numCache>"
        f"<c:formatCode>{escaped(found.format)}</c:formatCode>"
        f'<c:ptCount val="{len(found.values)}"/>{points}</c:numCache></c:numRef>'
    )


def _axis_ids(secondary: bool) -> str:
    category, value = (_CATEGORY_2, _VALUE_2) if secondary else (_CATEGORY, _VALUE)
    return f'<c:axId val="{category}"/><c:axId val="{value}"/>'


def _axes(chart: Chart, data: ChartData, palette: Palette, secondary: bool = False) -> str:
    flat = chart.kind in {"bar", "stacked_bar"}
    code = chart.number_format or _axis_format(chart, data.series[0].values.format)
    out = _category_axis(chart, data, palette, flat) + _value_axis(
        _VALUE, _CATEGORY, "b" if flat else "l", code, chart.y_title, palette
    )
    if secondary:
        second = next(s for s in data.series if s.secondary)
        out += _value_axis(
            _VALUE_2,
            _CATEGORY_2,
            "r",
            second.values.format,
            None,
            palette,
            grid=False,
            crosses="max",
        )
        out += (
            f'<c:catAx><c:axId val="{_CATEGORY_2}"/><c:scaling><c:orientation val="minMax"/></c:scaling>'
            f'<c:delete val="1"/><c:axPos val="b"/><c:crossAx val="{_VALUE_2}"/>'
            '<c:crosses val="autoZero"/></c:catAx>'
        )
    return out


def _axis_format(chart: Chart, code: str) -> str:
    """Axis labels need no decimals and no room for brackets."""
    if chart.kind == "percent_column" or "%" in code:
        return "0%"
    return "#,##0" if "0" in code and "x" not in code else code


def _category_axis(chart: Chart, data: ChartData, palette: Palette, flat: bool) -> str:
    order = "maxMin" if flat else "minMax"
    code = attribute(data.categories.format)
    return (
        f'<c:catAx><c:axId val="{_CATEGORY}"/><c:scaling><c:orientation val="{order}"/></c:scaling>'
        f'<c:delete val="0"/><c:axPos val="{"l" if flat else "b"}"/>'
        f"{_axis_title(chart.x_title, palette)}"
        f'<c:numFmt formatCode="{code}" sourceLinked="1"/>'
        '<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="low"/>'
        f'<c:spPr><a:ln w="9525">{_solid(palette.colors["line"])}</a:ln></c:spPr>'
        f"{_text(900, palette.colors['muted'])}"
        f'<c:crossAx val="{_VALUE}"/><c:crosses val="autoZero"/><c:auto val="0"/>'
        '<c:lblAlgn val="ctr"/><c:lblOffset val="100"/><c:noMultiLvlLbl val="0"/></c:catAx>'
    )


def _value_axis(
    own: int,
    other: int,
    position: str,
    code: str,
    title: str | None,
    palette: Palette,
    *,
    grid: bool = True,
    crosses: str = "autoZero",
) -> str:
    crosses = "max" if position == "b" else crosses
    lines = (
        f'<c:majorGridlines><c:spPr><a:ln w="6350">{_solid("E3E8EE")}</a:ln></c:spPr></c:majorGridlines>'
        if grid
        else ""
    )
    return (
        f'<c:valAx><c:axId val="{own}"/><c:scaling><c:orientation val="minMax"/></c:scaling>'
        f'<c:delete val="0"/><c:axPos val="{position}"/>{lines}{_axis_title(title, palette)}'
        f'<c:numFmt formatCode="{attribute(code)}" sourceLinked="0"/>'
        '<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/>'
        f"<c:spPr><a:ln><a:noFill/></a:ln></c:spPr>{_text(900, palette.colors['muted'])}"
        f'<c:crossAx val="{other}"/><c:crosses val="{crosses}"/><c:crossBetween val="between"/></c:valAx>'
    )


def _value_axes(chart: Chart, palette: Palette) -> str:
    """Both axes of a scatter or bubble chart measure values."""
    across = _value_axis(_CATEGORY, _VALUE, "b", "General", chart.x_title, palette, grid=False)
    across = across.replace('<c:crosses val="max"/>', '<c:crosses val="autoZero"/>')
    up = _value_axis(
        _VALUE, _CATEGORY, "l", chart.number_format or "General", chart.y_title, palette
    )
    return (across + up).replace('crossBetween val="between"', 'crossBetween val="midCat"')


def _axis_title(title: str | None, palette: Palette) -> str:
    return _title(title, palette, 900, False) if title else ""


def _title(text: str, palette: Palette, size: int, bold: bool) -> str:
    color = palette.colors["ink" if bold else "muted"]
    weight = int(bold)
    return (
        f'<c:title><c:tx><c:rich><a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr sz="{size}" b="{weight}"/>'
        f'</a:pPr><a:r><a:rPr lang="en-US" sz="{size}" b="{weight}">{_solid(color)}</a:rPr>'
        f'<a:t>{escaped(text)}</a:t></a:r></a:p></c:rich></c:tx><c:overlay val="0"/></c:title>'
    )


def _legend(chart: Chart, data: ChartData, palette: Palette) -> str:
    if chart.kind not in _ROUND and len(data.series) < 2:
        return ""
    at = "r" if chart.kind in _ROUND else "b"
    skip = '<c:legendEntry><c:idx val="0"/><c:delete val="1"/></c:legendEntry>'
    return (
        f'<c:legend><c:legendPos val="{at}"/>{skip if chart.kind == "waterfall" else ""}'
        f'<c:overlay val="0"/>{_text(900, palette.colors["muted"])}</c:legend>'
    )


def _text(size: int, color: str, bold: bool = False) -> str:
    return (
        f'<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr sz="{size}" b="{int(bold)}">{_solid(color)}'
        '</a:defRPr></a:pPr><a:endParaRPr lang="en-US"/></a:p></c:txPr>'
    )


def _color(palette: Palette, index: int) -> str:
    return palette.series[index % len(palette.series)]


def _solid(color: str, percent: int | None = None) -> str:
    if percent is None:
        return f'<a:solidFill><a:srgbClr val="{color}"/></a:solidFill>'
    return f'<a:solidFill><a:srgbClr val="{color}"><a:alpha val="{percent * 1000}"/></a:srgbClr></a:solidFill>'


def _filled(color: str, percent: int | None = None) -> str:
    return f"<c:spPr>{_solid(color, percent)}<a:ln><a:noFill/></a:ln></c:spPr>"


def _stroke(color: str) -> str:
    return f'<c:spPr><a:ln w="28575" cap="rnd">{_solid(color)}<a:round/></a:ln></c:spPr>'


def _marker(color: str, wanted: bool, size: int = 5) -> str:
    if not wanted:
        return '<c:marker><c:symbol val="none"/></c:marker>'
    return (
        f'<c:marker><c:symbol val="circle"/><c:size val="{size}"/><c:spPr>{_solid(color)}'
        f"<a:ln><a:noFill/></a:ln></c:spPr></c:marker>"
    )
