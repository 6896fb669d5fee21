"""The page and its grid: sizes in points, 12 columns, the regions that every slide shares."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Ratio = Literal["16:9", "4:3"]
_SIZES = {"16:9": (960.0, 540.0), "4:3": (720.0, 540.0)}
_COLUMNS = 12


@dataclass(frozen=True, slots=True)
class Rect:
    """A box: left, top, width, height in points."""

    x: float
    y: float
    w: float
    h: float

    @property
    def right(self) -> float:
        return self.x + self.w

    @property
    def bottom(self) -> float:
        return self.y + self.h

    def inset(self, dx: float, dy: float | None = None) -> "Rect":
        down = dx if dy is None else dy
        return Rect(self.x + dx, self.y + down, self.w - 2 * dx, self.h - 2 * down)

    def top_part(self, height: float) -> "Rect":
        return Rect(self.x, self.y, self.w, height)

    def below(self, height: float, gap: float = 0.0) -> "Rect":
        """What is left under a top part of that height."""
        taken = height + gap
        return Rect(self.x, self.y + taken, self.w, self.h - taken)

    def columns(self, count: int, gap: float) -> tuple["Rect", ...]:
        """Equal columns with gaps between."""
        wide = (self.w - gap * (count - 1)) / count
        return tuple(Rect(self.x + i * (wide + gap), self.y, wide, self.h) for i in range(count))

    def rows(self, count: int, gap: float) -> tuple["Rect", ...]:
        """Equal rows with gaps between."""
        high = (self.h - gap * (count - 1)) / count
        return tuple(Rect(self.x, self.y + i * (high + gap), self.w, high) for i in range(count))

    def stacked(self, heights: Sequence[float], gap: float) -> tuple["Rect", ...]:
        """Rows of these heights from the top."""
        boxes: list[Rect] = []
        y = self.y
        for high in heights:
            boxes.append(Rect(self.x, y, self.w, high))
            y += high + gap
        return tuple(boxes)


@dataclass(frozen=True, slots=True)
class Grid:
    """The regions of a page. `body` is where content goes; `kicker` holds the section's name."""

    width: float
    height: float
    kicker: Rect
    title: Rect
    body: Rect
    footer: Rect
    number: Rect
    gap: float

    @property
    def wide(self) -> bool:
        return self.width > 800

    def span(self, first: int, last: int) -> Rect:
        """The body between two of the 12 columns, both included, from 1."""
        gap = self.gap
        column = (self.body.w - gap * (_COLUMNS - 1)) / _COLUMNS
        x = self.body.x + (first - 1) * (column + gap)
        count = last - first + 1
        return Rect(x, self.body.y, count * column + (count - 1) * gap, self.body.h)


def grid_of(ratio: Ratio) -> Grid:
    """The grid of our own pages."""
    width, height = _SIZES[ratio]
    edge = 54.0 if ratio == "16:9" else 44.0
    inner = width - 2 * edge
    corner = 46.0
    return Grid(
        width=width,
        height=height,
        kicker=Rect(edge, 26.0, inner - corner, 18.0),
        title=Rect(edge, 44.0, inner - corner, 70.0),
        body=Rect(edge, 128.0, inner, 352.0),
        footer=Rect(edge, 501.0, inner - 120.0, 18.0),
        number=Rect(width - edge - 60.0, 501.0, 60.0, 18.0),
        gap=18.0 if ratio == "16:9" else 14.0,
    )
