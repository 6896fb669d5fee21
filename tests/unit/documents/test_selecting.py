"""Rows of a source under a name of their own: every format reads these alone, and says why none is
left.
"""

import csv
import hashlib
import io
import json
from collections.abc import Mapping
from typing import Any

import openpyxl
import pytest

from docsmith.agent.turns import ToolCall, ToolResult
from docsmith.documents.errors import UnreadableSource
from docsmith.documents.interface import apply, refusals, render
from docsmith.documents.model import Document, Format, Input
from docsmith.documents.operations.formats import operations_of
from docsmith.documents.operations.selecting import Condition
from docsmith.documents.rebinding import rebound
from docsmith.documents.sources import read_source
from docsmith.documents.sources.mentioned import mentioned
from docsmith.documents.sources.ranking import Rank, ranked
from docsmith.documents.sources.selecting import selected
from docsmith.usecases.document_tools import Workbench

ROWS = (
    ("2024-12-31", "North", "Ann", 3, 10.0, 0.0),
    ("2025-01-01", "north ", "Bob", 2, 20.0, 0.5),
    ("2025-06-30", "South", "Ann", 1, 30.0, 0.0),
    ("2025-12-31", "North", "Ann", 5, 40.0, 0.0),
    ("2026-01-01", "North", "", 7, 50.0, 0.0),
)
HEADER = "Day,Region,Customer,Units,Price,Discount"
OF_2025 = {"column": "Day", "first": "2025-01-01", "last": "2025-12-31"}
NORTH = {"column": "Region", "values": ["North"]}


def an_input(rows: tuple[tuple[Any, ...], ...] = ROWS, name: str = "sales.csv") -> Input:
    text = io.StringIO()
    csv.writer(text).writerows([HEADER.split(","), *rows])
    content = text.getvalue().encode()
    return Input("csv", name, content, hashlib.sha256(content).hexdigest())


def parsed(format: Format, *ops: Mapping[str, Any]) -> tuple[Any, ...]:
    union = operations_of(format)
    return tuple(union.validate_python(op) for op in ops)


def a_document(format: Format, *ops: Mapping[str, Any], given: Input | None = None) -> Document:
    return Document(format, parsed(format, *ops), None, {"sales": given or an_input()})


def select(*where: Mapping[str, Any], slot: str = "sales", name: str = "chosen") -> dict[str, Any]:
    return {"op": "select", "slot": slot, "name": name, "where": list(where)}


WORKBOOK = (
    select(OF_2025, NORTH),
    {"op": "add_sheet", "sheet": "Data"},
    {"op": "load_data", "slot": "chosen", "sheet": "Data", "table": "Sales"},
    {"op": "set_cells", "sheet": "Data", "cells": [{"cell": "H2", "value": "=SUM(Sales[Units])"}]},
)
KPI = {"label": "Units", "data": {"slot": "chosen", "measure": "Units"}}
FIGURE = {"name": "units", "measure": {"column": "Units"}}
OTHERS = {
    Format.WORD: (
        {"op": "figures", "slot": "chosen", "figures": [FIGURE]},
        {"op": "paragraph", "text": "Sold: {{units}}"},
    ),
    Format.SLIDES: (
        {"op": "slide", "content": {"layout": "kpis", "title": "Units", "kpis": [KPI, KPI]}},
    ),
}


def units_of(document: Document) -> object:
    return openpyxl.load_workbook(io.BytesIO(render(document)), data_only=True)["Data"]["H2"].value


def test_rows_must_meet_every_condition_and_are_counted_anew() -> None:
    given = an_input()
    table = read_source(given.content, kind="csv")
    where = tuple(Condition.model_validate(one) for one in (OF_2025, NORTH))
    found = selected(table, where)
    assert [row[3] for row in found.rows()] == [2, 5]
    units = found.column("Units")
    assert (found.row_count, units and units.stats.total) == (2, 7)


def test_a_table_of_a_workbook_holds_the_chosen_rows_alone() -> None:
    assert units_of(a_document(Format.EXCEL, *WORKBOOK)) == 7


@pytest.mark.parametrize("format", OTHERS)
def test_figures_of_texts_and_slides_count_the_chosen_rows_alone(format: Format) -> None:
    document = a_document(format)
    done = apply(document, parsed(format, select(OF_2025, NORTH), *OTHERS[format]))
    assert done.ok
    assert "7" in str(done.computed)
    assert "18" not in str(done.computed)


@pytest.mark.parametrize("format", [Format.EXCEL, *OTHERS])
def test_a_later_batch_still_knows_the_name(format: Format) -> None:
    first, *rest = WORKBOOK if format is Format.EXCEL else (select(OF_2025, NORTH), *OTHERS[format])
    document = apply(a_document(format), parsed(format, first)).document
    assert apply(document, parsed(format, *rest)).ok


@pytest.mark.parametrize("format", [Format.EXCEL, *OTHERS])
@pytest.mark.parametrize(
    ("op", "path", "reason"),
    [
        (select(NORTH, slot="x"), "slot", "there is no data source 'x'"),
        (select(NORTH, name="sales"), "name", "'sales' is an input already"),
        (select({"column": "Area", "values": ["N"]}), "where", "there is no column 'Area'"),
        (
            select(NORTH, {"column": "Customer", "values": ["Cy"]}),
            "where[1]",
            "no row has 'Cy' in the column 'Customer'",
        ),
        (
            select({"column": "Day", "first": "2027-01-01"}),
            "where[0]",
            "no row of 'Day' lies between 2027-01-01 and …",
        ),
    ],
)
def test_a_selection_of_nothing_is_refused_at_the_condition(
    format: Format, op: dict[str, Any], path: str, reason: str
) -> None:
    (error,) = apply(a_document(format), parsed(format, op)).errors
    assert error.path == f"ops[0].{path}"
    assert error.reason.startswith(reason)


def test_a_selection_may_narrow_another() -> None:
    narrowed = select(NORTH, slot="chosen", name="fewer")
    ops = (select(OF_2025), narrowed, WORKBOOK[1], {**WORKBOOK[2], "slot": "fewer"}, WORKBOOK[3])
    assert units_of(a_document(Format.EXCEL, *ops)) == 7


def test_the_same_selection_is_made_of_new_data() -> None:
    more = (*ROWS, ("2025-02-02", "North", "Ann", 100, 1.0, 0.0))
    document = a_document(Format.EXCEL, *WORKBOOK)
    made = rebound(document, {"sales": an_input(more, "new.csv")})
    assert made.misfits == ()
    assert units_of(made.document) == 107


def test_new_data_without_such_rows_are_told_at_the_selection() -> None:
    document = a_document(Format.EXCEL, *WORKBOOK)
    (first, *_) = rebound(document, {"sales": an_input(ROWS[:1], "new.csv")}).misfits
    assert first.path == "ops[0].where[0]"


def test_a_value_that_new_data_lack_is_told_although_others_are_there() -> None:
    both = select({"column": "Region", "values": ["North", "South"]})
    document = a_document(Format.EXCEL, both, *WORKBOOK[1:])
    new = an_input(tuple(row for row in ROWS if row[1] != "South"), "new.csv")
    (told,) = rebound(document, {"sales": new}).misfits
    assert (told.path, told.reason) == ("ops[0].where", "no row has 'South' in the column 'Region'")
    assert refusals(document) == ()


def test_values_are_ranked_by_what_their_rows_add_up_to() -> None:
    table = read_source(an_input().content, kind="csv")
    by_price = Rank(column="Customer", measure="Units", times="Price", less="Discount")
    assert ranked(table, by_price) == [["Ann", 260], ["Bob", 20]]
    assert ranked(table, Rank(column="Customer", measure="Units")) == [["Ann", 9], ["Bob", 2]]
    with pytest.raises(UnreadableSource, match="no column 'Area'"):
        ranked(table, Rank(column="Area", measure="Units"))


def test_values_that_stand_in_a_text_are_found_as_they_are_spelt() -> None:
    table = read_source(an_input().content, kind="csv")
    assert mentioned(table, "only NORTH, not Southern") == {"Region": ["North", "north"]}
    assert mentioned(table, "nothing of it") == {}


def test_values_can_be_left_out() -> None:
    fewer = select({"column": "Region", "without": ["North"]})
    assert units_of(a_document(Format.EXCEL, fewer, *WORKBOOK[1:])) == 1
    every = select({"column": "Region", "without": ["North", "South"]})
    (error,) = apply(a_document(Format.EXCEL), parsed(Format.EXCEL, every)).errors
    assert error.reason == "no row is left without them in the column 'Region'"


def test_a_name_goes_on_to_mean_the_same_rows() -> None:
    again = apply(a_document(Format.WORD, select(NORTH)), parsed(Format.WORD, select(NORTH)))
    assert again.ok
    other = apply(a_document(Format.WORD, select(NORTH)), parsed(Format.WORD, select(OF_2025)))
    assert [error.path for error in other.errors] == ["ops[0].name"]


def test_a_name_is_read_like_any_slot_and_can_be_narrowed_further() -> None:
    document = apply(a_document(Format.WORD), parsed(Format.WORD, select(OF_2025))).document
    bench = Workbench(document, max_rows=100)
    whole = json.loads(asked(bench, slot="chosen").content)
    north = json.loads(asked(bench, slot="chosen", where=[NORTH]).content)
    assert (whole["rows"], north["rows"]) == (3, 2)
    ranked_too = asked(
        bench, slot="chosen", rank={"column": "Region", "measure": "Units"}, text="x"
    )
    assert json.loads(ranked_too.content)["ranked"] == [["north", 7], ["South", 1]]


def test_a_source_read_of_no_known_column_is_told_what_there_is() -> None:
    bench = Workbench(a_document(Format.WORD), max_rows=100)
    told = asked(bench, slot="sales", where=[{"column": "Area", "values": ["N"]}])
    assert told.is_error
    assert "there is no column 'Area'; there are Day, Region" in told.content
    assert asked(bench, slot="sales", where=[{"columns": "Area"}]).is_error


def asked(bench: Workbench, **arguments: Any) -> ToolResult:
    return bench.run(ToolCall(id="1", name="source_read", arguments=arguments))[1]
