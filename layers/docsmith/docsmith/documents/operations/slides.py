"""The operations of a slide deck. A slide is named by its id: `s3`, or what `slide` gave it.

The model gives content, never coordinates; see `slides_content.py` for the layouts and their slots.
In an uploaded deck slides have the ids that `document_read` lists (`u1`, `u2` …); their shapes are
named by placeholder type or shape name as listed, never by position.
"""

from typing import Annotated, Any, Literal

from pydantic import Field

from docsmith.documents.operations.base import OperationBase
from docsmith.documents.operations.selecting import Select
from docsmith.documents.operations.slides_content import SlideContent
from docsmith.documents.operations.slides_uploaded import (
    LayoutSlide,
    Notes,
    RemoveShape,
    SetAlt,
    SetChartData,
    SetPicture,
    SetTableCell,
    SetTableRows,
    SlideId,
)


class SetDeck(OperationBase):
    """What holds for the whole deck; only what is given changes. An uploaded deck keeps its ratio
    and its ground; title, colour, font, footer and page numbers are changed in its own parts.
    """

    op: Literal["deck"]
    title: Annotated[str, Field(min_length=1, max_length=200)] | None = None
    """Of the document's properties."""
    ratio: Literal["16:9", "4:3"] | None = None
    mode: Literal["light", "dark"] | None = None
    primary_color: Annotated[str, Field(pattern=r"^#?[0-9A-Fa-f]{6}$")] | None = None
    font: Annotated[str, Field(min_length=1, max_length=60)] | None = None
    footer: Annotated[str, Field(max_length=100)] | None = None
    page_numbers: bool | None = None
    language: Literal["en", "de"] | None = None
    """How computed figures are written, and the proofing language."""


class AddSlide(OperationBase):
    """Add a slide at the end, or before another."""

    op: Literal["slide"]
    id: SlideId | None = None
    content: SlideContent
    notes: Notes | None = None
    section: Annotated[str, Field(min_length=1, max_length=60)] | None = None
    """Starts a section of that name with this slide."""
    before: SlideId | None = None


class SetSlot(OperationBase):
    """Put something else into a slot: `title`, `points[2]`, `chart.caption`, `kpis[0].value`.

    In an uploaded slide the slot is a placeholder type (`title`, `body`, `subTitle`) or a shape's
    name; the value is a text, or a list of texts, one a paragraph.
    """

    op: Literal["set_slot"]
    slide: SlideId
    slot: Annotated[str, Field(min_length=1, max_length=120)]
    value: Any


class Tell(OperationBase):
    """Say what a slide's computed figures show, as its title: `North leads with 34% of revenue`.

    Written anew with the data, where a typed title would go on to quote old figures. Only for
    slides whose chart, table or key figures are computed (`data`); nothing happens where the
    figures do not bear it out.
    """

    op: Literal["tell"]
    slide: SlideId
    what: Literal["lead", "trend", "mix", "table", "figures", "summary", "entries", "basis"]
    """`lead` the largest category of a chart; `trend` the last period against the one before;
    `mix` the largest series; `table` the first rows' part; `figures` the first key figure;
    `summary` puts what was told before into this slide's points; `entries` the subtitle: rows and
    name of a source; `basis` the details of this slide's points: rows, gaps and period of a
    source."""
    measure: Annotated[str, Field(min_length=1, max_length=160)] | None = None
    """What is measured, in words. Required but for `summary`, `entries` and `basis`."""
    dimension: Annotated[str, Field(max_length=160)] | None = None
    """For `table`: what its rows are, in words."""
    period: Annotated[str, Field(max_length=40)] | None = None
    """For `trend` the period to look at as the chart shows it, default the last; for `figures` the
    period they cover, in words."""
    title: bool = True
    points: bool = False
    """Put further sentences into the slide's points."""
    highlight: bool = False
    """Let the chart's first category stand out."""
    source: str | None = None
    """For `entries` and `basis`: the slot of the data source."""
    columns: Annotated[tuple[str, ...], Field(max_length=40)] = ()
    """For `basis`: the columns that are used."""
    date: str | None = None
    """For `basis`: the date column whose span is told."""


class SetContent(OperationBase):
    """Give a slide another layout and content; id, notes and section stay."""

    op: Literal["set_content"]
    slide: SlideId
    content: SlideContent


class SetNotes(OperationBase):
    """Speaker notes of a slide; empty removes them."""

    op: Literal["notes"]
    slide: SlideId
    notes: Notes


class SetSection(OperationBase):
    """A section begins with this slide; without a name none does."""

    op: Literal["section"]
    slide: SlideId
    name: Annotated[str, Field(min_length=1, max_length=60)] | None = None


class MoveSlide(OperationBase):
    """Move a slide before another, or to the end."""

    op: Literal["move"]
    slide: SlideId
    before: SlideId | None = None


class DuplicateSlide(OperationBase):
    """Copy a slide; the copy follows it."""

    op: Literal["duplicate"]
    slide: SlideId
    id: SlideId | None = None


class DeleteSlide(OperationBase):
    op: Literal["delete"]
    slide: SlideId


SlidesOperation = Annotated[
    SetDeck
    | AddSlide
    | Select
    | SetSlot
    | Tell
    | SetContent
    | SetNotes
    | SetSection
    | MoveSlide
    | DuplicateSlide
    | DeleteSlide
    | LayoutSlide
    | SetChartData
    | SetTableCell
    | SetTableRows
    | SetPicture
    | RemoveShape
    | SetAlt,
    Field(discriminator="op"),
]
