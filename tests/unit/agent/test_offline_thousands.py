"""Money in thousands: what is scaled, what is left, how much is read for it."""

import json

import pytest
from tests.fakes.document_tools import Session, calls_of
from tests.unit.agent.histories import answer, calls, history, task
from tests.unit.agent.workbooks import blocking, made, ops

from docsmith.agent.offline.progress import progress_of
from docsmith.agent.offline.workbook.followup import more_reads
from docsmith.agent.offline.workbook.thousands import FORMAT, grids_of, thousands_ops
from docsmith.agent.turns import Json

PLAIN, TWO = "#,##0", "#,##0.00"


def views(*rows: tuple[list[object], list[Json | None]]) -> list[Json]:
    page = {"sheet": "S", "columns": ["A", "B", "C"]}
    values = {str(i): row for i, (row, _) in enumerate(rows, 1)}
    looks = {str(i): row for i, (_, row) in enumerate(rows, 1)}
    return [page | {"rows": values, "mode": "values"}, page | {"rows": looks, "mode": "formats"}]


def look(style: str, number_format: str = "") -> Json:
    return {"style": style, "format": number_format}


def scaled(*rows: tuple[list[object], list[Json | None]]) -> list[str]:
    (grid,) = grids_of(views(*rows))
    return [op["range"] for op in thousands_ops(grid, "k") if op["op"] == "style"]


HEAD = (["Region", "Amount", "Orders"], [look("header"), look("header"), look("header")])


def test_what_the_row_or_the_notes_of_a_report_count_is_not_scaled():
    notes = ["Column", "Filled", "Blank"], [look("header"), look("header"), look("header")]
    row = ["Region", 140, 2], [None, look("integer", PLAIN), look("integer", PLAIN)]
    assert scaled(notes, row) == []
    measures = ["Measure", "Total", "Lowest"], [look("header"), look("header"), look("header")]
    units = ["Units", 2562, 1], [None, look("integer", PLAIN), look("integer", PLAIN)]
    money = ["Revenue", 9000, 70], [None, look("number", TWO), look("number", TWO)]
    assert scaled(measures, units, money) == ["B3:B3", "C3:C3"]


def test_money_is_scaled_and_counts_and_texts_are_not():
    row = (["North", 5000, 12], [look("label"), look("integer", PLAIN), look("integer", PLAIN)])
    assert scaled(HEAD, row, row) == ["B2:B3"]


@pytest.mark.parametrize(
    ("header", "value", "style", "number_format"),
    [
        ("Share", 0.5, "percent", "0.0%"),
        ("Amount", 5000, "input", PLAIN),
        ("Amount", True, "calc", PLAIN),
        ("Amount", "n/a", "calc", PLAIN),
        ("Year", 2026, "year", "0"),
        ("Unit price", 9.5, "money", TWO),
        ("Quantity", 5000, "integer", PLAIN),
        ("Per order", 12.5, "money", TWO),
        ("Working days", 12, "integer", PLAIN),
        ("Amount, per order", 12.5, "kpi_value", TWO),
    ],
)
def test_what_is_no_money_stays(header: str, value: object, style: str, number_format: str):
    head = (["x", header], [look("header"), look("kpi_label")])
    assert scaled(head, (["y", value], [look("label"), look(style, number_format)])) == []


def test_cells_without_a_header_count_by_their_format():
    assert scaled((["Total", 5000], [look("label"), look("total", PLAIN)])) == ["B1:B1"]


def test_the_note_does_not_overwrite_what_stands_there():
    free = views(HEAD, (["a", 5], [None, look("calc", PLAIN)]))
    (grid,) = grids_of(free)
    assert [op["op"] for op in thousands_ops(grid, "k")] == ["style", "set_cells"]
    taken = views(HEAD, (["a", 5], [None, look("calc", PLAIN)]), (["taken", None], [None, None]))
    (grid,) = grids_of(taken)
    assert [op["op"] for op in thousands_ops(grid, "k")] == ["style"]
    (bare,) = grids_of(views((["a"], [None])))
    assert list(thousands_ops(bare, "k")) == []


@pytest.fixture(scope="module")
def run() -> Session:
    return made("Create a sales report", "no_price.csv").ask("Please show it in thousands")


def test_a_report_is_shown_in_thousands_after_reading_its_sheets(run: Session):
    reads = [a for n, a in calls_of(run.history) if n == "document_read" and "mode" in a]
    assert {read["mode"] for read in reads} == {"values", "formats"}
    formats = [op for op in ops(run, "style") if op["number_format"] == FORMAT]
    assert formats
    assert blocking(run) == []


def test_only_a_request_for_thousands_reads_the_sheets():
    outline = {
        "sheets": [{"sheet": "S", "used": "A1:B2", "formulas": 1}, {"sheet": "D", "data": [1]}]
    }
    assert more_reads("add a chart", outline) == ()
    wanted = more_reads("in thousands", outline)
    assert [read["scope"] for read in wanted] == ["S!A1:B2", "S!A1:B2"]


def test_pages_are_read_to_their_end():
    arguments = {"scope": "S!A1:B2", "mode": "values"}
    state = history(task("x"))
    assert progress_of(state).rest_of(arguments) == arguments
    first = state.plus(calls("document_read", 1, **arguments)).plus(answer({"next": "40"}, 1))
    rest = progress_of(first).rest_of(arguments)
    assert rest == arguments | {"page": "40"}
    last = first.plus(calls("document_read", 2, **rest)).plus(answer({"next": None}, 2))
    assert progress_of(last).rest_of(arguments) is None
    assert json.dumps(progress_of(last).views)
