"""Where things stand: on the slide, apart from each other, in line, in order."""

from collections.abc import Iterator
from itertools import combinations, pairwise

from docsmith.documents.slides.checks.faults import BLOCKING, WARNING, Fault
from docsmith.documents.slides.checks.measures import inked
from docsmith.documents.slides.grid import Rect
from docsmith.documents.slides.views import FOOT, ShapeView, SlideView

_TOLERANCE = 1.0
_MARGIN = 14.0
_NEAR = (0.6, 3.5)


def off_slide(slide: SlideView) -> Iterator[Fault]:
    """Nothing may hang over an edge."""
    wide, high = slide.size
    for shape in slide.shapes:
        box = shape.bounds
        if box is None or not (shape.says or shape.fill):
            continue
        over = max(-box.x, -box.y, box.right - wide, box.bottom - high)
        if over > _TOLERANCE:
            yield Fault(
                "pptx.off_slide",
                BLOCKING,
                slide.part,
                shape.name,
                f"'{shape.name}' hangs {over:.0f} pt over the edge of the slide",
                "move or shrink it",
            )


def overlaps(slide: SlideView) -> Iterator[Fault]:
    """No two shapes that say something may cover each other."""
    said = [s for s in slide.shapes if s.says and s.rect and not s.turned and s.kind != "line"]
    for one, other in combinations(said, 2):
        if _is_caption_on_picture(one, other):
            continue
        a, b = inked(one), inked(other)
        shared = _shared(a, b)
        smaller = min(a.w * a.h, b.w * b.h)
        if shared > 12 and shared > 0.01 * smaller:
            yield Fault(
                "pptx.overlap",
                BLOCKING,
                slide.part,
                f"{one.name}, {other.name}",
                f"'{one.name}' and '{other.name}' cover each other",
                "choose a layout with a place for both, or shorten the text",
            )


def _is_caption_on_picture(one: ShapeView, other: ShapeView) -> bool:
    """Text with a ground of its own may stand on a picture."""
    kinds = {one.kind, other.kind}
    text = one if one.kind == "text" else other
    return kinds == {"picture", "text"} and text.fill is not None


def _shared(a: Rect, b: Rect) -> float:
    wide = min(a.right, b.right) - max(a.x, b.x)
    high = min(a.bottom, b.bottom) - max(a.y, b.y)
    return wide * high if wide > 0.5 and high > 0.5 else 0.0


def alignment(slide: SlideView) -> Iterator[Fault]:
    """Edges that nearly agree should agree: neighbours of one kind, a hair out of line."""
    shapes = [
        s
        for s in slide.shapes
        if s.says and s.rect and s.holder not in FOOT and not s.turned and s.kind != "line"
    ]
    for one, other in combinations(shapes, 2):
        a, b = one.rect, other.rect
        if a is None or b is None or not _alike(one, other):
            continue
        side_by_side = abs(a.x - b.x) > min(a.w, b.w) * 0.5
        off = abs(a.y - b.y) if side_by_side else abs(a.x - b.x)
        if _NEAR[0] < off < _NEAR[1]:
            edge = "tops" if side_by_side else "left edges"
            yield Fault(
                "pptx.alignment",
                WARNING,
                slide.part,
                f"{one.name}, {other.name}",
                f"the {edge} of '{one.name}' and '{other.name}' are {off:.1f} pt apart",
                "put them in line",
            )


def _alike(one: ShapeView, other: ShapeView) -> bool:
    """Of one kind and about one size: two of a row or column."""
    a, b = one.rect, other.rect
    if a is None or b is None or one.kind != other.kind:
        return False
    return abs(a.w - b.w) < 6 and abs(a.h - b.h) < 6


def margins(slide: SlideView) -> Iterator[Fault]:
    """Text keeps its distance from the edge."""
    wide, high = slide.size
    for shape in slide.shapes:
        if not shape.text or shape.rect is None or shape.turned or shape.fill:
            continue
        box = inked(shape)
        near = min(box.x, box.y, wide - box.right, high - box.bottom)
        if -_TOLERANCE <= near < _MARGIN and shape.holder not in FOOT:
            yield Fault(
                "pptx.margin",
                WARNING,
                slide.part,
                shape.name,
                f"the text of '{shape.name}' stands {near:.0f} pt from the edge",
                f"keep {_MARGIN:.0f} pt",
            )


def reading_order(slide: SlideView) -> Iterator[Fault]:
    """Screen readers follow the file: the title first, then from top to bottom in each column."""
    told = [s for s in slide.shapes if s.says and s.rect and s.holder not in FOOT]
    titles = [i for i, s in enumerate(told) if s.is_title]
    if titles and any(s.text and s.rect.y > told[titles[0]].rect.y for s in told[: titles[0]]):  # type: ignore[union-attr]
        yield _order_fault(slide, told[titles[0]], "the title is not read first")
    for before, after in pairwise(told):
        a, b = before.rect, after.rect
        if a is None or b is None or after.is_title or before.is_title:
            continue
        beside = min(a.right, b.right) - max(a.x, b.x) <= 0
        if not beside and b.bottom <= a.y + 1 and _earlier_reader(told, before, after):
            yield _order_fault(slide, after, f"'{after.name}' is read after '{before.name}' below")


def _earlier_reader(told: list[ShapeView], before: ShapeView, after: ShapeView) -> bool:
    """Whether nothing between columns explains the jump up."""
    a, b = before.rect, after.rect
    return a is not None and b is not None and abs(a.x - b.x) < max(a.w, b.w)


def _order_fault(slide: SlideView, shape: ShapeView, message: str) -> Fault:
    return Fault(
        "pptx.reading_order",
        WARNING,
        slide.part,
        shape.name,
        message,
        "put the shapes in the order in which they are read",
    )
