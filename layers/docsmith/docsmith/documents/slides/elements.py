"""What stands on a slide once it is placed: texts, shapes, pictures, charts, tables.

Lengths are points, colours tokens. An element with `holder` fills a placeholder of the layout: its
type and index.
"""

from dataclasses import dataclass, field
from typing import Literal

from docsmith.documents.operations.slides_content import ChartForm, NumberStyle
from docsmith.documents.slides.grid import Rect

Align = Literal["l", "ctr", "r"]
Anchor = Literal["t", "ctr", "b"]
Font = Literal["major", "minor"]
Inset = tuple[float, float, float, float]
NO_INSET: Inset = (0.0, 0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text of one look. None takes the paragraph's."""

    text: str
    bold: bool | None = None
    color: str | None = None


@dataclass(frozen=True, slots=True)
class Para:
    """A paragraph. `size` and `before` in points; `bullet` hangs by `indent` points."""

    runs: tuple[Run, ...]
    size: float
    color: str = "ink"
    font: Font = "minor"
    bold: bool = False
    align: Align = "l"
    before: float = 0.0
    bullet: str | None = None
    indent: float = 0.0
    level: int = 0
    spacing: float = 1.0

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class Holder:
    """A placeholder: `title`, `ctrTitle`, `subTitle`, `body`, `pic`, `chart`, `tbl`; its index."""

    type: str
    index: int | None = None


@dataclass(frozen=True, slots=True)
class TextBox:
    """Text, on a filled shape or bare. `shape` is a preset geometry."""

    rect: Rect
    paras: tuple[Para, ...]
    name: str
    anchor: Anchor = "t"
    inset: Inset = NO_INSET
    shape: str = "rect"
    adjust: int | None = None
    fill: str | None = None
    line: str | None = None
    holder: Holder | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """A shape that says nothing: a rule, a dot, a quarter disc. Marked as decoration."""

    rect: Rect
    fill: str
    shape: str = "rect"
    name: str = "Decoration"
    line: str | None = None


@dataclass(frozen=True, slots=True)
class Picture:
    """An input image, cropped to its frame: fractions cut at left, top, right, bottom."""

    rect: Rect
    slot: str
    alt: str
    name: str
    crop: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
    shape: str = "rect"
    holder: Holder | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A series of a chart."""

    name: str
    values: tuple[float | None, ...]
    line: bool = False


@dataclass(frozen=True, slots=True)
class Plot:
    """The figures of a chart and how they are drawn."""

    kind: ChartForm
    categories: tuple[str, ...]
    lines: tuple[Line, ...]
    style: NumberStyle = "integer"
    currency: str | None = None
    labels: bool = True
    highlight: str | None = None
    totals: tuple[int, ...] = ()
    faint: tuple[int, ...] = ()
    """Points that stand back: the rest of the groups, periods that are not complete."""


@dataclass(frozen=True, slots=True)
class ChartFrame:
    rect: Rect
    plot: Plot
    alt: str
    name: str
    holder: Holder | None = None


@dataclass(frozen=True, slots=True)
class TableFrame:
    """A table. Column widths and row heights in points; `numeric` columns are set right."""

    rect: Rect
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]
    heights: tuple[float, ...]
    numeric: tuple[bool, ...]
    size: float
    alt: str
    name: str
    total: bool = False
    highlight: int | None = None
    holder: Holder | None = None


Element = TextBox | Mark | Picture | ChartFrame | TableFrame


@dataclass(frozen=True, slots=True)
class Placed:
    """A slide ready to be written: its layout's name and its elements in reading order."""

    layout: str
    elements: tuple[Element, ...] = field(default_factory=tuple)
