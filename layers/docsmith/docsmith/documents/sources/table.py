"""A data source as a typed table: columns with their values, types and statistics."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from docsmith.documents.operations.workbook import StyleName

SourceValue = str | int | float | bool | date | datetime | None


class ColumnType(StrEnum):
    """What a column holds. `money` and `percent` are numbers that were written as such."""

    TEXT = "text"
    INTEGER = "integer"
    NUMBER = "number"
    MONEY = "money"
    PERCENT = "percent"
    DATE = "date"
    DATETIME = "datetime"
    BOOLEAN = "boolean"
    BLANK = "blank"

    @property
    def is_number(self) -> bool:
        return self in {
            ColumnType.INTEGER,
            ColumnType.NUMBER,
            ColumnType.MONEY,
            ColumnType.PERCENT,
        }

    @property
    def is_date(self) -> bool:
        return self in {ColumnType.DATE, ColumnType.DATETIME}


@dataclass(frozen=True, slots=True)
class ColumnStats:
    """Facts about the values of one column. `total` only for numbers; `top` are the commonest
    values.
    """

    count: int
    blanks: int
    distinct: int
    minimum: SourceValue = None
    maximum: SourceValue = None
    total: float | None = None
    top: tuple[tuple[SourceValue, int], ...] = ()
    samples: tuple[SourceValue, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceColumn:
    """One column. `style` is the named style its cells get; `currency` is a sign or code, if one
    stood there.
    """

    name: str
    type: ColumnType
    values: Sequence[SourceValue] = field(repr=False)
    stats: ColumnStats
    style: StyleName = "text"
    currency: str | None = None


@dataclass(frozen=True, slots=True)
class SourceTable:
    """A table read from a file. `parts` names the sheets or lists of the file that hold tables."""

    name: str
    columns: tuple[SourceColumn, ...]
    row_count: int
    notes: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()

    def rows(self) -> Iterator[tuple[SourceValue, ...]]:
        return zip(*(column.values for column in self.columns), strict=True)

    def column(self, name: str) -> SourceColumn | None:
        """The column of that name, ignoring case and surrounding blanks; None if there is none."""
        wanted = name.strip().casefold()
        return next((c for c in self.columns if c.name.casefold() == wanted), None)
