"""Operations that change the shape of a workbook: rows, columns, sheets, charts, contents.

References in formulas, names, charts, conditional formats and validations move with what
they refer to.
What would leave a formula pointing at nothing is refused, with the places of those formulas.
"""

from typing import Annotated, Literal

from pydantic import Field

from docsmith.documents.operations.base import OperationBase
from docsmith.documents.operations.workbook import RangeRef, SheetName

Letters = Annotated[str, Field(pattern=r"^[A-Za-z]{1,3}$")]
RowNumber = Annotated[int, Field(ge=1, le=1_048_576)]
Count = Annotated[int, Field(ge=1, le=10_000)]


class InsertRows(OperationBase):
    """Insert empty rows before a row."""

    op: Literal["insert_rows"]
    sheet: SheetName
    before: RowNumber
    count: Count = 1


class DeleteRows(OperationBase):
    """Delete rows, `first` and the ones below it."""

    op: Literal["delete_rows"]
    sheet: SheetName
    first: RowNumber
    count: Count = 1


class InsertColumns(OperationBase):
    """Insert empty columns before a column."""

    op: Literal["insert_columns"]
    sheet: SheetName
    before: Letters
    count: Count = 1


class DeleteColumns(OperationBase):
    """Delete columns, `first` and the ones right of it."""

    op: Literal["delete_columns"]
    sheet: SheetName
    first: Letters
    count: Count = 1


class RenameSheet(OperationBase):
    """Give a sheet another name; formulas follow."""

    op: Literal["rename_sheet"]
    sheet: SheetName
    to: SheetName


class MoveSheet(OperationBase):
    """Put a sheet before another one, or at the end."""

    op: Literal["move_sheet"]
    sheet: SheetName
    before: SheetName | None = None


class DeleteSheet(OperationBase):
    """Delete a sheet that no formula of another sheet refers to."""

    op: Literal["delete_sheet"]
    sheet: SheetName
    keep_values: bool = False
    """Of an uploaded workbook: cells of other sheets that read it keep the values they show, as
    plain values. Only when it was asked for."""


class Clear(OperationBase):
    """Empty the cells of a range; their look stays unless `looks` is set."""

    op: Literal["clear"]
    sheet: SheetName
    range: RangeRef
    looks: bool = False


class RemoveChart(OperationBase):
    """Remove a chart by its id, or by its title when it has none."""

    op: Literal["remove_chart"]
    sheet: SheetName
    id: Annotated[str, Field(min_length=1, max_length=200)]
