"""The main job, as a new user does it: from a CSV to a workbook through the deployed path."""

import csv
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import httpx
import openpyxl
import pytest
from tests.e2e.stack import ROOT, Stack, docsmith, until_over

SALES = ROOT / "events" / "sales.csv"
PHASES = [
    "preflight",
    "acquiring_pool",
    "loading_doc",
    "restoring_state",
    "agent_turn",
    "executing_plan",
    "compacting_context",
    "saving_doc",
    "uploading_result",
    "dispatching_webhook",
]


@pytest.fixture(scope="module")
def report(stack: Stack, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("made") / "report.xlsx"
    docsmith("generate", "excel", "Create a sales report", "--data", str(SALES), "--out", str(out))
    return out


def test_the_workbook_opens_and_every_formula_has_its_value(report: Path) -> None:
    formulas = openpyxl.load_workbook(report)
    values = openpyxl.load_workbook(report, data_only=True)
    count = 0
    for sheet in formulas:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    count += 1
                    value = values[sheet.title][cell.coordinate].value
                    assert value is not None, f"{sheet.title}!{cell.coordinate} has no value"
                    assert not str(value).startswith("#"), f"{sheet.title}!{cell.coordinate}"
    assert count > 100


def test_the_data_is_a_real_table_and_the_summary_counts_on_it(report: Path) -> None:
    book = openpyxl.load_workbook(report)
    tables = {name: sheet for sheet in book for name in sheet.tables}
    assert len(tables) == 1
    name, sheet = next(iter(tables.items()))
    assert sheet.max_row == len(SALES.read_text().splitlines())
    summary = book[book.sheetnames[0]]
    texts = [str(c.value) for row in summary.iter_rows() for c in row if c.data_type == "f"]
    assert sum(f"{name}[" in text for text in texts) > 50


def test_there_are_native_charts(report: Path) -> None:
    with zipfile.ZipFile(report) as package:
        charts = [part for part in package.namelist() if part.startswith("xl/charts/chart")]
    assert len(charts) >= 3


def test_the_total_is_the_sum_of_the_file(report: Path) -> None:
    with SALES.open(newline="") as lines:
        rows = list(csv.DictReader(lines))
    quantity = sum(int(row["Quantity"]) for row in rows if row["Quantity"].lstrip("-").isdigit())
    book = openpyxl.load_workbook(report, data_only=True)
    shown = {c.value for row in book[book.sheetnames[0]].iter_rows() for c in row}
    assert quantity in shown


def test_a_task_passes_through_its_phases_in_order_and_progress_never_falls(
    api: httpx.Client,
) -> None:
    accepted = api.post("/excel/generate", json={"prompt": "A household budget", "async": True})
    assert accepted.status_code == 202
    body = accepted.json()
    assert body["status"] == "queued"
    assert accepted.headers["Location"] == body["status_url"]
    seen = _watch(api, body["task_id"])
    phases = [task["phase"] for task in seen if task.get("phase")]
    order = [PHASES.index(phase) for phase in phases if phase not in _LOOP]
    assert order == sorted(order)
    progress = [task["progress"] for task in seen]
    assert progress == sorted(progress)
    assert seen[-1]["status"] == "completed"
    assert seen[-1]["progress"] == 100


_LOOP = {"agent_turn", "executing_plan", "compacting_context"}


def _watch(api: httpx.Client, task_id: str) -> list[dict[str, Any]]:
    """What a client sees that long-polls for every change."""
    seen: list[dict[str, Any]] = []
    while not seen or seen[-1]["status"] in ("queued", "running"):
        answer = api.get(f"/tasks/{task_id}", params={"wait": 20})
        seen.append(answer.raise_for_status().json())
    return seen


def test_a_short_job_answers_200_in_the_same_call(api: httpx.Client) -> None:
    answer = api.post("/excel/generate", json={"prompt": "An invoice for 3 days of consulting"})
    assert answer.status_code == 200
    body = answer.json()
    wanted = {"run_id", "task_id", "download_url", "edit_url", "summary", "credits_used"}
    assert wanted | {"duration_ms"} <= set(body)
    assert body["status"] == "completed"
    file = httpx.get(body["download_url"], follow_redirects=True)
    assert openpyxl.load_workbook(io.BytesIO(file.content)).sheetnames
    assert "attachment" in file.headers["content-disposition"]


def test_a_file_that_is_no_table_fails_with_its_reason_and_costs_nothing(
    api: httpx.Client,
) -> None:
    noise = bytes(range(256)) * 50
    sent = api.post("/files", files={"file": ("x.csv", noise)}, data={"purpose": "reference"})
    source = {"file_id": sent.json()["file_id"], "kind": "csv"}
    body = {"prompt": "Report", "data_sources": [source]}
    answer = api.post("/excel/generate", json=body)
    assert answer.status_code == 422
    told = answer.json()
    assert told["error"] == "unreadable_file"
    assert answer.headers["X-Should-Retry"] == "false"
    task = until_over(api, told["task_id"])
    assert task["status"] == "failed"
    assert "credits_used" not in task


def test_unknown_routes_and_ids_answer_in_our_envelope(stack: Stack, api: httpx.Client) -> None:
    outside = httpx.get(stack.url.removesuffix("/api/v1") + "/nowhere")
    for answer in (outside, api.get("/nowhere"), api.get("/tasks/task_nothing")):
        assert answer.status_code == 404
        assert answer.json()["success"] is False
        assert answer.json()["error"] == "not_found"


def test_up_says_the_same_again_on_one_line(stack: Stack) -> None:
    lines = docsmith("up", "--json").strip().splitlines()
    assert len(lines) == 1
    assert json.loads(lines[0]) == {"url": stack.url, "api_key": stack.api_key}
