"""Faults of formulas that compute without an error."""

import re
from collections.abc import Iterator

from tests.unit.documents.held_out.formulas import runs
from tests.unit.documents.held_out.ground import Ground, line, put
from tests.unit.documents.scoring import Fault


def error_made_zero(g: Ground) -> Iterator[Fault]:
    """The formula always fails, and the reader sees nothing of it."""
    for n, (sheet, at, text) in enumerate(g.formulas):
        ways = (
            "=IFERROR(({0})/0,0)",
            '=IFERROR(VLOOKUP("zz",A1:B3,2,FALSE),0)',
            '=IFERROR(({0})*B1:C1/0,"")',
        )
        yield put(sheet, {at: ways[n % 2].format(text[1:])})


def drifting_lookup(g: Ground) -> Iterator[Fault]:
    """The range of a lookup walks down with the rows."""
    row = g.free(g.home)
    keys = ("Oak", "Pine", "Beech", "Ash")
    for call in (
        "VLOOKUP(A{r},F{a}:G{b},2,FALSE)",
        "SUMIF(F{a}:F{b},A{r},G{a}:G{b})",
        "INDEX(G{a}:G{b},MATCH(A{r},F{a}:F{b},0))",
    ):
        yield [
            *put(
                g.home,
                {f"A{row}": "Wood", f"B{row}": "Price", f"F{row}": "Wood", f"G{row}": "Price"},
                style="header",
            ),
            *put(g.home, {f"A{row + 1 + n}": "Oak" for n in range(4)}),
            *put(g.home, {f"F{row + 1 + n}": k for n, k in enumerate(keys)}),
            *put(g.home, {f"G{row + 1 + n}": 11.5 + n for n in range(4)}, style="money"),
            *put(
                g.home,
                {
                    f"B{row + 1 + n}": "=IFERROR("
                    + call.format(r=row + 1 + n, a=row + 1 + n, b=row + 4 + n)
                    + ",0)"
                    for n in range(4)
                },
                style="money",
            ),
        ]


def nearest_match(g: Ground) -> Iterator[Fault]:
    """A lookup of a word that takes the next best, in a list that is not sorted."""
    row = g.free(g.home)
    for call in (
        "VLOOKUP(A{r},F{a}:G{b},2)",
        "VLOOKUP(A{r},F{a}:G{b},2,TRUE)",
        "INDEX(G{a}:G{b},MATCH(A{r},F{a}:F{b}))",
    ):
        places = {"r": row, "a": row, "b": row + 3}
        yield [
            *put(g.home, {f"A{row}": "Oak"}),
            *put(g.home, {f"F{row + n}": k for n, k in enumerate(("Pine", "Oak", "Ash", "Beech"))}),
            *put(g.home, {f"G{row + n}": 11.5 + n for n in range(4)}, style="money"),
            *put(g.home, {f"B{row}": "=" + call.format(**places)}, style="money"),
        ]


def check_that_cannot_fail(g: Ground) -> Iterator[Fault]:
    for sheet, at, _ in g.formulas[:20]:
        where = f"'{sheet}'!{at}"
        yield line(g, "Balance check", f"=ROUND({where}-{where},2)", style="check")
        yield line(g, "Check (must be 0)", 0, style="check")
        yield line(g, "Control", "OK")


def german_checks(g: Ground) -> Iterator[Fault]:
    for label, formula in (
        ("Abweichung (muss 0 sein)", "=ROUND(10.5-10,2)"),
        ("Bilanzkontrolle", "=SUM(5,-4)"),
        ("Prüfung Aktiva = Passiva", "=100=101"),
        ("Kontrollsumme", '=IF(100=101,"OK","FEHLER")'),
        ("Probe", "=-12.5"),
        ("Differenz Soll/Haben (0 erwartet)", "=0.02"),
    ):
        yield line(g, label, formula, style="check")


def buried_date(g: Ground) -> Iterator[Fault]:
    for n, (sheet, at, text) in enumerate(g.formulas):
        ways = (
            "=IF(DATE(2026,3,31)>A1,{0},0)",
            "=({0})*(46112-46000)",
            "={0}-DATE(2025,12,31)*0",
            "=({0})*0.0825",
            "=({0})/1.1^3",
            "=({0})+2*1350",
        )
        yield put(sheet, {at: ways[n % len(ways)].format(text[1:])})


def wrong_rate(g: Ground) -> Iterator[Fault]:
    """In the middle of a run: another sign, another row, a factor."""
    for along_rows in (True, False):
        for n, cells in enumerate(runs(g, along_rows=along_rows)):
            sheet, at, text = cells[len(cells) // 2]
            ways = ("=({0})/2", "=ABS({0})", "=({0})+({0})", "=ROUND({0},-3)", "=IF(1=1,{0},0)")
            yield put(sheet, {at: ways[n % len(ways)].format(text[1:])})


def value_pasted_twice(g: Ground) -> Iterator[Fault]:
    """Two neighbours of a run pasted as values."""
    for along_rows in (True, False):
        for cells in runs(g, along_rows=along_rows):
            middle = len(cells) // 2
            if len(cells) >= 6:
                yield put(cells[0][0], {at: 731.5 for _, at, _ in cells[middle : middle + 2]})


def formula_as_text(g: Ground) -> Iterator[Fault]:
    for n, (sheet, at, text) in enumerate(g.formulas):
        yield put(sheet, {at: ("'" + text, " " + text)[n % 2]})


def endless(g: Ground) -> Iterator[Fault]:
    """Formulas that nobody can read."""
    row = g.free(g.home)
    ladder = "".join(f'IF(A{row}="class {n}",B{row + n},' for n in range(12))
    yield line(g, "class 3", "=" + ladder + "0" + ")" * 12, style="calc")
    long = "+".join(
        f"IF(B{row + n}>B{row + n + 1},B{row + n}-B{row + n + 1},0)" for n in range(1, 9)
    )
    yield [
        *put(g.home, {f"B{row + n}": 5 + n for n in range(1, 10)}, style="integer"),
        *put(g.home, {f"A{row}": "Sum of falls"}),
        *put(g.home, {f"C{row}": "=" + long}, style="calc"),
    ]


def reads_a_label(g: Ground) -> Iterator[Fault]:
    """Text counts as nothing in a sum, and nobody notices."""
    for sheet in g.sheets:
        for row in sheet.iter_rows(max_col=2):
            for cell in row:
                if isinstance(cell.value, str) and re.match(r"[A-Za-z]{3}", cell.value):
                    where = f"'{sheet.title}'!{cell.coordinate}"
                    yield line(g, "Total of the year", f"=SUM({where})", style="calc")
