"""The deck that operations make: settings, and slides with content or edits to uploaded ones."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from docsmith.documents.errors import OperationRefused
from docsmith.documents.model import Input
from docsmith.documents.operations.base import OperationBase
from docsmith.documents.operations.slides_content import ImageSlot, SlideContent
from docsmith.documents.slides.base.uploaded import Uploaded
from docsmith.documents.slides.grid import Grid, Ratio, grid_of
from docsmith.documents.slides.page import Page
from docsmith.documents.slides.theme import Mode, Theme, theme_of


@dataclass(frozen=True, slots=True)
class Settings:
    """What holds for the whole deck."""

    title: str | None = None
    ratio: Ratio = "16:9"
    mode: Mode = "light"
    primary_color: str | None = None
    font: str | None = None
    footer: str | None = None
    page_numbers: bool = True
    language: Literal["en", "de"] = "en"


@dataclass(frozen=True, slots=True)
class FromLayout:
    """A slide on a layout of the uploaded deck: its name, and texts by placeholder."""

    layout: str
    slots: Mapping[str, str | tuple[str, ...]]
    images: Mapping[str, ImageSlot] = field(default_factory=dict[str, ImageSlot])


@dataclass(frozen=True, slots=True)
class Slide:
    """One slide. Exactly one of `content` (ours), `part` (uploaded) and `custom` is given.

    `copy` is the part of an uploaded slide that this one is a copy of. `notes` None: as they are.
    """

    id: str
    content: SlideContent | None = None
    part: str | None = None
    custom: FromLayout | None = None
    copy: bool = False
    edits: tuple[OperationBase, ...] = ()
    notes: str | None = None
    section: str | None = None


@dataclass(slots=True)
class Deck:
    """A deck under way. `made` counts the slides ever added, of which ids are made."""

    inputs: Mapping[str, Input]
    uploaded: Uploaded | None = None
    settings: Settings = field(default_factory=Settings)
    slides: list[Slide] = field(default_factory=list[Slide])
    made: int = 0
    asked: dict[str, Any] = field(default_factory=dict[str, Any])
    """What was asked of an uploaded deck as a whole; its settings are otherwise its own."""
    told: dict[str, str] = field(default_factory=dict[str, str])
    """By slide, the first sentence that was told of its figures."""

    def index(self, slide_id: str, path: str = "slide") -> int:
        """Where the slide stands. Raises `OperationRefused` that lists the slides there are."""
        for i, slide in enumerate(self.slides):
            if slide.id == slide_id:
                return i
        ids = tuple(slide.id for slide in self.slides)
        raise OperationRefused(path, f"there is no slide '{slide_id}'", ids)

    @property
    def theme(self) -> Theme:
        """Of the uploaded deck, else of the brand."""
        if self.uploaded is not None:
            return self.uploaded.theme
        brand = brand_of(self.inputs)
        color = self.settings.primary_color or brand.get("primary_color")
        return theme_of(color, self.settings.font or brand.get("font"), self.settings.mode)

    @property
    def grid(self) -> Grid:
        if self.uploaded is not None:
            return self.uploaded.grid
        return grid_of(self.settings.ratio)

    def page(self, position: int) -> Page:
        """The surroundings of the slide at a position."""
        section, number = self._section(position)
        return Page(
            grid=self.grid,
            theme=self.theme,
            inputs=self.inputs,
            language=self.settings.language,
            section=section,
            section_number=number,
            ours=self.uploaded is None,
            title_size=self.uploaded.title_size if self.uploaded else 28.0,
            title_bold=self.uploaded.title_bold if self.uploaded else True,
        )

    def _section(self, position: int) -> tuple[str | None, int]:
        """Name of the section, and how many divider slides stand up to here."""
        name = None
        for slide in self.slides[: position + 1]:
            name = slide.section or name
        dividers = [
            s
            for s in self.slides[: position + 1]
            if s.content is not None and s.content.layout == "section"
        ]
        return name, len(dividers)

    @property
    def title(self) -> str:
        """Of the document's properties: as set, else the first slide's."""
        if self.settings.title:
            return self.settings.title
        contents = [s.content for s in self.slides if s.content is not None]
        titles = (getattr(c, "title", None) for c in contents)
        return next((str(t) for t in titles if t), "Presentation")


def brand_of(inputs: Mapping[str, Input]) -> Mapping[str, str]:
    """The brand's facts, from the input of kind `brand`: JSON of texts."""
    for given in inputs.values():
        if given.kind == "brand":
            facts = json.loads(given.content)
            return {str(k): str(v) for k, v in facts.items() if v}
    return {}
