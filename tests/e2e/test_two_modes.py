"""Two modes, one contract: sync, promotion, polling, re-attachment, resume, hung-up clients."""

import io
import json
import random
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import urlsplit

import httpx
import openpyxl
import pytest
import requests
from tests.e2e.stack import ROOT, Stack, docsmith, until_over

PROMPT = "Create a marketing budget"


@pytest.fixture(scope="module")
def free_key(stack: Stack) -> str:
    """A key of an organisation on the free tier."""
    made = json.loads(docsmith("orgs", "create", "Free users", "--tier", "free", "--json"))
    key = json.loads(docsmith("keys", "create", made["organisation_id"], "--json"))
    return key["api_key"]


def _poll_as_the_specification_does(api: str, headers: dict[str, str]) -> dict[str, Any]:
    """The loop of the specification, word for word but for the submission before it."""
    body = {"prompt": PROMPT, "async": True}
    task_id = requests.post(f"{api}/excel/generate", json=body, headers=headers).json()["task_id"]
    # ~30 min max, 10s cap between polls
    for attempt in range(200):
        task = requests.get(f"{api}/tasks/{task_id}", headers=headers).json()
        if task["status"] in {"completed", "failed", "cancelled", "expired"}:
            break
        time.sleep(min(2 + attempt * 0.5, 10))
    return task


def test_five_polling_loops_of_the_specification_run_clean_on_the_free_tier(
    stack: Stack, free_key: str
) -> None:
    headers = {"X-API-Key": free_key}
    with ThreadPoolExecutor(5) as pool:
        loops = [pool.submit(_poll_as_the_specification_does, stack.url, headers) for _ in range(5)]
        tasks = [loop.result() for loop in loops]
    assert [task["status"] for task in tasks] == ["completed"] * 5
    assert all(task["result"]["download_url"] for task in tasks)


def test_a_call_that_prefers_to_wait_a_second_is_promoted_and_the_work_goes_on(
    api: httpx.Client,
) -> None:
    body = {"prompt": "Create a sales report", "data_sources": [_sales(api)]}
    answer = api.post("/excel/generate", json=body, headers={"Prefer": "wait=1"})
    assert answer.status_code == 202
    assert answer.headers["Preference-Applied"] == "wait=1"
    assert int(answer.headers["Retry-After"]) > 0
    body = answer.json()
    assert body["status"] == "queued"
    assert "continuing asynchronously" in body["message"]
    assert answer.headers["Location"] == body["status_url"]
    assert until_over(api, body["task_id"])["status"] == "completed"


def test_prefer_respond_async_is_async_true(api: httpx.Client) -> None:
    headers = {"Prefer": "respond-async"}
    answer = api.post("/excel/generate", json={"prompt": PROMPT}, headers=headers)
    assert answer.status_code == 202
    assert answer.headers["Preference-Applied"] == "respond-async"


def test_twenty_identical_requests_at_once_make_one_run(stack: Stack) -> None:
    key = f"twenty-{time.time_ns()}"
    body = {"prompt": PROMPT, "async": True}

    def submit(_: int) -> dict[str, Any]:
        with stack.client() as client:
            answer = client.post("/excel/generate", json=body, headers={"Idempotency-Key": key})
            assert answer.status_code in (200, 202), answer.text
            return answer.json()

    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(submit, range(20)))
    assert len({answer["task_id"] for answer in answers}) == 1
    assert len({answer["run_id"] for answer in answers}) == 1
    with stack.client() as client:
        listed = client.get("/tasks", params={"idempotency_key": key}).json()["data"]
        assert [task["task_id"] for task in listed] == [answers[0]["task_id"]]
        until_over(client, answers[0]["task_id"])


def test_the_same_key_gives_the_result_once_the_task_is_done(api: httpx.Client) -> None:
    key = {"Idempotency-Key": f"again-{time.time_ns()}"}
    first = api.post("/excel/generate", json={"prompt": PROMPT}, headers=key)
    again = api.post("/excel/generate", json={"prompt": PROMPT}, headers=key)
    assert first.status_code == again.status_code == 200
    assert first.json()["task_id"] == again.json()["task_id"]
    other = api.post("/excel/generate", json={"prompt": "Another"}, headers=key)
    assert other.status_code == 422
    assert other.json()["error"] == "idempotency_conflict"


def test_clients_that_hang_up_lose_nothing_and_double_nothing(stack: Stack) -> None:
    """Sockets closed at random times, each then asks again with its key."""
    drawn = random.Random(20261124)
    keys = [f"hang-up-{time.time_ns()}-{n}" for n in range(6)]

    def hang_up(key: str) -> None:
        _send_and_close(stack, key, after_s=drawn.uniform(0, 4))

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(hang_up, keys))
    with stack.client() as client:
        for key in keys:
            body = {"prompt": PROMPT, "async": True}
            answer = client.post("/excel/generate", json=body, headers={"Idempotency-Key": key})
            task = until_over(client, answer.json()["task_id"])
            assert task["status"] == "completed"
            listed = client.get("/tasks", params={"run_id": task["run_id"]}).json()["data"]
            assert len(listed) == 1


def _send_and_close(stack: Stack, key: str, *, after_s: float) -> None:
    parts = urlsplit(stack.url)
    body = json.dumps({"prompt": PROMPT}).encode()
    head = (
        f"POST {parts.path}/excel/generate HTTP/1.1\r\nHost: {parts.netloc}\r\n"
        f"X-API-Key: {stack.api_key}\r\nIdempotency-Key: {key}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    with socket.create_connection((parts.hostname, parts.port or 80), timeout=5) as connection:
        connection.sendall(head.encode() + body)
        time.sleep(after_s)


def test_a_run_is_resumed_with_all_that_stood_in_it(api: httpx.Client) -> None:
    source = _sales(api)
    first = api.post(
        "/excel/generate", json={"prompt": "Create a sales report", "data_sources": [source]}
    ).json()
    prompt = "Now add a forecast sheet for next year"
    second = api.post("/excel/generate", json={"prompt": prompt, "run_id": first["run_id"]}).json()
    assert second["run_id"] == first["run_id"]
    before, after = (_sheets(answer["download_url"]) for answer in (first, second))
    assert set(before) < set(after)
    run = api.get(f"/runs/{first['run_id']}").json()
    assert run["head"] == 2
    assert [revision["number"] for revision in run["revisions"]] == [2, 1]


def _sales(api: httpx.Client) -> dict[str, str]:
    """The sample as a data source: work for several seconds."""
    with (ROOT / "events" / "sales.csv").open("rb") as lines:
        sent = api.post(
            "/files", files={"file": ("sales.csv", lines)}, data={"purpose": "reference"}
        )
    return {"file_id": sent.json()["file_id"], "kind": "csv"}


def _sheets(url: str) -> list[str]:
    file = httpx.get(url, follow_redirects=True)
    return openpyxl.load_workbook(io.BytesIO(file.content)).sheetnames


def test_one_active_task_a_run(api: httpx.Client) -> None:
    first = api.post("/excel/generate", json={"prompt": PROMPT, "async": True}).json()
    body = {"prompt": "Rename the first sheet", "run_id": first["run_id"], "async": True}
    second = api.post("/excel/generate", json=body)
    assert second.status_code == 409
    assert second.json()["error"] == "conflict"
    until_over(api, first["task_id"])


def test_a_poll_with_the_etag_it_knows_is_304(api: httpx.Client) -> None:
    task = api.post("/excel/generate", json={"prompt": PROMPT, "async": True}).json()
    until_over(api, task["task_id"])
    first = api.get(f"/tasks/{task['task_id']}")
    again = api.get(f"/tasks/{task['task_id']}", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert again.content == b""


def test_lists_visit_each_task_once_while_new_ones_arrive(stack: Stack, free_key: str) -> None:
    with stack.client(free_key) as client:
        known = {_submit(client) for _ in range(5)}
        page = client.get("/tasks", params={"limit": 2}).json()
        seen = [task["task_id"] for task in page["data"]]
        while page.get("next_cursor"):
            _submit(client)
            query = {"limit": 2, "cursor": page["next_cursor"]}
            page = client.get("/tasks", params=query).json()
            seen += [task["task_id"] for task in page["data"]]
        assert len(seen) == len(set(seen))
        assert known <= set(seen)
        for task_id in [task["task_id"] for task in client.get("/tasks?limit=100").json()["data"]]:
            until_over(client, task_id)


def _submit(client: httpx.Client) -> str:
    answer = client.post("/excel/generate", json={"prompt": PROMPT, "async": True})
    return answer.raise_for_status().json()["task_id"]


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("/tasks/task_01KAV9F2M0000000000000000A", {"wait": "-1"}),
        ("/tasks/task_01KAV9F2M0000000000000000A", {"wait": "soon"}),
        ("/tasks/task_01KAV9F2M0000000000000000A", {"wait": "1000000"}),
        ("/tasks", {"limit": "0"}),
        ("/tasks", {"limit": "many"}),
        ("/tasks", {"status": "sleeping"}),
    ],
)
def test_bad_queries_are_422(api: httpx.Client, path: str, query: dict[str, str]) -> None:
    answer = api.get(path, params=query)
    assert answer.status_code == 422
    assert answer.json()["detail"]


def test_forged_cursors_are_refused(api: httpx.Client) -> None:
    for cursor in ("nonsense", "e30", "eyJwayI6eyJTIjoiT1JHI3gifX0"):
        answer = api.get("/tasks", params={"cursor": cursor})
        assert answer.status_code == 400, cursor
        assert answer.json()["error"] == "invalid_request"


@pytest.mark.parametrize("key", ["k" * 256, "a\tb"])
def test_bad_idempotency_keys_are_refused(api: httpx.Client, key: str) -> None:
    answer = api.post("/excel/generate", json={"prompt": PROMPT}, headers={"Idempotency-Key": key})
    assert answer.status_code == 422
