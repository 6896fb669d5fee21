"""What the engine remembers of an uploaded workbook while it is edited."""

from dataclasses import dataclass, field

from docsmith.documents.ooxml.reading import Element, Package
from docsmith.documents.workbook.book import CellContent, Place
from docsmith.documents.workbook.engine import Value
from docsmith.documents.workbook.formulas.moving import Shift
from docsmith.documents.workbook.styles import Look

OtherName = tuple[str, int | None, str]


@dataclass(frozen=True, slots=True)
class Before:
    """A cell as it was: content, look, the value the file stored for its formula."""

    value: CellContent
    formula: str | None
    look: Look
    cached: Value = None
    array: str | None = None
    note: str | None = None


@dataclass(slots=True)
class SheetFacts:
    """A sheet of the file: its part, its cells as they were, the elements of its part by name."""

    part: str
    name: str
    cells: dict[Place, Before] = field(repr=False)
    elements: frozenset[str]
    parts: tuple[str, ...]
    """Parts it relates to: drawings, comments, tables, pivot tables."""
    widths: dict[int, float] = field(default_factory=dict[int, float])
    freeze: Place | None = None
    merges: int = 0
    shifted: bool = False
    """Rows or columns were inserted or deleted, so the part is written anew."""


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
    renamed: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    shifts: list[Shift] = field(default_factory=list[Shift])

    def root(self, part: str) -> Element:
        return self.package.xml(part)
