"""What a layout may know of the slide it fills: grid, theme, sources, section, images."""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from PIL import Image, UnidentifiedImageError

from docsmith.documents.errors import OperationRefused
from docsmith.documents.model import Input
from docsmith.documents.slides.figures import Sources
from docsmith.documents.slides.grid import Grid, Rect
from docsmith.documents.slides.theme import Theme

KINDS = {"PNG": "png", "JPEG": "jpeg", "GIF": "gif"}
_MAX_PIXELS = 80_000_000


@dataclass(frozen=True, slots=True)
class Page:
    """One slide's surroundings. `ours` is false on the layouts of an uploaded deck."""

    grid: Grid
    theme: Theme
    inputs: Mapping[str, Input]
    language: str = "en"
    section: str | None = None
    section_number: int = 0
    ours: bool = True
    title_size: float = 28.0
    title_bold: bool = True

    @property
    def text(self) -> str:
        """The colour of text on slides that stand on the panel; theirs have no panel."""
        return "light" if self.ours else "ink"

    @property
    def stress(self) -> str:
        """The colour of what is stressed there."""
        return "spark" if self.ours else "accent"

    @property
    def sources(self) -> Sources:
        return Sources(self.inputs, self.language)

    def image_size(self, slot: str, path: str) -> tuple[int, int]:
        """Width and height in pixels. Raises `OperationRefused` when there is no such image."""
        given = self.inputs.get(slot)
        slots = tuple(s for s, i in self.inputs.items() if i.kind == "image")
        if given is None or given.kind != "image":
            raise OperationRefused(path, f"there is no image '{slot}'", slots)
        found = image_facts(given.content)
        if found is None:
            raise OperationRefused(path, f"'{slot}' is no PNG, JPEG or GIF that can be read")
        return found[1], found[2]


def crop_of(size: tuple[int, int], frame: Rect, focus: str) -> tuple[float, ...]:
    """The fractions of an image to cut at left, top, right and bottom so that it fills a frame."""
    shape, wanted = size[0] / size[1], frame.w / frame.h
    if shape > wanted:
        cut = 1 - wanted / shape
        left = {"left": 0.0, "right": 1.0}.get(focus, 0.5)
        return (cut * left, 0.0, cut * (1 - left), 0.0)
    cut = 1 - shape / wanted
    top = {"top": 0.0, "bottom": 1.0}.get(focus, 0.5)
    return (0.0, cut * top, 0.0, cut * (1 - top))


@lru_cache(maxsize=64)
def image_facts(content: bytes) -> tuple[str, int, int] | None:
    """Kind (`png`, `jpeg`, `gif`), width and height; None for what is no image."""
    try:
        with Image.open(io.BytesIO(content)) as image:
            wide, high = image.size
            kind = KINDS.get(image.format or "")
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
        return None
    return (kind, wide, high) if kind and 0 < wide * high <= _MAX_PIXELS else None
