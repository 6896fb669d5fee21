"""The words, pictures and charts of a paragraph as the editor draws them. Sizes are points."""

from collections.abc import Mapping
from typing import Any

from docsmith.documents.pictures import picture_of
from docsmith.documents.word.compose.context import ChartMedia
from docsmith.documents.word.compose.document import Composition
from docsmith.documents.word.nodes import EMU_PER_POINT, Drawing, Para, Span

_POINTS_SHOWN = 200

Json = dict[str, Any]


def runs_of(made: Composition, para: Para) -> list[Json]:
    return [run for span in para.spans if (run := _run(made, span))]


def _run(made: Composition, span: Span) -> Json:
    if span.drawing is not None:
        return _drawing(made, span.drawing)
    if span.footnote:
        return {"note": span.footnote}
    if span.line_break:
        return {"t": "\n"}
    text = "\t" if span.tab else span.text
    flags = {"b": span.bold, "i": span.italic, "s": span.strike, "code": span.code}
    looks: Mapping[str, Any] = {
        **flags,
        "color": made.look.color(span.color) if span.color else "",
        "size": span.size,
        "link": span.link,
        "field": span.field.split()[0] if span.field else "",
    }
    return {"t": text, **{name: value for name, value in looks.items() if value}}


def _drawing(made: Composition, drawing: Drawing) -> Json:
    size = {"w": drawing.width / EMU_PER_POINT, "h": drawing.height / EMU_PER_POINT}
    if drawing.kind == "panel":
        left = drawing.left / EMU_PER_POINT
        return {"panel": made.look.color(drawing.fill), "left": left, **size}
    media = made.media.get(drawing.name)
    if isinstance(media, ChartMedia):
        return {"chart": _chart(media, drawing.alt), **size}
    out: Json = {"picture": drawing.alt, **size}
    if media is not None:
        source = picture_of(media.content)
        out |= {"source": source} if source else {}
    return out


def _chart(media: ChartMedia, alt: str) -> Json:
    return {
        "kind": media.op.kind,
        "title": "",
        "alt": alt,
        "categories": list(media.categories[:_POINTS_SHOWN]),
        "series": [
            {"name": name, "values": list(values[:_POINTS_SHOWN])} for name, values in media.series
        ],
    }
