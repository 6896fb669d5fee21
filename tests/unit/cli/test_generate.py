"""`docsmith generate` and `watch` against a server that speaks the contract."""

import json
import signal
import sys
from functools import partial
from pathlib import Path

import pytest
from tests.fakes.api_server import COMPLETED, FAILED, KEY, RUN, RUNNING, TASK, FakeApi, refusal
from tests.unit.cli.terminal import Seen, Terminal, docsmith

pytestmark = pytest.mark.usefixtures("folder")


def generate(api: FakeApi, *words: str) -> Seen:
    return docsmith("generate", *words, url=api.url, api_key=KEY)


def submitted(api: FakeApi) -> dict[str, object]:
    (body,) = [body for _, target, body in api.received if target.endswith("/generate")]
    return body


def test_a_document_is_saved_under_its_own_name(api: FakeApi, folder: Path) -> None:
    seen = generate(api, "excel", "A sales report")
    assert seen.code == 0
    assert seen.out == f"{folder / 'Sales report.xlsx'}\n"
    assert (folder / "Sales report.xlsx").read_bytes() == b"PK document"
    assert "A workbook with 3 sheets." in seen.notes
    assert "7 credits, 4.2 s" in seen.notes
    assert f"/edit/{RUN}?token=t" in seen.notes


def test_every_change_is_told_once(api: FakeApi) -> None:
    notes = generate(api, "excel", "A sales report").notes.splitlines()
    assert notes[0] == "   0 %  waiting, number 2 in the queue"
    assert notes[1] == "  40 %  thinking (turn 2)"
    assert notes[2] == " 100 %  completed"


def test_a_document_of_that_name_is_not_overwritten(api: FakeApi, folder: Path) -> None:
    (folder / "Sales report.xlsx").write_text("mine")
    generate(api, "excel", "A sales report")
    assert (folder / "Sales report.xlsx").read_text() == "mine"
    assert (folder / "Sales report (2).xlsx").read_bytes() == b"PK document"


def test_the_document_goes_where_it_is_asked_for(api: FakeApi, folder: Path) -> None:
    (folder / "report.xlsx").write_text("old")
    generate(api, "excel", "A sales report", "--out", "report.xlsx")
    assert (folder / "report.xlsx").read_bytes() == b"PK document"


def test_json_is_one_object_on_one_line(api: FakeApi, folder: Path) -> None:
    told = generate(api, "excel", "A sales report", "--json").json
    assert told["status"] == "completed"
    assert told["task_id"] == TASK
    assert told["path"] == str(folder / "Sales report.xlsx")
    assert told["summary"] == "A workbook with 3 sheets."


def test_data_files_are_uploaded_and_named_as_sources(api: FakeApi, folder: Path) -> None:
    (folder / "sales.csv").write_text("a,b\n1,2\n")
    (folder / "plan.xlsx").write_bytes(b"PK")
    (folder / "brief.md").write_text("brief")
    generate(
        api,
        "excel",
        "A report",
        "--data",
        "sales.csv",
        "--data",
        "plan.xlsx",
        "--context",
        "brief.md",
    )
    assert [file["purpose"] for file in api.files] == ["reference", "reference", "context"]
    assert api.files[0]["content"] == b"a,b\n1,2\n"
    assert api.files[0]["file_name"] == "sales.csv"
    body = submitted(api)
    assert body["data_sources"] == [
        {"file_id": "file_0", "kind": "csv"},
        {"file_id": "file_1", "kind": "xlsx"},
    ]
    assert body["context_files"] == ["file_2"]


def test_a_large_file_goes_by_a_signed_link(api: FakeApi, folder: Path) -> None:
    content = b"x" * 4_000_000
    (folder / "large.csv").write_bytes(content)
    assert generate(api, "excel", "A report", "--data", "large.csv").code == 0
    (file,) = api.files
    assert file["size"] == len(content)
    assert file["key"] == "file_0"
    assert file["content"] == content


def test_what_was_not_said_is_not_sent(api: FakeApi) -> None:
    generate(api, "word", "A memo")
    assert submitted(api) == {"prompt": "A memo", "async": True}


def test_a_run_is_resumed_with_a_new_name(api: FakeApi) -> None:
    generate(api, "excel", "Add a chart", "--run", RUN, "--file-name", "Better")
    body = submitted(api)
    assert (body["run_id"], body["file_name"]) == (RUN, "Better")


def test_the_key_given_is_the_idempotency_key(api: FakeApi) -> None:
    generate(api, "excel", "A report", "--key", "mine")
    assert "mine" in [headers.get("idempotency-key") for headers in api.headers]


def test_a_submission_without_a_key_makes_one_so_that_it_can_be_repeated(api: FakeApi) -> None:
    generate(api, "excel", "A report")
    generate(api, "excel", "A report")
    keys = {headers["idempotency-key"] for headers in api.headers if "idempotency-key" in headers}
    assert len(keys) == 2


def test_async_leaves_after_submitting(api: FakeApi, folder: Path) -> None:
    seen = generate(api, "excel", "A report", "--async")
    assert seen.code == 0
    assert seen.out.split() == [TASK, RUN, "queued"]
    assert f"docsmith watch {TASK}" in seen.notes
    assert list(folder.iterdir()) == []


def test_watch_picks_a_task_up(api: FakeApi, folder: Path) -> None:
    seen = docsmith("watch", TASK, "--out", "later.xlsx", url=api.url, api_key=KEY)
    assert seen.code == 0
    assert (folder / "later.xlsx").read_bytes() == b"PK document"


def test_a_task_that_fails_is_one_line_and_no_file(api: FakeApi, folder: Path) -> None:
    api.states = (FAILED,)
    seen = generate(api, "excel", "A report")
    assert seen.code == 1
    assert seen.out == ""
    assert seen.notes.splitlines()[-1] == f"docsmith: {TASK} failed: Too slow. [timeout]"
    assert list(folder.iterdir()) == []


def test_an_answer_in_words_is_told_and_no_file_is_looked_for(api: FakeApi) -> None:
    api.states = ({**COMPLETED, "result": {"answer": "42"}},)
    seen = generate(api, "excel", "How many?")
    assert (seen.code, seen.out) == (0, "")
    assert "42" in seen.notes


def test_interrupting_leaves_the_task_and_says_how_to_pick_it_up(api: FakeApi) -> None:
    api.on_poll = partial(signal.raise_signal, signal.SIGINT)
    seen = generate(api, "excel", "A report")
    assert seen.code == 130
    assert f"docsmith watch {TASK}" in seen.notes
    assert f"docsmith cancel {TASK}" in seen.notes
    assert not api.cancelled


@pytest.mark.parametrize(("said", "cancels"), [("y\n", True), ("\n", False), ("", False)])
def test_who_interrupts_at_a_terminal_is_asked_whether_to_cancel(
    api: FakeApi, monkeypatch: pytest.MonkeyPatch, said: str, cancels: bool
) -> None:
    api.states = (RUNNING,)
    api.on_poll = partial(signal.raise_signal, signal.SIGINT)
    monkeypatch.setattr(sys, "stdin", Terminal(said))
    seen = docsmith("watch", TASK, url=api.url, api_key=KEY, notes=Terminal())
    assert seen.code == 130
    assert "Cancel it now? [y/N]" in seen.notes
    assert (api.cancelled, f"{TASK} cancelled" in seen.notes) == (cancels, cancels)


def test_a_run_stands_for_its_newest_task(api: FakeApi, folder: Path) -> None:
    assert docsmith("watch", RUN, "--out", "a.xlsx", url=api.url, api_key=KEY).code == 0
    seen = docsmith("cancel", RUN, url=api.url, api_key=KEY)
    assert (seen.code, seen.out) == (0, f"{TASK} cancelled\n")


def test_a_run_on_which_nothing_worked_has_no_task_to_cancel(api: FakeApi) -> None:
    api.last_task = None
    seen = docsmith("cancel", RUN, url=api.url, api_key=KEY)
    assert (seen.code, f"no task has worked on {RUN} yet" in seen.notes) == (2, True)


def test_cancel_says_what_became_of_the_task(api: FakeApi) -> None:
    seen = docsmith("cancel", TASK, url=api.url, api_key=KEY)
    assert (seen.code, seen.out) == (0, f"{TASK} cancelled\n")


def test_tasks_are_listed_one_a_line(api: FakeApi) -> None:
    seen = docsmith("tasks", url=api.url, api_key=KEY)
    assert seen.out.split()[:3] == ["2026-11-24", "20:00:00", TASK]


def test_a_refusal_names_the_field(api: FakeApi) -> None:
    detail = [{"field": "prompt", "message": "too long", "type": "t"}]
    api.refuse["/api/v1/excel/generate"] = [
        refusal(422, "validation_error", "Not valid.", detail=detail)
    ]
    seen = generate(api, "excel", "A report")
    assert seen.code == 1
    assert seen.notes == "docsmith: Not valid.; prompt: too long [validation_error, HTTP 422]\n"


def test_a_wrong_key_is_told(api: FakeApi) -> None:
    seen = docsmith("generate", "excel", "x", url=api.url, api_key="sk_live_other")
    assert (seen.code, seen.notes) == (1, "docsmith: No such key. [invalid_api_key, HTTP 401]\n")


def test_something_else_that_answers_is_told_apart_from_the_api(api: FakeApi) -> None:
    seen = docsmith("tasks", url=api.url.replace("/api/v1", "/other/api/v1"), api_key=KEY)
    assert seen.code == 1
    assert json.dumps(seen.notes).count("\\n") == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("excel", " "), "the prompt is empty"),
        (("excel", "x" * 10_001), "the prompt is longer than 10,000 characters"),
        (("excel", "x", "--data", "gone.csv"), "--data gone.csv: there is no such file"),
        (("excel", "x", "--data", "photo.png"), "--data photo.png: not a kind of data"),
        (("excel", "x", "--out", "."), "--out .: is a folder"),
        (("excel", "x", "--out", "gone/report.xlsx"), "there is no folder gone"),
    ],
)
def test_what_cannot_work_is_refused_before_anything_is_sent(
    api: FakeApi, words: tuple[str, ...], said: str
) -> None:
    seen = generate(api, *words)
    assert seen.code == 2
    assert said in seen.notes
    assert api.received == []


def test_an_empty_file_is_refused_before_anything_is_sent(api: FakeApi, folder: Path) -> None:
    (folder / "empty.csv").touch()
    assert "the file is empty" in generate(api, "excel", "x", "--data", "empty.csv").notes
    assert api.received == []


def test_a_url_without_a_key_is_refused() -> None:
    seen = docsmith("tasks", url="http://127.0.0.1:1/api/v1", api_key=None)
    assert (seen.code, seen.notes) == (
        2,
        "docsmith: DOCSMITH_URL is set, but DOCSMITH_API_KEY is not\n",
    )
