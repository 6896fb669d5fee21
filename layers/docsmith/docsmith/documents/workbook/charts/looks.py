"""The looks of a chart: titles, texts, fills, strokes, markers."""
# ruff: noqa: E501 - XML in one line reads better than cut in two

from docsmith.documents.ooxml.text import escaped
from docsmith.documents.workbook.styles import Palette


def title_xml(text: str, palette: Palette, size: int, bold: bool) -> str:
    color = palette.colors["ink" if bold else "muted"]
    weight = int(bold)
    return (
        f'<c:title><c:tx><c:rich><a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr sz="{size}" b="{weight}"/>'
        f'</a:pPr><a:r><a:rPr lang="en-US" sz="{size}" b="{weight}">{solid_fill(color)}</a:rPr>'
        f'<a:t>{escaped(text)}</a:t></a:r></a:p></c:rich></c:tx><c:overlay val="0"/></c:title>'
    )


def text_xml(size: int, color: str, bold: bool = False) -> str:
    return (
        f'<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr sz="{size}" b="{int(bold)}">{solid_fill(color)}'
        '</a:defRPr></a:pPr><a:endParaRPr lang="en-US"/></a:p></c:txPr>'
    )


def series_color(palette: Palette, index: int) -> str:
    return palette.series[index % len(palette.series)]


def solid_fill(color: str, percent: int | None = None) -> str:
    if percent is None:
        return f'<a:solidFill><a:srgbClr val="{color}"/></a:solidFill>'
    return f'<a:solidFill><a:srgbClr val="{color}"><a:alpha val="{percent * 1000}"/></a:srgbClr></a:solidFill>'


def filled_shape(color: str, percent: int | None = None) -> str:
    return f"<c:spPr>{solid_fill(color, percent)}<a:ln><a:noFill/></a:ln></c:spPr>"


def stroke(color: str) -> str:
    return f'<c:spPr><a:ln w="28575" cap="rnd">{solid_fill(color)}<a:round/></a:ln></c:spPr>'


def marker(color: str, wanted: bool, size: int = 5) -> str:
    if not wanted:
        return '<c:marker><c:symbol val="none"/></c:marker>'
    return (
        f'<c:marker><c:symbol val="circle"/><c:size val="{size}"/><c:spPr>{solid_fill(color)}'
        f"<a:ln><a:noFill/></a:ln></c:spPr></c:marker>"
    )
