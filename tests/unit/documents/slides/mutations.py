"""The mutation table: each check against faults planted into good decks, one at a time.

    python -m tests.unit.documents.slides.mutations

prints for each check how many faults were planted, how many it found, and how often it spoke of
what is none. Faults are planted in the finished file with a library that had no part in writing it,
at least half of them in decks that others made. Below 20 no percentage is printed.
"""

import io
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.text import PP_ALIGN
from pptx.util import Pt
from tests.unit.documents.slides.building import parts, repacked
from tests.unit.documents.slides.decks import (
    Plant,
    false_alarms,
    foreign_decks,
    our_decks,
    planted,
    speaks,
)

from docsmith.documents.slides.checks import CHECK_IDS

FROM_OPERATIONS = {"pptx.same_family"}
"""Judged of content, not of files; `test_operations.py` holds it."""
LONG = "A rather long sentence that was never meant to stand in this small place. " * 14
PER_DECK = 3


def _said(slide: Any) -> list[Any]:
    texts = [s for s in slide.shapes if s.has_text_frame and s.text_frame.text.strip()]
    shapes = [s for s in texts if s.text_frame.paragraphs[0].runs]
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
    for shape in (bodies[0], title):
        _from_the_left(shape)
    return title.text_frame.text.strip() != ""


def _from_the_left(shape: Any) -> None:
    """Centred lines of two boxes may pass each other by."""
    for paragraph in shape.text_frame.paragraphs:
        paragraph.alignment = PP_ALIGN.LEFT


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
        shape.left, shape.rotation = Pt(3), 0
        shape.text_frame.margin_left = Pt(2)
        _from_the_left(shape)
        return True
    return False


def title_last(slide: Any) -> bool:
    title = slide.shapes.title
    if title is None or not title.text_frame.text.strip() or len(_body(slide)) < 1:
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
    """Text that is nearly the colour of the paper."""
    if not slide.slide_layout.name.isascii():
        return False  # a deck on black, whose layouts have Chinese names
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
    if title is None or not title.text_frame.text.strip():
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


def _has_notes(slide: Any) -> bool:
    return slide.has_notes_slide and bool(slide.notes_slide.notes_text_frame.text.strip())


def without_notes(slide: Any) -> bool:
    others = list(slide.part.package.presentation_part.presentation.slides)
    told = sum(_has_notes(s) for s in others)
    if not _has_notes(slide) or (told - 1) * 2 <= len(others):
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

    def count(self, *, found: bool, foreign: bool) -> None:
        self.planted += 1
        self.foreign += foreign
        self.found += found

    def line(self, name: str, good: int) -> str:
        recall = f"{self.found / self.planted:.0%}" if self.planted >= 20 else "–"
        counts = f"{self.planted:>8}{self.foreign:>9}{self.found:>7}{recall:>9}"
        return f"{name:26}{counts}   {self.alarms} in {good}"


def measured(
    mutators: tuple[tuple[str, Plant], ...] | None = None,
) -> tuple[dict[str, Score], int, list[str]]:
    """The scores by check, how many decks are without further faults, and what was missed."""
    scores = {name: Score() for name in CHECK_IDS if name not in FROM_OPERATIONS}
    missed: list[str] = []
    for name, plant in mutators or MUTATORS:
        foreign = list(_tried(foreign_decks(), name, plant, PER_DECK))
        ours = list(_tried(our_decks(), name, plant, 8))[: max(len(foreign), 2)]
        for _, seen in foreign:
            scores[name].count(found=seen, foreign=True)
        for _, seen in ours:
            scores[name].count(found=seen, foreign=False)
        told = getattr(plant, "__name__", "")
        missed += [f"{name} by {told} in {where}" for where, seen in foreign + ours if not seen]
    if mutators is None:
        _whole_decks(scores)
    for _, check, _ in false_alarms():
        scores[check].alarms += 1
    return scores, len(our_decks()) + len(foreign_decks()), missed


def _tried(
    decks: dict[str, bytes], name: str, plant: Plant, limit: int
) -> Iterator[tuple[str, bool]]:
    for title, content in decks.items():
        for number, broken in enumerate(planted(content, plant, limit)):
            yield f"{title} #{number}", speaks(broken, content, name)


def _whole_decks(scores: dict[str, Score]) -> None:
    """Faults of a package and of a deck as a whole."""
    for title, content in {**foreign_decks(), **our_decks()}.items():
        foreign = title in foreign_decks()
        for broken in _broken_packages(content):
            seen = speaks(broken, content, "pptx.broken_package")
            scores["pptx.broken_package"].count(found=seen, foreign=foreign)
        same = _same_titles(content)
        if same is not None:
            seen = speaks(same, content, "pptx.duplicate_title")
            scores["pptx.duplicate_title"].count(found=seen, foreign=foreign)


def _broken_packages(content: bytes) -> Iterator[bytes]:
    """A part that is pointed to and missing; a part without a type."""
    whole = parts(content)
    folders = ("/charts/chart", "/media/", "/embeddings/")
    hung = [n for n in whole if any(f in n for f in folders) and not n.endswith("/")]
    for name in hung[:2]:
        yield repacked({n: c for n, c in whole.items() if n != name})
    yield repacked({**whole, "ppt/extra.unknown": b"x"})


def _same_titles(content: bytes) -> bytes | None:
    deck = Presentation(io.BytesIO(content))
    shown = [s for s in deck.slides if s.shapes.title is not None]
    if len(shown) < 2:
        return None
    shown[-1].shapes.title.text_frame.text = shown[0].shapes.title.text_frame.text
    buffer = io.BytesIO()
    deck.save(buffer)
    return buffer.getvalue()


def report(scores: dict[str, Score], good: int, missed: list[str]) -> None:
    print(f"{'check':26}{'planted':>8}{'foreign':>9}{'found':>7}{'recall':>9}   false alarms")
    for name, score in scores.items():
        print(score.line(name, good))
    sums = [
        sum(getattr(s, k) for s in scores.values())
        for k in ("planted", "foreign", "found", "alarms")
    ]
    print(f"{'together':26}{sums[0]:>8}{sums[1]:>9}{sums[2]:>7}{'':>9}   {sums[3]} in {good}")
    for line in missed:
        print("missed:", line, file=sys.stderr)


if __name__ == "__main__":
    report(*measured())
