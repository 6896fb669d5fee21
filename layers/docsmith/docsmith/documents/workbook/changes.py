"""What an operation is applied to, and what it leaves behind: the book, the inputs, the traces."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from docsmith.documents.errors import OperationRefused
from docsmith.documents.model import Input
from docsmith.documents.workbook.book import Book, Sheet
from docsmith.documents.workbook.cells import Area

MAX_CELLS_IN_OPERATION = 20_000


@dataclass(slots=True)
class Written:
    """A formula an operation wrote: its references are looked up when the whole batch stands."""

    path: str
    sheet: Sheet
    row: int
    column: int
    formula: str
    rule: bool = False
    """Of a validation or conditional format, where ranges stand alone."""


@dataclass(slots=True)
class Changes:
    """One replay or one batch. `changed` are the areas touched, `written` the formulas."""

    book: Book
    inputs: Mapping[str, Input]
    changed: list[tuple[str, Area]] = field(default_factory=list[tuple[str, Area]])
    written: list[Written] = field(default_factory=list[Written])
    path: str = ""
    """Of the operation under way: `ops[2]`."""

    def touch(self, sheet: Sheet, area: Area) -> None:
        self.changed.append((sheet.name, area))

    def sheet(self, name: str, path: str = "sheet") -> Sheet:
        """The sheet of that name, or a refusal that lists the sheets there are."""
        found = self.book.sheet(name)
        if found is None:
            names = tuple(s.name for s in self.book.sheets)
            hint = "add it first with add_sheet" if not names else None
            raise OperationRefused(path, f"there is no sheet '{name}'", names, hint)
        return found


def bounded(path: str, area: Area) -> Area:
    """The area, or a refusal when it is too large to be treated cell by cell."""
    if area.size > MAX_CELLS_IN_OPERATION:
        raise OperationRefused(
            path,
            f"{area.text} has {area.size:,} cells",
            hint=f"at most {MAX_CELLS_IN_OPERATION:,}; of a loaded table name whole columns",
        )
    return area
