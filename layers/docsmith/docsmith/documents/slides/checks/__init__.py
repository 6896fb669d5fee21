"""What is wrong with a deck: every check of the table over every slide of the finished file.

Checks see the file as a reader does, not the operations that made it, so that they judge uploaded
slides by the same rules. Faults that an uploaded slide had before are nobody's news: they are taken
off.
"""

from collections.abc import Callable, Iterator, Sequence

from docsmith.documents.model import Finding
from docsmith.documents.slides.checks import contents, geometry, looks, whole
from docsmith.documents.slides.checks.faults import Fault
from docsmith.documents.slides.views import SlideView

SlideCheck = Callable[[SlideView], Iterator[Fault]]

SLIDE_CHECKS: tuple[SlideCheck, ...] = (
    geometry.off_slide,
    geometry.overlaps,
    geometry.alignment,
    geometry.margins,
    geometry.reading_order,
    looks.overflow,
    looks.small_text,
    looks.contrasts,
    contents.empty_placeholders,
    contents.leftovers,
    contents.titles,
    contents.alt_texts,
    contents.density,
    contents.too_many_slices,
)
DECK_CHECKS = (whole.duplicate_titles, whole.missing_notes)

CHECK_IDS = (
    "pptx.off_slide",
    "pptx.overlap",
    "pptx.alignment",
    "pptx.margin",
    "pptx.reading_order",
    "pptx.overflow",
    "pptx.small_text",
    "pptx.contrast",
    "pptx.empty_placeholder",
    "pptx.leftover_text",
    "pptx.no_title",
    "pptx.alt_text",
    "pptx.dense",
    "pptx.too_many_slices",
    "pptx.duplicate_title",
    "pptx.no_notes",
    "pptx.same_family",
    "pptx.broken_package",
)


def faults_of(slides: Sequence[SlideView]) -> list[Fault]:
    """Every fault, slide by slide, then those of the whole deck."""
    shown = [slide for slide in slides if not slide.hidden]
    faults = [fault for slide in shown for check in SLIDE_CHECKS for fault in check(slide)]
    return faults + [fault for check in DECK_CHECKS for fault in check(shown)]


def findings_of(faults: Sequence[Fault], slides: Sequence[SlideView]) -> tuple[Finding, ...]:
    """Faults with their places as a reader finds them: `slide 3 · Title`."""
    numbers = {slide.part: slide.number for slide in slides}
    return tuple(fault.finding(numbers.get(fault.part, 0)) for fault in faults)
