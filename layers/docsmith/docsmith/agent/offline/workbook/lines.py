"""The labelled lines of a workbook: what a line is called, and the figures typed into it."""

import re
from collections.abc import Iterable
from functools import cached_property

from docsmith.agent.offline.workbook.grid import Place, cells_of, on, ref
from docsmith.agent.turns import Json, Value
from docsmith.agent.wire import as_object

_REACH = 40
"""How far right of a label its figures may stand."""
_HEADS = 30
"""How far above a figure its header may stand."""
_TAX = re.compile(
    r"\b(?:vat|mwst|ust|mehrwertsteuer|umsatzsteuer)\.?[- ]?(?:rate|satz(?:es)?)?\b|\bsteuersatz\b"
)
_PASSED = frozenset({
    "the", "a", "an", "of", "per", "in", "for", "der", "die", "das", "des", "den", "im", "für",
    "pro", "rate", "satz",
})  # fmt: skip


class Sheet(Value):
    """The cells of a sheet, formulas as `=…`, and their looks."""

    name: str
    cells: dict[Place, object]
    looks: dict[Place, Json]

    @cached_property
    def lines(self) -> tuple["Line", ...]:
        """Every line that has a label and figures, typed or computed."""
        found = (self._line(place, text) for place, text in sorted(self.cells.items(), key=_by_row))
        return tuple(line for line in found if line is not None)

    def _line(self, place: Place, text: object) -> "Line | None":
        if not isinstance(text, str) or text.startswith("=") or not text.strip():
            return None
        row, column = place
        typed: list[Place] = []
        computed: list[Place] = []
        for at in ((row, column + n) for n in range(1, _REACH + 1)):
            value = self.cells.get(at)
            if isinstance(value, str) and not value.startswith("="):
                if typed or computed:
                    break
            elif isinstance(value, int | float) and not isinstance(value, bool):
                typed.append(at)
            elif value is not None and not isinstance(value, bool):
                computed.append(at)
        if not typed and not computed:
            return None
        return Line(
            sheet=self, label=text.strip(), at=place, typed=tuple(typed), computed=tuple(computed)
        )

    def is_percent(self, place: Place) -> bool:
        return "%" in str(self.looks.get(place, {}).get("format", ""))

    def head(self, place: Place) -> str:
        """The nearest text above a cell that is not its line's own."""
        row, column = place
        for above in range(row - 1, max(0, row - _HEADS), -1):
            value = self.cells.get((above, column))
            if isinstance(value, str) and not value.startswith("="):
                return value
        return ""

    def saying(self, texts: tuple[str, ...], place: Place) -> Place | None:
        """The cell at the right of another that says one of these texts."""
        row, column = place
        places = ((row, column + n) for n in range(1, _REACH))
        return next((at for at in places if self.cells.get(at) in texts), None)


class Line(Value):
    """A label, and the figures at its right up to the next text."""

    sheet: Sheet
    label: str
    at: Place
    typed: tuple[Place, ...]
    computed: tuple[Place, ...]

    @property
    def place(self) -> str:
        row, column = next(iter((*self.typed, *self.computed)), self.at)
        return on(self.sheet.name, ref(column, row))

    @property
    def is_input(self) -> bool:
        """Whether its figures are marked as inputs."""
        looks = (self.sheet.looks.get(place, {}) for place in self.typed)
        return any(look.get("style") == "input" for look in looks)

    def under(self, words: str) -> tuple[Place, ...]:
        """The typed figures under a header that is called so."""
        wanted = _words(words)
        return tuple(p for p in self.typed if wanted and wanted <= _words(self.sheet.head(p)))

    def heads(self, places: Iterable[Place]) -> list[str]:
        return [self.sheet.head(place) or ref(place[1], place[0]) for place in places]

    def is_uniform(self, places: Iterable[Place]) -> bool:
        """Whether figures are of one kind, as those of twelve months are: shown alike, all equal
        in look.
        """
        looks = [self.sheet.looks.get(place, {}).get("format") for place in places]
        return len(looks) > 2 and len(set(looks)) == 1


def sheets_of(views: Iterable[Json]) -> tuple[Sheet, ...]:
    """Sheets from pages that were read as `formulas` and as `formats`."""
    cells: dict[str, dict[Place, object]] = {}
    looks: dict[str, dict[Place, Json]] = {}
    for view in views:
        name = str(view.get("sheet", ""))
        for place, cell in cells_of(view):
            if view.get("mode") == "formats":
                looks.setdefault(name, {})[place] = as_object(cell)
            elif view.get("mode") == "formulas" and cell is not None:
                cells.setdefault(name, {})[place] = cell
    return tuple(
        Sheet(name=name, cells=found, looks=looks.get(name, {})) for name, found in cells.items()
    )


def lines_called(label: str, sheets: Iterable[Sheet]) -> list[Line]:
    """The lines whose label says these words: those that say nothing else, or all of them."""
    wanted = _words(label)
    found = [line for sheet in sheets for line in sheet.lines if wanted <= _all_words(line.label)]
    exact = [line for line in found if _words(line.label) == wanted]
    typed = [[line for line in lines if line.typed] for lines in (exact, found)]
    return next((lines for lines in (*typed, exact) if lines), found) if wanted else []


def _all_words(text: str) -> frozenset[str]:
    """The words of a label without endings of the plural; the names of one tax are one word."""
    words = re.findall(r"[^\W_]+", _TAX.sub(" vat ", text.casefold()))
    return frozenset(word.rstrip("s") if len(word) > 3 else word for word in words)


def _words(text: str) -> frozenset[str]:
    """The words that tell one label from another."""
    words = _all_words(text)
    return words - _PASSED or words


def _by_row(item: tuple[Place, object]) -> Place:
    return item[0]
