"""Figures and names at the points of a chart, where they are read without a legend."""

from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise

from docsmith.documents.ooxml.text import escaped
from docsmith.documents.slides.elements import Line
from docsmith.documents.slides.theme import Theme
from docsmith.documents.slides.xml.chart_axes import text_look

LABEL = 12.0
SMALL_SHARE = 0.07
"""A segment of less than this of the highest stack has no room for its figure."""
_APART = 0.07
_NAMED_LINES = range(2, 6)
_LOOKS = "<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>"


def _said(value: int = 0, series: int = 0, percent: int = 0) -> str:
    return (
        f'<c:showLegendKey val="0"/><c:showVal val="{value}"/><c:showCatName val="0"/>'
        f'<c:showSerName val="{series}"/><c:showPercent val="{percent}"/>'
        '<c:showBubbleSize val="0"/>'
    )


def each(
    code: str, color: str, place: str, theme: Theme, *, bold: bool, without: Iterable[int] = ()
) -> str:
    """The figure at every point but those that are left out."""
    gone = "".join(f'<c:dLbl><c:idx val="{i}"/><c:delete val="1"/></c:dLbl>' for i in without)
    return (
        f'<c:dLbls>{gone}<c:numFmt formatCode="{escaped(code)}" sourceLinked="0"/>{_LOOKS}'
        f"<c:txPr>{text_look(LABEL, color, theme, bold=bold)}</c:txPr>"
        f'<c:dLblPos val="{place}"/>{_said(value=1)}</c:dLbls>'
    )


def extremes(line: Line, code: str, theme: Theme) -> str:
    """The highest and the last point of a long line, apart from the line."""
    known = [i for i, v in enumerate(line.values) if v is not None]
    if not known:
        return ""
    wanted = sorted({known[-1], max(known, key=lambda i: line.values[i] or 0.0)})
    told = "".join(_at(i, line, code, theme) for i in wanted)
    return f"<c:dLbls>{told}{_said()}</c:dLbls>"


def named(line: Line, token: str, theme: Theme) -> str:
    """The name of the series at its last point, in its colour."""
    last = max((i for i, v in enumerate(line.values) if v is not None), default=None)
    if last is None:
        return ""
    look = text_look(13.0, token, theme, bold=True)
    return (
        f'<c:dLbls><c:dLbl><c:idx val="{last}"/>{_LOOKS}<c:txPr>{look}</c:txPr>'
        f'<c:dLblPos val="r"/>{_said(series=1)}</c:dLbl>{_said()}</c:dLbls>'
    )


def names_fit(lines: Sequence[Line]) -> bool:
    """Whether names at the ends of the lines stand apart from each other."""
    ends = [next((v for v in reversed(line.values) if v is not None), None) for line in lines]
    known = sorted(v for v in ends if v is not None)
    every = [v for line in lines for v in line.values if v is not None]
    if len(lines) not in _NAMED_LINES or len(known) != len(lines):
        return False
    reach = max(every) - min(0.0, *every)
    return all(b - a > _APART * reach for a, b in pairwise(known))


def percents(line: Line, color: Callable[[int], str], theme: Theme) -> str:
    """The share in every slice that has room for it."""
    whole = sum(v or 0.0 for v in line.values) or 1.0
    told = ""
    for i, value in enumerate(line.values):
        if (value or 0.0) / whole < 0.04:
            told += f'<c:dLbl><c:idx val="{i}"/><c:delete val="1"/></c:dLbl>'
            continue
        look = text_look(13, theme.on(color(i)), theme, bold=True)
        told += (
            f'<c:dLbl><c:idx val="{i}"/><c:numFmt formatCode="0%" sourceLinked="0"/>{_LOOKS}'
            f"<c:txPr>{look}</c:txPr>{_said(percent=1)}</c:dLbl>"
        )
    return f"<c:dLbls>{told}{_said(percent=1)}</c:dLbls>"


def small_segments(line: Line, lines: Sequence[Line], *, shares: bool) -> list[int]:
    """The points of a stacked series whose segment is too small for a figure."""
    stacks = [
        sum(abs(v or 0.0) for v in column)
        for column in zip(*(o.values for o in lines), strict=True)
    ]
    highest = max(stacks, default=0.0) or 1.0
    return [
        i
        for i, value in enumerate(line.values)
        if abs(value or 0.0) < SMALL_SHARE * ((stacks[i] or 1.0) if shares else highest)
    ]


def _at(index: int, line: Line, code: str, theme: Theme) -> str:
    before = line.values[index - 1] if index else None
    falling = before is not None and before > (line.values[index] or 0.0)
    return (
        f'<c:dLbl><c:idx val="{index}"/><c:numFmt formatCode="{escaped(code)}" sourceLinked="0"/>'
        f"{_LOOKS}<c:txPr>{text_look(LABEL, 'ink', theme, bold=True)}</c:txPr>"
        f'<c:dLblPos val="{"b" if falling else "t"}"/>{_said(value=1)}</c:dLbl>'
    )
