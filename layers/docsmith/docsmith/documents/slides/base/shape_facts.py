"""What a shape is: its kind, whether it decorates, its cells, the part of its chart."""
# pyright: basic, reportAttributeAccessIssue=false
# lxml ships no types.

from docsmith.documents.ooxml.reading import Element
from docsmith.documents.slides.parts import Parts
from docsmith.documents.slides.views import Kind
from docsmith.documents.slides.xml.names import A, R

_A, _R = f"{{{A}}}", f"{{{R}}}"


def kind_of(shape: Element, tag: str) -> Kind:
    """By its element, and what a graphic frame shows."""
    if tag == "pic":
        return "picture"
    if tag == "cxnSp":
        return "line"
    if tag == "graphicFrame":
        data = shape.find(f".//{_A}graphicData")
        uri = data.get("uri", "") if data is not None else ""
        if uri.endswith(("/chart", "/chartex")):
            return "chart"
        return "table" if uri.endswith("/table") else "other"
    return "text" if tag == "sp" else "other"


def is_media(shape: Element) -> bool:
    return any(shape.find(f".//{_A}{t}") is not None for t in ("videoFile", "audioFile"))


def is_decoration(facts: Element | None) -> bool:
    """Whether its author marked it as decoration, which needs no description."""
    if facts is None:
        return False
    return any(e.tag.endswith("}decorative") and e.get("val") == "1" for e in facts.iter())


def cells_of(shape: Element) -> tuple[tuple[str, ...], ...]:
    """The texts of a table, row by row."""
    return tuple(
        tuple(_lines(cell) for cell in row.iterfind(f"{_A}tc")) for row in shape.iter(f"{_A}tr")
    )


def _lines(element: Element) -> str:
    """The text of an element, a line a paragraph."""
    paragraphs = element.iter(f"{_A}p")
    return "\n".join("".join(t.text or "" for t in p.iter(f"{_A}t")) for p in paragraphs)


def slices_of(chart: Element) -> int:
    """How many slices a pie or doughnut has; 0 for other charts."""
    for element in chart.iter():
        name = element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
        if name in ("pieChart", "doughnutChart", "pie3DChart"):
            counts = [
                int(c.get("val", "0")) for c in element.iter() if str(c.tag).endswith("}ptCount")
            ]
            return max(counts, default=0)
    return 0


def chart_part(parts: Parts, slide: str, shape: Element) -> str | None:
    """The part of a chart that a graphic frame shows."""
    for element in shape.iter():
        if isinstance(element.tag, str) and element.tag.endswith("}chart"):
            wanted = element.get(f"{_R}id")
            for relation in parts.relations(slide):
                if relation.id == wanted and relation.target in parts.contents:
                    return relation.target
    return None
