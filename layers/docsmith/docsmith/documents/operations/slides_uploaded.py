"""The operations on the slides of an uploaded deck, which keep their own layouts and looks.

Shapes are named by placeholder type or by name as `document_read` lists them.
"""

from typing import Annotated, Literal

from pydantic import Field

from docsmith.documents.operations.base import OperationBase
from docsmith.documents.operations.slides_content import ImageSlot, Number, Series

SlideId = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_-]{0,39}$")]
Notes = Annotated[str, Field(max_length=6000)]
Shape = Annotated[str, Field(min_length=1, max_length=120)]
"""The shape's name as listed."""


class LayoutSlide(OperationBase):
    """Add a slide to an uploaded deck on one of its own layouts, by the layout's name."""

    op: Literal["layout_slide"]
    id: SlideId | None = None
    layout: Annotated[str, Field(min_length=1, max_length=120)]
    slots: dict[str, str | tuple[str, ...]]
    """By placeholder type (`title`, `body`, `subTitle`) or the placeholder's name."""
    images: dict[str, ImageSlot] = Field(default_factory=dict)
    """Pictures, by placeholder type (`pic`) or the placeholder's name."""
    notes: Notes | None = None
    before: SlideId | None = None


class SetChartData(OperationBase):
    """Put other figures into a chart of an uploaded slide; looks stay, its workbook follows."""

    op: Literal["chart_data"]
    slide: SlideId
    chart: Shape
    categories: Annotated[tuple[str, ...], Field(min_length=1, max_length=200)]
    series: Annotated[tuple[Series, ...], Field(min_length=1, max_length=20)]


class SetTableCell(OperationBase):
    """Put another text into a table cell of an uploaded slide. Rows and columns count from 1."""

    op: Literal["table_cell"]
    slide: SlideId
    table: Shape
    row: Annotated[int, Field(ge=1, le=500)]
    column: Annotated[int, Field(ge=1, le=100)]
    value: str | Number


class SetTableRows(OperationBase):
    """Put other rows into a table of an uploaded slide, from row `first` to the end: as many rows
    as are given. Columns stay; a new row looks like the one above it.
    """

    op: Literal["table_rows"]
    slide: SlideId
    table: Shape
    first: Annotated[int, Field(ge=1, le=500)] = 2
    rows: Annotated[tuple[tuple[str | Number, ...], ...], Field(min_length=1, max_length=60)]


class SetPicture(OperationBase):
    """Put another image where a picture or an empty picture placeholder stands on an uploaded
    slide; it is cropped to the same frame.
    """

    op: Literal["picture"]
    slide: SlideId
    shape: Shape
    image: ImageSlot


class RemoveShape(OperationBase):
    """Take a shape off an uploaded slide."""

    op: Literal["remove"]
    slide: SlideId
    shape: Shape


class SetAlt(OperationBase):
    """Alternative text of a shape of an uploaded slide."""

    op: Literal["alt"]
    slide: SlideId
    shape: Shape
    text: Annotated[str, Field(min_length=1, max_length=400)]
