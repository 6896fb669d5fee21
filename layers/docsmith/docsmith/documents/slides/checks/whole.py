"""What concerns the whole deck: titles told apart, notes everywhere or nowhere, variety, parts."""

import itertools
from collections.abc import Iterator, Sequence

from docsmith.documents.slides.checks.faults import BLOCKING, WARNING, Fault
from docsmith.documents.slides.parts import Parts
from docsmith.documents.slides.views import SlideView


def duplicate_titles(slides: Sequence[SlideView]) -> Iterator[Fault]:
    """Two slides of one title cannot be told apart in an outline."""
    seen: dict[str, int] = {}
    for slide in slides:
        title = " ".join(slide.title.casefold().split())
        if not title:
            continue
        if title in seen:
            yield Fault(
                "pptx.duplicate_title",
                WARNING,
                slide.part,
                "",
                f"the title is that of slide {seen[title]}",
                "say what this slide adds",
            )
        seen.setdefault(title, slide.number)


def missing_notes(slides: Sequence[SlideView]) -> Iterator[Fault]:
    """Where most slides have speaker notes, the others should."""
    without = [slide for slide in slides if not slide.notes]
    if not without or len(without) * 2 >= len(slides):
        return
    for slide in without:
        yield Fault(
            "pptx.no_notes",
            WARNING,
            slide.part,
            "",
            "the slide has no speaker notes, though most have",
            "say what to tell here",
        )


def same_family(slides: Sequence[tuple[str, str | None]]) -> Iterator[Fault]:
    """Two neighbours of one family of layouts. Slides as (part, family)."""
    for (_, before), (part, family) in itertools.pairwise(slides):
        if family is not None and family == before:
            yield Fault(
                "pptx.same_family",
                WARNING,
                part,
                "",
                f"two slides of the same kind ({family}) follow each other",
                "use another layout for one of them",
            )


def broken_package(parts: Parts) -> Iterator[Fault]:
    """Every relationship leads to a part, and every part has a type."""
    types = parts.look("[Content_Types].xml")
    named = {e.get("PartName", "").lstrip("/") for e in types}
    endings = {e.get("Extension", "").lower() for e in types}
    for name in parts.contents:
        if name.endswith(".rels"):
            owner = _owner(name)
            for relation in parts.relations(owner):
                if not relation.external and relation.target not in parts.contents:
                    yield _broken(
                        f"{owner or 'the package'} points to {relation.target}, not there"
                    )
        elif not (name in named or name.rpartition(".")[2].lower() in endings):
            yield _broken(f"the part {name} has no content type")


def _owner(rels: str) -> str:
    """The part whose relationships these are; empty for the package's own."""
    folder, _, base = rels.rpartition("_rels/")
    return f"{folder}{base.removesuffix('.rels')}"


def _broken(message: str) -> Fault:
    return Fault("pptx.broken_package", BLOCKING, "", "", message, "report this: it is our fault")
