"""What a careful reviewer would say of a workbook, one small case of each, with its counterpart."""

from typing import Any

import pytest
from tests.unit.documents.building import cells, empty, sheet, tried

LIST = {"A1": "Item", "B1": "Amount"}
ROWS = {f"A{n}": f"Item {n}" for n in range(2, 7)} | {f"B{n}": 100 + n for n in range(2, 7)}


def styled(style: str, **values: Any) -> dict[str, Any]:
    items = [{"cell": c, "value": v, "style": style} for c, v in values.items()]
    return {"op": "set_cells", "sheet": "S", "cells": items}


def said(check: str, *ops: dict[str, Any]) -> list[str]:
    applied = tried(empty(), sheet("S"), *ops)
    assert applied.errors == ()
    return [f.message for f in applied.findings if f.id == f"xlsx.{check}"]


@pytest.mark.parametrize(
    ("formula", "words"),
    [
        ("=SUM(B2:B5)", "leaves out row 6"),
        ("=SUM(B3:B6)", "leaves out row 2"),
        ("=SUM(B2:B6)", ""),
        ("=SUM(A2:A6)", "adds up words"),
    ],
)
def test_a_total_takes_in_the_list_above_it(formula, words):
    found = said("total", styled("header", **LIST), cells("S", **ROWS), cells("S", B7=formula))
    assert (words in found[0]) if words else not found


def test_a_total_counts_each_part_once():
    twice = cells("S", B1=1, B2=2, B3="=SUM(B1:B2)", B5="=SUM(B1:B3)")
    assert said("total", twice) == ["the sum counts parts and their subtotal"]


def test_opening_balances_stand_outside_of_sums():
    book = {"A1": "Opening balance", "B1": 50, "A2": "In", "B2": 1, "A3": "Out", "B3": 2}
    assert not said("total", cells("S", **book, B4="=SUM(B2:B3)"))


@pytest.mark.parametrize(
    ("formula", "words"),
    [
        ("VLOOKUP(D{n},A{n}:B{m},2,FALSE)", "moves down"),
        ("VLOOKUP(D{n},A$2:B$6,2,FALSE)", ""),
        ("VLOOKUP(D{n},$A$2:$B$6,2)", ""),
        ("INDEX(B$2:B$6,MATCH(D{n},A$2:A$6,0))", ""),
    ],
)
def test_a_lookup_keeps_its_list(formula, words):
    keys = {f"D{n}": "Item 2" for n in (2, 3, 4)}
    lines = {f"E{n}": "=IFERROR(" + formula.format(n=n, m=n + 4) + ",0)" for n in (2, 3, 4)}
    found = said("lookup", cells("S", **ROWS), cells("S", **keys, **lines))
    assert (words in found[0]) if words else not found


@pytest.mark.parametrize(
    "call", ["VLOOKUP(D1,A1:B3,2)", "HLOOKUP(D1,A5:C6,2,TRUE)", "MATCH(D1,A1:A3,1)"]
)
def test_a_word_is_not_looked_up_by_the_next_best(call):
    words = {"A1": "Pine", "A2": "Oak", "A3": "Ash", "B1": 1, "B2": 2, "B3": 3, "D1": "Oak"}
    across = {"A5": "Pine", "B5": "Oak", "C5": "Ash", "A6": 1, "B6": 2, "C6": 3}
    found = said("lookup", cells("S", **words, **across), cells("S", E1=f"=IFERROR({call},0)"))
    assert "not sorted" in found[0]


@pytest.mark.parametrize(
    ("formula", "hidden"),
    [
        ("=IFERROR(A1/0,0)", True),
        ('=IFERROR(VLOOKUP("x",A1:B2,2,FALSE),"")', True),
        ("=IFNA(MATCH(A1,B1:B2,0),0)", True),
        ("=IFERROR(A1/B1,0)", False),
        ("=IFERROR(MATCH(C1,A1:A2,0),0)", False),
        ("=IFERROR(A1,B1)", False),
    ],
)
def test_an_error_that_always_comes_is_not_hidden(formula, hidden):
    found = said("hidden_error", cells("S", A1=5, B1=0, B2=7, A2=1), cells("S", D1=formula))
    assert bool(found) is hidden


def test_formulas_that_nobody_can_read_are_said_once():
    ladder = "=" + "".join(f"IF($A$1={n},{n}," for n in range(2, 11)) + "0" + ")" * 9
    found = said("long_formula", cells("S", A1=3), cells("S", B1=ladder, B2=ladder))
    assert len(found) == 1


@pytest.mark.parametrize(
    ("header", "words"),
    [
        (("EUR", "Jan", "Feb", "Apr"), "'Apr' does not follow"),
        (("EUR", "Okt", "Nov", "Dez", "Jan"), ""),
        (("EUR", "Q1", "Q2", "Q4"), "'Q4'"),
        (("EUR", 2020, 2025, 2030), ""),
        (("EUR", "FY26", "FY26", "FY27", "FY27"), "two columns"),
        (("Item", "Amount", "amount"), "two columns"),
        (("Item", None, "Amount"), "no header"),
    ],
)
def test_headers_say_what_is_below_them(header, words):
    heads = {f"{c}1": h for c, h in zip("ABCDE", header, strict=False) if h is not None}
    body = {f"{c}{n}": n for c, _ in zip("ABCDE", header, strict=False) for n in (2, 3)}
    found = said("header", styled("header", **heads), cells("S", **body))
    assert (words in found[0]) if words else not found


def test_headers_below_groups_may_repeat():
    groups = styled("header", B1="Plan", D1="Actual", A2="Item", B2="Q1", C2="Q2", D2="Q1", E2="Q2")
    assert not said("header", groups, cells("S", A3="x", B3=1, C3=2, D3=3, E3=4))


def test_what_may_be_entered_is_what_stands_there():
    rule = {"op": "validation", "sheet": "S", "kind": "list"}
    choices = cells("S", H1="Open", H2="Done")
    source = rule | {"range": "B1:B2", "source": "S!H1:H2"}
    assert not said("validation", choices, cells("S", B1="open"), source)
    assert said("validation", choices, cells("S", B2="Gone"), source)
    assert said("validation", cells("S", B1="x"), rule | {"range": "B1", "source": "S!H1:H2"})
    hours = {
        "op": "validation",
        "sheet": "S",
        "range": "B1",
        "kind": "whole",
        "minimum": 0,
        "maximum": 24,
    }
    outcomes = {v: bool(said("validation", cells("S", B1=v), hours)) for v in (8, 30, -1, 2.5, "x")}
    assert outcomes == {8: False, 30: True, -1: True, 2.5: True, "x": True}


def test_numbers_in_hidden_columns_are_told_when_a_formula_uses_them():
    hide = {"op": "layout", "sheet": "S", "hidden_columns": ["Y"]}
    assert said("hidden_input", cells("S", Y1=0.2, Y2=3, B1="=1-Y1"), hide)
    assert not said("hidden_input", cells("S", Y1=0.2, Y2="=Y1*2", B1="=Y2"), hide)


def test_pale_texts_are_told_and_muted_ones_are_not():
    look = {"op": "style", "sheet": "S", "range": "A1"}
    assert said("contrast", cells("S", A1="x"), look | {"color": "#F2F2F2"})
    assert not said("contrast", cells("S", A1="x"), look | {"color": "muted"})
    assert not said("contrast", cells("S", A1="x"), look | {"color": "#FFFFFF", "fill": "#1F3864"})
