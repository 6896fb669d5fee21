"""What a slide says, by layout: typed slots, no coordinates.

Figures are in `slides_figures.py`. Text takes `**bold**`.
"""

from typing import Annotated, Literal

from pydantic import Field

from docsmith.documents.operations.base import OperationBase
from docsmith.documents.operations.slides_figures import (
    Aggregate,
    ChartForm,
    ChartSlot,
    Figure,
    Kpi,
    Number,
    NumberStyle,
    Query,
    Series,
    Short,
    TableQuery,
    TableSlot,
    Text,
)

__all__ = [
    "Aggregate",
    "ChartForm",
    "ChartSlot",
    "Figure",
    "Kpi",
    "Number",
    "NumberStyle",
    "Query",
    "Series",
    "SlideContent",
    "TableQuery",
    "TableSlot",
]


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
