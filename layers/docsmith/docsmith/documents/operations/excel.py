"""Every operation of a workbook, as one discriminated union."""

from typing import Annotated

from pydantic import Field

from docsmith.documents.operations.selecting import Select
from docsmith.documents.operations.workbook import (
    AddSheet,
    Chart,
    LoadData,
    Name,
    SetCells,
    Style,
    Table,
    WriteBlock,
)
from docsmith.documents.operations.workbook_guidance import Conditional, Note, Validation
from docsmith.documents.operations.workbook_layout import Layout
from docsmith.documents.operations.workbook_structure import (
    Clear,
    DeleteColumns,
    DeleteRows,
    DeleteSheet,
    InsertColumns,
    InsertRows,
    MoveSheet,
    RemoveChart,
    RenameSheet,
)

WorkbookOperation = Annotated[
    AddSheet
    | Select
    | LoadData
    | WriteBlock
    | SetCells
    | Style
    | Name
    | Table
    | Chart
    | Layout
    | Validation
    | Conditional
    | Note
    | InsertRows
    | DeleteRows
    | InsertColumns
    | DeleteColumns
    | RenameSheet
    | MoveSheet
    | DeleteSheet
    | Clear
    | RemoveChart,
    Field(discriminator="op"),
]
