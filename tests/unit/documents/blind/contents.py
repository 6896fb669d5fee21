"""Faults of what is typed: numbers that are text, headers, names, choices, placeholders."""

from collections.abc import Iterator
from typing import Any

from tests.unit.documents.held_out.ground import Ground, put
from tests.unit.documents.scoring import Fault


def _table(g: Ground, *header: Any, rows: int = 5) -> tuple[Fault, int]:
    """A small table in free rows: words in the first column, numbers in the others."""
    row = g.free(g.home)
    letters = "ABCDEF"[: len(header)]
    fault = put(
        g.home, {f"{c}{row}": h for c, h in zip(letters, header, strict=True)}, style="header"
    )
    for n in range(1, rows + 1):
        fault += put(g.home, {f"A{row + n}": f"Item {n}"})
        fault += put(
            g.home,
            {f"{c}{row + n}": 100 * n + i for i, c in enumerate(letters[1:])},
            style="integer",
        )
    return fault, row


def number_as_text(g: Ground) -> Iterator[Fault]:
    by_column: dict[tuple[str, str], list[str]] = {}
    for sheet, at, _ in g.constants:
        by_column.setdefault((sheet, at.rstrip("0123456789")), []).append(at)
    texts = ("4200", "1,250.00", "1.250,00", "12 %", "€ 380", "3500 EUR", "(120)", "95-")
    for n, ((sheet, _), places) in enumerate(by_column.items()):
        if len(places) >= 5:
            yield put(sheet, {places[len(places) // 2]: texts[n % len(texts)]})


def number_as_text_in_a_table(g: Ground) -> Iterator[Fault]:
    for text in ("4200", "1,250.00", "1.250,00", "€ 380", "O.75", "l50"):
        fault, row = _table(g, "Item", "Amount")
        yield [*fault, *put(g.home, {f"B{row + 3}": text})]


def date_as_text(g: Ground) -> Iterator[Fault]:
    row = g.free(g.home)
    for text in ("31.03.2026", "2026/03/31", "31 March 2026", "03-31-26"):
        days = {f"B{row + n}": f"2026-0{n}-15" for n in range(1, 6)}
        yield [
            *put(g.home, {f"A{row}": "Invoice", f"B{row}": "Due"}, style="header"),
            *put(g.home, {f"A{row + n}": f"R-{n}" for n in range(1, 6)}),
            *put(g.home, days, style="date"),
            *put(g.home, {f"B{row + 3}": "'" + text}),
        ]


def same_header_twice(g: Ground) -> Iterator[Fault]:
    for header in (("Item", "Revenue", "Revenue"), ("Item", "2026", "Costs", "Costs")):
        yield _table(g, *header)[0]


def no_header(g: Ground) -> Iterator[Fault]:
    for header in (("Item", "Revenue", None, "Costs"), ("Item", None, "Costs")):
        yield _table(g, *header)[0]


def gap_in_periods(g: Ground) -> Iterator[Fault]:
    for header in (
        ("EUR", "Jan", "Feb", "Apr", "May"),
        ("EUR", "Q1", "Q2", "Q2", "Q4"),
        ("EUR", 2025, 2026, 2028, 2029),
        ("EUR", "Januar", "Februar", "Februar", "April"),
        ("EUR", "FY26", "FY27", "FY29", "FY30"),
    ):
        yield _table(g, *header)[0]


def same_key_twice(g: Ground) -> Iterator[Fault]:
    row = g.free(g.home)
    for key in ("Invoice no.", "Order ID", "Rechnungsnr."):
        numbers = ("R-101", "R-102", "R-103", "R-102", "R-105", "R-106")
        yield [
            *put(g.home, {f"A{row}": key, f"B{row}": "Amount"}, style="header"),
            *put(g.home, {f"A{row + 1 + n}": text for n, text in enumerate(numbers)}),
            *put(g.home, {f"B{row + 1 + n}": 120 + n for n in range(6)}, style="integer"),
        ]


def spelt_otherwise(g: Ground) -> Iterator[Fault]:
    """One category in two spellings: sums by category miss a part."""
    row = g.free(g.home)
    for odd in ("north", "North ", " North", "NORTH"):
        regions = ["North", "South", "North", "West", odd, "South", "North", "West"]
        yield [
            *put(g.home, {f"A{row}": "Region", f"B{row}": "Amount"}, style="header"),
            *put(g.home, {f"A{row + 1 + n}": text for n, text in enumerate(regions)}),
            *put(g.home, {f"B{row + 1 + n}": 120 + n for n in range(8)}, style="integer"),
        ]


def choice_that_is_none(g: Ground) -> Iterator[Fault]:
    row = g.free(g.home)
    for at, values in (("B", ("Open", "Done")), ("C", ("Yes", "No"))):
        yield [
            *put(g.home, {f"A{row}": "Task", f"{at}{row}": "Pending"}),
            {
                "op": "validation",
                "sheet": g.home,
                "range": f"{at}{row}",
                "kind": "list",
                "values": values,
            },
        ]
    yield [
        *put(g.home, {f"A{row}": "Task", f"B{row}": "Open"}),
        {
            "op": "validation",
            "sheet": g.home,
            "range": f"B{row}",
            "kind": "list",
            "source": f"'{g.home}'!ZX1:ZX4",
        },
    ]
    yield [
        *put(g.home, {f"A{row}": "Hours"}),
        *put(g.home, {f"B{row}": 240}, style="integer"),
        {
            "op": "validation",
            "sheet": g.home,
            "range": f"B{row}",
            "kind": "whole",
            "minimum": 0,
            "maximum": 24,
        },
    ]


def name_of_nothing(g: Ground) -> Iterator[Fault]:
    for range_ in ("ZX1:ZX9", "ZY40"):
        yield [{"op": "name", "name": "Tax_base", "sheet": g.home, "range": range_}]


def german_placeholders(g: Ground) -> Iterator[Fault]:
    for text in (
        "Platzhalter",
        "noch zu klären",
        "bitte ergänzen",
        "[Firmenname]",
        "Text hier einfügen",
        "wird nachgereicht",
        "<Kunde>",
        "Mustertext",
        "XX.XX.2026",
        "k. A. – folgt",
        "offen: Betrag einsetzen",
        "Ihr Firmenname",
        "folgt noch",
        "???",
    ):
        yield put(g.home, {f"A{g.free(g.home)}": text})


def placeholders_elsewhere(g: Ground) -> Iterator[Fault]:
    yield [{"op": "note", "sheet": g.home, "cell": "A1", "text": "TODO: ask the controller"}]
    yield [{"op": "rename_sheet", "sheet": g.home, "to": "TBD"}]
    fault, row = _table(g, "Item", "Amount")
    yield [
        *fault,
        {
            "op": "chart",
            "sheet": g.home,
            "anchor": f"R{row}",
            "kind": "column",
            "title": "Chart title",
            "categories": f"'{g.home}'!A{row + 1}:A{row + 5}",
            "series": [{"values": f"'{g.home}'!B{row + 1}:B{row + 5}"}],
        },
    ]
