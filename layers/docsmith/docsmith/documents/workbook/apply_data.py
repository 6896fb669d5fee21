"""Operations that bring data and make tables: load_data, table."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from docsmith.documents.errors import OperationRefused, UnreadableSource
from docsmith.documents.model import Input
from docsmith.documents.operations.workbook import ComputedColumn, LoadData, Table
from docsmith.documents.sources.read import read_source
from docsmith.documents.sources.table import ColumnType, SourceColumn, SourceTable
from docsmith.documents.workbook.base.refusals import refuse_data
from docsmith.documents.workbook.book import Cell, DataColumn, DataRegion, Sheet, TableArea
from docsmith.documents.workbook.cells import MAX_COLUMN, MAX_ROW, Area, refused_area, refused_cell
from docsmith.documents.workbook.changes import Changes, Written
from docsmith.documents.workbook.formulas.policy import refuse_formula
from docsmith.documents.workbook.formulas.spelling import shown
from docsmith.documents.workbook.styles import Look, format_named

_SLOT_KINDS = ("csv", "tsv", "json", "xlsx")


@dataclass(frozen=True, slots=True)
class _Content:
    """An input as a cache key: its digest stands for its bytes."""

    sha256: str
    kind: str
    name: str
    part: str | None
    content: bytes = field(compare=False, repr=False)


@lru_cache(maxsize=2)
def _table(source: _Content) -> SourceTable:
    """Every turn replays the operations; the file is read once."""
    return read_source(source.content, kind=source.kind, name=source.name, part=source.part)


def source_table(source: Input, part: str | None = None) -> SourceTable:
    """The table of an input, remembered by its digest. Raises `UnreadableSource`."""
    return _table(_Content(source.sha256, source.kind, source.name, part, source.content))


def load_data(changes: Changes, op: LoadData) -> None:
    sheet = changes.sheet(op.sheet)
    refuse_data(changes.book.base, sheet, "sheet")
    source = _source(changes, op)
    refuse_table_name(changes, op.table, "table")
    columns = [*_source_columns(changes, op, source), *_computed_columns(changes, op)]
    _refuse_twins(columns)
    top, left = refused_cell("anchor", op.anchor)
    area = Area(top, left, top + source.row_count, left + len(columns) - 1)
    if area.bottom > MAX_ROW or area.right > MAX_COLUMN:
        raise OperationRefused("anchor", "the data does not fit on the sheet below this cell")
    refuse_overlap(sheet, area, "anchor")
    header = changes.book.styles.named("header")
    sheet.regions.append(DataRegion(op.slot, area, columns, header))
    formulas = {c.name: c.formula for c in columns if c.formula is not None}
    sheet.tables.append(TableArea(op.table, area, [c.name for c in columns], False, formulas))
    _remember_formulas(changes, sheet, area, columns, op)
    if sheet.layout.freeze is None and top == 1:
        sheet.layout.freeze, sheet.layout.repeat_rows = (2, 1), (1, 1)
    changes.touch(sheet, area)


def _source(changes: Changes, op: LoadData) -> SourceTable:
    found = changes.inputs.get(op.slot)
    slots = tuple(k for k, v in changes.inputs.items() if v.kind in _SLOT_KINDS)
    if found is None:
        raise OperationRefused("slot", f"there is no input '{op.slot}'", slots)
    try:
        return source_table(found, op.part)
    except UnreadableSource as error:
        raise OperationRefused(
            "slot", f"'{op.slot}' cannot be read: {error.reason}", slots
        ) from error


def _source_columns(changes: Changes, op: LoadData, source: SourceTable) -> list[DataColumn]:
    names = tuple(c.name for c in source.columns)
    for old in op.rename:
        if source.column(old) is None:
            raise OperationRefused(f"rename.{old}", f"the source has no column '{old}'", names)
    rename = {k.strip().casefold(): v for k, v in op.rename.items()}
    chosen: list[SourceColumn] = []
    for i, name in enumerate(op.columns if op.columns is not None else names):
        column = source.column(name)
        if column is None:
            raise OperationRefused(f"columns[{i}]", f"the source has no column '{name}'", names)
        chosen.append(column)
    return [
        DataColumn(rename.get(c.name.casefold(), c.name), _look(changes, c), c.values)
        for c in chosen
    ]


def _look(changes: Changes, column: SourceColumn) -> Look:
    look = changes.book.styles.named(column.style)
    if column.type is ColumnType.DATETIME:
        return replace(look, format=format_named("datetime"))
    if column.type is ColumnType.MONEY and _whole(column):
        return replace(look, format=format_named("integer"))
    if column.type.is_number and look.style == "text":
        return replace(look, format="0")
    return look


def _whole(column: SourceColumn) -> bool:
    return all(isinstance(v, int) or v is None or isinstance(v, str) for v in column.values)


def _computed_columns(changes: Changes, op: LoadData) -> list[DataColumn]:
    out: list[DataColumn] = []
    for i, column in enumerate(op.computed):
        formula = shown(column.formula[1:].strip())
        refuse_formula(formula, f"computed[{i}].formula")
        out.append(DataColumn(column.name, _computed_look(changes, column), (), formula))
    return out


def _computed_look(changes: Changes, column: ComputedColumn) -> Look:
    return changes.book.styles.named(column.style)


def _refuse_twins(columns: Sequence[DataColumn]) -> None:
    seen: set[str] = set()
    for column in columns:
        if column.name.casefold() in seen:
            raise OperationRefused("columns", f"two columns would be called '{column.name}'")
        seen.add(column.name.casefold())
    if not columns:
        raise OperationRefused("columns", "a table needs at least one column")


def _remember_formulas(
    changes: Changes, sheet: Sheet, area: Area, columns: Sequence[DataColumn], op: LoadData
) -> None:
    first = len(columns) - len(op.computed)
    for i, column in enumerate(columns):
        if column.formula is not None:
            path = f"{changes.path}.computed[{i - first}].formula"
            changes.written.append(
                Written(path, sheet, area.top + 1, area.left + i, column.formula)
            )


def refuse_overlap(sheet: Sheet, area: Area, path: str) -> None:
    """Tables stand alone."""
    for table in sheet.tables:
        if table.area.meets(area):
            raise OperationRefused(
                path, f"{area.text} overlaps table {table.name} at {table.area.text}"
            )
    for merge in sheet.merges:
        if merge.meets(area):
            raise OperationRefused(path, f"{area.text} overlaps the merged cells {merge.text}")
    hit = next((at for at, c in sheet.cells.items() if area.covers(*at) and _filled(c)), None)
    if hit is not None and path == "anchor":
        raise OperationRefused(path, f"{area.text} is not empty", hint="load onto an empty sheet")


def _filled(cell: Cell) -> bool:
    return cell.value is not None or cell.formula is not None


def refuse_table_name(changes: Changes, name: str, path: str) -> None:
    """Tables and names share one list of names, and none may look like a cell."""
    if changes.book.table(name) or changes.book.name(name):
        raise OperationRefused(path, f"'{name}' is already a table or a name")
    refuse_cell_like(name, path)


def refuse_cell_like(name: str, path: str) -> None:
    try:
        refused_cell(path, name)
    except OperationRefused:
        if name.upper() not in {"R", "C", "TRUE", "FALSE"}:
            return
    raise OperationRefused(path, f"'{name}' reads as a cell", hint="choose a longer word")


def table(changes: Changes, op: Table) -> None:
    sheet = changes.sheet(op.sheet)
    area = refused_area("range", op.range)
    refuse_table_name(changes, op.name, "name")
    refuse_overlap(sheet, area, "range")
    if area.bottom == area.top:
        raise OperationRefused("range", "a table needs a header and at least one row")
    columns = _header_names(sheet, area)
    if op.totals:
        area = Area(area.top, area.left, area.bottom + 1, area.right)
    made = TableArea(op.name, area, columns, op.totals)
    if op.totals:
        _write_totals(changes, sheet, made)
    sheet.tables.append(made)
    changes.touch(sheet, area)


def _header_names(sheet: Sheet, area: Area) -> list[str]:
    names: list[str] = []
    for column in range(area.left, area.right + 1):
        cell = sheet.cells.get((area.top, column))
        if (
            cell is None
            or cell.formula is not None
            or cell.value is None
            or not str(cell.value).strip()
        ):
            raise OperationRefused("range", "every column of a table needs a header that is text")
        name = str(cell.value)
        sheet.cells[area.top, column] = replace(cell, value=name)
        if name.casefold() in {n.casefold() for n in names}:
            raise OperationRefused("range", f"two columns are called '{name}'")
        names.append(name)
    return names


def _write_totals(changes: Changes, sheet: Sheet, made: TableArea) -> None:
    """SUBTOTAL under every column of numbers, a word under the first."""
    row, body = made.area.bottom, made.body
    look = changes.book.styles.named("total")
    summed: set[str] = set()
    for i, name in enumerate(made.columns):
        at = (row, made.area.left + i)
        if (before := sheet.cells.get(at)) and _filled(before):
            raise OperationRefused("totals", f"the row below {body.text} is not empty")
        cells = [sheet.cells.get((r, at[1])) for r in range(body.top, body.bottom + 1)]
        if i and any(c and (c.formula or _is_number(c.value)) for c in cells):
            summed.add(name)
            like = next(c for c in cells if c and (c.formula or _is_number(c.value)))
            own = replace(look, format=like.look.format or look.format)
            sheet.cells[at] = Cell(None, f"SUBTOTAL(109,{made.name}[{name}])", own)
            changes.written.append(Written(f"{changes.path}.totals", sheet, *at, ""))
        else:
            sheet.cells[at] = Cell("Total" if i == 0 else None, None, look)
    made.summed = frozenset(summed)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
