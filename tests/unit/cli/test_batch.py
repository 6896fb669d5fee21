"""`docsmith batch` against a server that speaks the contract."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from tests.fakes.api_server import BATCH, KEY, MADE, FakeApi
from tests.unit.cli.terminal import Seen, Terminal, docsmith

from docsmith_cli import batch_progress
from docsmith_cli.batches import from_json
from docsmith_cli.commands import batch as command
from docsmith_cli.speaking import Speaker

LINES = (
    {"line": 2, "key": "a", "status": "completed", "file_name": "A.xlsx", "credits_used": 7},
    {
        "line": 3,
        "key": "=1+1",
        "status": "failed",
        "error": {"code": "timeout", "message": "Too slow."},
    },
)
PARTLY: dict[str, Any] = {
    "status": "completed",
    "counts": {"total": 2, "completed": 1, "failed": 1},
    "first_errors": [{"line": 3, "key": "b", "code": "timeout", "message": "Too slow."}],
}


@pytest.fixture(autouse=True)
def folder(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(command, "_POLL_S", 0)
    (folder / "lines.csv").write_text("key,name\na,Anna\nb,Ben\nc,Cleo\n")
    return folder


def batch(api: FakeApi, *words: str) -> Seen:
    return docsmith("batch", *words, url=api.url, api_key=KEY)


def submitted(api: FakeApi) -> dict[str, Any]:
    (body,) = [body for _, target, body in api.received if target.endswith("/batches")]
    return body


def rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"))))


def test_a_manifest_is_uploaded_and_submitted_with_its_template(api: FakeApi) -> None:
    seen = batch(
        api, "submit", "lines.csv", "--template", "A budget for {name}", "--max-credits", "9"
    )
    assert seen.code == 0
    assert seen.out == f"{BATCH}  queued\n"
    assert f"docsmith batch watch {BATCH}" in seen.notes
    assert submitted(api) == {
        "file_id": "file_0",
        "defaults": {"format": "excel", "prompt_template": "A budget for {name}"},
        "max_credits": 9,
    }
    assert api.files[0]["file_name"] == "lines.csv"
    assert api.headers[-1]["idempotency-key"].startswith("cli-")


def test_watching_tells_every_change_once_and_writes_the_table(api: FakeApi, folder: Path) -> None:
    api.batch_lines = LINES
    seen = batch(api, "submit", "lines.csv", "--template", "{name}", "--watch")
    assert seen.code == 0
    assert seen.notes.splitlines()[1:] == [
        "reading the manifest",
        "1 of 3, 1 in hand",
        "3 of 3",
        "3 of 3 made, 21 credits",
    ]
    assert seen.out == f"{folder / 'lines.results.csv'}\n"
    first, second = rows(folder / "lines.results.csv")
    assert (first["line"], first["file_name"], first["error"]) == ("2", "A.xlsx", "")
    assert (second["key"], second["error"], second["message"]) == ("'=1+1", "timeout", "Too slow.")


def test_lines_without_a_document_are_told_and_the_command_says_so(
    api: FakeApi, folder: Path
) -> None:
    api.batch_states = (PARTLY,)
    seen = batch(api, "watch", BATCH, "--out", "table.csv")
    assert seen.code == 1
    assert (folder / "table.csv").exists()
    told = f"docsmith: {BATCH} completed, but 1 of 2 lines without a document; line 3: Too slow."
    assert told in seen.notes


def test_a_batch_that_failed_as_a_whole_says_why(api: FakeApi) -> None:
    error = {"code": "not_found", "message": "There is no manifest."}
    api.batch_states = ({"status": "failed", "counts": {"total": 0}, "error": error},)
    seen = batch(api, "watch", BATCH)
    assert seen.code == 1
    assert f"{BATCH} failed: There is no manifest. [not_found]" in seen.notes


def test_json_is_one_object_with_the_place_of_the_table(api: FakeApi, folder: Path) -> None:
    seen = batch(api, "submit", "lines.csv", "--template", "x", "--watch", "--json")
    assert seen.json["path"] == str(folder / "lines.results.csv")
    assert seen.json["counts"] == MADE["counts"]
    assert batch(api, "submit", "lines.csv", "--template", "x", "--json").json["batch_id"] == BATCH


def test_a_dry_run_tells_what_would_do_and_what_it_would_cost(api: FakeApi) -> None:
    state = {"dry_run": True, "estimated_credits": 300, "counts": {"total": 2, "queued": 2}}
    api.batch_states = ({"status": "completed", **state},)
    seen = batch(api, "submit", "lines.csv", "--template", "x", "--dry-run", "--watch")
    assert seen.code == 0
    assert "2 of 2 would do, about 300 credits" in seen.notes
    assert submitted(api)["dry_run"] is True


def test_files_that_lines_name_are_uploaded_once_each(api: FakeApi, folder: Path) -> None:
    (folder / "north.csv").write_text("a\n1\n")
    (folder / "lines.csv").write_text(
        'key;data_source\r\na;north.csv\r\nb; north.csv\r\nc;"file_x"\r\nd\r\n'
    )
    batch(api, "submit", "lines.csv", "--template", "A report")
    assert [file["file_name"] for file in api.files] == ["north.csv", "lines.csv"]
    assert api.files[1]["content"] == b"key;data_source\na;file_0\nb;file_0\nc;file_x\nd\n"


def test_files_of_json_lines_are_uploaded_and_other_lines_stay(api: FakeApi, folder: Path) -> None:
    (folder / "north.csv").write_text("a\n1\n")
    lines = ['{"data_source": "north.csv"}', "", "[data_source", '{"a": 1}', "3"]
    (folder / "lines.jsonl").write_text("\n".join(lines))
    batch(api, "submit", "lines.jsonl", "--template", "A report")
    sent = api.files[1]["content"].decode().split("\n")
    assert json.loads(sent[0]) == {"data_source": "file_0"}
    assert sent[1:] == lines[1:]


def test_a_manifest_without_files_goes_byte_for_byte(api: FakeApi, folder: Path) -> None:
    content = b"\xef\xbb\xbfkey,note\r\na,data_source\r\n"
    (folder / "lines.csv").write_bytes(content)
    batch(api, "submit", "lines.csv", "--template", "A report")
    assert api.files[0]["content"] == content


def test_a_plan_is_replayed_without_a_format(api: FakeApi) -> None:
    batch(api, "submit", "lines.csv", "--from-run", "run_1", "--webhook", "https://x.example/")
    expected = {"from_run": "run_1", "webhook_url": "https://x.example/"}
    assert submitted(api)["defaults"] == expected


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("none.csv", "--template", "x"), "there is no such file"),
        (("lines.csv",), "say what to make"),
        (("lines.csv", "--template", "x", "--out", "."), "is a folder"),
    ],
)
def test_what_cannot_work_is_refused_before_anything_is_sent(
    api: FakeApi, words: tuple[str, ...], reason: str
) -> None:
    seen = batch(api, "submit", *words)
    assert (seen.code, api.received) == (2, [])
    assert reason in seen.notes


def test_names_of_files_in_a_manifest_that_is_no_utf8_are_not_guessed(
    api: FakeApi, folder: Path
) -> None:
    (folder / "lines.csv").write_bytes("data_source,n\nnord.csv,M\xfcller\n".encode("cp1252"))
    seen = batch(api, "submit", "lines.csv", "--template", "x")
    assert (seen.code, "must be UTF-8" in seen.notes) == (2, True)


def test_a_batch_is_cancelled_by_its_id(api: FakeApi) -> None:
    seen = batch(api, "cancel", BATCH)
    assert seen.out == f"{BATCH} cancelled: 3 of 3\n"
    assert batch(api, "cancel", BATCH, "--json").json["status"] == "cancelled"


def test_somebody_who_stops_watching_is_told_how_to_go_on(
    api: FakeApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stops(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(batch_progress, "show", stops)
    seen = batch(api, "watch", BATCH)
    assert seen.code == 130
    assert f"docsmith batch cancel {BATCH}" in seen.notes
    assert "Cancel it now?" not in seen.notes


def test_somebody_who_stops_watching_at_a_terminal_may_cancel(
    api: FakeApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stops(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(batch_progress, "show", stops)
    monkeypatch.setattr("sys.stdin", Terminal("y\n"))
    seen = docsmith("batch", "watch", BATCH, url=api.url, api_key=KEY, notes=Terminal())
    assert seen.code == 130
    assert f"{BATCH} cancelled" in seen.notes


def test_a_bar_shows_counts_to_somebody_who_looks() -> None:
    notes = Terminal()
    states = [from_json({"batch_id": BATCH, **state}) for state in (PARTLY, MADE)]
    last = batch_progress.show(iter(states), Speaker(io.StringIO(), notes))
    assert last.over == 3
    assert "3 of 3" in notes.getvalue()
    assert "100%" in notes.getvalue()
