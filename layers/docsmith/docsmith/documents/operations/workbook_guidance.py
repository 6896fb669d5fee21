"""Operations that guide the reader: validation, conditional formats, notes."""

from typing import Annotated, Literal

from pydantic import Field

from docsmith.documents.operations.base import OperationBase
from docsmith.documents.operations.workbook import CellRef, RangeRef, SheetName


class Validation(OperationBase):
    """Say what may be entered into the cells of a range."""

    op: Literal["validation"]
    sheet: SheetName
    range: RangeRef
    kind: Literal["list", "whole", "decimal", "date", "text_length", "custom"]
    values: Annotated[tuple[str, ...], Field(max_length=100)] | None = None
    """For `list`: the choices."""
    source: str | None = None
    """For `list`: a range that holds the choices, `Lists!A2:A9`."""
    minimum: float | str | None = None
    """A number, an ISO date, or a formula that begins with `=`."""
    maximum: float | str | None = None
    formula: Annotated[str, Field(pattern=r"^=", max_length=1000)] | None = None
    """For `custom`: true when the entry is allowed."""
    message: Annotated[str, Field(max_length=225)] | None = None
    """Shown when an entry is refused."""
    prompt: Annotated[str, Field(max_length=255)] | None = None
    """Shown when the cell is chosen."""
    allow_blank: bool = True


class Conditional(OperationBase):
    """Make the look of cells depend on their values."""

    op: Literal["conditional"]
    sheet: SheetName
    range: RangeRef
    kind: Literal[
        "greater", "less", "equal", "not_equal", "between", "text_contains", "formula",
        "top", "bottom", "duplicates", "color_scale", "data_bar", "icons",
    ]  # fmt: skip
    value: float | str | None = None
    """A number, a text, or a formula that begins with `=`; for `top` and `bottom` how many."""
    second: float | str | None = None
    """For `between`: the upper bound."""
    format: Literal["good", "bad", "warn", "accent", "muted"] = "accent"


class Note(OperationBase):
    """Attach a note to a cell: a source, an assumption. Null removes it."""

    op: Literal["note"]
    sheet: SheetName
    cell: CellRef
    text: Annotated[str, Field(min_length=1, max_length=2000)] | None
