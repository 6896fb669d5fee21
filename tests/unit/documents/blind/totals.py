"""Faults of totals: what a sum takes in, leaves out, or no longer computes."""

import re
from collections.abc import Iterator

from openpyxl.utils import get_column_letter
from tests.unit.documents.held_out.ground import Ground, put
from tests.unit.documents.scoring import Fault

_SUM = re.compile(r"^=SUM\(\$?([A-Z]+)\$?(\d+):\$?([A-Z]+)\$?(\d+)\)$")


def _sums(g: Ground) -> Iterator[tuple[str, str, str, int, int]]:
    """Sums downwards over at least three numbers that end beside the sum or a row above it."""
    numbers = {(s, a) for s, a, _ in (*g.formulas, *g.constants)}
    for sheet, at, text in g.formulas:
        found = _SUM.match(text)
        row = int(at.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
        if found and found[1] == found[3] == at.rstrip("0123456789"):
            first, last = int(found[2]), int(found[4])
            whole = all((sheet, f"{found[1]}{n}") in numbers for n in range(first, last + 1))
            if last - first >= 2 and last == row - 1 and whole:
                yield sheet, at, found[1], first, last


def last_row_left_out(g: Ground) -> Iterator[Fault]:
    """In every column of the row: none of them stands out from the others."""
    for sheet, row, sums in _rows_of_sums(g):
        cells = {f"{c}{row}": f"=SUM({c}{first}:{c}{last - 1})" for c, first, last in sums}
        yield put(sheet, cells)


def first_row_left_out(g: Ground) -> Iterator[Fault]:
    for sheet, row, sums in _rows_of_sums(g):
        cells = {f"{c}{row}": f"=SUM({c}{first + 1}:{c}{last})" for c, first, last in sums}
        yield put(sheet, cells)


def _rows_of_sums(g: Ground) -> Iterator[tuple[str, int, list[tuple[str, int, int]]]]:
    rows: dict[tuple[str, int], list[tuple[str, int, int]]] = {}
    for sheet, at, letters, first, last in _sums(g):
        rows.setdefault((sheet, int(at[len(letters) :])), []).append((letters, first, last))
    for (sheet, row), sums in rows.items():
        yield sheet, row, sums


def counted_twice(g: Ground) -> Iterator[Fault]:
    """A grand total below that sums the parts and their sum."""
    for sheet, _, letters, first, last in _sums(g):
        row = g.free(sheet, 2)
        yield [
            *put(sheet, {f"A{row}": "Grand total"}),
            *put(sheet, {f"{letters}{row}": f"=SUM({letters}{first}:{letters}{last + 1})"}),
        ]


def typed_total(g: Ground) -> Iterator[Fault]:
    """A whole row of totals typed, right when typed."""
    for sheet, row, sums in _rows_of_sums(g):
        yield put(sheet, {f"{c}{row}": 5000 + 10 * n for n, (c, _, _) in enumerate(sums)})


def year_in_the_sum(g: Ground) -> Iterator[Fault]:
    row = g.free(g.home)
    for years in ((2024, 2025, 2026), (2027, 2028, 2029)):
        letters = [get_column_letter(2 + n) for n in range(3)]
        head = {f"{c}{row}": y for c, y in zip(letters, years, strict=True)}
        yield [
            *put(g.home, {f"A{row}": "Year"}, style="header"),
            *put(g.home, head, style="header"),
            *put(g.home, {f"A{row + 1}": "Chairs", f"A{row + 2}": "Desks", f"A{row + 3}": "Total"}),
            *put(g.home, {f"{c}{row + 1}": 410 for c in letters}, style="integer"),
            *put(g.home, {f"{c}{row + 2}": 320 for c in letters}, style="integer"),
            *put(
                g.home,
                {f"{c}{row + 3}": f"=SUM({c}{row}:{c}{row + 2})" for c in letters},
                style="total",
            ),
        ]


def shares_that_do_not_add_up(g: Ground) -> Iterator[Fault]:
    row = g.free(g.home)
    for shares in ((0.5, 0.3, 0.1), (0.6, 0.4, 0.2)):
        places = [f"A{row + 1 + n}" for n in range(3)]
        yield [
            *put(g.home, {f"A{row}": "Segment", f"B{row}": "Share"}, style="header"),
            *put(g.home, dict(zip(places, ("Retail", "Online", "Trade"), strict=True))),
            *put(
                g.home,
                {f"B{row + 1 + n}": share for n, share in enumerate(shares)},
                style="percent",
            ),
            *put(g.home, {f"A{row + 4}": "Total"}, style="total"),
            *put(g.home, {f"B{row + 4}": 1}, style="percent"),
        ]
