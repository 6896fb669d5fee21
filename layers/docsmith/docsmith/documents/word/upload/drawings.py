"""Pictures and charts of an uploaded document, as the editor draws them among the words."""
# pyright: basic

import re
from typing import Any

from docsmith.documents.errors import UnreadableFile
from docsmith.documents.ooxml.chart_figures import chart_figures
from docsmith.documents.pictures import picture_of
from docsmith.documents.word.nodes import EMU_PER_POINT
from docsmith.documents.word.upload.names import Element, in_fallback, r, text_of, w
from docsmith.documents.word.upload.original import Original

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_V = "{urn:schemas-microsoft-com:vml}"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_LENGTH = re.compile(r"(width|height)\s*:\s*([\d.]+)pt")

Json = dict[str, Any]


def drawings_of(original: Original, run: Element) -> list[Json]:
    """What a run draws, in order: a picture, a chart, or what can only be named."""
    found = [d for d in run.iter(w("drawing"), w("pict")) if not in_fallback(d)]
    return [_drawn(original, drawing) for drawing in found]


def _drawn(original: Original, drawing: Element) -> Json:
    alt, size = _named(drawing), _size(drawing)
    chart = next(drawing.iter(f"{_C}chart"), None)
    if chart is not None:
        content = _related(original, chart.get(r("id")))
        figures = chart_figures(original.package.xml(content), alt) if content else None
        if figures is not None:
            return {"chart": figures, **size}
    out: Json = {"picture": alt, **size}
    blip = next(drawing.iter(f"{_A}blip"), None)
    image = next(drawing.iter(f"{_V}imagedata"), None)
    wanted = blip.get(r("embed")) if blip is not None else None
    wanted = wanted or (image.get(r("id")) if image is not None else None)
    picture = _picture(original, wanted)
    return {**out, "source": picture} if picture is not None else out


def _picture(original: Original, id: str | None) -> Any:
    part = _related(original, id)
    if part is None:
        return None
    try:
        return picture_of(original.package.read(part))
    except UnreadableFile:
        return None


def _related(original: Original, id: str | None) -> str | None:
    """The part that a relationship of the document leads to, if it is there."""
    package = original.package
    for relation in package.relations(original.part):
        if relation.id == id and not relation.external:
            return relation.target if relation.target in package.infos else None
    return None


def _named(drawing: Element) -> str:
    """What a reader is told of it: its alternative text, the words in it, its title."""
    facts = next(drawing.iter(f"{_WP}docPr"), None)
    if facts is not None and facts.get("descr"):
        return facts.get("descr")
    return text_of(drawing) or (facts.get("title", "") if facts is not None else "")


def _size(drawing: Element) -> Json:
    extent = next(drawing.iter(f"{_WP}extent"), None)
    if extent is not None:
        sides = (float(extent.get(name, "0")) / EMU_PER_POINT for name in ("cx", "cy"))
        return dict(zip(("w", "h"), sides, strict=True))
    style = " ".join(shape.get("style", "") for shape in drawing.iter(f"{_V}shape"))
    found = {name[0]: float(points) for name, points in _LENGTH.findall(style)}
    return {"w": found.get("w", 144.0), "h": found.get("h", 96.0)}
