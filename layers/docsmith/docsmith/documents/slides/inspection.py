"""What a model sees of a deck: its outline, or one slide with its slots or shapes."""

from typing import Any

from docsmith.documents.errors import OperationRefused
from docsmith.documents.model import Scope, View
from docsmith.documents.slides.base.reading import Reading, main_part
from docsmith.documents.slides.deck import Deck, Slide
from docsmith.documents.slides.parts import Parts
from docsmith.documents.slides.views import ShapeView, SlideView

_PAGE = 40
_TEXT = 600


def view_of(deck: Deck, parts: Parts, scope: Scope) -> View:
    """The page that `scope` asks for. Raises `OperationRefused` for a slide that is not there."""
    slides = Reading(parts, main_part(parts)).views()
    if scope.what == "outline":
        return _outline(deck, slides, scope)
    if scope.what == "slide":
        number = scope.slide or 0
        if not 1 <= number <= len(slides):
            raise OperationRefused("slide", f"there are slides 1 to {len(slides)}, not {number}")
        return View(f"slide {number}", _slide(deck.slides[number - 1], slides[number - 1]))
    raise OperationRefused("what", f"a deck has no {scope.what}", ("outline", "slide"))


def _outline(deck: Deck, slides: tuple[SlideView, ...], scope: Scope) -> View:
    start = int(scope.page) if scope.page and scope.page.isdigit() else 0
    shown = list(zip(deck.slides, slides, strict=True))[start : start + _PAGE]
    content: dict[str, Any] = {
        "slides": [_line(slide, view) for slide, view in shown],
        "count": len(slides),
        "ratio": deck.settings.ratio,
        "uploaded": deck.uploaded is not None,
    }
    if deck.uploaded is not None:
        content["layouts"] = deck.uploaded.layout_slots()
    following = start + _PAGE
    return View("outline", content, str(following) if following < len(slides) else None)


def _line(slide: Slide, view: SlideView) -> dict[str, Any]:
    layout = slide.content.layout if slide.content is not None else view.layout
    line: dict[str, Any] = {
        "slide": view.number,
        "id": slide.id,
        "layout": layout,
        "title": view.title[:200],
    }
    if slide.section:
        line["section"] = slide.section
    if view.notes:
        line["notes"] = True
    if view.hidden:
        line["hidden"] = True
    return line


def _slide(slide: Slide, view: SlideView) -> dict[str, Any]:
    out = _line(slide, view)
    if view.notes:
        out["notes"] = view.notes[:3000]
    if slide.content is not None:
        out["content"] = slide.content.model_dump(mode="json", exclude_defaults=True)
    else:
        out["shapes"] = [_shape(shape) for shape in view.shapes]
    return out


def _shape(shape: ShapeView) -> dict[str, Any]:
    """A shape of an uploaded slide, named as operations name it."""
    out: dict[str, Any] = {"name": shape.name, "kind": shape.kind}
    if shape.holder:
        out["placeholder"] = shape.holder
    if shape.text:
        out["text"] = [p.text for p in shape.paras][:30]
    if shape.cells:
        out["cells"] = [list(row)[:12] for row in shape.cells[:15]]
    if shape.alt:
        out["alt"] = shape.alt[:_TEXT]
    return out
