"""The operations of a workbook. A cell is named `A1`, a range `A1:D9`, always beside its `sheet`.

Values: a JSON number, string, boolean or null; a string that begins with `=` is a formula; dates
are ISO strings `2026-11-24` and become real dates where the column's style is a date style.
Text that must stay text although it begins with `=` is written with a leading apostrophe.
"""

from typing import Annotated, Literal

from pydantic import Field

from docsmith.documents.operations.base import OperationBase

Scalar = bool | int | float | str | None
SheetName = Annotated[str, Field(min_length=1, max_length=31)]
CellRef = Annotated[str, Field(pattern=r"^\$?[A-Za-z]{1,3}\$?[1-9][0-9]{0,6}$")]
RangeRef = Annotated[
    str,
    Field(pattern=r"^\$?[A-Za-z]{1,3}\$?[1-9][0-9]{0,6}(:\$?[A-Za-z]{1,3}\$?[1-9][0-9]{0,6})?$"),
]

StyleName = Literal[
    "title",
    "subtitle",
    "header",
    "label",
    "text",
    "input",
    "calc",
    "link",
    "total",
    "subtotal",
    "integer",
    "number",
    "money",
    "percent",
    "multiple",
    "date",
    "month",
    "year",
    "check",
    "note",
    "kpi_label",
    "kpi_value",
]
"""Named styles. Look and number format belong to the style; `number_format` on `style` overrides.
"""


class AddSheet(OperationBase):
    """Add an empty sheet at the end, or before `before`."""

    op: Literal["add_sheet"]
    sheet: SheetName
    before: SheetName | None = None
    tab_color: str | None = None


class LoadData(OperationBase):
    """Put a data source into a sheet as a real Excel table, streaming; never through the model."""

    op: Literal["load_data"]
    slot: str
    """Name of the input, as `source_read` lists it."""
    part: str | None = None
    """Sheet of an xlsx source or list of a json source; default the largest."""
    sheet: SheetName
    table: Annotated[str, Field(pattern=r"^[A-Za-z_][A-Za-z0-9_]{0,200}$")]
    anchor: CellRef = "A1"
    columns: tuple[str, ...] | None = None
    """Columns to keep, in order, by source name; default all."""
    rename: dict[str, str] = Field(default_factory=dict)
    computed: tuple["ComputedColumn", ...] = ()


class ComputedColumn(OperationBase):
    """A column computed for each row of a table: `formula` uses `[@Column]` for the row's own
    cells.
    """

    name: Annotated[str, Field(min_length=1, max_length=255)]
    formula: Annotated[str, Field(pattern=r"^=", max_length=8000)]
    style: StyleName = "number"


class BlockRow(OperationBase):
    """One row of a block: a label, then either values or one formula filled along the periods."""

    label: str | None = None
    values: tuple[Scalar, ...] | None = None
    formula: Annotated[str, Field(pattern=r"^=", max_length=8000)] | None = None
    """Filled along the columns: `{col}` is this column's letter, `{prev}` the one before, `{next}`
    the
    one after, `{first}` and `{last}` the first and last of the periods, `{label}` the label column,
    `{row}` this row's number, `{row:key}` the row number of the block row with that key."""
    first: Scalar = None
    """What stands in the first period instead of the formula, when it differs (an opening balance).
    """
    key: str | None = None
    """Other rows of any block on the sheet refer to this one as `{row:key}`, other sheets' as
    `{row:Sheet!key}`."""
    style: StyleName | None = None
    number_format: str | None = None
    """Overrides the style's, for values and formulas of this row."""
    indent: Annotated[int, Field(ge=0, le=8)] = 0
    """Of the label."""


class WriteBlock(OperationBase):
    """Write rows at an anchor. Row 1 may be a header; formulas are consistent along a row by
    construction.

    When any row has a label, the first column holds the labels and values begin in the second;
    else values
    begin in the first. A value that begins with `=` may use the placeholders of `formula` too.
    """

    op: Literal["write_block"]
    sheet: SheetName
    anchor: CellRef
    header: tuple[Scalar, ...] | None = None
    header_style: StyleName = "header"
    rows: tuple[BlockRow, ...]
    periods: Annotated[int, Field(ge=1, le=500)] | None = None
    """How many columns a filled formula spans; default the header's width without the label column.
    """


class CellValue(OperationBase):
    cell: CellRef
    value: Scalar
    style: StyleName | None = None
    number_format: str | None = None
    note: str | None = None


class SetCells(OperationBase):
    """Set single cells: values or formulas."""

    op: Literal["set_cells"]
    sheet: SheetName
    cells: Annotated[tuple[CellValue, ...], Field(min_length=1, max_length=2000)]


class Style(OperationBase):
    """Give a range a named style, with overrides."""

    op: Literal["style"]
    sheet: SheetName
    range: RangeRef
    style: StyleName | None = None
    number_format: str | None = None
    bold: bool | None = None
    italic: bool | None = None
    color: str | None = None
    """Font colour, hex `#1F3864` or a theme word: `accent`, `muted`, `good`, `bad`."""
    fill: str | None = None
    align: Literal["left", "center", "right"] | None = None
    wrap: bool | None = None
    merge: bool = False


class Name(OperationBase):
    """Define a workbook name for a cell or range."""

    op: Literal["name"]
    name: Annotated[str, Field(pattern=r"^[A-Za-z_\\][A-Za-z0-9_.]{0,254}$")]
    sheet: SheetName
    range: RangeRef


class Table(OperationBase):
    """Make a range that has a header row a real Excel table."""

    op: Literal["table"]
    sheet: SheetName
    range: RangeRef
    name: Annotated[str, Field(pattern=r"^[A-Za-z_][A-Za-z0-9_]{0,200}$")]
    totals: bool = False


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
    "scatter",
    "bubble",
    "radar",
    "combo",
    "waterfall",
]


class ChartSeries(OperationBase):
    name: str | None = None
    """Literal text, or a cell reference such as `=Summary!B4`."""
    values: str
    """A range with its sheet: `Summary!B5:B16`."""
    kind: Literal["column", "line"] | None = None
    """Only for `combo`."""
    secondary: bool = False


class Chart(OperationBase):
    """Add a native chart, anchored at a cell."""

    op: Literal["chart"]
    sheet: SheetName
    anchor: CellRef
    kind: ChartKind
    title: Annotated[str, Field(min_length=1, max_length=200)]
    categories: str
    """A range with its sheet: `Summary!A5:A16`."""
    series: Annotated[tuple[ChartSeries, ...], Field(min_length=1, max_length=30)]
    x_title: str | None = None
    y_title: str | None = None
    number_format: str | None = None
    width_cm: Annotated[float, Field(ge=4, le=60)] = 16
    height_cm: Annotated[float, Field(ge=3, le=40)] = 8
    labels: bool = False
    """Write the values at the points of columns, bars and lines; pies always say their shares."""
    totals: tuple[int, ...] = ()
    """Only for `waterfall`, whose one series holds movements: the points, from 1, that are
    totals.
    """
    alt: str | None = None
    """Alternative text; default made of the title."""
    id: str | None = None
