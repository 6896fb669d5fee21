"""What is in an uploaded deck: slides, layouts by name with their placeholders, theme, grid."""
# pyright: basic, reportAttributeAccessIssue=false
# lxml ships no types.

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from docsmith.documents.ooxml.reading import open_package
from docsmith.documents.slides.base.holders import TITLES
from docsmith.documents.slides.base.reading import Reading, main_part
from docsmith.documents.slides.base.uploaded_theme import theme_on
from docsmith.documents.slides.colors import contrast
from docsmith.documents.slides.grid import Grid, Rect
from docsmith.documents.slides.parts import Parts, parts_of
from docsmith.documents.slides.theme import Theme
from docsmith.documents.slides.views import FOOT, ShapeView
from docsmith.documents.slides.xml.names import P14, P

_P, _P14 = f"{{{P}}}", f"{{{P14}}}"

_LEAST = 3.0
"""Contrast of text as large as titles are."""


@dataclass(frozen=True, slots=True)
class UploadedSlide:
    """A slide as it came: its id in the file, its part, the section that starts with it."""

    slide_id: int
    part: str
    section: str | None = None


@dataclass(frozen=True, slots=True)
class LayoutFacts:
    """A layout: its name, its type, and its placeholders but for footer, date and number."""

    name: str
    part: str
    type: str
    holders: tuple[ShapeView, ...]

    def holder(self, wanted: str) -> ShapeView | None:
        """By type, `title` meaning a centred title too, else by name, whatever the case."""
        titles = wanted in TITLES
        for shape in self.holders:
            if shape.holder == wanted or (titles and shape.holder in TITLES):
                return shape
        folded = wanted.casefold()
        found = next((s for s in self.holders if s.name.casefold() == folded), None)
        if found is None and wanted == "body":
            return next((s for s in self.holders if s.holder in ("obj", "subTitle")), None)
        return found


@dataclass(frozen=True, slots=True)
class Uploaded:
    """The facts of an uploaded deck. Its parts are parsed afresh for each edit."""

    contents: Mapping[str, bytes] = field(repr=False)
    main: str
    slides: tuple[UploadedSlide, ...]
    layouts: tuple[LayoutFacts, ...]
    theme: Theme
    grid: Grid
    title_size: float
    title_bold: bool
    title_reads: bool = True
    """Whether the colour that titles inherit can be read on the background of new slides."""

    def parts(self) -> Parts:
        return Parts(dict(self.contents))

    def layout(self, name: str) -> LayoutFacts | None:
        """By its name, whatever the case."""
        folded = name.strip().casefold()
        return next((one for one in self.layouts if one.name.casefold() == folded), None)

    def layout_slots(self) -> dict[str, list[str]]:
        """Each layout's placeholders as operations may name them."""
        return {one.name: [f"{s.holder} '{s.name}'" for s in one.holders] for one in self.layouts}

    def of_type(self, *types: str) -> LayoutFacts | None:
        """The first layout of one of these types, in the order of the types."""
        found = (one for wanted in types for one in self.layouts if one.type == wanted)
        return next(found, None)

    @property
    def plain(self) -> LayoutFacts:
        return plain_of(self.layouts)


def plain_of(layouts: Sequence[LayoutFacts]) -> LayoutFacts:
    """The layout for slides that bring their own content: a title and as little else as can be."""
    titled = [one for one in layouts if one.holder("title")]
    found = next((one for one in layouts if one.type == "titleOnly"), None)
    if found is not None and found.holder("title"):
        return found
    return min(titled or layouts, key=lambda one: len(one.holders))


@lru_cache(maxsize=4)
def read_uploaded(content: bytes) -> Uploaded:
    """The facts of a deck. Raises `UnreadableFile` for what is none, or must not be opened."""
    parts = parts_of(open_package(content))
    reading = Reading(parts, main_part(parts))
    layouts = tuple(_layouts(reading))
    master = next((parts.related(one.part, "slideMaster") for one in layouts), None) or ""
    palette = reading.palette(master)
    ground = reading.ground(plain_of(layouts).part) if layouts else None
    theme = theme_on(palette, ground)
    title = _title(reading, layouts)
    size, bold = _title_look(title)
    return Uploaded(
        parts.contents,
        reading.main,
        tuple(_slides(reading)),
        layouts,
        theme,
        _grid(reading, layouts, master),
        size,
        bold,
        _reads(title, ground),
    )


def notes_in(uploaded: Uploaded, part: str) -> str:
    """What the notes of a slide say."""
    return Reading(uploaded.parts(), uploaded.main).notes(part)


def _slides(reading: Reading) -> list[UploadedSlide]:
    starts: dict[int, str] = {}
    for section in reading.root(reading.main).iter(f"{_P14}section"):
        first = section.find(f"{_P14}sldIdLst/{_P14}sldId")
        if first is not None:
            starts[int(first.get("id", "0"))] = section.get("name", "")
    return [
        UploadedSlide(slide_id, part, starts.get(slide_id))
        for slide_id, part in reading.slide_parts()
    ]


def _layouts(reading: Reading) -> list[LayoutFacts]:
    """Every layout of every master, in their order."""
    found: list[LayoutFacts] = []
    for relation in reading.parts.relations(reading.main):
        if not relation.kind.endswith("/slideMaster"):
            continue
        for inner in reading.parts.relations(relation.target):
            if inner.kind.endswith("/slideLayout"):
                view = reading.layout_view(inner.target, relation.target)
                holders = tuple(s for s in view if s.holder is not None and s.holder not in FOOT)
                kind = reading.root(inner.target).get("type", "cust")
                name = reading.layout_name(inner.target)
                found.append(LayoutFacts(name, inner.target, kind, holders))
    return found


def _title(reading: Reading, layouts: tuple[LayoutFacts, ...]) -> ShapeView | None:
    wanted = [one for one in layouts if one.type in ("titleOnly", "obj")] or list(layouts)
    return next((h for one in wanted if (h := one.holder("title"))), None)


def _title_look(title: ShapeView | None) -> tuple[float, bool]:
    """Size and weight of titles, from the layout's prompt text."""
    runs = [run for para in title.paras for run in para.runs] if title else []
    return (runs[0].size, runs[0].bold) if runs else (32.0, False)


def _reads(title: ShapeView | None, ground: str | None) -> bool:
    colors = [run.color for para in title.paras for run in para.runs] if title else []
    return not (ground and colors and colors[0] and contrast(colors[0], ground) < _LEAST)


def _grid(reading: Reading, layouts: tuple[LayoutFacts, ...], master: str) -> Grid:
    """Their title and body as our regions."""
    wide, high = reading.size()
    edge = wide * 0.07
    title = _title(reading, layouts)
    box = (
        title.rect
        if title and title.rect
        else Rect(edge, high * 0.07, wide - 2 * edge, high * 0.15)
    )
    content = next(
        (
            h.rect
            for one in layouts
            if one.type == "obj"
            for h in one.holders
            if h.holder in ("obj", "body") and h.rect
        ),
        None,
    )
    top = box.bottom + 8
    body = content or Rect(box.x, top, box.w, high * 0.9 - top)
    foot = Rect(body.x, high - 30, body.w * 0.6, 18)
    number = Rect(body.right - 60, high - 30, 60, 18)
    kicker = Rect(box.x, max(0.0, box.y - 18), box.w, 16)
    return Grid(wide, high, kicker, box, body, foot, number, 16.0)
