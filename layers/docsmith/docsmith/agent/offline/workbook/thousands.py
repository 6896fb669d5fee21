"""Shows money in thousands by number formats alone: the figures stay what they are.

Which cells hold money is read from the sheets as they are now: numbers with a thousands separator
that are neither inputs nor counts, by the header above them.
"""

import re
from collections.abc import Iterable, Iterator

from docsmith.agent.offline.roles import strength
from docsmith.agent.offline.words import all_words
from docsmith.agent.offline.workbook import ops
from docsmith.agent.offline.workbook.grid import Place, cells_of, letter
from docsmith.agent.turns import Json, Value
from docsmith.agent.wire import as_object

FORMAT = '#,##0.0,_);\\(#,##0.0,\\);"–"_)'
HEADS = frozenset({"header", "kpi_label"})
COUNTED = re.compile(r"\b(?:days?|tage|tasks?|aufgaben|no|nr|months?|monate|weeks?|wochen)\b", re.I)
OF_SOURCES = ("filled", "blanks", "not_numbers", "negative", "rows", "columns")
"""Keys of the words under which the notes of a report count cells."""
NOTE_ROW = 3


class Grid(Value):
    """A sheet as it was read: values and looks by place."""

    sheet: str
    values: dict[Place, object]
    looks: dict[Place, Json]

    def head(self, row: int, column: int) -> str:
        """The header or headline label above a cell; empty where there is none."""
        for above in range(row - 1, 0, -1):
            if self.looks.get((above, column), {}).get("style") in HEADS:
                return str(self.values.get((above, column)) or "")
        return ""

    def label(self, row: int, column: int) -> str:
        """The text that begins the row of a cell; empty where none does."""
        found = self.values.get((row, 1)) if column > 1 else None
        return found if isinstance(found, str) else ""

    def is_money(self, place: Place) -> bool:
        look, value = self.looks.get(place, {}), self.values[place]
        shown = str(look.get("format", ""))
        if isinstance(value, bool) or not isinstance(value, int | float) or "#,##0" not in shown:
            return False
        if "%" in shown or look.get("style") == "input":
            return False
        return not _counts(self.head(*place)) and not _counts(self.label(*place))


def grids_of(views: Iterable[Json]) -> tuple[Grid, ...]:
    """Grids from pages that `document_read` gave: `sheet`, `columns`, `rows`, and the `mode`."""
    values: dict[str, dict[Place, object]] = {}
    looks: dict[str, dict[Place, Json]] = {}
    for view in views:
        sheet = str(view.get("sheet", ""))
        for place, cell in cells_of(view):
            if view.get("mode") == "formats":
                looks.setdefault(sheet, {})[place] = as_object(cell)
            elif view.get("mode") == "values" and cell is not None:
                values.setdefault(sheet, {})[place] = cell
    return tuple(
        Grid(sheet=sheet, values=found, looks=looks.get(sheet, {}))
        for sheet, found in values.items()
    )


def thousands_ops(grid: Grid, note: str) -> Iterator[Json]:
    """One operation for each run of cells down a column, and a note below the title."""
    money = {place for place in grid.values if grid.is_money(place)}
    for column, first, last in _runs(money):
        place = f"{letter(column)}{first}:{letter(column)}{last}"
        yield ops.style(grid.sheet, place, number_format=FORMAT)
    if money and (NOTE_ROW, 1) not in grid.values:
        yield ops.set_cells(grid.sheet, [(f"A{NOTE_ROW}", note, "note")])


def _runs(places: set[Place]) -> Iterator[tuple[int, int, int]]:
    """Column, first and last row of every unbroken run."""
    for row, column in sorted(places, key=lambda place: (place[1], place[0])):
        if (row - 1, column) in places:
            continue
        last = row
        while (last + 1, column) in places:
            last += 1
        yield column, row, last


def _counts(text: str) -> bool:
    """Whether a header speaks of a number of things, of a price, or of money for one thing."""
    counted = tuple(word.casefold() for word in all_words("count_", "per_"))
    if text.casefold() in {word.casefold() for word in all_words(*OF_SOURCES)}:
        return True
    named = any(strength(text, role) is not None for role in ("quantity", "price"))
    return named or text.casefold().endswith(counted) or COUNTED.search(text) is not None
