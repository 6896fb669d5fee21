"""The deck's motif: a pattern of quarter discs at the right of the dark layouts.

A tile is a square of `TILE` points with a quarter disc whose centre is one of its corners.
"""

from docsmith.documents.slides.grid import Grid, Rect
from docsmith.documents.slides.template.specs import TILE
from docsmith.documents.slides.theme import SchemeColor, Theme
from docsmith.documents.slides.xml.drawing import color_xml, xfrm
from docsmith.documents.slides.xml.names import DECORATIVE

_PATTERNS: dict[int, tuple[tuple[int, int, str, str], ...]] = {
    1: (
        (0, 0, "square", "raised"),
        (0, 0, "bl", "accent"),
        (0, 1, "tr", "accent3"),
        (0, 2, "square", "raised"),
        (0, 2, "tl", "spark"),
        (0, 3, "br", "accent"),
    ),
    2: (
        (0, 0, "br", "accent"),
        (1, 0, "square", "raised"),
        (1, 0, "bl", "accent3"),
        (0, 1, "square", "accent"),
        (0, 1, "tr", "raised"),
        (1, 1, "tl", "spark"),
        (0, 2, "tl", "accent3"),
        (1, 2, "square", "accent"),
        (1, 2, "br", "raised"),
        (0, 3, "square", "raised"),
        (0, 3, "tr", "accent"),
        (1, 3, "tr", "accent3"),
    ),
}
"""Column, row, corner (or the whole square), colour."""
_CORNERS = {"tl": (0, 0), "tr": (1, 0), "bl": (0, 1), "br": (1, 1)}
_RAISED = SchemeColor("dk2", 85, 15)


def tiles_xml(columns: int, grid: Grid, theme: Theme, first_id: int) -> str:
    """The shapes of the pattern."""
    count = columns if grid.wide else min(columns, 1)
    if not count:
        return ""
    left = grid.width - TILE * count
    shapes: list[str] = []
    for i, (column, row, corner, name) in enumerate(_PATTERNS[count]):
        color = _RAISED if name == "raised" else theme.scheme(name)
        at = Rect(left + column * TILE, row * TILE, TILE, TILE)
        shapes.append(_tile(at, corner, color, first_id + i))
    return "".join(shapes)


def quarter_xml(rect: Rect, corner: str, color: SchemeColor, shape_id: int) -> str:
    """One quarter disc."""
    return _tile(rect, corner, color, shape_id)


def _tile(rect: Rect, corner: str, color: SchemeColor, shape_id: int) -> str:
    geometry = (
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        if corner == "square"
        else _quarter(*_CORNERS[corner])
    )
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{shape_id}" name="Tile {shape_id}">{decorative()}'
        '</p:cNvPr><p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr>'
        f"<p:spPr>{xfrm(rect)}{geometry}<a:solidFill>{color_xml(color)}</a:solidFill>"
        "<a:ln><a:noFill/></a:ln></p:spPr>"
        '<p:txBody><a:bodyPr/><a:lstStyle/><a:p><a:endParaRPr lang="en-US"/></a:p></p:txBody>'
        "</p:sp>"
    )


def decorative() -> str:
    """Marks a shape as decoration, which screen readers pass over."""
    return (
        '<a:extLst><a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}">'
        f'<adec:decorative xmlns:adec="{DECORATIVE}" val="1"/></a:ext></a:extLst>'
    )


def _quarter(right: int, down: int) -> str:
    """A quarter disc in a square of 100 units around its corner (right, down)."""
    cx, cy = 100 * right, 100 * down
    # From the end of one radius along the arc to the end of the other, then to the centre.
    start = {(0, 0): 0, (1, 0): 5_400_000, (1, 1): 10_800_000, (0, 1): 16_200_000}[right, down]
    first = {(0, 0): (100, 0), (1, 0): (100, 100), (1, 1): (0, 100), (0, 1): (0, 0)}[right, down]
    return (
        '<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/><a:rect l="0" t="0" r="r" b="b"/>'
        '<a:pathLst><a:path w="100" h="100">'
        f'<a:moveTo><a:pt x="{first[0]}" y="{first[1]}"/></a:moveTo>'
        f'<a:arcTo wR="100" hR="100" stAng="{start}" swAng="5400000"/>'
        f'<a:lnTo><a:pt x="{cx}" y="{cy}"/></a:lnTo><a:close/></a:path></a:pathLst></a:custGeom>'
    )
