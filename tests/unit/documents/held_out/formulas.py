"""Faults of formulas."""

import re
from collections.abc import Iterator

from openpyxl.utils import get_column_letter
from tests.unit.documents.held_out.ground import Ground, line, put
from tests.unit.documents.scoring import Fault

_CELL = re.compile(r"(?<![A-Za-z!$'])([A-Z]{1,2})([1-9][0-9]{0,3})(?![0-9(A-Za-z:])")


def runs(g: Ground, along_rows: bool) -> Iterator[list[tuple[str, str, str]]]:
    """Formulas that stand next to each other, at least five."""
    lines: dict[tuple[str, int], list[tuple[int, tuple[str, str, str]]]] = {}
    books = {s.title: s for s in g.sheets}
    for one in g.formulas:
        cell = books[one[0]][one[1]]
        fixed, moving = (cell.row, cell.column) if along_rows else (cell.column, cell.row)
        lines.setdefault((one[0], fixed), []).append((moving, one))
    for found in lines.values():
        found.sort(key=lambda item: item[0])
        places = [place for place, _ in found]
        same = {len(re.sub(r"[0-9]", "", text)) for _, (_, _, text) in found[1:]}
        if len(found) >= 5 and places[-1] - places[0] == len(found) - 1 and len(same) == 1:
            yield [one for _, one in found]


def root_of_minus(g: Ground) -> Iterator[Fault]:
    for sheet, at, text in g.formulas:
        yield put(sheet, {at: f"=SQRT(-ABS({text[1:]})-1)"})


def label_times(g: Ground) -> Iterator[Fault]:
    for sheet in g.sheets:
        for row in sheet.iter_rows(max_col=3):
            for cell in row:
                if isinstance(cell.value, str) and re.match(r"[A-Za-z]{3}", cell.value):
                    yield line(g, "Result", f"='{sheet.title}'!{cell.coordinate}*2", style="calc")


def outside_the_index(g: Ground) -> Iterator[Fault]:
    for sheet, at, _ in g.formulas:
        yield put(sheet, {at: "=INDEX(A1:B2,5,1)"})


def loop_over_two(g: Ground) -> Iterator[Fault]:
    places = {(s, a) for s, a, _ in g.formulas}
    for sheet, at, text in g.formulas:
        for match in _CELL.finditer(text):
            if (sheet, match[0]) in places and match[0] != at:
                yield put(sheet, {match[0]: f"={at}+1"})
                break


def divided_by_nothing(g: Ground) -> Iterator[Fault]:
    yield line(g, "Average", 0, f"=1/B{g.free(g.home)}", style="calc")
    yield line(g, "Average price", 12, "=AVERAGE(ZZ1:ZZ9)", style="calc")
    yield line(g, "Growth", 0, f"=12/B{g.free(g.home)}-1", style="percent")


def control_labels(g: Ground) -> Iterator[Fault]:
    for label, formula in (
        ("Out of balance by", "=ROUND(10.5-10,2)"),
        ("Control total (must be zero)", "=SUM(5,-4)"),
        ("Assets = liabilities?", "=100=101"),
        ("Balance sheet check", '=IF(100=101,"OK","ERROR")'),
        ("Cross-check", "=IF(3>2,1,0)"),
        ("Reconciliation difference", "=-0.02"),
    ):
        yield line(g, label, formula)


def loose_functions(g: Ground) -> Iterator[Fault]:
    where = g.sheets[0].title
    for formula in (
        "=AGGREGATE(9,6,A1:A20)",
        "=AGGREGATE(14,6,A1:A20,1)",
        f"=SUM('{where}:{where}'!A1)",
        "=RANK(1,(A1:A3,A5:A6),1)",
        "=SUMPRODUCT((MONTH(A1:A9)=3)*1)",
    ):
        yield line(g, "Key figure", formula, style="calc")


def slipped(g: Ground) -> Iterator[Fault]:
    """A reference in the middle of a run reads the column beside the right one."""
    for cells in runs(g, along_rows=True):
        sheet, at, text = cells[len(cells) // 2]
        match = _CELL.search(text)
        if match:
            other = get_column_letter(max(1, _number(match[1]) - 1))
            yield put(sheet, {at: text[: match.start(1)] + other + text[match.end(1) :]})


def short_sum(g: Ground) -> Iterator[Fault]:
    for cells in runs(g, along_rows=True):
        sheet, at, text = cells[len(cells) // 2]
        found = re.search(r"([A-Z]+)(\d+):([A-Z]+)(\d+)", text)
        if found and found[1] == found[3] and int(found[4]) > int(found[2]):
            yield put(
                sheet, {at: text[: found.start(4)] + str(int(found[4]) - 1) + text[found.end(4) :]}
            )


def sign(g: Ground) -> Iterator[Fault]:
    for cells in runs(g, along_rows=True):
        sheet, at, text = cells[len(cells) // 2]
        yield put(sheet, {at: f"=-({text[1:]})"})


def odd_downwards(g: Ground) -> Iterator[Fault]:
    for cells in runs(g, along_rows=False):
        sheet, at, text = cells[len(cells) // 2]
        match = _CELL.search(text)
        if match and int(match[2]) > 1:
            yield put(
                sheet, {at: text[: match.start(2)] + str(int(match[2]) - 1) + text[match.end(2) :]}
            )


def _number(letters: str) -> int:
    total = 0
    for letter in letters:
        total = total * 26 + ord(letter) - 64
    return total


def typed_downwards(g: Ground) -> Iterator[Fault]:
    for cells in runs(g, along_rows=False):
        sheet, at, _ = cells[len(cells) // 2]
        yield put(sheet, {at: 4711})


def typed_near_the_end(g: Ground) -> Iterator[Fault]:
    for cells in runs(g, along_rows=True):
        sheet, at, _ = cells[-2]
        yield put(sheet, {at: 0.5})


def buried_number(g: Ground) -> Iterator[Fault]:
    ways = ("={0}*1.19", "={0}/1.08", "=ROUND({0}*0.21,2)", "={0}*19%", "=MAX({0},750)",
            "=IF({0}>50000,{0},0)", "=-0.35*({0})", "={0}-1250.5")  # fmt: skip
    for n, (sheet, at, text) in enumerate(g.formulas):
        yield put(sheet, {at: ways[n % len(ways)].format(f"({text[1:]})")})


def reads_nothing(g: Ground) -> Iterator[Fault]:
    ways = (
        "=SUM(ZX10:ZX19)",
        "=ZX10*2",
        "=ZX10+ZY11",
        "=AVERAGE(ZX10,1)",
        "=VLOOKUP(1,ZX10:ZY19,2,TRUE)",
    )
    for way in ways[:3]:
        yield line(g, "Other income", way, style="calc")
    for sheet, at, text in g.formulas[:40:4]:
        yield put(sheet, {at: f"{text}-ZX{10 + len(at)}"})


def orphaned(g: Ground) -> Iterator[Fault]:
    row = g.free(g.home)
    for label, value in (("Price per unit", 12.5), ("Headcount", 14), ("Inflation", 0.021)):
        yield [
            *put(g.home, {f"A{row}": label}),
            *put(g.home, {f"B{row}": value, f"C{row}": value * 1.1}, style="input"),
        ]


def moving(g: Ground) -> Iterator[Fault]:
    ways = (
        "=RAND()*100", "=RANDBETWEEN(1,6)", "=SUM(OFFSET(A1,0,0,3,1))", "=offset(A1,1,0)",
        "=INDIRECT(ADDRESS(1,1))", '=SUM(INDIRECT("A1:A"&3))',
    )  # fmt: skip
    for way in ways:
        yield line(g, "Figure", way, style="calc")


def boundless(g: Ground) -> Iterator[Fault]:
    for way in ('=COUNTIF(A:A,"x")', "=VLOOKUP(1,A:C,2,TRUE)", "=SUMIFS($C:$C,$A:$A,1)",
                "=COUNTA(1:1)", "=AVERAGE(A:C)", "=IFERROR(INDEX(A:A,3),0)"):  # fmt: skip
        row = g.free(g.home)
        yield put(g.home, {f"H{row}": way}, style="calc")
