"""Later requests on a run of the offline author."""

import io

import openpyxl
import pytest
from tests.fakes.document_tools import Session, session
from tests.unit.agent.workbooks import DATA, blocking, made, ops

from docsmith.agent.decide import Fail
from docsmith.agent.offline.brief import brief_of
from docsmith.agent.offline.model import OfflineModel
from docsmith.agent.offline.wish import Wish
from docsmith.agent.offline.workbook.followup import plan_followup
from docsmith.agent.offline.workbook.outline import outline_of

REPORT = ("Create a sales report", "no_price.csv")
OUTLINE = {
    "sheets": [
        {"sheet": "Summary", "used": "A1:F9", "formulas": 3},
        {"sheet": "My data", "data": [{}]},
    ],
    "names": {
        "Month_labels": "Summary!A5:A9",
        "Month_values": "Summary!B5:B9",
        "Region_labels": "'My data'!$A$5:$A$9",
        "Region_values": "'My data'!$B$5:$B$9",
        "Alone_values": "Summary!C1",
    },
}


def plan_of(prompt: str, outline: dict[str, object] | None = None):
    return plan_followup(Wish(brief=brief_of(prompt), outline=outline or OUTLINE))


def ops_of(prompt: str, outline: dict[str, object] | None = None) -> list[dict[str, object]]:
    return [op for section in plan_of(prompt, outline).sections for op in section.ops]


@pytest.fixture(scope="module")
def run() -> Session:
    start = made(*REPORT)
    return start.ask("Add a forecast sheet for next year with 8% growth").ask(
        "Add a pie chart by shift and rename the sheet Summary to Board view"
    )


def test_a_forecast_and_a_chart_and_a_new_name_follow_one_another(run: Session):
    assert blocking(run) == []
    assert [op["to"] for op in ops(run, "rename_sheet")] == ["Board view"]
    assert ops(run, "chart")[-1]["kind"] == "pie"
    assert "Board view" in run.summary


def test_what_was_there_is_left_as_it_was(run: Session):
    before = made(*REPORT).document.ops
    assert run.document.ops[: len(before)] == before


def test_what_it_cannot_do_is_refused_with_what_it_can():
    run = made(*REPORT).ask("Translate everything into Klingon")
    assert isinstance(run.ended, Fail)
    assert "needs a model" in run.ended.message
    assert run.document.ops == made(*REPORT).document.ops


def test_new_data_on_a_run_is_reported_beside_the_old():
    first = session(OfflineModel(), DATA / "csv" / "survey_text.csv").ask("Report")
    both = session(OfflineModel(), DATA / "csv" / "survey_text.csv", DATA / "csv" / "one_row.csv")
    more = Session(first.model, _with(first, both), first.history).ask("Add this file")
    assert [op["slot"] for op in ops(more, "load_data")] == ["data1", "data2"]
    assert blocking(more) == []


def _with(first: Session, both: Session):
    from dataclasses import replace

    return replace(first.document, inputs=both.document.inputs)


def test_the_growth_of_a_forecast_is_the_prompts_or_marked_as_assumed():
    told = next(op for op in ops_of("forecast with 8%") if op["op"] == "set_cells")["cells"]
    cells = {cell["cell"]: cell["value"] for cell in told}  # type: ignore[index, union-attr]
    assert (cells["B4"], cells["C4"]) == (0.08, "From the prompt")
    free = next(op for op in ops_of("add a forecast") if op["op"] == "set_cells")["cells"]
    assumed = {cell["cell"]: cell["value"] for cell in free}  # type: ignore[index, union-attr]
    assert assumed["C4"] == "Assumed: replace with your figure"


@pytest.mark.parametrize(("grain", "rows"), [("Year", 3), ("Day", 30), ("Sales_Month", 12)])
def test_a_forecast_goes_on_in_the_grain_of_the_series(grain: str, rows: int):
    names = {f"{grain}_labels": "S!A5:A9", f"{grain}_values": "S!B5:B9"}
    outline = {"sheets": [{"sheet": "S"}], "names": names}
    cells = next(op for op in ops_of("forecast", outline) if op["op"] == "set_cells")["cells"]
    forecasts = [c for c in cells if str(c["cell"]).startswith("C")]  # type: ignore[union-attr, index]
    assert len(forecasts) == rows + 3


def test_charts_are_of_the_series_named_and_of_the_kind_named():
    chart = next(op for op in ops_of("a line chart of regions") if op["op"] == "chart")
    assert chart["kind"] == "line"
    assert chart["categories"] == "'My data'!A5:A9"
    other = next(op for op in ops_of("a chart") if op["op"] == "chart")
    assert other["kind"] == "column"


def test_of_two_series_named_alike_the_shorter_name_is_meant():
    names = {
        f"{stem}_{part}": "S!A1:A2"
        for stem in ("Region_2", "Region")
        for part in ("labels", "values")
    }
    outline = {"sheets": [{"sheet": "S"}], "names": names}
    assert "Chart Region" in {op.get("sheet") for op in ops_of("a chart by region", outline)}


@pytest.mark.parametrize(
    ("prompt", "op"),
    [
        (
            "rename sheet Summary to Overview",
            {"op": "rename_sheet", "sheet": "Summary", "to": "Overview"},
        ),
        (
            "Benenne das Blatt „My data“ in Daten um",
            {"op": "rename_sheet", "sheet": "My data", "to": "Daten"},
        ),
        ("delete the sheet My data", {"op": "delete_sheet", "sheet": "My data"}),
        ("lösche das Blatt Summary", {"op": "delete_sheet", "sheet": "Summary"}),
    ],
)
def test_sheets_are_renamed_and_deleted_by_name(prompt: str, op: dict[str, str]):
    assert ops_of(prompt) == [op]


def test_a_sheet_that_is_not_there_is_no_intent():
    assert plan_of("rename sheet Nowhere to X").refusal
    assert plan_of("delete sheet Nowhere").refusal


def test_the_only_sheet_is_not_deleted():
    assert plan_of("delete sheet A", {"sheets": [{"sheet": "A"}], "names": {}}).refusal


def test_without_series_there_is_nothing_to_forecast_or_chart():
    bare = {"sheets": [{"sheet": "A"}], "names": {}}
    assert plan_of("add a forecast and a chart in thousands", bare).refusal


def test_an_outline_that_is_missing_is_empty():
    assert outline_of(None).sheets == ()
    assert outline_of({"sheets": [{}]}).sheets[0].formulas == 0


BUDGET = "A marketing budget for next year"
NEXT = "Now add a forecast sheet for next year"


def test_a_budget_is_forecast_from_its_months():
    run = made(BUDGET).ask(NEXT)
    assert blocking(run) == []
    sheet = openpyxl.load_workbook(io.BytesIO(run.bytes), data_only=True)["Forecast"]
    assert (sheet["B4"].value, sheet["C4"].value) == (0.05, "Assumed: replace with your figure")
    assert [sheet.cell(row, 1).value.year for row in range(7, 19)] == [2028] * 12  # type: ignore[union-attr]
    assert sheet["B19"].value == pytest.approx(120_000)
    assert sheet["C19"].value == pytest.approx(126_000)
    assert "growth rate is marked as an input" in run.summary


def test_a_budget_without_months_is_planned_by_category():
    names = {"Budget_labels": "'B v'!$A$9:$A$11", "Budget_values": "'B v'!$B$9:$B$11"}
    outline = {"sheets": [{"sheet": "B v"}], "names": names}
    cells = next(op for op in ops_of(f"{NEXT} with 8%", outline) if op["op"] == "set_cells")
    told = {cell["cell"]: cell["value"] for cell in cells["cells"]}  # type: ignore[index, union-attr]
    assert (told["B4"], told["C4"]) == (0.08, "From the prompt")
    assert (told["B9"], told["C9"]) == ("=INDEX(Budget_values,3)", "=B9*(1+$B$4)")
    assert told["C10"] == "=SUM(C7:C9)"
    assert told["B11"] == '=IF(ROUND(C10-SUM(Budget_values)*(1+$B$4),2)=0,"OK","Check")'


def test_a_forecast_of_what_has_no_period_names_what_there_is():
    names = {"Region_labels": "S!A5:A9", "Region_values": "S!B5:B9"}
    outline = {"sheets": [{"sheet": "S"}], "names": names}
    assert "figures by Region only" in (plan_of(NEXT, outline).refusal or "")
    both = plan_of("add a forecast and a chart by region", outline)
    assert both.refusal is None
    assert any("figures by Region only" in remark for remark in both.remarks)
