"""What is said: a title on each slide, nothing left over, alt texts, not too much."""

import re
from collections.abc import Iterator

from docsmith.documents.slides.checks.faults import BLOCKING, WARNING, Fault
from docsmith.documents.slides.views import FOOT, ShapeView, SlideView

_LEFTOVER = re.compile(
    r"lorem ipsum|click to (?:add|edit)|klicken sie|durch klicken|\bTBD\b|\bTODO\b|\bXXX+\b|"
    r"\{\{.*?\}\}|\[(?:insert|your|add|placeholder|name|date|einfügen|platzhalter)\b[^\]]*\]|"
    r"\bplaceholder text\b|say the message in a sentence|\bX{2,}\s?%|"
    r"<(?:insert|your|add|name|date|title|einfügen)\b[^>]*>|"
    r"\b(?:type|enter|add|insert) your (?:own )?(?:text|title|content)\b|\byour text here\b",
    re.IGNORECASE,
)
_NO_DESCRIPTION = re.compile(
    r"\S+\.(?:png|jpe?g|gif|bmp|tiff?|emf|wmf|svg|webp)|"
    r"(?:picture|image|photo|chart|table|graphic|bild|grafik|foto|diagramm|tabelle)[\s_-]*\d*",
    re.IGNORECASE,
)
_MAX_BULLETS = 8
_MAX_WORDS_BOX = 95
_MAX_WORDS_SLIDE = 170
_MAX_SLICES = 7


def empty_placeholders(slide: SlideView) -> Iterator[Fault]:
    """An empty placeholder shows its prompt while the slide is edited."""
    for shape in slide.shapes:
        if shape.holder and shape.holder not in FOOT and _is_empty(shape):
            yield Fault(
                "pptx.empty_placeholder",
                BLOCKING,
                slide.part,
                shape.name,
                f"the placeholder '{shape.name}' is empty",
                "fill it, or choose a layout without it",
            )


def _is_empty(shape: ShapeView) -> bool:
    return shape.kind == "text" and not shape.text and shape.holder != "sldImg"


def leftovers(slide: SlideView) -> Iterator[Fault]:
    """Nothing of a template's own words may be left."""
    for shape in slide.shapes:
        texts = [shape.text, *(cell for row in shape.cells for cell in row)]
        for text in texts:
            found = _LEFTOVER.search(text)
            if found:
                yield Fault(
                    "pptx.leftover_text",
                    BLOCKING,
                    slide.part,
                    shape.name,
                    f"'{shape.name}' still says '{found.group(0)[:40]}'",
                    "write what belongs there, or take it out",
                )
                break


def titles(slide: SlideView) -> Iterator[Fault]:
    """Every slide has a title, which outlines and screen readers name it by."""
    if not slide.title:
        yield Fault(
            "pptx.no_title",
            BLOCKING,
            slide.part,
            "",
            "the slide has no title",
            "give it a title that says its message",
        )


def alt_texts(slide: SlideView) -> Iterator[Fault]:
    """Pictures, charts and tables say in words what they show; a file's name says nothing."""
    for shape in slide.shapes:
        shows = shape.kind in ("picture", "chart", "table") and not shape.decorative
        alt = shape.alt.strip()
        if shows and alt and _NO_DESCRIPTION.fullmatch(alt):
            yield Fault(
                "pptx.alt_text",
                WARNING,
                slide.part,
                shape.name,
                f"the alternative text of '{shape.name}' is only '{alt[:40]}'",
                "say in a sentence what it shows",
            )
        if shows and not alt:
            yield Fault(
                "pptx.alt_text",
                BLOCKING,
                slide.part,
                shape.name,
                f"the {shape.kind} '{shape.name}' has no alternative text",
                "say in a sentence what it shows",
            )


def density(slide: SlideView) -> Iterator[Fault]:
    """A slide is read while somebody speaks."""
    words = 0
    for shape in slide.shapes:
        count = len(shape.text.split())
        words += count
        bullets = sum(1 for p in shape.paras if p.bullet and p.text.strip())
        if bullets > _MAX_BULLETS or count > _MAX_WORDS_BOX:
            much = f"{bullets} bullets" if bullets > _MAX_BULLETS else f"{count} words"
            yield _dense(slide, shape.name, f"'{shape.name}' holds {much}")
    if words > _MAX_WORDS_SLIDE:
        yield _dense(slide, "", f"the slide holds {words} words")


def _dense(slide: SlideView, shape: str, message: str) -> Fault:
    return Fault(
        "pptx.dense", WARNING, slide.part, shape, message, "spread it over two slides, or cut it"
    )


def too_many_slices(slide: SlideView) -> Iterator[Fault]:
    """Shares beyond a handful cannot be compared."""
    for shape in slide.shapes:
        if shape.slices > _MAX_SLICES:
            yield Fault(
                "pptx.too_many_slices",
                WARNING,
                slide.part,
                shape.name,
                f"'{shape.name}' has {shape.slices} slices",
                "use bars, or keep the largest and add up the rest",
            )
