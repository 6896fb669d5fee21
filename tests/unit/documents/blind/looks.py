"""Faults of looks: formats that break, German labels, colours nobody can read, charts."""

from collections.abc import Iterator
from typing import Any

from tests.unit.documents.held_out.formulas import runs
from tests.unit.documents.held_out.ground import Ground, line, put
from tests.unit.documents.scoring import Fault


def format_that_breaks(g: Ground) -> Iterator[Fault]:
    """One amount of a run shown in another currency, or as a share."""
    formats = ('"$"#,##0.00', "0.0%", "yyyy-mm-dd", "0.000000")
    for along_rows in (True, False):
        for n, cells in enumerate(runs(g, along_rows=along_rows)):
            sheet, at, _ = cells[len(cells) // 2]
            look = formats[n % len(formats)]
            yield [{"op": "style", "sheet": sheet, "range": at, "number_format": look}]


def german_shares(g: Ground) -> Iterator[Fault]:
    for label in (
        "Anteil am Umsatz",
        "Rohmarge",
        "MwSt.-Satz",
        "Wachstum",
        "Rabatt in %",
        "Zinssatz",
        "Quote",
    ):
        yield line(g, label, 0.19, number_format="0.00")


def hundredfold_percent(g: Ground) -> Iterator[Fault]:
    for label, value in (("VAT rate", 19), ("Gross margin", 42.5), ("Anteil", 37), ("Growth", 8)):
        yield line(g, label, value, style="percent")


def german_years(g: Ground) -> Iterator[Fault]:
    yield line(g, "Geschäftsjahr", 2025, 2026, 2027, style="integer")
    yield line(g, "Jahr", 2024, 2025, 2026, number_format="#,##0")
    yield line(g, "Baujahr", 1998, number_format="#,##0.00")


def pale_text(g: Ground) -> Iterator[Fault]:
    for look in (
        {"color": "#FFFFFF"},
        {"color": "#FFFF00"},
        {"color": "#F2F2F2"},
        {"color": "#FFFFFF", "fill": "#FFE699"},
        {"color": "#1F3864", "fill": "#000000"},
        {"color": "#C00000", "fill": "#FF0000"},
    ):
        row = g.free(g.home)
        yield [
            *put(g.home, {f"A{row}": "Result before tax"}),
            {"op": "style", "sheet": g.home, "range": f"A{row}", **look},
        ]


def _charted(g: Ground, kind: str, first: int, last: int, **extra: Any) -> Fault:
    """A table of five items and their total, and a chart of some of its rows."""
    row = g.free(g.home)
    items = {f"A{row + n}": f"Item {n}" for n in range(1, 6)}
    return [
        *put(g.home, {f"A{row}": "Item", f"B{row}": "Amount"}, style="header"),
        *put(g.home, items),
        *put(g.home, {f"B{row + n}": 100 + 7 * n for n in range(1, 6)}, style="integer"),
        *put(g.home, {f"A{row + 6}": "Total"}, style="total"),
        *put(g.home, {f"B{row + 6}": f"=SUM(B{row + 1}:B{row + 5})"}, style="total"),
        {
            "op": "chart",
            "sheet": g.home,
            "anchor": f"Z{row}",
            "kind": kind,
            "title": "Amounts by item",
            "categories": f"'{g.home}'!A{row + first}:A{row + last}",
            "series": [{"values": f"'{g.home}'!B{row + first}:B{row + last}"}],
            **extra,
        },
    ]


def chart_with_the_total(g: Ground) -> Iterator[Fault]:
    for kind in ("pie", "column", "doughnut", "bar"):
        yield _charted(g, kind, 1, 6)


def chart_cut_short(g: Ground) -> Iterator[Fault]:
    for kind in ("pie", "column", "line"):
        yield _charted(g, kind, 1, 4)
        yield _charted(g, kind, 2, 5)


def chart_with_the_header(g: Ground) -> Iterator[Fault]:
    for kind in ("column", "line"):
        yield _charted(g, kind, 0, 5)


def chart_of_one_point(g: Ground) -> Iterator[Fault]:
    for kind in ("pie", "line"):
        yield _charted(g, kind, 2, 2)


def narrow_numbers(g: Ground) -> Iterator[Fault]:
    """Where a format says how to show them: a bare fraction is cut, never ####."""
    books = {s.title: s for s in g.sheets}
    for sheet, at, _ in g.formulas:
        if books[sheet][at].number_format != "General":
            letters = at.rstrip("0123456789")
            yield [{"op": "layout", "sheet": sheet, "widths": {letters: 2}}]


def hidden_inputs(g: Ground) -> Iterator[Fault]:
    """An assumption that the model uses and nobody sees."""
    row = g.free(g.home)
    yield [
        *put(g.home, {f"Y{row}": 0.07}, style="input", number_format="0.0%"),
        *put(g.home, {f"A{row}": "Net of discount"}),
        *put(g.home, {f"B{row}": f"=1-Y{row}"}, style="percent"),
        {"op": "layout", "sheet": g.home, "hidden_columns": ["Y"]},
    ]
