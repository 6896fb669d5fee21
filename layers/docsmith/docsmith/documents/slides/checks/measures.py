"""How much room the text of a shape takes, measured with font files."""

from collections.abc import Sequence

from docsmith.documents.slides import metrics
from docsmith.documents.slides.grid import Rect
from docsmith.documents.slides.views import ParaView, ShapeView


def text_height(shape: ShapeView) -> float:
    """Height of the text in points, without insets."""
    return sum(before + high for before, high in _heights(shape))


def _heights(shape: ShapeView) -> list[tuple[float, float]]:
    """The space before each paragraph, and its height."""
    room = inner_width(shape)
    out: list[tuple[float, float]] = []
    for i, para in enumerate(shape.paras):
        size = _size(para)
        family, bold = _face(para)
        text = para.text.replace("\v", "\n")
        wraps = metrics.line_count(text, family, size, bold, max(1.0, room - para.indent))
        lines = wraps if shape.wraps else text.count("\n") + 1
        high = lines * size * metrics.pitch(family) * para.spacing
        out.append((para.before if i else 0.0, high))
    return out


def longest_line(para: ParaView) -> float:
    """Width in points of the longest line between breaks, unwrapped."""
    widths = [0.0]
    for run in para.runs:
        first, *others = run.text.replace("\v", "\n").split("\n")
        widths[-1] += metrics.width(first, run.family, run.bold) * run.size
        widths += [metrics.width(t, run.family, run.bold) * run.size for t in others]
    return max(widths)


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
    heights = _heights(shape)
    high = sum(before + own for before, own in heights)
    left, top, right, bottom = shape.inset
    y = {
        "t": box.y + top,
        "b": box.bottom - bottom - high,
        "ctr": box.y + (box.h - high) / 2,
    }.get(shape.anchor, box.y + top)
    room = Rect(box.x + left, y, max(1.0, box.w - left - right), high)
    return _around(shape, room, heights)


def _around(shape: ShapeView, text: Rect, heights: Sequence[tuple[float, float]]) -> Rect:
    """The paragraphs that say something, as wide as their longest lines."""
    y = text.y
    tops: list[float] = []
    sides: list[float] = []
    for para, (before, high) in zip(shape.paras, heights, strict=True):
        y += before
        if para.text.strip():
            tops += [y, y + high]
            sides += _sides(shape, para, text)
        y += high
    return Rect(min(sides), min(tops), max(sides) - min(sides), max(tops) - min(tops))


def _sides(shape: ShapeView, para: ParaView, text: Rect) -> tuple[float, float]:
    """Left and right of a paragraph's lines."""
    wide = longest_line(para) + para.indent
    wide = min(wide, text.w) if shape.wraps else wide
    spare = {"ctr": (text.w - wide) / 2, "r": text.w - wide}.get(para.align, 0.0)
    return text.x + spare, text.x + spare + max(1.0, wide)


def _size(para: ParaView) -> float:
    return max((run.size for run in para.runs), default=12.0)


def _face(para: ParaView) -> tuple[str, bool]:
    """The family and weight of most of the paragraph."""
    if not para.runs:
        return "Calibri", False
    longest = max(para.runs, key=lambda run: len(run.text))
    return longest.family, longest.bold
