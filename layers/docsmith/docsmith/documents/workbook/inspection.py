"""What a model sees of a workbook: an outline, a range, a block; values, formulas or formats; in
pages.
"""

from dataclasses import replace
from datetime import date
from typing import Any

from docsmith.documents.errors import OperationRefused
from docsmith.documents.model import Scope, View
from docsmith.documents.workbook.book import Book, Cell, Sheet
from docsmith.documents.workbook.cells import (
    Area,
    cell_text,
    column_letters,
    parse_area,
    place,
    split_place,
)
from docsmith.documents.workbook.display import date_of
from docsmith.documents.workbook.engine import Values

_CELLS_A_PAGE = 400
_LABELS = 40


def view_of(book: Book, values: Values, scope: Scope) -> View:
    """The page that `scope` asks for. Raises `OperationRefused` for a place that is not there."""
    if scope.what == "outline":
        return View("outline", _outline(book))
    if scope.what == "range":
        return _range(book, values, scope)
    if scope.what == "block":
        return _range(book, values, _block(book, scope))
    kinds = ("outline", "range", "block")
    raise OperationRefused("what", f"a workbook has no {scope.what}", kinds)


def _outline(book: Book) -> dict[str, Any]:
    return {
        "sheets": [_sheet(s) for s in book.sheets if not s.hidden],
        "names": {n: place(s, a.text) for n, (s, a) in book.names.items()},
    }


def _sheet(sheet: Sheet) -> dict[str, Any]:
    used = sheet.used()
    out: dict[str, Any] = {"sheet": sheet.name, "used": used.text if used else None}
    out["formulas"] = sum(1 for _ in sheet.formula_cells())
    if sheet.regions:
        out["data"] = [
            {"range": r.area.text, "rows": r.rows, "columns": [c.name for c in r.columns]}
            for r in sheet.regions
        ]
    if sheet.tables:
        out["tables"] = {t.name: t.area.text for t in sheet.tables}
    if sheet.charts:
        out["charts"] = [
            {"kind": c.kind, "title": c.title, "anchor": c.anchor} for c in sheet.charts
        ]
    if sheet.keys:
        out["keys"] = dict(sheet.keys)
    labels = _labels(sheet)
    if labels:
        out["labels"] = labels
    return out


def _labels(sheet: Sheet) -> dict[str, str]:
    """The texts in the first used columns, by cell: what a reader sees first."""
    found: dict[str, str] = {}
    for row, column in sorted(sheet.cells):
        value = sheet.cells[row, column].value
        if isinstance(value, str) and value and column <= 2 and len(found) < _LABELS:
            found[cell_text(row, column)] = value[:80]
    return found


def _range(book: Book, values: Values, scope: Scope) -> View:
    sheet, area = _place(book, scope)
    columns = area.right - area.left + 1
    rows = max(1, _CELLS_A_PAGE // columns)
    start = _start(scope, area)
    end = min(area.bottom, start + rows - 1)
    grid = [
        [_shown(sheet, r, c, values, scope.mode) for c in range(area.left, area.right + 1)]
        for r in range(start, end + 1)
    ]
    content: dict[str, Any] = {
        "sheet": sheet.name,
        "range": Area(start, area.left, end, area.right).text,
        "columns": [column_letters(c) for c in range(area.left, area.right + 1)],
        "rows": {str(start + i): row for i, row in enumerate(grid)},
    }
    unsure = [p for p in values.unverified if split_place(p)[0] == sheet.name]
    if unsure:
        content["not_verified"] = sorted(unsure)[:20]
    return View(place(sheet.name, area.text), content, str(end + 1) if end < area.bottom else None)


def _block(book: Book, scope: Scope) -> Scope:
    """The range of a table, a name, or the filled cells around `Sheet!B4`."""
    block = scope.block or ""
    table, named = book.table(block), book.name(block)
    if table is not None:
        return replace(scope, sheet=table[0].name, range=table[1].area.text)
    if named is not None:
        return replace(scope, sheet=named[0], range=named[1].text)
    try:
        name, cell = split_place(block)
        area = parse_area(cell)
    except ValueError as error:
        names = (*(t.name for s in book.sheets for t in s.tables), *book.names)
        raise OperationRefused("block", f"there is no block '{block}'", names) from error
    sheet = book.sheet(name)
    if sheet is None:
        raise OperationRefused("block", f"there is no sheet '{name}'")
    return replace(scope, sheet=name, range=_around(sheet, area).text)


def _around(sheet: Sheet, area: Area) -> Area:
    """The area grown until blank rows and columns surround it."""
    for region in sheet.regions:
        if region.area.meets(area):
            return region.area
    filled = {at for at, c in sheet.cells.items() if c.value is not None or c.formula is not None}
    while True:
        near = Area(max(1, area.top - 1), max(1, area.left - 1), area.bottom + 1, area.right + 1)
        hit = [at for at in filled if near.covers(*at) and not area.covers(*at)]
        if not hit:
            return area
        rows, columns = [r for r, _ in hit], [c for _, c in hit]
        area = Area(
            min(area.top, *rows),
            min(area.left, *columns),
            max(area.bottom, *rows),
            max(area.right, *columns),
        )


def _place(book: Book, scope: Scope) -> tuple[Sheet, Area]:
    names = tuple(s.name for s in book.sheets)
    sheet = book.sheet(scope.sheet or "")
    if sheet is None:
        raise OperationRefused("sheet", f"there is no sheet '{scope.sheet}'", names)
    used = sheet.used() or Area(1, 1, 1, 1)
    if scope.range is None:
        return sheet, used
    try:
        asked = parse_area(scope.range)
    except ValueError as error:
        raise OperationRefused("range", str(error), hint="write A1:D9") from error
    bottom, right = (
        min(asked.bottom, max(used.bottom, asked.top)),
        min(asked.right, max(used.right, asked.left)),
    )
    return sheet, Area(asked.top, asked.left, bottom, min(right, asked.left + 99))


def _start(scope: Scope, area: Area) -> int:
    if scope.page is None:
        return area.top
    if not scope.page.isdigit() or not area.top <= int(scope.page) <= area.bottom:
        raise OperationRefused("page", f"'{scope.page}' is no page of {area.text}")
    return int(scope.page)


def _shown(sheet: Sheet, row: int, column: int, values: Values, mode: str) -> Any:
    cell = sheet.cell(row, column)
    if cell is None:
        return None
    if mode == "formats":
        return {
            k: v for k, v in {"style": cell.look.style, "format": cell.look.format}.items() if v
        } or None
    if mode == "formulas" and cell.formula is not None:
        return f"={cell.formula}"
    return value_shown(cell, values.at(sheet.name, row, column))


def value_shown(cell: Cell, computed: object) -> Any:
    """The value as JSON: dates as ISO text."""
    value = computed if cell.formula is not None else cell.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | float) and not isinstance(value, bool) and cell.look.is_date:
        try:
            return date_of(value).date().isoformat()
        except OverflowError:
            return value
    return value
