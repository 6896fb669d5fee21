"""Rows, columns and sheets move, and everything that names places follows."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.documents.building import built, cells, opened, sheet, tried

from docsmith.documents.workbook.cells import Area
from docsmith.documents.workbook.formulas.moving import Shift, moved, renamed

MODEL = (
    sheet("Plan"),
    sheet("Other"),
    {
        "op": "write_block",
        "sheet": "Plan",
        "anchor": "A1",
        "header": ["Item", "Jan", "Feb", "Mar"],
        "rows": [
            {"label": "Units", "values": [10, 20, 30], "key": "units", "style": "input"},
            {"label": "Price", "values": [2, 2, 3], "key": "price", "style": "input"},
            {"label": "Sales", "formula": "={col}{row:units}*{col}{row:price}", "key": "sales"},
        ],
    },
    cells("Plan", B6="=SUM(B4:D4)"),
    cells("Other", A1="=Plan!B6", A2="=SUM(Plan!$B$2:$D$2)"),
    {"op": "name", "name": "Total", "sheet": "Plan", "range": "B6"},
    {
        "op": "chart",
        "sheet": "Other",
        "anchor": "D2",
        "kind": "column",
        "title": "Sales",
        "categories": "Plan!B1:D1",
        "series": [{"name": "=Plan!A4", "values": "Plan!B4:D4"}],
    },
    {"op": "conditional", "sheet": "Plan", "range": "B4:D4", "kind": "greater", "value": "=$B$6/4"},
)


def test_inserted_rows_move_formulas_names_charts_and_rules():
    document = built(*MODEL)
    after = tried(document, {"op": "insert_rows", "sheet": "Plan", "before": 3, "count": 2})
    assert after.errors == ()
    book = opened(after.document)
    assert book["Plan"]["C6"].value == "=C2*C5"
    assert book["Plan"]["B8"].value == "=SUM(B6:D6)"
    assert book["Other"]["A1"].value == "=Plan!B8"
    assert book.defined_names["Total"].attr_text == "Plan!$B$8"
    chart = book["Other"]._charts[0]
    assert chart.series[0].val.numRef.f == "Plan!$B$6:$D$6"
    (rules,) = book["Plan"].conditional_formatting
    assert str(rules.sqref) == "B6:D6"
    assert rules.rules[0].formula == ["$B$8/4"]
    assert opened(after.document, values=True)["Other"]["A1"].value == 150


def test_rows_that_formulas_read_are_not_deleted():
    refused = tried(built(*MODEL), {"op": "delete_rows", "sheet": "Plan", "first": 2})
    assert refused.errors[0].path == "ops[0].first"
    assert "Plan!B4" in refused.errors[0].reason


def test_a_range_shrinks_when_a_row_within_it_is_deleted():
    document = built(sheet("S"), cells("S", A1=1, A2=2, A3=4, A5="=SUM(A1:A3)"))
    after = tried(document, {"op": "delete_rows", "sheet": "S", "first": 2})
    assert after.computed["S!A4"] == 5
    assert opened(after.document)["S"]["A4"].value == "=SUM(A1:A2)"


def test_columns_move_and_letters_follow():
    document = built(*MODEL)
    after = tried(document, {"op": "insert_columns", "sheet": "Plan", "before": "C"})
    book = opened(after.document)
    assert book["Plan"]["D4"].value == "=D2*D3"
    assert book["Other"]["A2"].value == "=SUM(Plan!$B$2:$E$2)"


def test_a_renamed_sheet_is_renamed_in_formulas_names_and_charts():
    after = tried(built(*MODEL), {"op": "rename_sheet", "sheet": "Plan", "to": "My plan"})
    assert after.errors == ()
    book = opened(after.document)
    assert book["Other"]["A1"].value == "='My plan'!B6"
    assert book.defined_names["Total"].attr_text == "'My plan'!$B$6"
    assert opened(after.document, values=True)["Other"]["A1"].value == 150


def test_a_sheet_that_others_read_is_not_deleted():
    refused = tried(built(*MODEL), {"op": "delete_sheet", "sheet": "Plan"})
    assert "Other!A1" in refused.errors[0].reason
    fine = tried(built(*MODEL), {"op": "delete_sheet", "sheet": "Other"})
    assert opened(fine.document).sheetnames == ["Plan"]


def test_moving_a_sheet_changes_only_the_order():
    after = tried(built(*MODEL), {"op": "move_sheet", "sheet": "Other", "before": "Plan"})
    assert opened(after.document).sheetnames == ["Other", "Plan"]


@given(st.integers(1, 60), st.integers(1, 60), st.integers(1, 70), st.integers(1, 9), st.booleans())
@settings(max_examples=120)
def test_deleting_what_was_inserted_gives_the_formula_back(first, last, at, count, rows):
    area = Area(min(first, last), min(first, last), max(first, last), max(first, last))
    formula = f"SUM({area.absolute})+{area.text}+Other!A1"
    there = moved(formula, "S", Shift("S", rows, at, count))
    assert there is not None
    assert moved(there, "S", Shift("S", rows, at, -count)) == formula


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("SUM(A:A)+Plan!B2", "SUM(A:A)+'New one'!B2"),
        ("'Plan'!$B$2:C3&\"Plan!A1\"", "'New one'!$B$2:C3&\"Plan!A1\""),
        ("Planned!A1+plan!A1", "Planned!A1+'New one'!A1"),
    ],
)
def test_only_references_to_the_sheet_are_renamed(formula, expected):
    assert renamed(formula, "Plan", "New one") == expected
