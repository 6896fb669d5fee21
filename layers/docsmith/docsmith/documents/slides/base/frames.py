"""Where shapes stand: their own place, in points, within the groups that hold them."""
# pyright: basic, reportAttributeAccessIssue=false
# lxml ships no types.

from docsmith.documents.ooxml.reading import Element
from docsmith.documents.slides.grid import Rect
from docsmith.documents.slides.xml.drawing import EMU
from docsmith.documents.slides.xml.names import A, P

_A, _P = f"{{{A}}}", f"{{{P}}}"
Frame = tuple[float, float, float, float]
"""Shift and scale, right and down."""


def place_of(shape: Element) -> Rect | None:
    """The shape's own place, before it is turned."""
    xfrm = _xfrm(shape)
    off, ext = (xfrm.find(f"{_A}off"), xfrm.find(f"{_A}ext")) if xfrm is not None else (None, None)
    if off is None or ext is None:
        return None
    x, y, w, h = (
        int(off.get("x", "0")) / EMU,
        int(off.get("y", "0")) / EMU,
        int(ext.get("cx", "0")) / EMU,
        int(ext.get("cy", "0")) / EMU,
    )
    return Rect(x, y, w, h)


def turn_of(shape: Element) -> float:
    """By how many degrees the shape is turned clockwise."""
    xfrm = _xfrm(shape)
    return int(xfrm.get("rot", "0") or 0) / 60_000 % 360 if xfrm is not None else 0.0


def _xfrm(shape: Element) -> Element | None:
    found = shape.find(f"{_P}spPr/{_A}xfrm")
    return found if found is not None else shape.find(f"{_P}xfrm")


def inner_frame(group: Element, frame: Frame) -> Frame:
    """The frame in which a group's children stand: shift and scale."""
    xfrm = group.find(f"{_P}grpSpPr/{_A}xfrm")
    if xfrm is None:
        return frame
    numbers: list[float] = []
    for tag, a, b in (
        ("off", "x", "y"),
        ("ext", "cx", "cy"),
        ("chOff", "x", "y"),
        ("chExt", "cx", "cy"),
    ):
        found = xfrm.find(f"{_A}{tag}")
        if found is None:
            return frame
        numbers += [int(found.get(a, "0")) / EMU, int(found.get(b, "0")) / EMU]
    x, y, w, h, cx, cy, cw, ch = numbers
    sx, sy = (w / cw if cw else 1.0), (h / ch if ch else 1.0)
    fx, fy, fsx, fsy = frame
    return fx + (x - cx * sx) * fsx, fy + (y - cy * sy) * fsy, fsx * sx, fsy * sy


def scaled(place: Rect | None, frame: Frame) -> Rect | None:
    if place is None:
        return None
    x, y, sx, sy = frame
    return Rect(x + place.x * sx, y + place.y * sy, place.w * sx, place.h * sy)
