"""What the editor wants of a shape beyond its view: outline, alignment, picture, figures."""
# pyright: basic, reportAttributeAccessIssue=false
# lxml ships no types.

from dataclasses import dataclass, field
from math import cos, radians, sin
from typing import Any

from docsmith.documents.ooxml.chart_figures import chart_figures
from docsmith.documents.ooxml.reading import Element
from docsmith.documents.pictures import Picture, picture_of
from docsmith.documents.slides.base.shape_facts import chart_part
from docsmith.documents.slides.parts import Parts
from docsmith.documents.slides.views import ShapeView
from docsmith.documents.slides.xml.drawing import EMU
from docsmith.documents.slides.xml.names import A, P, R

_A, _P, _R = f"{{{A}}}", f"{{{P}}}", f"{{{R}}}"
_ROUND = ("ellipse", "roundRect", "homePlate", "chevron", "triangle", "rtTriangle")
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Facts:
    """Of one shape; empty where there is nothing to say. Widths and heights are per cent."""

    aligns: tuple[str | None, ...] = ()
    chart: Json | None = None
    picture: Picture | None = None
    widths: list[float] = field(default_factory=list)
    heights: list[float] = field(default_factory=list)
    cells: list[list[Json]] = field(default_factory=list)
    size: float = 0.0


def facts_of(parts: Parts, part: str, element: Element, shape: ShapeView) -> Facts:
    if shape.kind == "chart":
        return Facts(chart=_chart(parts, part, element, shape))
    if shape.kind == "picture":
        return Facts(picture=_picture(parts, part, element))
    if shape.kind == "table":
        return _table(element)
    body = element.find(f"{_P}txBody")
    if body is None:
        return Facts()
    return Facts(aligns=tuple(_align(p) for p in body.iterfind(f"{_A}p")))


def geometry_of(element: Element, shape: ShapeView) -> Json:
    """The outline: a preset that is no rectangle, a quarter disc as a path, a turned shape."""
    properties = element.find(f"{_P}spPr")
    if properties is None:
        return {}
    out: Json = {}
    preset = properties.find(f"{_A}prstGeom")
    if preset is not None and preset.get("prst") in _ROUND:
        out["shape"] = preset.get("prst")
    path = _path(properties)
    if path:
        out["path"] = path
    xfrm = properties.find(f"{_A}xfrm")
    turn = int(xfrm.get("rot", "0")) / 60_000 if xfrm is not None else 0
    if turn:
        out["turn"] = turn
    line = properties.find(f"{_A}ln")
    if line is not None and line.find(f"{_A}solidFill") is not None:
        out["line"] = int(line.get("w", "12700")) / EMU
    return out


def _path(properties: Element) -> Json | None:
    """A free outline as an SVG path in its own measure; arcs of a quarter only."""
    path = properties.find(f"{_A}custGeom/{_A}pathLst/{_A}path")
    if path is None:
        return None
    steps: list[str] = []
    at = (0.0, 0.0)
    for step in path:
        tag = step.tag.rpartition("}")[2]
        points = [(float(p.get("x", "0")), float(p.get("y", "0"))) for p in step.iter(f"{_A}pt")]
        if tag == "moveTo" and points:
            steps.append(f"M{points[0][0]:g} {points[0][1]:g}")
        elif tag == "lnTo" and points:
            steps.append(f"L{points[0][0]:g} {points[0][1]:g}")
        elif tag == "cubicBezTo" and len(points) == 3:
            steps.append("C" + " ".join(f"{x:g} {y:g}" for x, y in points))
        elif tag == "arcTo":
            at = _arc_end(step, at)
            wide, high = float(step.get("wR", "0")), float(step.get("hR", "0"))
            sweep = 1 if float(step.get("swAng", "0")) > 0 else 0
            steps.append(f"A{wide:g} {high:g} 0 0 {sweep} {at[0]:g} {at[1]:g}")
        elif tag == "close":
            steps.append("Z")
        if points:
            at = points[-1]
    size = [float(path.get("w", "1")), float(path.get("h", "1"))]
    return {"d": " ".join(steps), "size": size}


def _arc_end(step: Element, at: tuple[float, float]) -> tuple[float, float]:
    wide, high = float(step.get("wR", "0")), float(step.get("hR", "0"))
    start = radians(float(step.get("stAng", "0")) / 60_000)
    end = start + radians(float(step.get("swAng", "0")) / 60_000)
    return at[0] + wide * (cos(end) - cos(start)), at[1] + high * (sin(end) - sin(start))


def _align(paragraph: Element) -> str | None:
    own = paragraph.find(f"{_A}pPr")
    return own.get("algn") if own is not None else None


def _picture(parts: Parts, part: str, element: Element) -> Picture | None:
    blip = element.find(f".//{_A}blip")
    wanted = blip.get(f"{_R}embed") if blip is not None else None
    for relation in parts.relations(part):
        if relation.id == wanted and relation.target in parts.contents:
            return picture_of(parts.contents[relation.target])
    return None


def _table(element: Element) -> Facts:
    table = element.find(f".//{_A}tbl")
    if table is None:
        return Facts()
    widths = [float(c.get("w", "0")) for c in table.iterfind(f"{_A}tblGrid/{_A}gridCol")]
    rows = list(table.iterfind(f"{_A}tr"))
    heights = [float(row.get("h", "0")) for row in rows]
    sizes = [int(r.get("sz", "0")) / 100 for r in table.iter(f"{_A}rPr") if r.get("sz")]
    cells = [[_cell_look(cell) for cell in row.iterfind(f"{_A}tc")] for row in rows]
    return Facts(
        widths=_shares(widths),
        heights=_shares(heights),
        cells=cells,
        size=sizes[0] if sizes else 14.0,
    )


def _cell_look(cell: Element) -> Json:
    out: Json = {}
    paragraph = cell.find(f".//{_A}p")
    align = _align(paragraph) if paragraph is not None else None
    if align and align != "l":
        out["align"] = align
    run = cell.find(f".//{_A}rPr")
    if run is not None and run.get("b") == "1":
        out["b"] = True
    for name in ("gridSpan", "rowSpan"):
        if int(cell.get(name, "1")) > 1:
            out[name] = int(cell.get(name))
    if cell.get("hMerge") == "1" or cell.get("vMerge") == "1":
        out["covered"] = True
    return out


def _shares(lengths: list[float]) -> list[float]:
    whole = sum(lengths) or 1.0
    return [round(100 * length / whole, 3) for length in lengths]


def _chart(parts: Parts, part: str, element: Element, shape: ShapeView) -> Json | None:
    """The figures that the chart's part keeps. None for a chart of a newer kind."""
    name = chart_part(parts, part, element)
    return chart_figures(parts.look(name), shape.alt or shape.name) if name else None
