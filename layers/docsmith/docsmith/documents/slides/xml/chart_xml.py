"""A native chart as its part: theme colours, quiet axes, figures at the points.

Figures also stand in the chart's own workbook (`chart_workbook`), where PowerPoint edits them.
"""

from collections.abc import Sequence

from docsmith.documents.ooxml.text import escaped
from docsmith.documents.slides.elements import Line, Plot
from docsmith.documents.slides.numerals import format_code
from docsmith.documents.slides.theme import Theme
from docsmith.documents.slides.xml import chart_axes as axes
from docsmith.documents.slides.xml import chart_labels as labels
from docsmith.documents.slides.xml.chart_axes import text_look
from docsmith.documents.slides.xml.chart_data import category_data, value_data, waterfall_lines
from docsmith.documents.slides.xml.chart_points import points_of
from docsmith.documents.slides.xml.drawing import emu, solid
from docsmith.documents.slides.xml.names import XML, A, C, R

COLORS = ("accent", "accent3", "spark", "accent6", "accent5", "muted", "ink", "rule")
_MANY, _SHORT = 26, 8


def chart_xml(plot: Plot, theme: Theme, language: str) -> str:
    """The whole part. Relationship rId1 is the workbook."""
    drawn = _Drawn(plot, theme, language)
    legend = drawn.legend()
    return (
        f'{XML}<c:chartSpace xmlns:c="{C}" xmlns:a="{A}" xmlns:r="{R}"><c:date1904 val="0"/>'
        f'<c:lang val="{"de-DE" if language == "de" else "en-US"}"/><c:roundedCorners val="0"/>'
        '<c:chart><c:autoTitleDeleted val="1"/>'
        f"<c:plotArea>{_NARROW if drawn.named else '<c:layout/>'}{drawn.plots()}"
        "<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr></c:plotArea>"
        f'{legend}<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
        "<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>"
        f"<c:txPr>{text_look(13, 'ink', theme)}</c:txPr>"
        '<c:externalData r:id="rId1"><c:autoUpdate val="0"/></c:externalData></c:chartSpace>'
    )


class _Drawn:
    """One chart on its way to XML."""

    def __init__(self, plot: Plot, theme: Theme, language: str) -> None:
        self.plot = plot
        self.theme = theme
        values = [abs(v) for line in plot.lines for v in line.values if v is not None]
        self.code = format_code(plot.style, plot.currency, max(values, default=0.0), language)
        points = len(plot.categories) * len(plot.lines)
        self.labelled = plot.labels and points <= _MANY and plot.kind != "area"
        self.named = plot.kind == "line" and labels.names_fit(plot.lines)
        self.quiet = self.labelled and plot.kind in ("column", "bar", "waterfall")

    def plots(self) -> str:
        kind = self.plot.kind
        if kind == "doughnut":
            return self._doughnut()
        if kind in ("line", "area"):
            return self._lines(kind) + axes.pair(self, "b", "l")
        if kind == "combo":
            return self._combo()
        if kind == "waterfall":
            return self._waterfall() + axes.pair(self, "b", "l")
        flat = kind in ("bar", "stacked_bar")
        bars = self._bars(self.plot.lines, flat)
        return bars + (axes.pair(self, "l", "b") if flat else axes.pair(self, "b", "l"))

    def legend(self) -> str:
        lone = len(self.plot.lines) < 2 and self.plot.kind != "doughnut"
        if self.plot.kind == "waterfall" or lone or self.named:
            return ""
        place = "r" if self.plot.kind in ("doughnut", "stacked_column") else "t"
        look = text_look(14 if place == "r" else 13, "ink", self.theme)
        return (
            f'<c:legend><c:legendPos val="{place}"/><c:overlay val="0"/>'
            f"<c:txPr>{look}</c:txPr></c:legend>"
        )

    def _bars(self, lines: Sequence[Line], flat: bool) -> str:
        kind = self.plot.kind
        grouping = "clustered"
        if kind.startswith("stacked"):
            grouping = "stacked"
        if kind == "percent_column":
            grouping = "percentStacked"
        overlap = "" if grouping == "clustered" else '<c:overlap val="100"/>'
        if grouping == "clustered" and len(lines) > 1:
            overlap = '<c:overlap val="-5"/>'
        series = "".join(self._bar_series(i, line, grouping) for i, line in enumerate(lines))
        return (
            f'<c:barChart><c:barDir val="{"bar" if flat else "col"}"/>'
            f'<c:grouping val="{grouping}"/><c:varyColors val="0"/>{series}'
            f'<c:gapWidth val="{45 if len(lines) == 1 or overlap == _FULL else 60}"/>{overlap}'
            '<c:axId val="111"/><c:axId val="112"/></c:barChart>'
        )

    def _bar_series(self, index: int, line: Line, grouping: str) -> str:
        lines = self.plot.lines
        lone = self.plot.highlight is not None and len(lines) == 1
        token = "accent3" if lone else self.color(index)
        points = points_of(self.plot, self.theme, lone=lone) if len(lines) == 1 else ""
        inside = grouping != "clustered"
        color = self.theme.on(token) if inside else "ink"
        small = labels.small_segments(line, lines, shares="percent" in grouping) if inside else []
        told = self.labels(color, "ctr" if inside else "outEnd", bold=not inside, without=small)
        return (
            f"{self.head(index, line.name)}<c:spPr>{solid(token, self.theme)}</c:spPr>"
            f'<c:invertIfNegative val="0"/>{points}{told}{self.data(index, line)}</c:ser>'
        )

    def _lines(self, kind: str) -> str:
        series = "".join(self._line_series(i, line, kind) for i, line in enumerate(self.plot.lines))
        stacked = kind == "area" and len(self.plot.lines) > 1
        grouping = "stacked" if stacked else "standard"
        marker = '<c:marker val="1"/>' if kind == "line" else ""
        return (
            f'<c:{kind}Chart><c:grouping val="{grouping}"/><c:varyColors val="0"/>{series}'
            f'{marker}<c:axId val="111"/><c:axId val="112"/></c:{kind}Chart>'
        )

    def _line_series(self, index: int, line: Line, kind: str) -> str:
        token = self.color(index)
        if kind == "area":
            looks = f"<c:spPr>{solid(token, self.theme)}</c:spPr>"
            return f"{self.head(index, line.name)}{looks}{self.data(index, line)}</c:ser>"
        return self.line(index, line, token, self._line_labels(line, token))

    def line(self, index: int, line: Line, token: str, labels: str) -> str:
        """A series drawn as a line."""
        fill = solid(token, self.theme)
        few = len(line.values) <= 14
        symbol = (
            f'<c:marker><c:symbol val="circle"/><c:size val="7"/><c:spPr>{fill}'
            f'<a:ln w="9525">{solid("paper", self.theme)}</a:ln></c:spPr></c:marker>'
            if few
            else '<c:marker><c:symbol val="none"/></c:marker>'
        )
        return (
            f'{self.head(index, line.name)}<c:spPr><a:ln w="{emu(2.75)}" cap="rnd">{fill}'
            f"<a:round/></a:ln></c:spPr>{symbol}{labels}{self.data(index, line)}"
            '<c:smooth val="0"/></c:ser>'
        )

    def _line_labels(self, line: Line, token: str) -> str:
        """Every point of a single short line, the extremes of a long one, names of several."""
        if len(self.plot.lines) > 1:
            return labels.named(line, token, self.theme) if self.named else ""
        if not self.plot.labels:
            return ""
        if len(line.values) <= _SHORT:
            return labels.each(self.code, "ink", "t", self.theme, bold=False)
        return labels.extremes(line, self.code, self.theme)

    def _combo(self) -> str:
        bars = [(i, line) for i, line in enumerate(self.plot.lines) if not line.line]
        lines = [(i, line) for i, line in enumerate(self.plot.lines) if line.line]
        columns = "".join(self._bar_series(i, line, "clustered") for i, line in bars)
        drawn = "".join(self.line(i, line, "spark", "") for i, line in lines)
        second = (
            '<c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/>'
            f'{drawn}<c:marker val="1"/><c:axId val="113"/><c:axId val="114"/></c:lineChart>'
        )
        return (
            '<c:barChart><c:barDir val="col"/><c:grouping val="clustered"/><c:varyColors val="0"/>'
            f'{columns}<c:gapWidth val="50"/><c:axId val="111"/><c:axId val="112"/></c:barChart>'
            f"{second if lines else ''}{axes.pair(self, 'b', 'l')}"
            f"{axes.second_pair(self) if lines else ''}"
        )

    def _waterfall(self) -> str:
        base, *shown = waterfall_lines(self.plot)
        tokens = ("accent", "accent5", "spark")
        series = [
            f"{self.head(0, base.name)}<c:spPr><a:noFill/></c:spPr>"
            f'<c:invertIfNegative val="0"/>{self.data(0, base)}</c:ser>'
        ]
        for i, line in enumerate(shown, 1):
            minus = '"−"' if i == 3 else ""
            told = self.labels(
                self.theme.on(tokens[i - 1]), "ctr", code=minus + self.code, bold=True
            )
            series.append(
                f"{self.head(i, line.name)}<c:spPr>{solid(tokens[i - 1], self.theme)}</c:spPr>"
                f'<c:invertIfNegative val="0"/>{told}{self.data(i, line)}</c:ser>'
            )
        return (
            '<c:barChart><c:barDir val="col"/><c:grouping val="stacked"/><c:varyColors val="0"/>'
            f'{"".join(series)}<c:gapWidth val="35"/><c:overlap val="100"/>'
            '<c:axId val="111"/><c:axId val="112"/></c:barChart>'
        )

    def _doughnut(self) -> str:
        line = self.plot.lines[0]
        points = ""
        for i in range(len(line.values)):
            fill = solid(self._slice(i), self.theme)
            points += (
                f'<c:dPt><c:idx val="{i}"/><c:bubble3D val="0"/><c:spPr>{fill}'
                f'<a:ln w="19050">{solid("paper", self.theme)}</a:ln></c:spPr></c:dPt>'
            )
        told = labels.percents(line, self._slice, self.theme) if self.plot.labels else ""
        return (
            f'<c:doughnutChart><c:varyColors val="1"/>{self.head(0, line.name)}{points}{told}'
            f'{self.data(0, line)}</c:ser><c:firstSliceAng val="0"/><c:holeSize val="58"/>'
            "</c:doughnutChart>"
        )

    def _slice(self, index: int) -> str:
        return "rule" if index in self.plot.faint else self.color(index)

    def color(self, index: int) -> str:
        return COLORS[index % len(COLORS)]

    def head(self, index: int, name: str) -> str:
        return (
            f'<c:ser><c:idx val="{index}"/><c:order val="{index}"/><c:tx><c:strRef>'
            f'<c:f>Sheet1!${chr(66 + index)}$1</c:f><c:strCache><c:ptCount val="1"/>'
            f'<c:pt idx="0"><c:v>{escaped(name)}</c:v></c:pt></c:strCache></c:strRef></c:tx>'
        )

    def data(self, index: int, line: Line) -> str:
        return category_data(self.plot.categories) + value_data(index, line.values, self.code)

    def labels(
        self,
        color: str,
        place: str,
        *,
        code: str | None = None,
        bold: bool = False,
        without: Sequence[int] = (),
    ) -> str:
        if not self.labelled:
            return ""
        code = code or self.code
        return labels.each(code, color, place, self.theme, bold=bold, without=without)


_FULL = '<c:overlap val="100"/>'
_NARROW = (
    '<c:layout><c:manualLayout><c:layoutTarget val="inner"/><c:xMode val="edge"/>'
    '<c:yMode val="edge"/><c:x val="0.07"/><c:y val="0.05"/><c:w val="0.75"/><c:h val="0.83"/>'
    "</c:manualLayout></c:layout>"
)
