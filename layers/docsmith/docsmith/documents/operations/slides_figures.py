"""Figures on slides: charts, tables and key figures, given or computed from a data source.

The engine reads the source, so that rows never pass through a model.
"""

from typing import Annotated, Literal

from pydantic import Field

from docsmith.documents.operations.base import OperationBase

Text = Annotated[str, Field(min_length=1, max_length=600)]
Short = Annotated[str, Field(min_length=1, max_length=160)]
Number = int | Annotated[float, Field(allow_inf_nan=False)] | None
Aggregate = Literal["sum", "count", "average", "minimum", "maximum", "distinct"]
NumberStyle = Literal["integer", "number", "money", "percent", "compact"]
ChartForm = Literal[
    "column",
    "stacked_column",
    "percent_column",
    "bar",
    "stacked_bar",
    "line",
    "area",
    "doughnut",
    "waterfall",
    "combo",
]


class Query(OperationBase):
    """Group a data source by a column and aggregate a measure. `measure` times `times` if given."""

    slot: str
    by: str
    """Column to group by. A date column is grouped by `period`."""
    measure: str | None = None
    """Column to aggregate; default: rows are counted."""
    times: str | None = None
    """A second column to multiply each row's measure with: quantity × price."""
    less: str | None = None
    """A third column, a fraction taken off: a discount."""
    aggregate: Aggregate = "sum"
    split: str | None = None
    """Column whose values become the series."""
    period: Literal["day", "month", "quarter", "year"] = "month"
    top: Annotated[int, Field(ge=1, le=30)] | None = None
    """Keep the largest; the rest is added up as one."""
    where: dict[str, str | int | float | bool] = Field(default_factory=dict)
    """Only rows whose columns have these values."""
    first: str | None = None
    """Only periods from this day on, `2026-07-01`."""
    last: str | None = None
    order: Literal["value", "name", "none"] | None = None
    """Default: by value, periods by time."""


class Figure(OperationBase):
    """One number computed from a data source."""

    slot: str
    measure: str | None = None
    times: str | None = None
    less: str | None = None
    aggregate: Aggregate = "sum"
    where: dict[str, str | int | float | bool] = Field(default_factory=dict)
    date: str | None = None
    """The date column that `first` and `last` look at."""
    first: str | None = None
    last: str | None = None


class Series(OperationBase):
    name: Short
    values: Annotated[tuple[Number, ...], Field(min_length=1, max_length=60)]
    line: bool = False
    """Only for `combo`: drawn as a line on an axis of its own."""


class ChartSlot(OperationBase):
    """A native chart. `categories` and `series`, or `data`."""

    kind: ChartForm
    caption: Short
    """What is measured, in which unit: `Revenue by region, EUR`."""
    categories: Annotated[tuple[Short, ...], Field(max_length=60)] = ()
    series: Annotated[tuple[Series, ...], Field(max_length=8)] = ()
    data: Query | None = None
    style: NumberStyle = "integer"
    currency: Annotated[str, Field(max_length=4)] | None = None
    labels: bool = True
    """Write the values at the points."""
    highlight: str | None = None
    """The category that stands out; the others step back."""
    totals: tuple[int, ...] = ()
    """Only for `waterfall`: the points, from 1, that are totals."""
    alt: str | None = None


class TableQuery(Query):
    """A table from data: one row a group."""

    measures: Annotated[tuple[str, ...], Field(max_length=4)] = ()
    """More columns to add up."""
    share: bool = False
    total: bool = True
    label: Short | None = None
    """Heading of the computed column; default the measure's name."""


class TableSlot(OperationBase):
    """A table of at most 12 rows: `header` and `rows`, or `data`."""

    header: Annotated[tuple[str, ...], Field(max_length=8)] = ()
    rows: Annotated[tuple[tuple[str | Number, ...], ...], Field(max_length=12)] = ()
    data: TableQuery | None = None
    style: NumberStyle = "integer"
    """Of every column of figures that `styles` does not name. Of a table from data only the first;
    further measures are written as their source's column is.
    """
    styles: dict[str, NumberStyle] = Field(default_factory=dict)
    """By heading: `{"Units": "integer", "Price": "money"}`."""
    currency: Annotated[str, Field(max_length=4)] | None = None
    total: bool = False
    """The last row is a total."""
    highlight: Annotated[int, Field(ge=1)] | None = None
    """The row, from 1, that stands out."""


class Kpi(OperationBase):
    """A figure: `value` as it is shown, or `data`."""

    label: Short
    value: Annotated[str, Field(min_length=1, max_length=24)] | None = None
    data: Figure | None = None
    style: NumberStyle = "compact"
    currency: Annotated[str, Field(max_length=4)] | None = None
    change: Annotated[str, Field(max_length=60)] | None = None
    good: bool | None = None
    """Whether the change is good news; colours it, beside its sign."""
