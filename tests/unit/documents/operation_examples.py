"""Operations that several tests of workbooks begin with."""

from functools import cache

from openxml_audit import OpenXmlValidator
from tests.unit.documents.building import (
    SALES,
    built,
    cells,
    csv_input,
    sheet,
)

from docsmith.documents.model import Document

DATA = {"op": "load_data", "slot": "sales", "sheet": "Data", "table": "Sales"}

BLOCK = {
    "op": "write_block",
    "sheet": "S",
    "anchor": "B2",
    "header": ["Item", 2025, 2026, 2027],
    "rows": [
        {"label": "Units", "values": [10, 20, 30], "key": "units", "style": "input"},
        {
            "label": "Growth",
            "formula": "={col}{row:units}/{prev}{row:units}-1",
            "first": None,
            "key": "g",
        },
        {"label": "Stock", "formula": "={prev}{row}+{col}{row:units}", "first": 5, "key": "stock"},
        {
            "label": "Total",
            "formula": "=SUM({first}{row:units}:{col}{row:units})",
            "style": "total",
        },
    ],
}

LABELLED = {"column", "stacked_column", "bar", "stacked_bar", "line", "combo"}

CHART = {
    "op": "chart",
    "sheet": "S",
    "anchor": "H2",
    "kind": "column",
    "title": "Units",
    "categories": "S!C2:E2",
    "series": [{"name": "=S!B3", "values": "S!C3:E3"}],
}

KINDS = [
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


def sales():
    return csv_input(SALES)


@cache
def with_block() -> Document:
    return built(sheet("S"), BLOCK, sales=sales())


def everything():
    return (
        sheet("S"),
        sheet("Data"),
        DATA | {"computed": [{"name": "Value", "formula": "=[@Qty]*[@Price]"}]},
        BLOCK,
        CHART,
        CHART | {"kind": "waterfall", "title": "Steps", "anchor": "H20"},
        cells("S", A30="Pick", A31="Sum", B31="=SUM(Sales[Value])"),
        {"op": "validation", "sheet": "S", "range": "B30", "kind": "list", "values": ["a", "b"]},
        {
            "op": "validation",
            "sheet": "S",
            "range": "C30",
            "kind": "whole",
            "minimum": 1,
            "maximum": 9,
        },
        {"op": "validation", "sheet": "S", "range": "D30", "kind": "date", "minimum": "2026-01-01"},
        {
            "op": "validation",
            "sheet": "S",
            "range": "E30",
            "kind": "custom",
            "formula": "=E30>$C$3",
        },
        {
            "op": "conditional",
            "sheet": "S",
            "range": "C3:E3",
            "kind": "greater",
            "value": 15,
            "format": "good",
        },
        {
            "op": "conditional",
            "sheet": "S",
            "range": "C3:E3",
            "kind": "between",
            "value": 1,
            "second": 2,
        },
        {
            "op": "conditional",
            "sheet": "S",
            "range": "B3:B6",
            "kind": "text_contains",
            "value": "To",
        },
        {
            "op": "conditional",
            "sheet": "S",
            "range": "C3:E3",
            "kind": "formula",
            "value": "=C3>$C$3",
        },
        {"op": "conditional", "sheet": "S", "range": "C3:E3", "kind": "top", "value": 1},
        {"op": "conditional", "sheet": "S", "range": "C3:E3", "kind": "duplicates"},
        {"op": "conditional", "sheet": "S", "range": "C3:E3", "kind": "color_scale"},
        {"op": "conditional", "sheet": "S", "range": "C3:E3", "kind": "data_bar"},
        {"op": "conditional", "sheet": "S", "range": "C3:E3", "kind": "icons"},
        {"op": "note", "sheet": "S", "cell": "C3", "text": "Source: sales team"},
        {"op": "name", "name": "Units", "sheet": "S", "range": "C3:E3"},
        {
            "op": "layout",
            "sheet": "S",
            "widths": {"A": 12, "B:C": 18},
            "heights": {"2": 24},
            "hidden_columns": ["Z"],
            "freeze": "C3",
            "gridlines": True,
            "zoom": 90,
            "landscape": True,
            "repeat_rows": "1:2",
            "print_area": "A1:N40",
            "paper": "letter",
            "header": "&CReport",
            "footer": "&R&P",
        },
    )


def problems(content: bytes, folder) -> list[str]:
    """What the validator says against our files; the baseline of a plain workbook is empty."""
    path = folder / "made.xlsx"
    path.write_bytes(content)
    return [f"{e.part_uri}: {e.description}" for e in OpenXmlValidator().validate(path).errors]
