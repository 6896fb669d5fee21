"""The faults that `mutations.py` plants into good workbooks, one at a time."""

from collections.abc import Callable, Iterator
from typing import Any

from tests.unit.documents.good import Plan
from tests.unit.documents.scoring import Fault

Mutator = Callable[[Plan], Iterator[Fault]]


def _formulas(plan: Plan) -> Iterator[tuple[str, str, str, str]]:
    for sheet, items in plan.sheets.items():
        for at, value, style in items:
            if isinstance(value, str) and value.startswith("="):
                yield sheet, at, value, style


def _split(at: str) -> tuple[str, int]:
    letters = at.rstrip("0123456789")
    return letters, int(at[len(letters) :])


def _inner(plan: Plan) -> Iterator[tuple[str, str, str, str]]:
    """Formulas between two of the same row that say the same: the middle of a run."""
    rows: dict[tuple[str, int], list[tuple[str, str, str, str]]] = {}
    for sheet, at, value, style in _formulas(plan):
        rows.setdefault((sheet, _split(at)[1]), []).append((sheet, at, value, style))
    for cells in rows.values():
        if len(cells) >= 5:
            yield from cells[2:-2]


def _set(sheet: str, at: str, value: Any, **extra: Any) -> Fault:
    return [{"op": "set_cells", "sheet": sheet, "cells": [{"cell": at, "value": value, **extra}]}]


def error(plan: Plan) -> Iterator[Fault]:
    for n, (sheet, at, value, _) in enumerate(_formulas(plan)):
        yield _set(sheet, at, f"{value}+1/0" if n % 2 else '=VLOOKUP("nothing",A1:B2,2,FALSE)')


def circular(plan: Plan) -> Iterator[Fault]:
    for sheet, at, value, _ in _formulas(plan):
        yield _set(sheet, at, f"{value}+{at}")


def broken_check(plan: Plan) -> Iterator[Fault]:
    for sheet, at, value, style in _formulas(plan):
        if style == "check":
            for amount in ("7", "0.5", "-12000"):
                yield _set(sheet, at, f"{value}+{amount}")


def odd_formula(plan: Plan) -> Iterator[Fault]:
    for sheet, at, value, _ in _inner(plan):
        letters, row = _split(at)
        yield _set(sheet, at, f"{value}-{letters}{row - 1}*0")


def typed_over(plan: Plan) -> Iterator[Fault]:
    for sheet, at, _, _ in _inner(plan):
        yield _set(sheet, at, 12345.67)


def hidden_number(plan: Plan) -> Iterator[Fault]:
    for sheet, at, value, _ in _formulas(plan):
        yield _set(
            sheet,
            at,
            f"=({value[1:]})*1.07" if len(at) % 2 else f"{value}+5000",
        )


def empty_read(plan: Plan) -> Iterator[Fault]:
    for sheet, at, value, _ in _formulas(plan):
        yield _set(sheet, at, f"{value}+AZ77")


def lone_input(plan: Plan) -> Iterator[Fault]:
    sheet = next(iter(plan.sheets))
    for row in range(60, 66):
        yield [
            {
                "op": "set_cells",
                "sheet": sheet,
                "cells": [
                    {"cell": f"A{row}", "value": "Spare parameter"},
                    {"cell": f"B{row}", "value": row, "style": "input"},
                ],
            }
        ]


def bare_number(plan: Plan) -> Iterator[Fault]:
    for sheet, items in plan.sheets.items():
        for at, value, style in items:
            if style in {"money", "percent"} or (
                style == "input" and isinstance(value, int) and value > 9999
            ):
                yield [{"op": "style", "sheet": sheet, "range": at, "number_format": "General"}]


def ratio_as_number(plan: Plan) -> Iterator[Fault]:
    for sheet, items in plan.sheets.items():
        for at, _, style in items:
            label = next((v for a, v, _ in items if a == f"A{_split(at)[1]}"), "")
            words = ("growth", "margin", "rate")
            if style in {"percent", "input_percent"} and any(
                w in str(label).casefold() for w in words
            ):
                yield [{"op": "style", "sheet": sheet, "range": at, "number_format": "#,##0.00"}]


def year_as_number(plan: Plan) -> Iterator[Fault]:
    for sheet, items in plan.sheets.items():
        for at, value, style in items:
            if style == "header" and isinstance(value, int):
                yield [{"op": "style", "sheet": sheet, "range": at, "number_format": "#,##0"}]


def black_input(plan: Plan) -> Iterator[Fault]:
    for sheet, items in plan.sheets.items():
        for at, _, style in items:
            if sheet == "Assumptions" and style.startswith("input"):
                yield [{"op": "style", "sheet": sheet, "range": at, "color": "#000000"}]


def narrow(plan: Plan) -> Iterator[Fault]:
    for sheet, items in plan.sheets.items():
        columns = {
            _split(at)[0] for at, v, s in items if s in {"calc", "money", "total"} and at[0] != "A"
        }
        big = sorted(c for c in columns if sheet not in {"Lines"})
        for letters in big:
            yield [{"op": "layout", "sheet": sheet, "widths": {letters: 1}}]


def long_label(plan: Plan) -> Iterator[Fault]:
    for sheet, items in plan.sheets.items():
        for at, value, style in items:
            beside = any(a == f"B{_split(at)[1]}" for a, _, _ in items)
            if at[0] == "A" and style == "label" and beside:
                yield _set(
                    sheet,
                    at,
                    f"{value}, as agreed with the controllers of all three companies in May",
                )


def waiting_text(plan: Plan) -> Iterator[Fault]:
    texts = ("TBD", "{{customer}}", "Lorem ipsum dolor", "XXX", "[Insert name]", "TODO: check")
    sheet = next(iter(plan.sheets))
    for row, text in enumerate(texts, 60):
        yield _set(sheet, f"A{row}", text)


def volatile(plan: Plan) -> Iterator[Fault]:
    for n, (sheet, at, value, _) in enumerate(_formulas(plan)):
        call = "OFFSET(A1,1,1)" if n % 2 else 'INDIRECT("B4")'
        yield _set(sheet, at, f"{value}+{call}*0")


def whole_column(plan: Plan) -> Iterator[Fault]:
    for n in range(60, 66):
        sheet = next(iter(plan.sheets))
        yield _set(sheet, f"Q{n}", f"=SUM({'BCDE'[n % 4]}:{'BCDE'[n % 4]})", style="calc")


def _chart(
    sheet: str, kind: str, anchor: str, rows: int, left: str = "A", right: str = "B"
) -> dict[str, Any]:
    return {
        "op": "chart", "sheet": sheet, "anchor": anchor, "kind": kind, "title": f"{kind} {anchor}",
        "categories": f"{left}4:{left}{3 + rows}",
        "series": [{"values": f"{right}4:{right}{3 + rows}"}],
        "width_cm": 10, "height_cm": 6,
    }  # fmt: skip


def empty_chart(plan: Plan) -> Iterator[Fault]:
    sheet = next(iter(plan.sheets))
    for n in range(6):
        yield [_chart(sheet, "column", "R4", 4 + n, "AX", "AY")]


def many_slices(plan: Plan) -> Iterator[Fault]:
    sheet = next(iter(plan.sheets))
    for n in range(6):
        yield [_chart(sheet, "pie", "R4", 9 + n)]


def covering_chart(plan: Plan) -> Iterator[Fault]:
    sheet = next(iter(plan.sheets))
    for n in range(3):
        yield [_chart(sheet, "column", f"B{3 + n}", 4)]
        yield [_chart(sheet, "column", f"R{3 + n}", 4), _chart(sheet, "line", f"T{5 + n}", 4)]


def bare_sheet(plan: Plan) -> Iterator[Fault]:
    for n in range(6):
        yield [{"op": "add_sheet", "sheet": f"Sheet{n + 7}"}]
