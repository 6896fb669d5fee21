"""The findings of a deck: checks over its finished package, less what an upload had before."""

from collections.abc import Mapping, Sequence
from functools import lru_cache

from docsmith.documents.model import Finding
from docsmith.documents.ooxml.reading import open_package
from docsmith.documents.slides.base.reading import Reading, main_part
from docsmith.documents.slides.checks import faults_of, findings_of
from docsmith.documents.slides.checks.faults import Fault
from docsmith.documents.slides.checks.whole import broken_package, same_family
from docsmith.documents.slides.deck import Deck
from docsmith.documents.slides.layouts import FAMILIES
from docsmith.documents.slides.parts import Parts, parts_of
from docsmith.documents.slides.views import SlideView


def findings_of_deck(deck: Deck, parts: Parts, base: bytes | None) -> tuple[Finding, ...]:
    """Every finding, in the order of slides."""
    finished = Parts(parts.snapshot())
    slides = views_in(finished)
    faults = [*faults_of(slides), *_families(deck, slides), *broken_package(finished)]
    if base is not None:
        origins = {view.part: slide.part for view, slide in zip(slides, deck.slides, strict=True)}
        faults = _new_ones(faults, _known(base), origins)
    return findings_of(faults, slides)


def views_of(content: bytes) -> tuple[SlideView, ...]:
    """The slides of a package. Raises `UnreadableFile` when it is none."""
    return views_in(parts_of(open_package(content)))


def views_in(parts: Parts) -> tuple[SlideView, ...]:
    """The slides of an opened package."""
    return Reading(parts, main_part(parts)).views()


def _families(deck: Deck, slides: Sequence[SlideView]) -> list[Fault]:
    """Variety is judged of our own layouts only."""
    families = [
        FAMILIES[slide.content.layout] if slide.content is not None else None
        for slide in deck.slides
    ]
    pairs = [(view.part, family) for view, family in zip(slides, families, strict=True)]
    return list(same_family(pairs))


@lru_cache(maxsize=4)
def _known(base: bytes) -> frozenset[tuple[str, str, str]]:
    """The faults an uploaded deck came with."""
    parts = parts_of(open_package(base))
    found = [*faults_of(views_in(parts)), *broken_package(parts)]
    return frozenset(fault.key for fault in found)


def _new_ones(
    faults: Sequence[Fault],
    known: frozenset[tuple[str, str, str]],
    origins: Mapping[str, str | None],
) -> list[Fault]:
    """A copy of a slide brings the faults of its original, which are no news either."""
    return [
        fault
        for fault in faults
        if (fault.check, origins.get(fault.part) or fault.part, fault.shape) not in known
    ]
