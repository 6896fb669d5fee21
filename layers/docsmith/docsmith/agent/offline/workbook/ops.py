"""Operations of a workbook as JSON, as a model would write them; empty fields are left out."""

from collections.abc import Iterable, Mapping
from typing import Any

from docsmith.agent.turns import Json

Scalar = str | int | float | bool | None
INTEGER = '#,##0_);\\(#,##0\\);"–"_)'
MONEY = '#,##0.00_);\\(#,##0.00\\);"–"_)'
PERCENT = '0.0%_);\\(0.0%\\);"–"_)'
FORMATS = {"integer": INTEGER, "money": MONEY, "number": MONEY, "percent": PERCENT}
"""Number formats for cells whose style says only their look (totals, headline figures)."""

CellOp = tuple[str, Scalar, str | None] | tuple[str, Scalar, str | None, str | None]
"""Place, value, named style, and a number format where the style's does not do."""


def add_sheet(sheet: str, before: str | None = None, tab_color: str | None = None) -> Json:
    return _op("add_sheet", sheet=sheet, before=before, tab_color=tab_color)


def set_cells(sheet: str, cells: Iterable[CellOp]) -> Json:
    return {"op": "set_cells", "sheet": sheet, "cells": [_cell(cell) for cell in cells]}


def _cell(cell: CellOp) -> Json:
    number_format = cell[3] if len(cell) == 4 else None
    looks = _kept({"style": cell[2], "number_format": number_format})
    return {"cell": cell[0], "value": cell[1]} | looks


def style(sheet: str, place: str, name: str | None = None, **looks: Any) -> Json:
    return _op("style", sheet=sheet, range=place, style=name, **looks)


def name(label: str, sheet: str, place: str) -> Json:
    return _op("name", name=label, sheet=sheet, range=place)


def series(stem: str, sheet: str, labels: str, values: str) -> tuple[Json, Json]:
    """Names for labels and figures: later requests find them wherever they move."""
    return name(f"{stem}_labels", sheet, labels), name(f"{stem}_values", sheet, values)


def table(sheet: str, place: str, label: str) -> Json:
    return _op("table", sheet=sheet, range=place, name=label)


def validation(sheet: str, place: str, kind: str, **limits: Any) -> Json:
    return _op("validation", sheet=sheet, range=place, kind=kind, **limits)


def conditional(
    sheet: str, place: str, kind: str, value: str | float | None = None, format: str = "accent"
) -> Json:
    return _op("conditional", sheet=sheet, range=place, kind=kind, value=value, format=format)


def rename_sheet(sheet: str, to: str) -> Json:
    return _op("rename_sheet", sheet=sheet, to=to)


def delete_sheet(sheet: str) -> Json:
    return _op("delete_sheet", sheet=sheet)


def layout(sheet: str, widths: Mapping[str, float] | None = None, **settings: Any) -> Json:
    """A sheet as ours look: A4, fitted to the page's width, without gridlines unless told."""
    looks = {"gridlines": False, "fit_width": True, "paper": "a4"} | settings
    return _op("layout", sheet=sheet, widths=dict(widths or {}) or None, **looks)


def chart(
    sheet: str,
    anchor: str,
    kind: str,
    title: str,
    categories: str,
    series: Iterable[Mapping[str, Any]],
    **settings: Any,
) -> Json:
    lines = [_kept(dict(line)) for line in series]
    fields = {"sheet": sheet, "anchor": anchor, "kind": kind, "title": title[:200]}
    return _op("chart", **fields, categories=categories, series=lines, **settings)


def write_block(
    sheet: str,
    anchor: str,
    rows: Iterable[Json],
    header: Iterable[Scalar] | None = None,
    **more: Any,
) -> Json:
    return _op(
        "write_block",
        sheet=sheet,
        anchor=anchor,
        header=list(header) if header is not None else None,
        rows=list(rows),
        **more,
    )


def row(label: str | None, **fields: Any) -> Json:
    """A row of a block: `values`, or `formula` with `first`; `key`, `style`."""
    return _kept({"label": label, **fields})


def load_data(slot: str, sheet: str, table: str, **fields: Any) -> Json:
    return _op("load_data", slot=slot, sheet=sheet, table=table, **fields)


def joined(ops: Iterable[Json]) -> tuple[Json, ...]:
    """The same operations, neighbouring `set_cells` of one sheet made one."""
    out: list[Json] = []
    for op in ops:
        same = out and op["op"] == out[-1]["op"] == "set_cells" and op["sheet"] == out[-1]["sheet"]
        if same and len(out[-1]["cells"]) + len(op["cells"]) <= 400:
            out[-1] = out[-1] | {"cells": [*out[-1]["cells"], *op["cells"]]}
        elif op["op"] != "set_cells" or op["cells"]:
            out.append(op)
    return tuple(out)


def _op(op: str, /, **fields: Any) -> Json:
    return {"op": op} | _kept(fields)


def _kept(fields: Mapping[str, Any]) -> Json:
    return {key: value for key, value in fields.items() if value is not None}
