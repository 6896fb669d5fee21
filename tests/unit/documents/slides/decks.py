"""The decks that faults are planted in: ours, and more than as many that others made.

`true_faults.toml` names what is wrong with the decks of others as they came, judged by looking at
each slide rendered; whatever a check says beyond it is a false alarm.
"""

import io
import tomllib
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from pptx import Presentation
from tests.unit.documents.slides.gallery import gallery
from tests.unit.documents.slides.uploads import uploaded

from docsmith.documents.interface import render
from docsmith.documents.ooxml.reading import open_package
from docsmith.documents.slides.checking import views_of
from docsmith.documents.slides.checks import faults_of
from docsmith.documents.slides.checks.whole import broken_package
from docsmith.documents.slides.parts import parts_of

DATA = Path(__file__).parents[3] / "data"
Plant = Callable[[Any], bool]
"""Changes a slide, and says whether it found something to change."""


@cache
def our_decks() -> dict[str, bytes]:
    """Without a fault, by name."""
    return {
        "light": render(gallery()),
        "4:3": render(gallery(ratio="4:3")),
        "red": render(gallery(primary_color="#B3261E", font="Arial")),
    }


@cache
def foreign_decks() -> dict[str, bytes]:
    """By PowerPoint, by PptxGenJS, and by python-pptx on PowerPoint's template."""
    folders = ("decks_of_others", "powerpoint_made")
    files = [path for name in folders for path in sorted((DATA / name).glob("*.pptx"))]
    return {"uploaded": uploaded(), **{path.stem: path.read_bytes() for path in files}}


@cache
def true_faults() -> dict[str, set[str]]:
    """By deck: `check slide`."""
    text = Path(__file__).with_name("true_faults.toml").read_text("utf-8")
    return {deck: set(lines) for deck, lines in tomllib.loads(text).items()}


def false_alarms() -> Iterator[tuple[str, str, str]]:
    """(deck, check, slide) of what is said of a deck and is not so."""
    for name, content in {**our_decks(), **foreign_decks()}.items():
        known = true_faults().get(name, set())
        for check, part, _ in sorted(found(content)):
            slide = part.rpartition("/")[2].removesuffix(".xml")
            if f"{check} {slide}" not in known:
                yield name, check, slide


@cache
def found(content: bytes) -> frozenset[tuple[str, str, str]]:
    """Every fault in a file: check, slide, shape and message."""
    slides = views_of(content)
    faults = [*faults_of(slides), *broken_package(parts_of(open_package(content)))]
    return frozenset((f.check, f.part, f.shape + f.message) for f in faults)


def planted(content: bytes, plant: Plant, limit: int) -> Iterator[bytes]:
    """The deck with the fault on one slide, for up to `limit` slides."""
    count = len(Presentation(io.BytesIO(content)).slides)
    made = 0
    deck = Presentation(io.BytesIO(content))
    for number in range(count):
        if made == limit:
            return
        if plant(deck.slides[number]):
            made += 1
            buffer = io.BytesIO()
            deck.save(buffer)
            yield buffer.getvalue()
            deck = Presentation(io.BytesIO(content))


def speaks(broken: bytes, before: bytes, check: str) -> bool:
    """Whether a check says something that it did not say before."""
    return any(name == check for name, _, _ in found(broken) - found(resaved(before)))


@cache
def resaved(content: bytes) -> bytes:
    """As the planting library writes it: parts may have other names."""
    buffer = io.BytesIO()
    Presentation(io.BytesIO(content)).save(buffer)
    return buffer.getvalue()
