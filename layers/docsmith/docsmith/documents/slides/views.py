"""What a reader sees of a slide in a file: shapes with place, text, colours, alt text."""

import math
from dataclasses import dataclass, field
from typing import Literal

from docsmith.documents.slides.grid import Rect

Kind = Literal["text", "picture", "chart", "table", "media", "line", "other"]
FOOT = frozenset({"ftr", "sldNum", "dt"})


@dataclass(frozen=True, slots=True)
class RunView:
    """A run: size in points, colour as hex when it can be known."""

    text: str
    size: float
    bold: bool
    color: str | None
    family: str


@dataclass(frozen=True, slots=True)
class ParaView:
    runs: tuple[RunView, ...]
    indent: float = 0.0
    before: float = 0.0
    spacing: float = 1.0
    bullet: bool = False
    align: str = "l"

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class ShapeView:
    """One shape. `rect` is None where neither slide, layout nor master says where it is."""

    id: int
    name: str
    kind: Kind
    rect: Rect | None
    holder: str | None = None
    index: int | None = None
    paras: tuple[ParaView, ...] = ()
    fill: str | None = None
    alt: str = ""
    decorative: bool = False
    inset: tuple[float, float, float, float] = (7.2, 3.6, 7.2, 3.6)
    anchor: str = "t"
    wraps: bool = True
    cells: tuple[tuple[str, ...], ...] = ()
    slices: int = 0
    angle: float = 0.0
    """Degrees that it is turned clockwise."""
    vague: bool = False
    """Its ground is a picture, a gradient or a pattern: contrast cannot be judged."""

    @property
    def text(self) -> str:
        return "\n".join(p.text for p in self.paras).strip()

    @property
    def turned(self) -> bool:
        return self.angle != 0.0

    @property
    def bounds(self) -> Rect | None:
        """The box around the shape as it is turned."""
        box = self.rect
        if box is None or not self.turned:
            return box
        turn = math.radians(self.angle)
        cos, sin = abs(math.cos(turn)), abs(math.sin(turn))
        wide, high = box.w * cos + box.h * sin, box.w * sin + box.h * cos
        return Rect(box.x + (box.w - wide) / 2, box.y + (box.h - high) / 2, wide, high)

    @property
    def is_title(self) -> bool:
        return self.holder in ("title", "ctrTitle")

    @property
    def says(self) -> bool:
        """Whether it carries content: text, a picture, a chart, a table."""
        return bool(self.text) or self.kind in ("picture", "chart", "table", "media")


@dataclass(frozen=True, slots=True)
class SlideView:
    """One slide of a file, shapes in the order of the file."""

    number: int
    part: str
    layout: str
    size: tuple[float, float]
    shapes: tuple[ShapeView, ...]
    behind: tuple[ShapeView, ...] = field(default_factory=tuple)
    """What its layout and master draw under it."""
    ground: str | None = None
    notes: str = ""
    hidden: bool = False

    @property
    def title(self) -> str:
        return next((s.text for s in self.shapes if s.is_title), "")
