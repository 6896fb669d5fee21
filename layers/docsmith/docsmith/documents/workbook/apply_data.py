"""The operation load_data: a source as a real table, with columns computed for each row."""

from collections.abc import Sequence
from dataclasses import replace

from docsmith.documents.errors import OperationRefused, UnreadableSource
from docsmith.documents.operations.selecting import Select
from docsmith.documents.operations.workbook import ComputedColumn, LoadData
from docsmith.documents.sources.opened import source_table
from docsmith.documents.sources.selections import selection_of
from docsmith.documents.sources.table import ColumnType, SourceColumn, SourceTable
from docsmith.documents.workbook.apply_tables import refuse_overlap, refuse_table_name
from docsmith.documents.workbook.base.refusals import refuse_data
from docsmith.documents.workbook.book import DataColumn, DataRegion, Sheet, TableArea
from docsmith.documents.workbook.cells import MAX_COLUMN, MAX_ROW, Area, refused_cell
from docsmith.documents.workbook.changes import Changes, Written
from docsmith.documents.workbook.formulas.policy import refuse_formula
from docsmith.documents.workbook.formulas.spelling import shown
from docsmith.documents.workbook.styles import Look, format_named

_SLOT_KINDS = ("csv", "tsv", "json", "xlsx")


def select(changes: Changes, op: Select) -> None:
    changes.inputs = selection_of(changes.inputs, op)


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
    return _apart(
        [
            DataColumn(rename.get(c.name.casefold(), c.name), _look(changes, c), c.values)
            for c in chosen
        ]
    )


def _apart(columns: list[DataColumn]) -> list[DataColumn]:
    """A text stands a little off the number at its left, which ends where it begins."""
    return [
        replace(column, look=replace(column.look, align="left", indent=1))
        if i and _ends_right(columns[i - 1].look) and not _ends_right(column.look)
        else column
        for i, column in enumerate(columns)
    ]


def _ends_right(look: Look) -> bool:
    return bool(look.format) and not look.is_date and look.align != "left"


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
