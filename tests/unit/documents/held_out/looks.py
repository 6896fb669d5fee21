"""Faults of looks and texts."""

import itertools
from collections.abc import Iterator

from tests.unit.documents.held_out.ground import Ground, line, put
from tests.unit.documents.scoring import Fault


def long_fraction(g: Ground) -> Iterator[Fault]:
    yield line(g, "Average order", "=1000/7", number_format="General")
    yield line(g, "Revenue", 1234567.891, number_format="General")
    yield line(g, "Cost base", 48211, 51377, 60002, number_format="General")


def shares(g: Ground) -> Iterator[Fault]:
    yield line(g, "Share of total", "=3/7", style="number")
    yield line(g, "Churn %", 0.153, number_format="0.00")
    yield line(g, "Utilisation", 0.82, number_format="#,##0.00")
    yield line(g, "Conversion rate", 0.031, 0.035, number_format="0.000")
    yield line(g, "Discount (%)", 0.05, number_format="#,##0.00")


def years(g: Ground) -> Iterator[Fault]:
    yield line(g, "Year", 2024, 2025, 2026, 2027, style="integer")
    yield line(g, "Fiscal year", 2026, f"=B{g.free(g.home)}+1", number_format="#,##0")
    yield line(g, "Founded in year", 1998, number_format="#,##0.00")
    row = g.free(g.home)
    column = {f"A{row + i + 1}": 2021 + i for i in range(5)}
    yield [
        *put(g.home, {f"A{row}": "Year", f"B{row}": "Revenue"}, style="header"),
        *put(g.home, column, style="integer"),
        *put(g.home, {f"B{row + i + 1}": 1000 + i * 70 for i in range(5)}, style="integer"),
    ]


def blue_formula(g: Ground) -> Iterator[Fault]:
    """Where a formula can be told from the others: a lone one may be meant."""
    if len(g.formulas) >= 3:
        for sheet, at, _ in g.formulas:
            yield [{"op": "style", "sheet": sheet, "range": at, "color": "#0000FF"}]


def black_assumption(g: Ground) -> Iterator[Fault]:
    """A sheet of assumptions, one of them typed in black among blue ones."""
    for label in ("Growth per year", "Price", "Units"):
        yield [
            {"op": "add_sheet", "sheet": "Inputs"},
            *put("Inputs", {"A1": "Inputs"}, style="title"),
            *put("Inputs", {"A3": "Salary", "A4": label, "A5": "Rent", "A6": "Use"}),
            *put("Inputs", {"B3": 4200, "B5": 900}, style="input"),
            *put("Inputs", {"B4": 70}, style="integer"),
            *put("Inputs", {"B6": "=B3+B4+B5"}, style="calc"),
        ]


def widened_value(g: Ground) -> Iterator[Fault]:
    for sheet, at, _value in g.constants:
        letters = at.rstrip("0123456789")
        yield [
            {"op": "layout", "sheet": sheet, "widths": {letters: 7}},
            *put(sheet, {at: 98765432101.5}, number_format="#,##0.00"),
        ]


def worded_format(g: Ground) -> Iterator[Fault]:
    for sheet, at, value in g.constants:
        if abs(value) > 1:
            letters = at.rstrip("0123456789")
            yield [
                {"op": "layout", "sheet": sheet, "widths": {letters: 9}},
                {
                    "op": "style",
                    "sheet": sheet,
                    "range": at,
                    "number_format": '#,##0.00" million EUR"',
                },
            ]


def narrow_date(g: Ground) -> Iterator[Fault]:
    row = g.free(g.home)
    yield [
        *put(g.home, {f"A{row}": "As of"}),
        *put(g.home, {f"B{row}": "2026-11-24"}, style="date", number_format="dddd, d mmmm yyyy"),
        {"op": "layout", "sheet": g.home, "widths": {"B": 9}},
    ]


def cut_header(g: Ground) -> Iterator[Fault]:
    row = g.free(g.home)
    yield [
        *put(
            g.home,
            {
                f"B{row}": "Depreciation and amortisation of acquired intangible assets",
                f"C{row}": "Next",
            },
        ),
        {"op": "layout", "sheet": g.home, "widths": {"B": 10}},
    ]
    yield [
        *put(
            g.home,
            {f"A{row}": "Revenue from contracts with customers, northern region", f"B{row}": 12},
        ),
        {"op": "layout", "sheet": g.home, "widths": {"A": 12}},
    ]
    for sheet in g.sheets:
        for found in sheet.iter_rows(max_col=6):
            for cell, beside in itertools.pairwise(found):
                text = cell.value
                if (
                    isinstance(text, str)
                    and not text.startswith("=")
                    and len(text) > 8
                    and beside.value is not None
                ) and not (cell.alignment and cell.alignment.wrap_text):
                    yield [
                        {
                            "op": "layout",
                            "sheet": sheet.title,
                            "widths": {cell.column_letter: 3},
                        }
                    ]


def unfinished(g: Ground) -> Iterator[Fault]:
    for text in (
        "Insert title here", "Your company name", "Placeholder", "to be determined",
        "Figures to be confirmed", "FIXME", "${client_name}", "<Company>", "[Company name]",
        "Click to add text", "??? EUR", "xx.xx.2026", "Sample text", "Description goes here",
        "tbc", "fill in later", "<<date>>", "Dolor sit amet, consectetur",
    ):  # fmt: skip
        yield put(g.home, {f"A{g.free(g.home)}": text})


def emptied(g: Ground) -> Iterator[Fault]:
    for sheet in g.sheets[:3]:
        filled = any(c.value is not None for row in sheet.iter_rows() for c in row)
        if (
            filled
            and not sheet._charts
            and sheet.max_row * sheet.max_column <= 20_000
            and not sheet.tables
        ):
            yield [{"op": "clear", "sheet": sheet.title, "range": sheet.dimensions, "looks": True}]
    yield [
        {"op": "add_sheet", "sheet": "Appendix"},
        {"op": "style", "sheet": "Appendix", "range": "A1:D4", "fill": "#FFFF00"},
    ]
