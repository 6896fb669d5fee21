"""Texts that quote the data before: found wherever they stand, however they are written."""

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.documents.test_rebinding import a_csv, a_document, an_input, over, shown

from docsmith.documents.model import Format
from docsmith.documents.rebinding.quoted import quotes_in
from docsmith.documents.sources import read_source

OLD = [("North", 12_345), ("South", 4_321), ("West", 2_000)]
NEW = [("North", 300), ("South", 7_700), ("West", 50)]
CHART = {
    "layout": "chart",
    "title": "Sales",
    "chart": {
        "kind": "bar",
        "caption": "Amount",
        "data": {"slot": "sales", "by": "Region", "measure": "Amount"},
    },
}


def told(format: Format, *ops: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Path and reason of what is stale once the new data stand behind the plan."""
    _, misfits = over(a_document(format, *ops, sales=a_csv(OLD)), a_csv(NEW))
    assert all(misfit.stale for misfit in misfits)
    return [(misfit.path, misfit.reason) for misfit in misfits]


def a_slide(title: str) -> dict[str, Any]:
    return {"op": "slide", "id": "one", "content": CHART | {"title": title}}


@pytest.mark.parametrize(
    "title",
    [
        "North brings 12,345",
        "Sales reached 18.7k",
        "North leads with 66%",
        "66 % come from the north",
        "An average of 6,222 a region",
    ],
)
def test_a_slide_whose_title_quotes_what_its_chart_showed_is_told(title: str) -> None:
    found = told(Format.SLIDES, a_slide(title))
    assert [path for path, _ in found] == ["ops[0].content.title"]
    assert title in found[0][1]


@pytest.mark.parametrize(
    "title",
    ["Sales by region", "Three goals for 2026", "12 months, 3 regions", "Save 90% of the time"],
)
def test_what_quotes_no_figure_of_the_data_is_not_told(title: str) -> None:
    assert told(Format.SLIDES, a_slide(title)) == []


def test_a_text_that_a_later_operation_replaced_is_not_told() -> None:
    again = {"op": "set_slot", "slide": "one", "slot": "title", "value": "Sales by region"}
    assert told(Format.SLIDES, a_slide("North brings 12,345"), again) == []


def test_a_figure_that_the_new_data_show_as_well_is_not_told() -> None:
    plan = a_document(Format.SLIDES, a_slide("North brings 12,345"), sales=a_csv(OLD))
    _, misfits = over(plan, a_csv([("North", 12_345), ("East", 1)]))
    assert misfits == ()


def test_rows_that_a_text_counts_are_told() -> None:
    table = {"op": "table", "query": {"slot": "sales", "by": "Region", "measures": [{}]}}
    text = {"op": "paragraph", "text": "This rests on 3 rows and 45 interviews."}
    assert [path for path, _ in told(Format.WORD, table, text)] == []
    more = [("North", 1)] * 40
    plan = a_document(
        Format.WORD, table, text | {"text": "It rests on 40 entries."}, sales=a_csv(more)
    )
    _, misfits = over(plan, a_csv(NEW))
    assert [misfit.path for misfit in misfits] == ["ops[1].text"]


def test_a_table_that_was_typed_in_is_told_cell_by_cell() -> None:
    computed = {
        "op": "table",
        "query": {"slot": "sales", "by": "Region", "measures": [{"column": "Amount"}]},
    }
    typed = {"op": "table", "header": ["Region", "Amount"], "rows": [["North", 12345], ["Goal", 5]]}
    assert [path for path, _ in told(Format.WORD, computed, typed)] == ["ops[1].rows[0][1]"]


SHEETS: tuple[dict[str, Any], ...] = (
    {"op": "add_sheet", "sheet": "Summary"},
    {"op": "add_sheet", "sheet": "Data"},
    {"op": "load_data", "slot": "sales", "sheet": "Data", "table": "Sales"},
)


def cells(*values: Any, sheet: str = "Summary") -> dict[str, Any]:
    listed = [{"cell": f"A{row}", "value": value} for row, value in enumerate(values, 1)]
    return {"op": "set_cells", "sheet": sheet, "cells": listed}


def test_a_note_in_a_workbook_that_quotes_a_total_is_told() -> None:
    note = cells("=SUM(Sales[Amount])", "The total is 18,666, as in the plan")
    assert [path for path, _ in told(Format.EXCEL, *SHEETS, note)] == ["ops[3].cells[1].value"]


def test_a_value_typed_over_the_data_is_told_with_the_edit_that_typed_it() -> None:
    by_hand = {"op": "set_cells", "sheet": "Data", "cells": [{"cell": "B2", "value": 99}]}
    assert told(Format.EXCEL, *SHEETS, by_hand) == [
        ("ops[3].cells[0].value", "99 is typed over a value of the data in Data!B2")
    ]


def test_a_number_typed_over_a_formula_is_told_until_a_formula_stands_there_again() -> None:
    formula, typed = cells("=SUM(Sales[Amount])"), cells(77)
    assert told(Format.EXCEL, *SHEETS, formula, typed) == [
        ("ops[4].cells[0].value", "77 is typed over the formula =SUM(Sales[Amount]) in Summary!A1")
    ]
    assert told(Format.EXCEL, *SHEETS, formula, typed, formula) == []


ODD = "Region,Amount\n" + "North,1\n" * 29 + "West,oops\n"


def test_a_remark_on_a_column_gives_way_to_that_of_the_new_file() -> None:
    (said,) = [n for c in read_source(ODD.encode(), kind="csv").columns for n in c.stats.notes]
    row = [{"cell": "A1", "value": "Amount"}, {"cell": "B1", "value": said}]
    beside = {"op": "set_cells", "sheet": "Summary", "cells": row}
    plan = a_document(Format.EXCEL, *SHEETS, beside, sales=an_input(ODD))
    made, misfits = over(plan, a_csv(NEW))
    assert (misfits, shown(made)["B1"]) == ((), None)
    made, _ = over(plan, an_input(ODD + "East,what\n"))
    assert str(shown(made)["B1"]).startswith("2 cells are not")
    alone = cells(f"Mind that {said}.")
    _, misfits = over(a_document(Format.EXCEL, *SHEETS, alone, sales=an_input(ODD)), a_csv(NEW))
    assert [(m.path, said in m.reason) for m in misfits] == [("ops[3].cells[0].value", True)]


@given(st.floats(1_000, 9e8), st.sampled_from(["{:,.0f}", "{:,.2f}", "{:.1f}"]))
def test_a_figure_is_recognised_however_it_is_written(value: float, form: str) -> None:
    written = form.format(value)
    german = written.translate(str.maketrans(",.", ".,"))
    for text in (f"It is {written}.", f"Es sind {german}."):
        assert any(quote.means(value) for quote in quotes_in(text)), text


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("€1.2m", [1_200_000]),
        ("−4,5 %", [-0.045]),
        ("12 Mio. €", [12_000_000]),
        ("on 2026-11-24", []),
        ("version 1.2.3", []),
    ],
)
def test_units_and_signs_belong_to_a_figure(text: str, values: list[float]) -> None:
    assert [quote.value for quote in quotes_in(text)] == pytest.approx(values)
