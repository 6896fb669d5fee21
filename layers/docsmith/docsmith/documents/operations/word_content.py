"""What stands in a text: headings, paragraphs, lists, tables, charts, pictures and their like.

Text is a subset of markdown: `**bold**`, `*italic*`, `` `code` ``, `~~struck~~`, `[text](address)`,
`[^note]` for a footnote of this block, `[@key]` for a citation, `{{name}}` for a figure. A
backslash keeps a sign literal.
"""

from typing import Annotated, Literal

from pydantic import Field

from docsmith.documents.operations.base import OperationBase
from docsmith.documents.operations.word_data import NumberStyle, Query

Text = Annotated[str, Field(min_length=1, max_length=20_000)]
Short = Annotated[str, Field(min_length=1, max_length=300)]
Scalar = bool | int | float | str | None
Align = Literal["left", "center", "right", "justify"]
Notes = dict[Annotated[str, Field(pattern=r"^[A-Za-z0-9_]{1,20}$")], Text]


class MetaLine(OperationBase):
    """A label with what belongs to it: `Date`, `24 November 2026`."""

    label: Short
    value: Text


class Title(OperationBase):
    """The document's title with its lead-in; with `cover` on a page of its own."""

    op: Literal["title"]
    title: Short
    subtitle: Short | None = None
    kicker: Short | None = None
    """A short line above the title: what kind of document it is."""
    meta: Annotated[tuple[MetaLine, ...], Field(max_length=12)] = ()
    cover: bool = False
    summary: Text | None = None
    """A few sentences on the cover."""


class Letterhead(OperationBase):
    """The head of a letter: sender, recipient, date, subject. Addresses are one line each."""

    op: Literal["letterhead"]
    sender: Annotated[tuple[Short, ...], Field(max_length=8)] = ()
    """Name first; nothing for paper that has a head already."""
    recipient: Annotated[tuple[Short, ...], Field(min_length=1, max_length=8)]
    date: Short | None = None
    subject: Short
    references: Annotated[tuple[MetaLine, ...], Field(max_length=6)] = ()


class Heading(OperationBase):
    op: Literal["heading"]
    text: Short
    level: Annotated[int, Field(ge=1, le=4)] = 1
    numbered: bool = True
    """Whether it takes part in the numbering of a document that numbers its headings."""
    page_break: bool = False
    """Begin a new page with it."""


class Paragraph(OperationBase):
    op: Literal["paragraph"]
    text: Text
    style: Literal["body", "lead", "quote", "small", "closing"] = "body"
    align: Align | None = None
    keep_with_next: bool = False
    notes: Notes = Field(default_factory=dict)
    """Texts of the footnotes that `[^key]` in the text names."""


class ListItem(OperationBase):
    text: Text
    level: Annotated[int, Field(ge=0, le=3)] = 0


class ListBlock(OperationBase):
    op: Literal["list"]
    items: Annotated[tuple[ListItem | str, ...], Field(min_length=1, max_length=200)]
    kind: Literal["bullet", "number", "check"] = "bullet"
    notes: Notes = Field(default_factory=dict)


class Column(OperationBase):
    """How a column looks. What is left out follows its contents."""

    style: NumberStyle | Literal["text", "date"] | None = None
    align: Literal["left", "center", "right"] | None = None
    weight: Annotated[float, Field(gt=0, le=20)] | None = None
    """Share of the width, relative to the other columns; default by contents."""


class Table(OperationBase):
    """A table: typed in (`header`, `rows`), or computed from a source (`query`, `profile`)."""

    op: Literal["table"]
    header: Annotated[tuple[str, ...], Field(max_length=20)] = ()
    rows: Annotated[tuple[tuple[Scalar, ...], ...], Field(max_length=1000)] = ()
    query: Query | None = None
    profile: str | None = None
    """Slot of a data source whose columns are listed: kind, filled and blank cells, remarks."""
    columns: Annotated[tuple[Column, ...], Field(max_length=20)] = ()
    caption: Short | None = None
    total_row: bool = False
    """The last of `rows` is a total."""
    source: Short | None = None
    """A line below the table: where its figures come from."""
    notes: Notes = Field(default_factory=dict)

    @property
    def is_computed(self) -> bool:
        return self.query is not None or self.profile is not None


ChartKind = Literal[
    "column",
    "stacked_column",
    "percent_column",
    "bar",
    "stacked_bar",
    "line",
    "area",
    "stacked_area",
    "pie",
    "doughnut",
    "radar",
]


class ChartSeries(OperationBase):
    name: Short
    values: Annotated[tuple[float | None, ...], Field(min_length=1, max_length=500)]


class Chart(OperationBase):
    """A native chart with its data inside, typed in (`categories`, `series`) or from a `query`."""

    op: Literal["chart"]
    kind: ChartKind
    caption: Short
    categories: Annotated[tuple[str, ...], Field(max_length=500)] = ()
    series: Annotated[tuple[ChartSeries, ...], Field(max_length=12)] = ()
    query: Query | None = None
    alt: Annotated[str, Field(max_length=1000)] | None = None
    """What a reader who cannot see it should know; default made of kind, caption and extremes."""
    x_title: Short | None = None
    y_title: Short | None = None
    style: NumberStyle | None = None
    labels: bool | None = None
    """Write the values at the points; default for a few bars or columns of one series."""
    height_cm: Annotated[float, Field(ge=3, le=22)] = 7.5
    source: Short | None = None


class Image(OperationBase):
    """A picture from an input of kind `image`."""

    op: Literal["image"]
    slot: str
    alt: Annotated[str, Field(min_length=1, max_length=1000)]
    caption: Short | None = None
    width_cm: Annotated[float, Field(ge=1, le=40)] | None = None
    align: Literal["left", "center", "right"] = "left"
    source: Short | None = None


class Callout(OperationBase):
    """A boxed remark that must not be missed."""

    op: Literal["callout"]
    kind: Literal["note", "decision", "success", "warning"] = "note"
    title: Short | None = None
    text: Text
    notes: Notes = Field(default_factory=dict)


class Kpi(OperationBase):
    label: Short
    value: Short
    detail: Short | None = None


class Kpis(OperationBase):
    """Headline figures side by side."""

    op: Literal["kpis"]
    items: Annotated[tuple[Kpi, ...], Field(min_length=1, max_length=4)]


class Contents(OperationBase):
    """The list of headings with their pages; its entries are written with the document."""

    op: Literal["contents"]
    title: Short | None = None
    levels: Annotated[int, Field(ge=1, le=4)] = 2
    page_break: bool = False
    """Begin a new page after it."""


class References(OperationBase):
    """The sources that were cited, numbered in the order of their first citation."""

    op: Literal["references"]
    title: Short | None = None


class Signatures(OperationBase):
    """Lines to sign on, side by side."""

    op: Literal["signatures"]
    parties: Annotated[tuple[tuple[Short, ...], ...], Field(min_length=1, max_length=3)]
    """For each the name and further lines: role, organisation, `Date`."""


class PageBreak(OperationBase):
    op: Literal["page_break"]


class Section(OperationBase):
    """What follows begins on a new page with this orientation."""

    op: Literal["section"]
    orientation: Literal["portrait", "landscape"] = "portrait"
    restart_pages: bool = False


Content = Annotated[
    Title
    | Letterhead
    | Heading
    | Paragraph
    | ListBlock
    | Table
    | Chart
    | Image
    | Callout
    | Kpis
    | Contents
    | References
    | Signatures
    | PageBreak
    | Section,
    Field(discriminator="op"),
]
