"""What the engine remembers of an uploaded workbook while it is edited."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from docsmith.documents.ooxml.reading import Element, Package
from docsmith.documents.workbook.book import Cell, Place
from docsmith.documents.workbook.cells import Area
from docsmith.documents.workbook.formulas.moving import Shift
from docsmith.documents.workbook.styles import Look

OtherName = tuple[str, int | None, str]


@dataclass(frozen=True, slots=True)
class Renaming:
    """A sheet got another name."""

    old: str
    new: str


Move = Shift | Renaming


@dataclass(slots=True)
class SheetFacts:
    """A sheet of the file: its part, its cells as they were, the elements of its part by name."""

    part: str
    name: str
    cells: Mapping[Place, Cell] = field(repr=False)
    """As the file has them; after a shift, where they stand now."""
    elements: frozenset[str]
    parts: tuple[str, ...]
    """Parts it relates to: drawings, comments, tables, pivot tables."""
    widths: dict[int, float] = field(default_factory=dict[int, float])
    default_width: float = 8.43
    freeze: Place | None = None
    hidden: frozenset[int] = frozenset()
    """Columns that are not shown."""
    merges: tuple[Area, ...] = ()
    shifts: tuple[Shift, ...] = ()
    """Rows and columns of it that were inserted or deleted, in order."""


@dataclass(slots=True)
class BaseFile:
    """The uploaded file."""

    package: Package = field(repr=False)
    workbook_part: str
    styles_part: str | None
    looks: list[Look] = field(repr=False)
    sheets: dict[str, SheetFacts] = field(repr=False)
    """By sheet name now."""
    other_names: list[OtherName] = field(default_factory=list[OtherName])
    """Defined names that are no plain area: name, sheet index, text."""
    names: frozenset[str] = frozenset()
    tables: frozenset[str] = frozenset()
    moves: list[Move] = field(default_factory=list[Move])
    """What happened to its sheets, in order."""
    order: tuple[str, ...] = ()
    """The parts of its sheets, as the file has them."""
    deleted: list[SheetFacts] = field(default_factory=list[SheetFacts])
    """Sheets that were taken out."""

    @property
    def renamed(self) -> list[tuple[str, str]]:
        return [(m.old, m.new) for m in self.moves if isinstance(m, Renaming)]

    @property
    def shifts(self) -> list[Shift]:
        return [m for m in self.moves if isinstance(m, Shift)]

    def root(self, part: str) -> Element:
        return self.package.xml(part)
