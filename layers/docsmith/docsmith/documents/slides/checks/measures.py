"""How much room the text of a shape takes, measured with font files."""

from docsmith.documents.slides import metrics
from docsmith.documents.slides.grid import Rect
from docsmith.documents.slides.views import ParaView, ShapeView


def text_height(shape: ShapeView) -> float:
    """Height of the text in points, without insets."""
    room = inner_width(shape)
    total = 0.0
    for i, para in enumerate(shape.paras):
        size = _size(para)
        family, bold = _face(para)
        room_here = max(1.0, room - para.indent)
        lines = metrics.line_count(para.text.replace("\v", "\n"), family, size, bold, room_here)
        lines = lines if shape.wraps else 1
        total += lines * size * metrics.pitch(family) * para.spacing
        total += para.before if i else 0.0
    return total


def inner_width(shape: ShapeView) -> float:
    left, _, right, _ = shape.inset
    return max(1.0, (shape.rect.w if shape.rect else 0.0) - left - right)


def inner_height(shape: ShapeView) -> float:
    _, top, _, bottom = shape.inset
    return max(1.0, (shape.rect.h if shape.rect else 0.0) - top - bottom)


def inked(shape: ShapeView) -> Rect:
    """Where something is to be seen: for bare text where its lines stand, else the whole shape."""
    box = shape.rect or Rect(0, 0, 0, 0)
    if not shape.text or shape.fill or shape.kind != "text":
        return box
    high = text_height(shape)
    left, top, right, bottom = shape.inset
    y = {
        "t": box.y + top,
        "b": box.bottom - bottom - high,
        "ctr": box.y + (box.h - high) / 2,
    }.get(shape.anchor, box.y + top)
    return Rect(box.x + left, y, max(1.0, box.w - left - right), high)


def _size(para: ParaView) -> float:
    return max((run.size for run in para.runs), default=12.0)


def _face(para: ParaView) -> tuple[str, bool]:
    """The family and weight of most of the paragraph."""
    if not para.runs:
        return "Calibri", False
    longest = max(para.runs, key=lambda run: len(run.text))
    return longest.family, longest.bold
