"""What a slide says, by layout: typed slots, no coordinates.

A figure is either given (`value`, `values`, `rows`) or computed from a data source (`data`): the
engine reads the source, so that rows never pass through a model. Text takes `**bold**`.
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


class ImageSlot(OperationBase):
    """An image by the slot of its input, cropped to its frame."""

    slot: str
    alt: Annotated[str, Field(min_length=1, max_length=400)]
    caption: Short | None = None
    focus: Literal["center", "top", "bottom", "left", "right"] = "center"
    """Which part is kept when the frame's shape is another."""


class Point(OperationBase):
    """A bullet with its detail beneath."""

    text: Text
    detail: Text | None = None


Points = Annotated[tuple[Point | Text, ...], Field(min_length=1, max_length=7)]


class Column(OperationBase):
    heading: Short
    points: Points
    highlight: bool = False


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


class Event(OperationBase):
    when: Annotated[str, Field(min_length=1, max_length=30)]
    what: Short
    detail: Text | None = None
    state: Literal["done", "now", "next"] = "next"


class StepSlot(OperationBase):
    title: Short
    detail: Text | None = None


class Person(OperationBase):
    name: Short
    role: Short
    detail: Text | None = None
    image: str | None = None
    """Slot of a portrait; default the initials."""


class Action(OperationBase):
    what: Text
    who: Short | None = None
    when: Short | None = None


class AgendaItem(OperationBase):
    text: Short
    detail: Short | None = None


class Titled(OperationBase):
    title: Annotated[str, Field(min_length=1, max_length=200)]
    """A sentence that says the slide's message."""


class TitleContent(Titled):
    layout: Literal["title"]
    subtitle: Text | None = None
    presenter: Short | None = None
    date: Short | None = None


class SectionContent(Titled):
    layout: Literal["section"]
    subtitle: Text | None = None


class AgendaContent(Titled):
    layout: Literal["agenda"]
    items: Annotated[tuple[AgendaItem | Short, ...], Field(min_length=2, max_length=7)]


class BulletsContent(Titled):
    layout: Literal["bullets"]
    lead: Text | None = None
    """One sentence above the bullets."""
    points: Points


class TwoColumnsContent(Titled):
    layout: Literal["two_columns"]
    left: Column
    right: Column


class ComparisonContent(Titled):
    layout: Literal["comparison"]
    options: Annotated[tuple[Column, ...], Field(min_length=2, max_length=3)]
    verdict: Text | None = None


class KpisContent(Titled):
    layout: Literal["kpis"]
    kpis: Annotated[tuple[Kpi, ...], Field(min_length=2, max_length=6)]
    note: Text | None = None


class ChartContent(Titled):
    layout: Literal["chart"]
    chart: ChartSlot
    source: Short | None = None


class ChartTextContent(Titled):
    layout: Literal["chart_text"]
    chart: ChartSlot
    points: Points
    source: Short | None = None


class TableContent(Titled):
    layout: Literal["table"]
    table: TableSlot
    source: Short | None = None


class ImageContent(Titled):
    layout: Literal["image"]
    image: ImageSlot


class ImageTextContent(Titled):
    layout: Literal["image_text"]
    image: ImageSlot
    points: Points


class QuoteContent(OperationBase):
    layout: Literal["quote"]
    quote: Text
    author: Short
    role: Short | None = None


class StatementContent(OperationBase):
    layout: Literal["statement"]
    statement: Text
    support: Text | None = None


class TimelineContent(Titled):
    layout: Literal["timeline"]
    events: Annotated[tuple[Event, ...], Field(min_length=3, max_length=7)]


class ProcessContent(Titled):
    layout: Literal["process"]
    steps: Annotated[tuple[StepSlot, ...], Field(min_length=3, max_length=5)]


class TeamContent(Titled):
    layout: Literal["team"]
    people: Annotated[tuple[Person, ...], Field(min_length=2, max_length=6)]


class ClosingContent(Titled):
    layout: Literal["closing"]
    actions: Annotated[tuple[Action, ...], Field(max_length=5)] = ()
    contact: Text | None = None


SlideContent = Annotated[
    TitleContent
    | SectionContent
    | AgendaContent
    | BulletsContent
    | TwoColumnsContent
    | ComparisonContent
    | KpisContent
    | ChartContent
    | ChartTextContent
    | TableContent
    | ImageContent
    | ImageTextContent
    | QuoteContent
    | StatementContent
    | TimelineContent
    | ProcessContent
    | TeamContent
    | ClosingContent,
    Field(discriminator="layout"),
]
