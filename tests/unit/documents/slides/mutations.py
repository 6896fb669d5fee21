"""The mutation table: each check against faults planted into good decks, one at a time.

    python -m tests.unit.documents.slides.mutations

prints for each check how many faults were planted, how many it found, and how often it spoke on a
good deck. Faults are planted in the finished file with a library that had no part in writing it, in
our own decks and in one that somebody else made.
"""

import io
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.util import Pt
from tests.unit.documents.slides.building import parts, repacked
from tests.unit.documents.slides.gallery import gallery
from tests.unit.documents.slides.uploads import uploaded

from docsmith.documents.interface import render
from docsmith.documents.ooxml.reading import open_package
from docsmith.documents.slides.checking import views_of
from docsmith.documents.slides.checks import CHECK_IDS, faults_of
from docsmith.documents.slides.checks.whole import broken_package
from docsmith.documents.slides.parts import parts_of

FROM_OPERATIONS = {"pptx.same_family"}
"""Judged of content, not of files; `test_operations.py` holds it."""
Plant = Callable[[Any], bool]
"""Changes a slide, and says whether it found something to change."""
LONG = "A rather long sentence that was never meant to stand in this small place. " * 14


def _said(slide: Any) -> list[Any]:
    shapes = [s for s in slide.shapes if s.has_text_frame and s.text_frame.text.strip()]
    return [
        s for s in shapes if not s.is_placeholder or s.placeholder_format.type not in (13, 15, 16)
    ]


def _body(slide: Any) -> list[Any]:
    return [s for s in _said(slide) if slide.shapes.title is None or s != slide.shapes.title]


def off_right(slide: Any) -> bool:
    for shape in _said(slide)[-1:]:
        wide = slide.part.package.presentation_part.presentation.slide_width
        top, width, height = shape.top, shape.width, shape.height
        shape.left, shape.top, shape.width, shape.height = wide - Pt(20), top, width, height
        return True
    return False


def off_top(slide: Any) -> bool:
    for shape in _said(slide)[:1]:
        left, width, height = shape.left, shape.width, shape.height
        shape.left, shape.top, shape.width, shape.height = left, -Pt(30), width, height
        return True
    return False


def onto_another(slide: Any) -> bool:
    bodies = _body(slide)
    if len(bodies) < 2:
        return False
    one, other = bodies[0], bodies[-1]
    left, top, width, height = one.left, one.top, other.width, other.height
    other.left, other.top, other.width, other.height = left, top, width, height
    return True


def onto_the_title(slide: Any) -> bool:
    bodies, title = _body(slide), slide.shapes.title
    if not bodies or title is None or slide.slide_layout.name in DARK:
        return False
    left, top, width, height = title.left, title.top, bodies[0].width, bodies[0].height
    bodies[0].left, bodies[0].top, bodies[0].width, bodies[0].height = left, top, width, height
    return bodies[0].text_frame.text.strip() != ""


def out_of_line(slide: Any) -> bool:
    """Two boxes of one size, one of them a hair off."""
    free = [s for s in _body(slide) if not s.is_placeholder]
    for i, one in enumerate(free):
        for other in free[i + 1 :]:
            if (one.width, one.height, one.top) == (other.width, other.height, other.top):
                other.top = other.top + Pt(2)
                return True
    return False


def to_the_edge(slide: Any) -> bool:
    for shape in [s for s in _body(slide) if not s.is_placeholder and s.fill.type in (None, 5)][:1]:
        shape.left = Pt(3)
        return True
    return False


def title_last(slide: Any) -> bool:
    title = slide.shapes.title
    if title is None or len(_body(slide)) < 1:
        return False
    tree = title._element.getparent()
    tree.remove(title._element)
    tree.append(title._element)
    return True


def upside_down(slide: Any) -> bool:
    """What stands lowest in a column is read before what stands above it."""
    bodies = [s for s in _body(slide) if s.top is not None]
    for one in bodies:
        for other in bodies:
            below = other.top > one.top + one.height and abs(other.left - one.left) < Pt(4)
            if below:
                one._element.addprevious(other._element)
                return True
    return False


def overfull(slide: Any) -> bool:
    for shape in _body(slide)[:1]:
        shape.text_frame.paragraphs[0].runs[0].text = LONG
        return True
    return False


def overfull_title(slide: Any) -> bool:
    title = slide.shapes.title
    if title is None or not title.text_frame.paragraphs[0].runs:
        return False
    title.text_frame.paragraphs[0].runs[0].text = LONG[:420]
    return True


def huge_word(slide: Any) -> bool:
    for shape in _body(slide)[:1]:
        shape.text_frame.paragraphs[0].runs[0].text = "Donaudampfschifffahrtsgesellschaft" * 8
        return True
    return False


def tiny(slide: Any) -> bool:
    for shape in [s for s in _body(slide) if s.top is not None][:1]:
        for paragraph in shape.text_frame.paragraphs:
            for run in paragraph.runs:
                run.font.size = Pt(8)
        return True
    return False


def pale(slide: Any) -> bool:
    """Grey text of the middle, which stands out from neither light nor dark."""
    for shape in _body(slide)[:1]:
        runs = [r for p in shape.text_frame.paragraphs for r in p.runs]
        ground = "FFFFFF" if slide.slide_layout.name not in DARK else "10332B"
        for run in runs:
            run.font.color.rgb = RGBColor.from_string("E9E9E9" if ground == "FFFFFF" else "1E443B")
        return slide.slide_layout.name not in CARDS
    return False


def pale_title(slide: Any) -> bool:
    title = slide.shapes.title
    if title is None or slide.slide_layout.name in DARK:
        return False
    for run in title.text_frame.paragraphs[0].runs:
        run.font.color.rgb = RGBColor.from_string("F4F4F4")
    return bool(title.text_frame.paragraphs[0].runs)


def emptied(slide: Any) -> bool:
    for shape in [s for s in _body(slide) if s.is_placeholder][:1]:
        shape.text_frame.clear()
        return True
    return False


def with_words(words: str) -> Plant:
    def plant(slide: Any) -> bool:
        for shape in _body(slide)[:1]:
            shape.text_frame.paragraphs[0].runs[0].text = words + " "
            return True
        return False

    return plant


def without_title(slide: Any) -> bool:
    title = slide.shapes.title
    if title is None:
        return False
    title._element.getparent().remove(title._element)
    return True


def without_alt(slide: Any) -> bool:
    for shape in slide.shapes:
        if shape.shape_type in (13, 3, 19) or getattr(shape, "has_chart", False) or shape.has_table:
            facts = shape._element.xpath(".//p:cNvPr")[0]
            if facts.get("descr"):
                del facts.attrib["descr"]
                return True
    return False


def crowded(slide: Any) -> bool:
    for shape in _body(slide)[:1]:
        shape.text_frame.paragraphs[0].runs[0].text = "word " * 120
        for paragraph in shape.text_frame.paragraphs[1:]:
            paragraph._p.getparent().remove(paragraph._p)
        return True
    return False


def sliced(slide: Any) -> bool:
    from pptx.chart.data import CategoryChartData
    from pptx.enum.chart import XL_CHART_TYPE

    data = CategoryChartData()
    data.categories = list("abcdefghij")
    data.add_series("s", range(1, 11))
    shape = slide.shapes.add_chart(XL_CHART_TYPE.PIE, 0, 0, Pt(200), Pt(200), data)
    shape.name = "Pie"
    return True


def without_notes(slide: Any) -> bool:
    others = list(slide.part.package.presentation_part.presentation.slides)
    if not slide.has_notes_slide or sum(s.has_notes_slide for s in others) * 2 < len(others):
        return False
    slide.notes_slide.notes_text_frame.clear()
    return True


DARK = {"Title", "Section", "Quote", "Closing"}
CARDS = {"Comparison", "Process", "Team"}
MUTATORS: tuple[tuple[str, Plant], ...] = (
    ("pptx.off_slide", off_right),
    ("pptx.off_slide", off_top),
    ("pptx.overlap", onto_another),
    ("pptx.overlap", onto_the_title),
    ("pptx.alignment", out_of_line),
    ("pptx.margin", to_the_edge),
    ("pptx.reading_order", title_last),
    ("pptx.reading_order", upside_down),
    ("pptx.overflow", overfull),
    ("pptx.overflow", overfull_title),
    ("pptx.overflow", huge_word),
    ("pptx.small_text", tiny),
    ("pptx.contrast", pale),
    ("pptx.contrast", pale_title),
    ("pptx.empty_placeholder", emptied),
    ("pptx.leftover_text", with_words("Click to add text")),
    ("pptx.leftover_text", with_words("Lorem ipsum dolor sit amet")),
    ("pptx.leftover_text", with_words("Revenue of {{amount}}")),
    ("pptx.leftover_text", with_words("Owner: TBD")),
    ("pptx.no_title", without_title),
    ("pptx.alt_text", without_alt),
    ("pptx.dense", crowded),
    ("pptx.too_many_slices", sliced),
    ("pptx.no_notes", without_notes),
)


@dataclass(slots=True)
class Score:
    planted: int = 0
    foreign: int = 0
    found: int = 0
    alarms: int = 0

    def line(self, name: str, good: int) -> str:
        recall = f"{self.found / self.planted:.0%}" if self.planted >= 20 else "–"
        counts = f"{self.planted:>8}{self.foreign:>9}{self.found:>7}{recall:>9}"
        return f"{name:26}{counts}   {self.alarms} of {good}"


@cache
def good_decks() -> tuple[tuple[str, bytes], ...]:
    """Decks without a fault, by name."""
    return (
        ("light", render(gallery())),
        ("4:3", render(gallery(ratio="4:3"))),
        ("red", render(gallery(primary_color="#B3261E", font="Arial"))),
        ("foreign", uploaded()),
    )


@cache
def found(content: bytes) -> set[tuple[str, str, str]]:
    """Every fault in a file: check, slide, message."""
    slides = views_of(content)
    faults = [*faults_of(slides), *broken_package(parts_of(open_package(content)))]
    return {(f.check, f.part, f.shape + f.message) for f in faults}


def planted(content: bytes, plant: Plant, limit: int) -> Iterator[bytes]:
    """The deck with the fault on one slide, for up to `limit` slides."""
    count = len(Presentation(io.BytesIO(content)).slides)
    made = 0
    for number in range(count):
        deck = Presentation(io.BytesIO(content))
        if made < limit and plant(deck.slides[number]):
            made += 1
            buffer = io.BytesIO()
            deck.save(buffer)
            yield buffer.getvalue()


def measured(limit: int = 8) -> tuple[dict[str, Score], int, list[str]]:
    """The scores by check, how many good decks there are, and what was missed."""
    scores = {name: Score() for name in CHECK_IDS if name not in FROM_OPERATIONS}
    missed: list[str] = []
    decks = good_decks()
    for title, content in decks:
        before = found(content)
        for name in {check for check, _, _ in before}:
            scores[name].alarms += 1
        for name, plant in MUTATORS:
            for number, broken in enumerate(planted(content, plant, limit)):
                _score(scores[name], broken, before, name, title)
                if not _speaks(broken, before, name):
                    missed.append(
                        f"{name} by {getattr(plant, '__name__', '')} in {title} #{number}"
                    )
        for broken in _broken_packages(content):
            _score(scores["pptx.broken_package"], broken, before, "pptx.broken_package", title)
        _score(
            scores["pptx.duplicate_title"],
            _same_titles(content),
            before,
            "pptx.duplicate_title",
            title,
        )
    return scores, len(decks), missed


def _score(
    score: Score, broken: bytes, before: set[tuple[str, str, str]], name: str, title: str
) -> None:
    score.planted += 1
    score.foreign += title == "foreign"
    score.found += _speaks(broken, before, name)


def _speaks(broken: bytes, before: set[tuple[str, str, str]], name: str) -> bool:
    return any(check == name for check, _, _ in found(broken) - before)


def _broken_packages(content: bytes) -> Iterator[bytes]:
    """A part that is pointed to and missing; a part without a type."""
    whole = parts(content)
    for name in [n for n in whole if "/charts/chart" in n or "/media/" in n or "/embeddings/" in n][
        :4
    ]:
        yield repacked({n: c for n, c in whole.items() if n != name})
    yield repacked({**whole, "ppt/extra.unknown": b"x"})


def _same_titles(content: bytes) -> bytes:
    deck = Presentation(io.BytesIO(content))
    shown = [s for s in deck.slides if s.shapes.title is not None]
    shown[-1].shapes.title.text_frame.text = shown[1].shapes.title.text_frame.text
    buffer = io.BytesIO()
    deck.save(buffer)
    return buffer.getvalue()


def main() -> None:
    scores, good, missed = measured()
    print(f"{'check':26}{'planted':>8}{'foreign':>9}{'found':>7}{'recall':>9}   false alarms")
    for name, score in scores.items():
        print(score.line(name, good))
    for line in missed:
        print("missed:", line, file=sys.stderr)


if __name__ == "__main__":
    main()
