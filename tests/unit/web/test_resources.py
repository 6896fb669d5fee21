"""Tasks, runs, files and accounts over HTTP: one, a page, and changes."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient
from tests.fakes.nouns import a_run, an_id
from tests.unit.web.conftest import House
from tests.unit.web.test_every_route import error_of

from docsmith.domain.task import Failure, Phase, Task
from docsmith.usecases.claims import claim
from docsmith.usecases.records import Insert, Remove

API = "/api/v1"
JSON_FILE = {"file_name": "a.csv", "size": 3, "content_type": "text/csv", "purpose": "context"}


def get(house: House, path: str, **headers: str) -> Any:
    return house.client.get(API + path, headers=headers, follow_redirects=False)


def submitted(house: House, **fields: Any) -> Task:
    return house.world.submitted(house.caller, **fields)


def completed(house: House) -> Task:
    return house.world.completed(house.world.running(submitted(house)), usd=0.5)


def test_a_queued_task_shows_its_place_and_no_phase(house: House) -> None:
    for _ in range(2):
        house.world.running(submitted(house))
    task = submitted(house)
    house.world.queued(task)
    body = get(house, f"/tasks/{task.task_id}").json()
    assert body["status"] == "queued"
    assert (body["queue_position"], body["progress"]) == (1, 0)
    assert "phase" not in body
    assert "result" not in body
    assert "error" not in body


def test_a_running_task_shows_phase_turn_and_progress(house: House) -> None:
    task = house.world.running(submitted(house))
    claim(task.task_id, Phase.AGENT_TURN, records=house.world.records, now=house.world.clock())
    answer = get(house, f"/tasks/{task.task_id}")
    body = answer.json()
    assert (body["status"], body["phase"], body["turn_index"]) == ("running", "agent_turn", 1)
    assert 0 < body["progress"] < 100
    assert int(answer.headers["Retry-After"]) > 0


def test_a_completed_task_shows_its_result(house: House) -> None:
    task = completed(house)
    answer = get(house, f"/tasks/{task.task_id}")
    body = answer.json()
    assert (body["status"], body["progress"], body["credits_used"]) == ("completed", 100, 50)
    assert set(body["result"]) == {"download_url", "edit_url", "summary", "artifacts"}
    assert body["result"]["artifacts"] == []
    assert "phase" not in body
    assert "Retry-After" not in answer.headers
    for moment in ("created_at", "started_at", "ended_at"):
        assert body[moment].endswith("Z")
        assert datetime.fromisoformat(body[moment]).tzinfo is not None


def test_an_answer_in_text_has_no_links(house: House) -> None:
    task = house.world.running(submitted(house, mode="ask"))
    house.world.finish.finish(task.with_(summary="Read.", answer="42"))
    result = get(house, f"/tasks/{task.task_id}").json()["result"]
    assert result == {"summary": "Read.", "answer": "42"}


def test_a_failed_task_shows_code_and_message(house: House) -> None:
    task = house.world.running(submitted(house))
    house.world.end.fail(task.task_id, Failure(code="timeout", message="Late."))
    body = get(house, f"/tasks/{task.task_id}").json()
    assert body["error"] == {"code": "timeout", "message": "Late."}


def test_an_unchanged_task_is_304_until_it_changes(house: House) -> None:
    task = house.world.running(submitted(house))
    first = get(house, f"/tasks/{task.task_id}")
    same = get(house, f"/tasks/{task.task_id}", **{"If-None-Match": first.headers["ETag"]})
    assert (same.status_code, same.content) == (304, b"")
    assert same.headers["ETag"] == first.headers["ETag"]
    claim(task.task_id, Phase.LOADING_DOC, records=house.world.records, now=house.world.clock())
    changed = get(house, f"/tasks/{task.task_id}", **{"If-None-Match": first.headers["ETag"]})
    assert changed.status_code == 200
    assert changed.headers["ETag"] != first.headers["ETag"]


def test_a_long_poll_waits_only_while_the_client_knows_the_newest(house: House) -> None:
    task = house.world.running(submitted(house))
    known = {"If-None-Match": get(house, f"/tasks/{task.task_id}").headers["ETag"]}
    claim(task.task_id, Phase.LOADING_DOC, records=house.world.records, now=house.world.clock())
    began = house.world.clock()
    missed = get(house, f"/tasks/{task.task_id}?wait=20", **known)
    assert (missed.status_code, missed.json()["phase"]) == (200, "loading_doc")
    assert house.world.clock() == began
    newest = {"If-None-Match": missed.headers["ETag"]}
    assert get(house, f"/tasks/{task.task_id}?wait=20", **newest).status_code == 304
    assert house.world.clock() - began >= timedelta(seconds=20)


@pytest.mark.parametrize("wish", ["W/{etag}", '"other", {etag}', "*", '"a",W/{etag}'])
def test_a_tag_is_recognised_in_every_form_that_http_allows(house: House, wish: str) -> None:
    task = completed(house)
    etag = get(house, f"/tasks/{task.task_id}").headers["ETag"]
    answer = get(house, f"/tasks/{task.task_id}", **{"If-None-Match": wish.format(etag=etag)})
    assert answer.status_code == 304


def test_a_completed_task_stays_the_same_for_an_hour(house: House) -> None:
    task = completed(house)
    etag = get(house, f"/tasks/{task.task_id}").headers["ETag"]
    house.world.clock.advance(minutes=20)
    assert get(house, f"/tasks/{task.task_id}").headers["ETag"] == etag


def test_a_long_poll_answers_at_the_next_change(house: House) -> None:
    task = house.world.running(submitted(house))
    began = house.world.clock()

    def move() -> None:
        claim(task.task_id, Phase.LOADING_DOC, records=house.world.records, now=house.world.clock())

    house.world.sleeps += [lambda: None, move]
    body = get(house, f"/tasks/{task.task_id}?wait=25").json()
    assert body["phase"] == "loading_doc"
    assert house.world.clock() - began < timedelta(seconds=1)


def test_a_long_poll_without_a_change_answers_after_its_time(house: House) -> None:
    task = house.world.running(submitted(house))
    began = house.world.clock()
    assert get(house, f"/tasks/{task.task_id}?wait=3").json()["status"] == "running"
    assert timedelta(seconds=3) <= house.world.clock() - began < timedelta(seconds=3.5)


@pytest.mark.parametrize("wait", ["-1", "26", "1.5", "x", "", "1e400", "9" * 400])
def test_a_wait_that_cannot_be_is_named(house: House, wait: str) -> None:
    task = submitted(house)
    answer = get(house, f"/tasks/{task.task_id}?wait={wait}")
    assert error_of(answer, 422) == "validation_error"
    assert answer.json()["detail"][0]["field"] == "wait"


@pytest.mark.parametrize("path", ["/tasks", "/runs", "/files", "/usage", "/webhooks"])
@pytest.mark.parametrize("query", ["limit=0", "limit=101", "limit=-1", "limit=x", "limit=1e9"])
def test_a_limit_that_cannot_be_is_named(house: House, path: str, query: str) -> None:
    answer = get(house, f"{path}?{query}")
    assert error_of(answer, 422) == "validation_error"
    assert answer.json()["detail"][0]["field"] == "limit"


@pytest.mark.parametrize("path", ["/tasks", "/runs", "/files", "/usage", "/webhooks"])
@pytest.mark.parametrize("cursor", ["x", "e30", "%00", "é", "W10", "AAAA"])
def test_a_forged_cursor_is_refused(house: House, path: str, cursor: str) -> None:
    assert error_of(get(house, f"{path}?cursor={cursor}"), 400) == "invalid_request"


@pytest.mark.parametrize("path", ["/tasks", "/runs", "/files", "/usage"])
def test_a_list_visits_each_item_once_newest_first(house: House, path: str) -> None:
    for number in range(5):
        house.world.clock.advance(seconds=1)
        completed(house)
        sent = {"file": (f"{number}.csv", b"a,b", "text/csv")}
        house.client.post(f"{API}/files", data={"purpose": "context"}, files=sent)
    seen: list[dict[str, Any]] = []
    cursor = ""
    while True:
        body = get(house, f"{path}?limit=2{cursor}").json()
        seen += body["data"]
        completed(house)
        if body["next_cursor"] is None:
            break
        cursor = f"&cursor={body['next_cursor']}"
    moments = [item["created_at"] for item in seen]
    assert moments == sorted(moments, reverse=True)
    identifiers = [str(item) for item in seen]
    assert len(identifiers) == len(set(identifiers)) >= 5


def test_tasks_are_filtered(house: House) -> None:
    done = completed(house)
    other = submitted(house, idempotency_key="k")
    for query, expected in (
        ("status=completed", [done.task_id]),
        (f"run_id={other.run_id}", [other.task_id]),
        ("idempotency_key=k", [other.task_id]),
        ("idempotency_key=unknown", []),
        ("run_id=nonsense", []),
    ):
        body = get(house, f"/tasks?{query}").json()
        assert [task["task_id"] for task in body["data"]] == expected
    assert error_of(get(house, "/tasks?status=done"), 422) == "validation_error"


def test_a_cancel_answers_the_task_and_may_be_repeated(house: House) -> None:
    task = house.world.running(submitted(house))
    for _ in range(2):
        answer = house.client.post(f"{API}/tasks/{task.task_id}/cancel")
        assert answer.status_code == 200
        assert answer.json()["status"] == "cancelled"
        assert answer.json()["error"]["code"] == "cancelled"
    done = completed(house)
    answer = house.client.post(f"{API}/tasks/{done.task_id}/cancel")
    assert error_of(answer, 409) == "conflict"
    assert answer.json()["status"] == "completed"


def test_a_run_shows_links_and_revisions_newest_first(house: House) -> None:
    task = completed(house)
    second = submitted(house, run_id=task.run_id)
    house.world.completed(house.world.running(second), number=2)
    body = get(house, f"/runs/{task.run_id}").json()
    assert (body["kind"], body["head"], body["last_task"]) == ("excel", 2, second.task_id)
    assert [revision["number"] for revision in body["revisions"]] == [2, 1]
    assert body["revisions"][0]["base"] == 1
    assert "active_task" not in body
    assert "/download?ticket=" in body["download_url"]
    listed = get(house, f"/runs/{task.run_id}/revisions").json()
    assert listed == {"data": body["revisions"], "next_cursor": None}


def test_a_run_without_a_document_has_no_links(house: House) -> None:
    task = submitted(house)
    body = get(house, f"/runs/{task.run_id}").json()
    assert (body["head"], body["active_task"]) == (0, task.task_id)
    assert "download_url" not in body
    assert error_of(get(house, f"/runs/{task.run_id}/download"), 404) == "not_found"


def test_a_deleted_or_old_run_is_gone(house: House) -> None:
    run = a_run(
        1,
        organisation=house.organisation.organisation_id,
        deleted_at=house.world.clock(),
        updated_at=house.world.clock(),
    )
    house.world.records.transact(Insert(run))
    for path in ("", "/revisions", "/download"):
        assert error_of(get(house, f"/runs/{run.run_id}{path}"), 410) == "gone"
    assert get(house, "/runs").json()["data"] == []
    task = completed(house)
    link = get(house, f"/runs/{task.run_id}").json()["download_url"]
    revoke = house.world.records.get(type(run), task.run_id)
    assert revoke is not None
    house.world.records.transact(Remove(revoke.value))
    assert error_of(opened(house, link), 404) == "not_found"


def opened(house: House, link: str) -> Any:
    """A link followed by somebody who has no key."""
    path = link.removeprefix("https://api.test/prod")
    return house.client.get(path, headers={"X-API-Key": ""}, follow_redirects=False)


def test_a_download_link_opens_without_a_key_for_seven_days(house: House) -> None:
    task = completed(house)
    link = get(house, f"/tasks/{task.task_id}").json()["result"]["download_url"]
    house.world.clock.advance(days=7)
    answer = opened(house, link)
    assert answer.status_code == 302
    assert answer.headers["Cache-Control"] == "no-store"
    assert house.world.objects.download(answer.headers["Location"]).content == b"a workbook"
    assert "budget.xlsx" in answer.headers["Location"]
    house.world.clock.advance(hours=1)
    assert error_of(opened(house, link), 403) == "forbidden"


def test_the_link_of_a_task_opens_its_revision_and_the_runs_the_newest(house: House) -> None:
    task = completed(house)
    house.world.completed(house.world.running(submitted(house, run_id=task.run_id)), number=2)
    first = get(house, f"/tasks/{task.task_id}").json()["result"]["download_url"]
    newest = get(house, f"/runs/{task.run_id}").json()["download_url"]
    assert "/1.xlsx" in opened(house, first).headers["Location"]
    assert "/2.xlsx" in opened(house, newest).headers["Location"]
    by_key = get(house, f"/runs/{task.run_id}/download?revision=1")
    assert "/1.xlsx" in by_key.headers["Location"]
    missing = get(house, f"/runs/{task.run_id}/download?revision=3")
    assert error_of(missing, 404) == "not_found"


@pytest.mark.parametrize("revision", ["0", "-1", "x", "9" * 300])
def test_a_revision_that_cannot_be_is_refused(house: House, revision: str) -> None:
    task = completed(house)
    answer = get(house, f"/runs/{task.run_id}/download?revision={revision}")
    assert answer.status_code in (404, 422)
    assert answer.json()["success"] is False


@pytest.mark.parametrize("ticket", ["", "x", "x.y", "..", "é.é", "a" * 2001, "%00.%00"])
def test_a_forged_ticket_is_refused(house: House, ticket: str) -> None:
    task = completed(house)
    path = f"{API}/runs/{task.run_id}/download?ticket={ticket}"
    answer = house.client.get(path, headers={"X-API-Key": ""}, follow_redirects=False)
    assert answer.status_code in (403, 422)
    assert answer.json()["success"] is False


def test_a_ticket_of_another_run_or_purpose_does_not_open(house: House) -> None:
    one, two = completed(house), completed(house)
    body = get(house, f"/tasks/{one.task_id}").json()["result"]
    ticket = body["download_url"].split("ticket=")[1]
    token = body["edit_url"].split("token=")[1]
    url = f"https://api.test/prod{API}/runs/{{}}/download?ticket={{}}"
    assert error_of(opened(house, url.format(two.run_id, ticket)), 404) == "not_found"
    assert error_of(opened(house, url.format(one.run_id, token)), 403) == "forbidden"


def test_a_file_is_sent_shown_listed_and_deleted(house: House) -> None:
    sent = {"file": ("über.csv", b"a,b", "text/csv")}
    answer = house.client.post(f"{API}/files", data={"purpose": "init"}, files=sent)
    assert answer.status_code == 201
    body = answer.json()
    assert (body["file_name"], body["size"], body["status"]) == ("über.csv", 3, "ready")
    assert "upload" not in body
    assert get(house, f"/files/{body['file_id']}").json() == body
    assert get(house, "/files").json()["data"] == [body]
    gone = house.client.delete(f"{API}/files/{body['file_id']}")
    assert (gone.status_code, gone.content) == (204, b"")
    assert error_of(get(house, f"/files/{body['file_id']}"), 404) == "not_found"


def test_an_announced_file_says_where_its_bytes_go(house: House) -> None:
    answer = house.client.post(f"{API}/files", json=JSON_FILE)
    body = answer.json()
    assert (answer.status_code, body["status"]) == (201, "pending")
    assert body["upload"]["url"].startswith("https://")
    assert body["upload"]["fields"]["Content-Type"] == "text/csv"
    house.world.objects.put_new(body["upload"]["fields"]["key"], b"a,b", content_type="text/csv")
    assert get(house, f"/files/{body['file_id']}").json()["status"] == "ready"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"size": 0}, "size"),
        ({"size": "3"}, "size"),
        ({"purpose": "fun"}, "purpose"),
        ({"content_type": "text"}, "content_type"),
        ({"content_type": "text/csv\r\nX: y"}, "content_type"),
        ({"file_name": ""}, "file_name"),
        ({"file_name": "x" * 201}, "file_name"),
        ({"file_name": None}, "file_name"),
    ],
)
def test_an_announcement_that_is_not_allowed_names_its_field(
    house: House, changes: dict[str, Any], field: str
) -> None:
    answer = house.client.post(f"{API}/files", json={**JSON_FILE, **changes})
    assert error_of(answer, 422) == "validation_error"
    assert answer.json()["detail"][0]["field"] == field


def test_a_file_beyond_the_tier_is_refused(house: House) -> None:
    answer = house.client.post(f"{API}/files", json={**JSON_FILE, "size": 10_000_001})
    assert error_of(answer, 413) == "payload_too_large"


@pytest.mark.parametrize(
    ("data", "files", "status"),
    [
        ({"purpose": "context"}, {"other": ("a", b"x")}, 422),
        ({"purpose": "context", "file": "text"}, {"x": ("a", b"x")}, 422),
        ({"purpose": "fun"}, {"file": ("a", b"x")}, 422),
        ({}, {"file": ("a", b"x")}, 422),
        ({"purpose": "context"}, {"file": ("a", b"")}, 422),
    ],
)
def test_a_form_that_lacks_something_is_refused(
    client: TestClient, data: dict[str, str], files: Any, status: int
) -> None:
    answer = client.post(f"{API}/files", data=data, files=files)
    assert error_of(answer, status) == "validation_error"


@pytest.mark.parametrize(
    ("content_type", "content"),
    [
        ("text/plain", b"x"),
        ("", b"x"),
        ("multipart/form-data", b"x"),
        ("multipart/form-data; boundary=b", b"nonsense"),
        ("application/json", b"{"),
        ("application/json", b"\xff"),
        ("application/json", b"[" * 100_000),
    ],
)
def test_a_body_that_is_neither_form_nor_json_is_refused(
    client: TestClient, content_type: str, content: bytes
) -> None:
    headers = {"Content-Type": content_type}
    answer = client.post(f"{API}/files", content=content, headers=headers)
    assert error_of(answer, 400) == "invalid_request"


@pytest.mark.parametrize("content", [b"[]", b"5", b"null", b'"text"'])
def test_json_that_is_not_an_announcement_is_refused(client: TestClient, content: bytes) -> None:
    headers = {"Content-Type": "application/json"}
    answer = client.post(f"{API}/files", content=content, headers=headers)
    assert error_of(answer, 422) == "validation_error"


def test_verify_shows_the_organisation_its_balance_and_limits(house: House) -> None:
    body = get(house, "/verify").json()
    assert body["organisation_id"] == house.organisation.organisation_id
    assert (body["tier"], body["balance"]) == ("free", 1000)
    assert body["limits"]["requests_per_minute"] == 120
    assert house.secret not in str(body)


def test_usage_is_the_ledger_newest_first(house: House) -> None:
    house.world.clock.advance(seconds=1)
    completed(house)
    data = get(house, "/usage").json()["data"]
    assert [entry["credits"] for entry in data] == [-50, 1000]
    assert data[0]["task_id"].startswith("task_")
    assert "task_id" not in data[1]


def test_an_id_that_was_never_given_is_404(house: House) -> None:
    assert error_of(get(house, f"/tasks/{an_id('task_', 404)}"), 404) == "not_found"
