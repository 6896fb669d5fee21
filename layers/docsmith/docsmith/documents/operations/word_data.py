"""Figures of a text that come from a data source: what is measured, how it is split.

Nothing is typed in that a source can tell: a table or chart names a query, a sentence names a
figure as `{{name}}`, and both are computed anew whenever the document is written.
"""

from typing import Annotated, Literal

from pydantic import Field

from docsmith.documents.operations.base import OperationBase

NumberStyle = Literal["integer", "number", "money", "percent"]
Grain = Literal["day", "month", "quarter", "year"]
ColumnName = Annotated[str, Field(min_length=1, max_length=255)]


class Measure(OperationBase):
    """What is computed over rows. Without `column` rows are counted."""

    label: str | None = None
    column: ColumnName | None = None
    how: Literal["sum", "average", "min", "max", "count"] = "sum"
    times: ColumnName | None = None
    """Another column that multiplies `column` row by row: quantity times price."""
    less: ColumnName | None = None
    """A discount column as a fraction: each row counts × (1 − less)."""
    style: NumberStyle | None = None
    decimals: Annotated[int, Field(ge=0, le=6)] | None = None


class Filter(OperationBase):
    """Only rows whose `column` has this value, compared as text."""

    column: ColumnName
    value: str


class Query(OperationBase):
    """A table computed from a source: a row a value of `by` or a period, a column a measure."""

    slot: str
    """Name of the input, as `source_read` lists it."""
    part: str | None = None
    """Sheet of an xlsx source or list of a json source; default the largest."""
    by: ColumnName
    label: str | None = None
    """Header of the first column; default the column's name."""
    grain: Grain | None = None
    """For a date column: the periods its dates are gathered in; default by their range."""
    across: ColumnName | None = None
    """A column whose values become columns, for the first measure alone."""
    measures: Annotated[tuple[Measure, ...], Field(min_length=1, max_length=6)]
    where: tuple[Filter, ...] = ()
    sort: Literal["value", "label", "source"] | None = None
    """Default: by the first measure, largest first; periods in their order."""
    top: Annotated[int, Field(ge=1, le=200)] | None = None
    """Keep the first rows and gather the rest in one."""
    share: bool = False
    """Add the share of the first measure in its total."""
    total: bool = True
    """Add a total row, where the measures add up."""


class Figure(OperationBase):
    """One value that text may name as `{{name}}`."""

    name: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,60}$")]
    measure: Measure
    by: ColumnName | None = None
    grain: Grain | None = None
    rank: int = 1
    """With `by`: 1 is the largest, 2 the second, -1 the smallest. Periods count in time: 1 is the
    first, -1 the last."""
    by_value: bool = False
    """Count periods by what they measure: 1 is the strongest."""
    pick: Literal["value", "label", "share", "change", "count"] = "value"
    """`label` the value of `by`, `share` its part in the whole, `change` against the period before,
    `count` how many different values there are."""
    where: tuple[Filter, ...] = ()
    compact: bool = False
    """Write 1,234,567 as 1.23 million."""


class Figures(OperationBase):
    """Define figures over one source."""

    op: Literal["figures"]
    slot: str
    part: str | None = None
    figures: Annotated[tuple[Figure, ...], Field(min_length=1, max_length=40)]
