"""The same plan with new data on the local stack: a branch report from the head office design."""

import io
from pathlib import Path
from typing import Any

import docx
import httpx
import openpyxl
import pptx
import pytest
from tests.e2e.stack import Stack, docsmith, until_over
from tests.fakes.sales import a_csv, rows_of

PROMPT = "Create a sales report by region and product"


def uploaded(api: httpx.Client, name: str, content: bytes) -> dict[str, str]:
    answer = api.post(
        "/files", files={"file": (name, content, "text/csv")}, data={"purpose": "reference"}
    )
    return {"file_id": answer.raise_for_status().json()["file_id"], "kind": "csv"}


@pytest.fixture(scope="module")
def designs(stack: Stack) -> dict[str, dict[str, Any]]:
    """The head office's report in each format."""
    with stack.client() as api:
        data = [uploaded(api, "sales.csv", a_csv(rows_of(100)))]
        body = {"prompt": PROMPT, "data_sources": data, "async": True}
        tasks = {
            kind: api.post(f"/{kind}/generate", json=body).raise_for_status().json()["task_id"]
            for kind in ("excel", "word", "slides")
        }
        return {kind: until_over(api, task_id) for kind, task_id in tasks.items()}


def rendered(api: httpx.Client, design: dict[str, Any], content: bytes, **fields: Any) -> Any:
    data = [uploaded(api, "munich.csv", content)]
    path = f"/runs/{design['run_id']}/render"
    answer = api.post(path, json={"data_sources": data, **fields})
    if answer.status_code != 202:
        return answer
    task = until_over(api, answer.json()["task_id"])
    assert task["status"] == "completed", task
    return httpx.Response(200, json={**task, **task["result"]}, request=answer.request)


def downloaded(answer: httpx.Response) -> io.BytesIO:
    link = answer.raise_for_status().json()["download_url"]
    return io.BytesIO(httpx.get(link, follow_redirects=True).raise_for_status().content)


def texts(kind: str, document: io.BytesIO) -> str:
    if kind == "word":
        made = docx.Document(document)
        cells = [c.text for table in made.tables for row in table.rows for c in row.cells]
        return "\n".join([*(p.text for p in made.paragraphs), *cells])
    if kind == "slides":
        shapes = [shape for slide in pptx.Presentation(document).slides for shape in slide.shapes]
        charts: list[Any] = [shape.chart for shape in shapes if shape.has_chart]  # type: ignore[attr-defined]
        values = [str(v) for c in charts for series in c.series for v in series.values]
        return "\n".join([*(s.text_frame.text for s in shapes if s.has_text_frame), *values])  # type: ignore[attr-defined]
    book = openpyxl.load_workbook(document, data_only=True)
    return "\n".join(str(c.value) for sheet in book for row in sheet.iter_rows() for c in row)


@pytest.mark.parametrize(("kind", "form"), [("excel", "{}"), ("word", "{:,}"), ("slides", "{}.0")])
def test_a_branch_gets_its_own_figures_in_the_agreed_design(
    api: httpx.Client, designs: dict[str, dict[str, Any]], kind: str, form: str
) -> None:
    rows = rows_of(7)
    answer = rendered(api, designs[kind], a_csv(rows))
    assert answer.status_code == 200
    assert answer.json()["run_id"] != designs[kind]["run_id"]
    assert answer.json()["credits_used"] == 0
    said = texts(kind, downloaded(answer))
    for region in ("North", "South", "East"):
        assert form.format(sum(row[3] for row in rows if row[1] == region)) in said
    assert "munich.csv" in said
    assert "sales.csv" not in said
    run = api.get(f"/runs/{designs[kind]['run_id']}").json()
    assert (run["head"], run.get("active_task")) == (1, None)


def test_data_without_a_column_name_the_operations_that_read_it(
    api: httpx.Client, designs: dict[str, dict[str, Any]]
) -> None:
    rows = [(day, region, revenue) for day, region, _, revenue in rows_of(7)]
    lacking = a_csv(rows, ("Date", "Region", "Revenue"))
    data = [uploaded(api, "lacking.csv", lacking)]
    path = f"/runs/{designs['word']['run_id']}/render"
    task_id = api.post(path, json={"data_sources": data, "async": True}).json()["task_id"]
    task = until_over(api, task_id)
    assert (task["status"], task["error"]["code"]) == ("failed", "validation_error")
    for place in task["error"]["detail"]:
        assert place["field"].startswith(f"ops[{place['operation']}].")
        assert place["message"] == "there is no column 'Product'"


def test_the_command_renders_a_file(
    stack: Stack, designs: dict[str, dict[str, Any]], tmp_path: Path
) -> None:
    data, out = tmp_path / "munich.csv", tmp_path / "Munich.xlsx"
    data.write_bytes(a_csv(rows_of(7)))
    run_id = designs["excel"]["run_id"]
    docsmith("render", run_id, "--data", str(data), "--color", "#AA0000", "--out", str(out))
    assert "munich.csv" in texts("excel", io.BytesIO(out.read_bytes()))
