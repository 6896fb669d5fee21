"""A workbook as operations build it: sheets of cells, data regions, tables, charts, names.

It is mutable and lives for one replay: operations are applied to a fresh `Book`, the result is
read, computed and written, and the `Book` is thrown away. Nothing else keeps a reference to it.

Data loaded from a source is a `DataRegion` of whole columns, never a dictionary of cells.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

from docsmith.documents.operations.base import OperationBase
from docsmith.documents.operations.workbook import Chart, Scalar
from docsmith.documents.workbook.cells import Area
from docsmith.documents.workbook.sheet_layout import SheetLayout
from docsmith.documents.workbook.styles import Look, Stylebook, default_stylebook

if TYPE_CHECKING:
    from docsmith.documents.workbook.base.facts import BaseFile

CellContent = Scalar | date
Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: a value, or a formula without its `=`, as Excel shows it (no prefixes).

    It never changes: another one takes its place, so that the cells of an uploaded file are shared
    between what it was and what it becomes.
    """

    value: CellContent = None
    formula: str | None = None
    look: Look = field(default_factory=Look)
    note: str | None = None
    cached: float | int | str | bool | None = None
    """The value an uploaded file stored for the formula."""
    array: str | None = None
    """The area an array formula of an uploaded file fills."""


@dataclass(slots=True)
class DataColumn:
    """A column of a data region: values, or a formula that stands in each row."""

    name: str
    look: Look
    values: Sequence[CellContent] = ()
    formula: str | None = None


@dataclass(slots=True)
class DataRegion:
    """A loaded table: `area` includes the header row."""

    slot: str
    area: Area
    columns: list[DataColumn]
    header: Look

    @property
    def rows(self) -> int:
        return self.area.bottom - self.area.top


@dataclass(slots=True)
class TableArea:
    """A real Excel table. `area` includes header and, with `totals`, the totals row."""

    name: str
    area: Area
    columns: list[str]
    totals: bool = False
    column_formulas: dict[str, str] = field(default_factory=dict[str, str])
    summed: frozenset[str] = frozenset()
    """Columns whose totals cell sums them."""

    @property
    def body(self) -> Area:
        a = self.area
        return Area(a.top + 1, a.left, a.bottom - (1 if self.totals else 0), a.right)

    def total_cells(self) -> list[tuple[str, str]]:
        """For each column what the totals row says: (`label`, text), (`function`, name) or
        nothing.
        """
        cells: list[tuple[str, str]] = []
        for i, name in enumerate(self.columns):
            if name in self.summed:
                cells.append(("function", "sum"))
            else:
                cells.append(("label", "Total") if i == 0 else ("", ""))
        return cells

    def column_area(self, name: str) -> Area | None:
        """The body cells of a column, by name without regard to case."""
        for i, column in enumerate(self.columns):
            if column.casefold() == name.casefold():
                body, left = self.body, self.area.left + i
                return Area(body.top, left, body.bottom, left)
        return None


@dataclass(frozen=True, slots=True)
class Rule:
    """A validation or a conditional format over an area. `formulas` move with what they
    refer to.
    """

    kind: str
    area: Area
    formulas: tuple[str, ...]
    op: OperationBase


@dataclass(slots=True)
class Sheet:
    """One sheet. `keys` maps the keys of block rows to row numbers."""

    name: str
    tab_color: str | None = None
    hidden: bool = False
    cells: dict[Place, Cell] = field(default_factory=dict[Place, Cell])
    regions: list[DataRegion] = field(default_factory=list[DataRegion])
    tables: list[TableArea] = field(default_factory=list[TableArea])
    charts: list[Chart] = field(default_factory=list[Chart])
    drawn: dict[str, Chart] = field(default_factory=dict[str, Chart])
    """For charts that are drawn otherwise than they were asked for, by title: what is drawn."""
    foreign_objects: int = 0
    """Charts, pictures and the like that an uploaded file holds and that are kept as they are."""
    rules: list[Rule] = field(default_factory=list[Rule])
    merges: list[Area] = field(default_factory=list[Area])
    keys: dict[str, int] = field(default_factory=dict[str, int])
    layout: SheetLayout = field(default_factory=SheetLayout)

    def cell(self, row: int, column: int) -> Cell | None:
        """The cell as it stands, a data region's included; None where nothing stands."""
        found = self.cells.get((row, column))
        if found is not None:
            return found
        for region in self.regions:
            if region.area.covers(row, column):
                return region_cell(region, row, column)
        return None

    def used(self) -> Area | None:
        """The smallest area that holds every cell."""
        areas = [r.area for r in self.regions]
        if self.cells:
            rows = [r for r, _ in self.cells]
            columns = [c for _, c in self.cells]
            areas.append(Area(min(rows), min(columns), max(rows), max(columns)))
        if not areas:
            return None
        return Area(
            min(a.top for a in areas),
            min(a.left for a in areas),
            max(a.bottom for a in areas),
            max(a.right for a in areas),
        )

    def formula_cells(self) -> Iterator[tuple[Place, str]]:
        """Every formula outside data regions, in the order of rows."""
        found = [(at, c.formula) for at, c in self.cells.items() if c.formula is not None]
        yield from sorted(found, key=lambda item: item[0])

    def table_at(self, row: int, column: int) -> TableArea | None:
        return next((t for t in self.tables if t.area.covers(row, column)), None)


def region_cell(region: DataRegion, row: int, column: int) -> Cell:
    """The cell of a region, made on demand."""
    shape = region.columns[column - region.area.left]
    if row == region.area.top:
        return Cell(shape.name, None, header_look(region, shape))
    if shape.formula is not None:
        return Cell(None, shape.formula, shape.look)
    return Cell(shape.values[row - region.area.top - 1], None, shape.look)


def header_look(region: DataRegion, column: DataColumn) -> Look:
    """The header of a column of numbers stands at the right, as its numbers do."""
    numeric = column.look.format and not column.look.is_date and column.look.align != "left"
    if numeric:
        return replace(region.header, align="right")
    own = column.look.indent
    return replace(region.header, align="left", indent=own) if own else region.header


@dataclass(slots=True)
class Book:
    """A workbook. Sheet and table names are looked up without regard to case, as Excel does."""

    sheets: list[Sheet] = field(default_factory=list[Sheet])
    names: dict[str, tuple[str, Area]] = field(default_factory=dict[str, tuple[str, Area]])
    styles: Stylebook = field(default_factory=default_stylebook)
    base: "BaseFile | None" = None
    """The uploaded file this workbook began as."""

    def sheet(self, name: str) -> Sheet | None:
        wanted = name.casefold()
        return next((s for s in self.sheets if s.name.casefold() == wanted), None)

    def table(self, name: str) -> tuple[Sheet, TableArea] | None:
        wanted = name.casefold()
        for sheet in self.sheets:
            for table in sheet.tables:
                if table.name.casefold() == wanted:
                    return sheet, table
        return None

    def formula_names(self) -> dict[str, str]:
        """Names of an uploaded workbook that stand for formulas, by lower-case name."""
        if self.base is None:
            return {}
        return {n.casefold(): text for n, local, text in self.base.other_names if local is None}

    def name(self, name: str) -> tuple[str, Area] | None:
        wanted = name.casefold()
        return next((v for k, v in self.names.items() if k.casefold() == wanted), None)
