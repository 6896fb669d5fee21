"""The axes of a chart."""
# ruff: noqa: E501 - XML in one line reads better than cut in two

from docsmith.documents.ooxml.text import attribute
from docsmith.documents.operations.workbook import Chart
from docsmith.documents.workbook.chart_data import ChartData
from docsmith.documents.workbook.charts.looks import solid_fill, text_xml, title_xml
from docsmith.documents.workbook.styles import Palette

_FROM_ZERO = {
    "column", "stacked_column", "percent_column", "bar", "stacked_bar", "area", "stacked_area",
    "combo",
}  # fmt: skip
_CATEGORY, _VALUE, _VALUE_2, _CATEGORY_2 = 500001, 500002, 500003, 500004


def axis_ids(secondary: bool) -> str:
    category, value = (_CATEGORY_2, _VALUE_2) if secondary else (_CATEGORY, _VALUE)
    return f'<c:axId val="{category}"/><c:axId val="{value}"/>'


def axes_xml(chart: Chart, data: ChartData, palette: Palette, secondary: bool = False) -> str:
    flat = chart.kind in {"bar", "stacked_bar"}
    code = chart.number_format or axis_format(chart, data.series[0].values.format)
    out = _category_axis(chart, data, palette, flat) + _value_axis(
        _VALUE,
        _CATEGORY,
        "b" if flat else "l",
        code,
        chart.y_title,
        palette,
        from_zero=_from_zero(chart, data, False),
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
            from_zero=_from_zero(chart, data, True),
        )
        out += (
            f'<c:catAx><c:axId val="{_CATEGORY_2}"/><c:scaling><c:orientation val="minMax"/></c:scaling>'
            f'<c:delete val="1"/><c:axPos val="b"/><c:crossAx val="{_VALUE_2}"/>'
            '<c:crosses val="autoZero"/></c:catAx>'
        )
    return out


def _from_zero(chart: Chart, data: ChartData, secondary: bool) -> bool:
    """The length of a bar is its value: its axis begins at 0, unless something lies below."""
    if chart.kind not in _FROM_ZERO:
        return False
    own = [s for s in data.series if s.secondary is secondary]
    bars = [s for s in own if chart.kind != "combo" or (s.kind or "column") == "column"]
    values = [v for s in own for v in s.values.values if isinstance(v, int | float)]
    return bool(bars and values) and min(values) >= 0


def axis_format(chart: Chart, code: str) -> str:
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
        f'<c:spPr><a:ln w="9525">{solid_fill(palette.colors["line"])}</a:ln></c:spPr>'
        f"{text_xml(900, palette.colors['muted'])}"
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
    from_zero: bool = False,
) -> str:
    crosses = "max" if position == "b" else crosses
    floor = '<c:min val="0"/>' if from_zero else ""
    lines = (
        f'<c:majorGridlines><c:spPr><a:ln w="6350">{solid_fill("E3E8EE")}</a:ln></c:spPr></c:majorGridlines>'
        if grid
        else ""
    )
    return (
        f'<c:valAx><c:axId val="{own}"/><c:scaling><c:orientation val="minMax"/>{floor}</c:scaling>'
        f'<c:delete val="0"/><c:axPos val="{position}"/>{lines}{_axis_title(title, palette)}'
        f'<c:numFmt formatCode="{attribute(code)}" sourceLinked="0"/>'
        '<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/>'
        f"<c:spPr><a:ln><a:noFill/></a:ln></c:spPr>{text_xml(900, palette.colors['muted'])}"
        f'<c:crossAx val="{other}"/><c:crosses val="{crosses}"/><c:crossBetween val="between"/></c:valAx>'
    )


def value_axes(chart: Chart, palette: Palette) -> str:
    """Both axes of a scatter or bubble chart measure values."""
    across = _value_axis(_CATEGORY, _VALUE, "b", "General", chart.x_title, palette, grid=False)
    across = across.replace('<c:crosses val="max"/>', '<c:crosses val="autoZero"/>')
    up = _value_axis(
        _VALUE, _CATEGORY, "l", chart.number_format or "General", chart.y_title, palette
    )
    return (across + up).replace('crossBetween val="between"', 'crossBetween val="midCat"')


def _axis_title(title: str | None, palette: Palette) -> str:
    return title_xml(title, palette, 900, False) if title else ""
