"""Axes of charts: a category axis with a hairline, a value axis that steps back."""

import re
from typing import Protocol

from docsmith.documents.ooxml.text import escaped
from docsmith.documents.slides.elements import Plot
from docsmith.documents.slides.theme import Theme
from docsmith.documents.slides.xml.drawing import solid

_PERIOD = re.compile(r"\w{3} \d\d|\d{1,2} \w{3}|Q\d \d{4}|\d{4}")
"""`Jan 26`, `3 Jan`, `Q1 2026`, `2026`."""
_FLAT = 8
"""How many labels of periods stand side by side beneath a chart."""
_HARDLY = 1 / 60_000
"""Degrees. LibreOffice knows no step between labels; it leaves out those that overlap, but only of
labels that are turned: others it breaks in the middle of words."""


class Drawn(Protocol):
    """What axes look at. `quiet`: figures stand at the points, the value axis is left out."""

    plot: Plot
    theme: Theme
    code: str
    quiet: bool


def pair(drawn: Drawn, categories: str, values: str) -> str:
    """The first pair; in horizontal bars the first category stands on top."""
    flat = categories == "l"
    return _categories(drawn, categories, flat) + _values(drawn, values)


def second_pair(drawn: Drawn) -> str:
    """The pair of a combo's line; its value axis stands at the right."""
    hidden = (
        '<c:catAx><c:axId val="113"/><c:scaling><c:orientation val="minMax"/></c:scaling>'
        '<c:delete val="1"/><c:axPos val="b"/><c:majorTickMark val="none"/>'
        '<c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/><c:crossAx val="114"/>'
        '<c:crosses val="autoZero"/></c:catAx>'
    )
    look = text_look(12, "muted", drawn.theme)
    return hidden + (
        '<c:valAx><c:axId val="114"/><c:scaling><c:orientation val="minMax"/></c:scaling>'
        '<c:delete val="0"/><c:axPos val="r"/><c:numFmt formatCode="General" sourceLinked="1"/>'
        '<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/>'
        f"<c:spPr><a:ln><a:noFill/></a:ln></c:spPr><c:txPr>{look}</c:txPr>"
        '<c:crossAx val="113"/><c:crosses val="max"/></c:valAx>'
    )


def text_look(
    size: float, token: str, theme: Theme, *, bold: bool = False, turned: float = 0
) -> str:
    """Body of a `c:txPr`. `turned` in degrees, counter-clockwise."""
    return (
        f'<a:bodyPr rot="{round(-60_000 * turned)}" vert="horz"/><a:lstStyle/><a:p><a:pPr>'
        f'<a:defRPr sz="{round(size * 100)}" b="{int(bold)}">{solid(token, theme)}'
        '<a:latin typeface="+mn-lt"/></a:defRPr></a:pPr><a:endParaRPr lang="en-US"/></a:p>'
    )


def _categories(drawn: Drawn, place: str, flat: bool) -> str:
    theme = drawn.theme
    order = "maxMin" if flat else "minMax"
    count = len(drawn.plot.categories)
    timed = all(_PERIOD.fullmatch(name) for name in drawn.plot.categories)
    many = not flat and count > (_FLAT if timed else 13)
    turned = 0.0 if not many else _HARDLY if timed else 45.0
    look = text_look(12 if many else 13, "ink", theme, turned=turned)
    skip = f'<c:tickLblSkip val="{_step(count, timed=timed)}"/>' if many else ""
    return (
        f'<c:catAx><c:axId val="111"/><c:scaling><c:orientation val="{order}"/></c:scaling>'
        f'<c:delete val="0"/><c:axPos val="{place}"/><c:numFmt formatCode="General" '
        'sourceLinked="0"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/>'
        f'<c:tickLblPos val="low"/><c:spPr><a:ln w="9525">{solid("muted", theme)}</a:ln></c:spPr>'
        f'<c:txPr>{look}</c:txPr><c:crossAx val="112"/><c:crosses val="autoZero"/>'
        f'<c:auto val="0"/><c:lblAlgn val="ctr"/><c:lblOffset val="60"/>{skip}'
        '<c:noMultiLvlLbl val="1"/></c:catAx>'
    )


def _step(count: int, *, timed: bool) -> int:
    """Every how many points a label stands: periods are read from a few that lie flat."""
    if not timed:
        return -(-count // 26)
    return next((step for step in (2, 3, 4, 6, 12) if count / step <= _FLAT), -(-count // _FLAT))


def _values(drawn: Drawn, place: str) -> str:
    theme = drawn.theme
    code = "0%" if drawn.plot.kind == "percent_column" else drawn.code
    grid = (
        ""
        if drawn.quiet
        else f'<c:majorGridlines><c:spPr><a:ln w="6350">{solid("rule", theme)}</a:ln></c:spPr>'
        "</c:majorGridlines>"
    )
    low = '<c:min val="0"/>' if _from_zero(drawn.plot) else ""
    return (
        f'<c:valAx><c:axId val="112"/><c:scaling><c:orientation val="minMax"/>{low}</c:scaling>'
        f'<c:delete val="{int(drawn.quiet)}"/><c:axPos val="{place}"/>{grid}'
        f'<c:numFmt formatCode="{escaped(code)}" sourceLinked="0"/><c:majorTickMark val="none"/>'
        '<c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/>'
        f"<c:spPr><a:ln><a:noFill/></a:ln></c:spPr><c:txPr>{text_look(12, 'muted', theme)}</c:txPr>"
        f'<c:crossAx val="111"/><c:crosses val="autoZero"/>'
        '<c:crossBetween val="between"/></c:valAx>'
    )


def _from_zero(plot: Plot) -> bool:
    """Bars and areas begin at zero; a line may begin where it is."""
    below = any((v or 0) < 0 for line in plot.lines for v in line.values)
    return not below and plot.kind not in ("line",)
