"""A data source as the offline author sees it: the description that `source_read` gives, typed.

Unknown or missing facts become neutral ones: a description is data from outside.
"""

from datetime import date
from typing import Any

from pydantic import Field

from docsmith.agent.turns import Json, Value
from docsmith.agent.wire import as_list, as_object

NUMERIC = frozenset({"integer", "number", "money", "percent"})
DATED = frozenset({"date", "datetime"})

Cell = str | int | float | bool | None


class ColumnView(Value):
    """One column. `common` are its commonest values as told, most frequent first."""

    name: str
    type: str = "text"
    currency: str | None = None
    filled: int = 0
    blanks: int = 0
    distinct: int = 0
    minimum: Cell = None
    maximum: Cell = None
    common: tuple[Cell, ...] = ()
    samples: tuple[Cell, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def is_numeric(self) -> bool:
        return self.type in NUMERIC

    @property
    def is_dated(self) -> bool:
        return self.type in DATED

    def day(self, which: str) -> date | None:
        """The first (`minimum`) or last (`maximum`) day of a date column."""
        text = str(getattr(self, which) or "")[:10]
        try:
            return date.fromisoformat(text)
        except ValueError:
            return None


class Focus(Value):
    """What a prompt wants of a source. `told` says in words which rows are chosen of `of_rows`;
    empty where all are.
    """

    told: str = ""
    of_rows: int = 0
    names: tuple[str, ...] = ()
    """The values that were chosen."""
    splits: tuple[str, ...] = ()
    """Columns to split by, in the order of the prompt."""
    measure: str | None = None
    """The column of figures that the prompt names first."""
    grain: str | None = None
    """`month`, `quarter` or `year`: how the course of time is told."""
    largest: dict[str, int] = Field(default_factory=dict)
    """Of which columns only so many values are told by themselves, those with the most."""


class SourceView(Value):
    """One source. `rows` counts data rows without the header."""

    slot: str
    name: str = ""
    rows: int = 0
    columns: tuple[ColumnView, ...] = ()
    notes: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    """Sheets or lists of the file, when it has several; one of them is described."""
    focus: Focus = Focus()

    @property
    def is_described(self) -> bool:
        return bool(self.columns)

    @property
    def title(self) -> str:
        """The file's name, and which of its rows are meant: `sales.csv (2025, Region: North)`."""
        name = self.name or self.slot
        return f"{name} ({self.focus.told})" if self.focus.told else name

    def column(self, name: str) -> ColumnView | None:
        return next((column for column in self.columns if column.name == name), None)


def source_view(description: Json) -> SourceView:
    """Read a description; whatever is missing becomes neutral."""
    rows = _whole(description.get("rows"))
    columns = [_column(as_object(raw), rows) for raw in as_list(description.get("columns"))]
    more = as_object(description.get("more_columns"))
    columns += [ColumnView(name=name, type=str(kind)) for name, kind in more.items()]
    return SourceView(
        slot=str(description.get("slot", "")),
        name=str(description.get("name", "")),
        rows=rows,
        columns=tuple(columns),
        notes=_texts(description.get("notes")),
        parts=_texts(description.get("parts")),
    )


def _column(raw: Json, rows: int) -> ColumnView:
    blanks = _whole(raw.get("blanks"))
    return ColumnView(
        name=str(raw.get("name", "")),
        type=str(raw.get("type", "text")),
        currency=str(raw["currency"]) if raw.get("currency") else None,
        filled=max(rows - blanks, 0),
        blanks=blanks,
        distinct=_whole(raw.get("distinct")),
        minimum=_cell(raw.get("min")),
        maximum=_cell(raw.get("max")),
        common=tuple(_common(item) for item in as_list(raw.get("top"))),
        samples=tuple(_cell(item) for item in as_list(raw.get("samples"))),
        notes=_texts(raw.get("notes")),
    )


def _common(item: Any) -> Cell:
    """A common value, told as `[value, count]`."""
    pair = as_list(item)
    return _cell(pair[0]) if pair else None


def _cell(value: object) -> Cell:
    return value if isinstance(value, str | int | float | bool) else None


def _whole(value: object) -> int:
    return int(value) if isinstance(value, int | float) else 0


def _texts(value: object) -> tuple[str, ...]:
    return tuple(str(item) for item in as_list(value))
