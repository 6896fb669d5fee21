"""The operation that says how a sheet is shown and printed."""

from typing import Annotated, Literal

from pydantic import Field

from docsmith.documents.operations.base import OperationBase
from docsmith.documents.operations.workbook import CellRef, RangeRef, SheetName

RowNumber = Annotated[int, Field(ge=2, le=1_048_576)]


class Layout(OperationBase):
    """How a sheet is shown and printed."""

    op: Literal["layout"]
    sheet: SheetName
    widths: dict[str, float] = Field(default_factory=dict)
    """Column letter, or span `B:F`, to width in characters."""
    heights: dict[str, float] = Field(default_factory=dict)
    """Row number, or span `2:9`, to height in points."""
    hidden_columns: tuple[str, ...] = ()
    """Column letters, or spans `H:K`, that are not shown."""
    autofit: bool = False
    """Forget widths set before; widths follow the contents, as they do by default."""
    freeze: CellRef | None = None
    """First cell that scrolls: `A2` freezes the header row."""
    gridlines: bool | None = None
    zoom: Annotated[int, Field(ge=10, le=400)] | None = None
    landscape: bool | None = None
    fit_width: bool | None = None
    """Fit to one page in width when printed."""
    repeat_rows: str | None = None
    """`1:1` repeats the first row on each printed page."""
    print_area: RangeRef | None = None
    page_breaks: Annotated[tuple[RowNumber, ...], Field(max_length=1000)] = ()
    """Rows with which a new printed page begins."""
    paper: Literal["a4", "letter"] | None = None
    header: str | None = None
    footer: str | None = None
