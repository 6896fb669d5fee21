"""The operation write_block: rows with labels, values, and formulas filled along the periods."""

import re
from dataclasses import replace

from docsmith.documents.errors import OperationRefused
from docsmith.documents.operations.workbook import BlockRow, Scalar, StyleName, WriteBlock
from docsmith.documents.workbook.book import Cell, Sheet
from docsmith.documents.workbook.cells import MAX_COLUMN, Area, column_letters, refused_cell
from docsmith.documents.workbook.changes import Changes, bounded
from docsmith.documents.workbook.contents import look_for, put, put_formula
from docsmith.documents.workbook.styles import Look

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


def write_block(changes: Changes, op: WriteBlock) -> None:
    sheet = changes.sheet(op.sheet)
    top, left = refused_cell("anchor", op.anchor)
    labelled = any(row.label is not None for row in op.rows)
    first = left + 1 if labelled else left
    width = _width(op, labelled)
    head = 0 if op.header is None else 1
    right = max(first + width - 1, left + len(op.header or ()) - 1, left)
    if right > MAX_COLUMN:
        raise OperationRefused("anchor", "the block does not fit on the sheet")
    area = bounded("rows", Area(top, left, max(top, top + head + len(op.rows) - 1), right))
    _refuse_data(sheet, area)
    for i, row in enumerate(op.rows):
        if row.key:
            sheet.keys[row.key] = top + head + i
    if op.header is not None:
        _write_header(changes, sheet, op, top, left)
    for i, row in enumerate(op.rows):
        _write_row(changes, sheet, row, f"rows[{i}]", top + head + i, left, first, width)
    changes.touch(sheet, area)


def _width(op: WriteBlock, labelled: bool) -> int:
    """How many columns stand beside the labels."""
    values = max((len(row.values) for row in op.rows if row.values is not None), default=0)
    if op.periods is not None:
        return max(op.periods, values)
    if op.header is not None:
        return max(len(op.header) - (1 if labelled else 0), values)
    if not values and any(row.formula for row in op.rows):
        raise OperationRefused(
            "periods",
            "how many columns the formulas fill is not said",
            hint="give header or periods",
        )
    return values


def _refuse_data(sheet: Sheet, area: Area) -> None:
    for region in sheet.regions:
        if region.area.meets(area):
            raise OperationRefused(
                "anchor",
                f"the block {area.text} would cover loaded data at {region.area.text}",
                hint=f"begin right of {column_letters(region.area.right)}, or on another sheet",
            )


def _write_header(changes: Changes, sheet: Sheet, op: WriteBlock, top: int, left: int) -> None:
    look = changes.book.styles.named(op.header_style)
    for i, value in enumerate(op.header or ()):
        own = look if i == 0 else replace(look, align=look.align or "right")
        if i and isinstance(value, str) and _text_column(op, i):
            own = look
        put(changes, sheet, (top, left + i), value, own, f"header[{i}]")


def _text_column(op: WriteBlock, offset: int) -> bool:
    """Whether the column under this header holds text, which stands at the left."""
    labelled = any(row.label is not None for row in op.rows)
    at = offset - 1 if labelled else offset
    cells = [row.values[at] for row in op.rows if row.values and at < len(row.values)]
    filled = [c for c in cells if c is not None]
    return bool(filled) and all(isinstance(c, str) and not c.startswith("=") for c in filled)


def _write_row(
    changes: Changes,
    sheet: Sheet,
    row: BlockRow,
    path: str,
    at: int,
    left: int,
    first: int,
    width: int,
) -> None:
    if row.values is not None and row.formula is not None:
        raise OperationRefused(path, "a row has values or a formula, not both")
    if row.label is not None:
        put(changes, sheet, (at, left), row.label, _label_look(changes, row), f"{path}.label")
    elif row.style in {"total", "subtotal"} and first > left:
        sheet.cells[at, left] = Cell(None, None, _label_look(changes, row))
    if row.values is not None:
        _write_values(changes, sheet, row, path, at, first, width)
    elif row.formula is not None:
        _fill_formula(changes, sheet, row, path, at, first, width)


def _label_look(changes: Changes, row: BlockRow) -> Look:
    named = changes.book.styles.named
    if row.style in {"total", "subtotal", "title", "subtitle", "header", "note", "kpi_label"}:
        return replace(named(row.style), wrap=False)
    look = named("label")
    return replace(look, indent=row.indent) if row.indent else look


def _row_look(changes: Changes, row: BlockRow, style: StyleName | None, value: Scalar) -> Look:
    look = look_for(changes, style, value, None)
    if isinstance(value, str) and not value.startswith("=") and not look.is_date and style is None:
        return look
    return replace(look, format=row.number_format) if row.number_format else look


def _write_values(
    changes: Changes, sheet: Sheet, row: BlockRow, path: str, at: int, first: int, width: int
) -> None:
    for i, value in enumerate(row.values or ()):
        look = _row_look(changes, row, row.style, value)
        where = f"{path}.values[{i}]"
        if isinstance(value, str) and value.startswith("=") and "{" in value:
            value = _filled(changes, sheet, value, at, first + i, first, width, where)
        put(changes, sheet, (at, first + i), value, look, where)


def _fill_formula(
    changes: Changes, sheet: Sheet, row: BlockRow, path: str, at: int, first: int, width: int
) -> None:
    """One formula along the periods; `first` may stand in the first of them."""
    look = _row_look(changes, row, row.style or "calc", row.formula)
    for i in range(width):
        place, where = (at, first + i), f"{path}.formula"
        if i == 0 and row.first is not None:
            opening = row.first
            if isinstance(opening, str) and opening.startswith("="):
                opening = _filled(changes, sheet, opening, at, first, first, width, f"{path}.first")
            put(changes, sheet, place, opening, look, f"{path}.first")
            continue
        text = _filled(changes, sheet, row.formula or "", at, first + i, first, width, where)
        put_formula(changes, sheet, place, text, look, where)


def _filled(
    changes: Changes,
    sheet: Sheet,
    text: str,
    row: int,
    column: int,
    first: int,
    width: int,
    path: str,
) -> str:
    """The formula with its placeholders replaced for one cell."""
    words = {
        "col": column_letters(column),
        "next": column_letters(min(column + 1, MAX_COLUMN)),
        "row": str(row),
        "first": column_letters(first),
        "last": column_letters(first + width - 1),
        "label": column_letters(max(1, first - 1)),
    }
    if column > 1:
        words["prev"] = column_letters(column - 1)

    def replaced(match: re.Match[str]) -> str:
        word = match.group(1).strip()
        if word.startswith("row:"):
            return str(_row_of(changes, sheet, word[4:].strip(), path))
        if word in words:
            return words[word]
        if re.fullmatch(r"[-0-9.,;\"\s]*", word):
            return match.group()
        allowed = (
            "{col}",
            "{prev}",
            "{next}",
            "{row}",
            "{row:key}",
            "{first}",
            "{last}",
            "{label}",
        )
        raise OperationRefused(path, f"{match.group()} is no placeholder here", allowed)

    return _PLACEHOLDER.sub(replaced, text)


def _row_of(changes: Changes, sheet: Sheet, key: str, path: str) -> int:
    """The row of a key: of this sheet, or of another as `{row:Assumptions!price}`."""
    name, mark, own = key.rpartition("!")
    home = changes.sheet(name.strip("'"), path) if mark else sheet
    if own not in home.keys:
        raise OperationRefused(
            path, f"no row of sheet '{home.name}' has the key '{own}'", tuple(home.keys)
        )
    return home.keys[own]
