"""How text looks: does it fit, is it large enough, does it stand out."""

from collections.abc import Iterator

from docsmith.documents.slides import metrics
from docsmith.documents.slides.checks.faults import BLOCKING, WARNING, Fault
from docsmith.documents.slides.checks.measures import (
    inked,
    inner_height,
    inner_width,
    text_height,
)
from docsmith.documents.slides.colors import contrast
from docsmith.documents.slides.grid import Rect
from docsmith.documents.slides.views import FOOT, RunView, ShapeView, SlideView

_LARGE, _LARGE_BOLD = 18.0, 14.0
_LEAST, _LEAST_NOTE, _UNREADABLE = 12.0, 10.0, 9.0
_NOTE_ZONE = 0.84


def overflow(slide: SlideView) -> Iterator[Fault]:
    """Text stays inside its shape."""
    for shape in slide.shapes:
        if shape.kind != "text" or not shape.text or shape.rect is None or shape.holder in FOOT:
            continue
        need, room = text_height(shape), inner_height(shape)
        if need > room * 1.02 + 2:
            share = need / room
            fits = max(1, int(len(shape.text) / share * 0.97))
            yield Fault(
                "pptx.overflow",
                BLOCKING,
                slide.part,
                shape.name,
                f"the text of '{shape.name}' needs {share:.0%} of its room",
                f"cut it to about {fits} characters, or split the slide",
            )
            continue
        word = _widest(shape)
        if not shape.wraps and _beyond(slide, shape):
            yield Fault(
                "pptx.overflow",
                BLOCKING,
                slide.part,
                shape.name,
                f"a line of '{shape.name}' runs off the slide",
                "break it, or let the shape wrap its text",
            )
        if shape.wraps and word > inner_width(shape) + 2:
            yield Fault(
                "pptx.overflow",
                BLOCKING,
                slide.part,
                shape.name,
                f"a word of '{shape.name}' is wider than its shape",
                "use a shorter word or a smaller size",
            )


def _beyond(slide: SlideView, shape: ShapeView) -> bool:
    """Whether a line that does not wrap leaves the slide."""
    box = inked(shape)
    return box.right > slide.size[0] + 2 or box.x < -2


def _widest(shape: ShapeView) -> float:
    return max(
        (
            metrics.widest_word(run.text, run.family, run.size, run.bold) + para.indent
            for para in shape.paras
            for run in para.runs
        ),
        default=0.0,
    )


def small_text(slide: SlideView) -> Iterator[Fault]:
    """At least 12 pt; 10 pt at the foot of the slide, where sources stand. Under 9 pt nobody can
    read it, which blocks.
    """
    for shape in slide.shapes:
        if shape.kind != "text" or shape.rect is None or shape.holder in FOOT:
            continue
        sizes = [run.size for para in shape.paras for run in para.runs if run.text.strip()]
        low = shape.rect.y > slide.size[1] * _NOTE_ZONE
        least = _LEAST_NOTE if low else _LEAST
        if sizes and min(sizes) < least - 0.01:
            yield Fault(
                "pptx.small_text",
                BLOCKING if min(sizes) < _UNREADABLE else WARNING,
                slide.part,
                shape.name,
                f"'{shape.name}' is set in {min(sizes):g} pt",
                f"at least {least:g} pt can be read from a distance: shorten the text",
            )


def contrasts(slide: SlideView) -> Iterator[Fault]:
    """4.5 to 1 against what is behind; 3 to 1 for large text."""
    for position, shape in enumerate(slide.shapes):
        if shape.kind != "text" or not shape.text or shape.rect is None:
            continue
        ground = _ground(slide, position)
        if ground is None:
            continue
        worst = min(
            (
                (contrast(run.color, ground) / _wanted(run), run)
                for para in shape.paras
                for run in para.runs
                if run.color and run.text.strip()
            ),
            key=lambda found: found[0],
            default=None,
        )
        if worst is not None and worst[0] < 0.995:
            color = worst[1].color or "000000"
            ratio = contrast(color, ground)
            yield Fault(
                "pptx.contrast",
                BLOCKING,
                slide.part,
                shape.name,
                f"'{shape.name}' has a contrast of {ratio:.1f} to 1 (#{color} on #{ground})",
                f"at least {_wanted(worst[1]):g} to 1: another colour for text or ground",
            )


def _wanted(run: RunView) -> float:
    large = run.size >= _LARGE or (run.bold and run.size >= _LARGE_BOLD)
    return 3.0 if large else 4.5


def _ground(slide: SlideView, position: int) -> str | None:
    """The colour behind a shape's text: its own fill, else what lies under its middle."""
    shape = slide.shapes[position]
    if shape.vague:
        return None
    if shape.fill:
        return shape.fill
    under = (*slide.behind, *slide.shapes[:position])
    for other in reversed(under):
        if other.rect and _covers(other.rect, inked(shape)):
            if other.vague or other.kind in ("picture", "chart", "media", "table"):
                return None
            if other.fill:
                return other.fill
    return slide.ground


def _covers(box: Rect, text: Rect) -> bool:
    x, y = text.x + text.w / 2, text.y + text.h / 2
    return box.x <= x <= box.right and box.y <= y <= box.bottom
