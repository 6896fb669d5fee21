"""Every operation of a text document in one union, and those that set up the whole."""

from typing import Annotated, Literal

from pydantic import Field

from docsmith.documents.operations.base import OperationBase
from docsmith.documents.operations.selecting import Select
from docsmith.documents.operations.word_content import (
    Callout,
    Chart,
    Contents,
    Heading,
    Image,
    Kpis,
    Letterhead,
    ListBlock,
    PageBreak,
    Paragraph,
    References,
    Section,
    Short,
    Signatures,
    Table,
    Title,
)
from docsmith.documents.operations.word_data import Figures
from docsmith.documents.operations.word_edits import (
    AddRow,
    Delete,
    DeleteRow,
    InsertAfter,
    InsertBefore,
    Move,
    Replace,
    ReplaceText,
    SetText,
)

Hex = Annotated[str, Field(pattern=r"^#?[0-9A-Fa-f]{6}$")]


class Setup(OperationBase):
    """How the whole document looks and what it is. What is left out stays as it was.

    An uploaded document keeps its own design and the numbers of its headings."""

    op: Literal["setup"]
    design: Literal["report", "memo", "letter", "proposal", "minutes"] | None = None
    title: Short | None = None
    subject: Short | None = None
    author: Short | None = None
    keywords: tuple[Short, ...] | None = None
    language: Annotated[str, Field(pattern=r"^[a-z]{2}(-[A-Z]{2})?$")] | None = None
    """`en-GB`, `de-DE`, `ja-JP`, `ar-SA`: hyphenation, spelling, labels, direction."""
    paper: Literal["a4", "letter"] | None = None
    numbered_headings: bool | None = None
    color: Hex | None = None
    """The main colour; default the brand's, else the design's."""
    font: Annotated[str, Field(min_length=1, max_length=100)] | None = None
    """Default the brand's, else the design's."""


class HeaderFooter(OperationBase):
    """What stands at the top and bottom of each page. Given again, it replaces the one before.

    In an uploaded document it takes the place of the header or footer that it gives a text for;
    the other stays."""

    op: Literal["header_footer"]
    header: Short | None = None
    footer: Short | None = None
    logo: str | None = None
    """Slot of an image; default the brand's logo."""
    page_numbers: bool = True
    first_page: bool = False
    """Whether the first page has them too."""


class Source(OperationBase):
    """A source that `[@key]` cites."""

    op: Literal["source"]
    key: Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_-]{0,40}$")]
    title: Short
    author: Short | None = None
    year: Annotated[str, Field(max_length=20)] | None = None
    publisher: Short | None = None
    url: Annotated[str, Field(pattern=r"^https?://[^\s]+$", max_length=2000)] | None = None
    detail: Short | None = None
    """Page, sheet, range, date of access."""
    slot: str | None = None
    """The data source that it is: how many rows and columns it has is written with it."""


WordOperation = Annotated[
    Setup
    | Title
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
    | HeaderFooter
    | Source
    | References
    | Signatures
    | PageBreak
    | Section
    | Figures
    | Select
    | Replace
    | InsertAfter
    | InsertBefore
    | Delete
    | Move
    | SetText
    | ReplaceText
    | AddRow
    | DeleteRow,
    Field(discriminator="op"),
]
