"""A workbook as the editor draws it: sheets with their shape, and their cells in windows of rows.

A cell is `[row, column, shown, style]`, with a fifth member where what a person would edit is not
what is shown: the formula with its `=`, or the value. Styles are listed once for the workbook.
Columns and heights are pixels at 96 dpi; rows and columns count from 1.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from docsmith.documents.workbook.book import Book, Cell, Sheet
from docsmith.documents.workbook.cells import Area, parse_cell
from docsmith.documents.workbook.chart_data import chart_data
from docsmith.documents.workbook.display import shown
from docsmith.documents.workbook.engine import Values
from docsmith.documents.workbook.inspection import value_shown
from docsmith.documents.workbook.widths import column_widths, row_heights

CELLS_A_PAGE = 4_000
MOST_ROWS = 20_000
"""Rows of a sheet that are projected at once; windows beyond are made when they are asked for."""
_PX_PER_CM = 96 / 2.54
_PX_PER_POINT = 96 / 72
_CHART_POINTS = 200

Json = dict[str, Any]
Rectangle = tuple[int, int, int, int]


@dataclass(slots=True)
class _Styles:
    """Each look once, by its number."""

    numbers: dict[tuple[object, ...], int] = field(default_factory=dict[tuple[object, ...], int])
    listed: list[Json] = field(default_factory=list[Json])

    def number(self, cell: Cell, value: object) -> int:
        look = cell.look
        right = isinstance(value, int | float) and not isinstance(value, bool)
        align = look.align or ("right" if right else "")
        key = (look, align)
        found = self.numbers.get(key)
        if found is None:
            found = self.numbers[key] = len(self.listed)
            self.listed.append(_style(cell, align))
        return found


def project_book(book: Book, values: Values) -> Json:
    """`head` says what there is, `pages` holds the rows of each sheet's windows."""
    styles = _Styles()
    pages: dict[str, list[Json]] = {}
    parts: list[Json] = []
    for number, sheet in enumerate(book.sheets, 1):
        if sheet.hidden:
            continue
        part = f"sheet{number}"
        used, step = _extent(sheet)
        starts = range(1, used.bottom + 1, step)
        pages[part] = [
            _window(sheet, values, styles, start, step) for start in starts if start <= MOST_ROWS
        ]
        parts.append(
            {
                "id": part,
                "name": sheet.name,
                "pages": len(starts),
                "rows_a_page": step,
                "rows": used.bottom,
                "columns": used.right,
                **_shape(book, sheet, values),
            }
        )
    head: Json = {
        "kind": "excel",
        "parts": parts,
        "styles": styles.listed,
        "font": book.styles.palette.font,
        "series": list(book.styles.palette.series),
    }
    return {"head": head, "pages": pages}


def project_window(book: Book, values: Values, part: str, cursor: int) -> Json | None:
    """One page of a sheet, with `styles` of its own, by which its cells are numbered; None where
    the sheet has no such page.
    """
    number = int(part.removeprefix("sheet")) if part.removeprefix("sheet").isdecimal() else 0
    sheet = book.sheets[number - 1] if 0 < number <= len(book.sheets) else None
    if sheet is None or sheet.hidden:
        return None
    used, step = _extent(sheet)
    start = 1 + cursor * step
    if not 1 <= start <= used.bottom:
        return None
    styles = _Styles()
    return {**_window(sheet, values, styles, start, step), "styles": styles.listed}


def _extent(sheet: Sheet) -> tuple[Area, int]:
    """What is filled, and how many of its rows make a page."""
    used = sheet.used() or Area(1, 1, 1, 1)
    return used, max(20, CELLS_A_PAGE // max(1, used.right))


def _window(sheet: Sheet, values: Values, styles: _Styles, start: int, step: int) -> Json:
    return {"first": start, "cells": list(_cells(sheet, values, styles, start, start + step))}


def _shape(book: Book, sheet: Sheet, values: Values) -> Json:
    layout = sheet.layout
    widths = column_widths(sheet, values)
    drawn = list(_drawn(book, sheet, values))
    out: Json = {
        "widths": {str(c): _pixels(w) for c, w in sorted(widths.items())},
        "heights": {
            str(row): round(points * _PX_PER_POINT)
            for row, points in sorted(row_heights(sheet, widths).items())
        },
        "freeze": list(layout.freeze) if layout.freeze else None,
        "gridlines": layout.gridlines,
        "hidden": sorted(layout.hidden_columns),
        "merged": [_rectangle(area) for area in sheet.merges],
        "locked": [_rectangle(region.area) for region in sheet.regions],
        "charts": list(_charts(book, sheet, values)),
        "drawn": drawn,
        "kept": max(0, sheet.foreign_objects - len(drawn)),
    }
    if sheet.tab_color:
        out["tab"] = sheet.tab_color
    return out


def _pixels(characters: float) -> int:
    return round(characters * 7 + 5)


def _rectangle(area: Area) -> Rectangle:
    return area.top, area.left, area.bottom, area.right


def _cells(
    sheet: Sheet, values: Values, styles: _Styles, first: int, end: int
) -> Iterator[list[Any]]:
    """The filled and painted cells of rows from `first` up to, not including, `end`."""
    for row, column, cell in sorted(_standing(sheet, first, end), key=lambda found: found[:2]):
        value = values.at(sheet.name, row, column) if cell.formula is not None else cell.value
        text = shown(value, cell.look.format, cell.look.is_date)
        entry: list[Any] = [row, column, text.strip(), styles.number(cell, value)]
        edited = _edited(cell, value)
        if edited is not None and edited != entry[2]:
            entry.append(edited)
        yield entry


def _standing(sheet: Sheet, first: int, end: int) -> Iterator[tuple[int, int, Cell]]:
    for (row, column), cell in sheet.cells.items():
        if first <= row < end:
            yield row, column, cell
    for region in sheet.regions:
        area = region.area
        for row in range(max(first, area.top), min(end, area.bottom + 1)):
            for column in range(area.left, area.right + 1):
                cell = None if (row, column) in sheet.cells else sheet.cell(row, column)
                if cell is not None:
                    yield row, column, cell


def _edited(cell: Cell, value: object) -> Any:
    """What a person edits: the formula, the plain number, the date as ISO text."""
    if cell.formula is not None:
        return f"={cell.formula}"
    plain = value_shown(cell, value)
    if isinstance(plain, str) and (cell.look.quoted or plain.startswith("=")):
        return f"'{plain}"
    return plain


def _style(cell: Cell, align: str) -> Json:
    look = cell.look
    given: Json = {
        "bold": look.bold,
        "italic": look.italic,
        "size": look.size if look.size != 10.0 else 0,
        "color": look.color,
        "fill": look.fill,
        "align": align,
        "middle": look.vertical == "center",
        "wrap": look.wrap,
        "top": look.top and (look.edge or "808080"),
        "bottom": look.bottom and (look.edge or "808080"),
        "indent": look.indent,
        "percent": look.is_percent,
        "date": look.is_date,
        "name": look.style,
    }
    return {name: value for name, value in given.items() if value}


def _charts(book: Book, sheet: Sheet, values: Values) -> Iterator[Json]:
    for asked in sheet.charts:
        chart = sheet.drawn.get(asked.title, asked)
        try:
            data = chart_data(book, sheet, asked, values)
        except ValueError:
            continue  # its range went with a sheet; the check says so
        row, column = parse_cell(chart.anchor)
        yield {
            "kind": asked.kind,
            "title": asked.title,
            "alt": asked.alt or asked.title,
            "row": row,
            "column": column,
            "width": round(chart.width_cm * _PX_PER_CM),
            "height": round(chart.height_cm * _PX_PER_CM),
            "categories": list(data.categories.texts[:_CHART_POINTS]),
            "totals": list(asked.totals),
            "series": [
                {
                    "name": s.name,
                    "values": [_number(v) for v in s.values.values[:_CHART_POINTS]],
                    **({"kind": s.kind} if s.kind else {}),
                }
                for s in data.series
            ],
        }


def _drawn(book: Book, sheet: Sheet, values: Values) -> Iterator[Json]:
    """The pictures and charts that an uploaded file came with."""
    if book.base is None or not sheet.foreign_objects:
        return
    from docsmith.documents.workbook.base.drawings import drawn_objects  # only uploads load lxml

    yield from drawn_objects(book, sheet, values)


def _number(value: object) -> float | None:
    match value:
        case bool():
            return None
        case int() | float():
            return float(value)
        case _:
            return None
