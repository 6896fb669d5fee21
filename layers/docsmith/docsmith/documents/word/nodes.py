"""What stands on the page, free of XML: paragraphs of spans, grids of cells, breaks.

Lengths are twips (1/20 pt) unless a name says otherwise; drawings are EMU. Styles are style ids of
`parts/styles_xml.py`.
"""

from dataclasses import dataclass, field
from typing import Literal

EMU_PER_CM = 360_000
EMU_PER_TWIP = 635
EMU_PER_POINT = 12_700

Align = Literal["left", "center", "right", "justify"]


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture, chart or shape. `name` finds its part in the story's media."""

    kind: Literal["picture", "chart", "panel"]
    name: str
    width: int
    height: int
    alt: str = ""
    """Empty only for what merely decorates."""
    fill: str = ""
    left: int = 0
    """Of a panel: its distance from the page's edge."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text that looks the same. One of `text`, `drawing`, `footnote`, `field`
    counts.
    """

    text: str = ""
    bold: bool = False
    italic: bool = False
    strike: bool = False
    code: bool = False
    style: str = ""
    color: str = ""
    size: float = 0
    link: str = ""
    """An address, or `#bookmark`."""
    footnote: int = 0
    field: str = ""
    """A field's instruction; `text` is its present result."""
    drawing: Drawing | None = None
    tab: bool = False
    line_break: bool = False


@dataclass(frozen=True, slots=True)
class Para:
    """One paragraph. `numbering` is a list's number in `parts/numbering_xml.py`, 0 for none."""

    spans: tuple[Span, ...]
    style: str = ""
    align: Align | None = None
    keep_next: bool = False
    page_break: bool = False
    numbering: int = 0
    level: int = 0
    bookmark: str = ""
    outline: int = 0
    """The heading level, 0 for text that is no heading."""
    number: str = ""
    """The number a heading shows, for the contents list and for measuring."""
    fill: str = ""
    edge: str = ""
    """Colour of the bar at the reading edge."""
    before: int | None = None
    after: int | None = None
    tabs: tuple[tuple[int, str, str], ...] = ()
    """Position, `left` or `right`, leader `dot` or empty."""

    @property
    def text(self) -> str:
        return "".join(span.text for span in self.spans)


@dataclass(frozen=True, slots=True)
class Cell:
    paras: tuple[Para, ...]
    fill: str = ""
    span: int = 1
    top: str = ""
    """Colour of a rule above."""
    bottom: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    cells: tuple[Cell, ...]
    header: bool = False
    height: int = 0


@dataclass(frozen=True, slots=True)
class Grid:
    """A table. `look` is `data` (a table a reader reads) or `layout` (cells that merely place)."""

    rows: tuple[Row, ...]
    widths: tuple[int, ...]
    look: Literal["data", "layout"] = "data"
    total: bool = False
    alt: str = ""
    gap: int = 0
    """White space between cells of a layout grid."""
    followed: bool = False
    """Whether a line belongs to it that must not stand alone on the next page."""


@dataclass(frozen=True, slots=True)
class TocMark:
    """Here the contents list stands. Its entries are known once everything is laid out."""

    title: str
    levels: int
    page_break: bool = False


@dataclass(frozen=True, slots=True)
class Turn:
    """A new section begins: what follows stands on a new page of this orientation."""

    landscape: bool = False
    restart: bool = False


@dataclass(frozen=True, slots=True)
class Measure:
    """What an element of an uploaded document takes on a page, in points: `heights` of the pieces
    that may be parted, space around them, breaks of the page.
    """

    heights: tuple[float, ...] = (14.0,)
    before: float = 0
    after: float = 7
    whole: bool = False
    keep_next: bool = False
    new_page: bool = False
    page_after: bool = False

    @property
    def height(self) -> float:
        """With the space around it, as inside a cell."""
        return sum(self.heights) + self.before + self.after


@dataclass(frozen=True, slots=True)
class Raw:
    """An element of an uploaded document, carried as it is; `key` finds it there. A heading has
    its level and a bookmark, where a contents list of ours wants to name it.
    """

    key: str
    text: str = ""
    outline: int = 0
    bookmark: str = ""
    measure: Measure = Measure()


Node = Para | Grid | TocMark | Turn | Raw


@dataclass(frozen=True, slots=True)
class Placed:
    """A node with the block it belongs to."""

    block: str
    node: Node
    page: int = field(default=0, compare=False)
