"""POST /excel/generate: sync, async, promotion, re-attach, and what is refused."""

from datetime import timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient
from tests.fakes.nouns import a_file, a_lease, an_id
from tests.fakes.world import World
from tests.unit.web.conftest import House, a_house
from tests.unit.web.test_every_route import error_of

from docsmith.domain.task import Failure, Task
from docsmith.usecases.pool import SYNC_POOL, PoolSizes
from docsmith.usecases.records import Insert

API = "/api/v1"
BASE = "https://api.test/prod/api/v1"
ASYNC: dict[str, Any] = {"async": True}


def generate(client: TestClient, headers: dict[str, str] | None = None, **fields: Any) -> Any:
    body = {"prompt": "A budget", **fields}
    return client.post(f"{API}/excel/generate", json=body, headers=headers)


def the_task(world: World) -> Task:
    (task,) = world.records.every(Task)
    return task


def complete_soon(house: House, *, usd: float = 0.84) -> None:
    """The machine does its work while the call waits."""

    def work() -> None:
        house.world.completed(house.world.running(the_task(house.world)), usd=usd)

    house.world.sleeps += [lambda: None, work]


def test_a_sync_call_answers_the_flat_body_of_the_specification(house: House) -> None:
    complete_soon(house)
    answer = generate(house.client)
    task = the_task(house.world)
    assert answer.status_code == 200
    body = answer.json()
    assert body["download_url"].startswith(f"{BASE}/runs/{task.run_id}/download?ticket=")
    assert body["edit_url"].startswith(f"{BASE}/edit/{task.run_id}?token=")
    del body["download_url"], body["edit_url"]
    assert body == {
        "run_id": task.run_id,
        "task_id": task.task_id,
        "status": "completed",
        "summary": "A budget.",
        "credits_used": 84,
        "duration_ms": task.duration_ms,
        "artifacts": [],
    }


def test_an_async_call_answers_at_once(house: House) -> None:
    began = house.world.clock()
    answer = generate(house.client, **ASYNC)
    task = the_task(house.world)
    assert (answer.status_code, house.world.clock()) == (202, began)
    assert answer.json() == {
        "run_id": task.run_id,
        "task_id": task.task_id,
        "status": "queued",
        "status_url": f"{BASE}/tasks/{task.task_id}",
        "cancel_url": f"{BASE}/tasks/{task.task_id}/cancel",
    }
    assert answer.headers["Location"] == f"{BASE}/tasks/{task.task_id}"
    assert int(answer.headers["Retry-After"]) > 0


def test_at_the_ceiling_the_call_is_promoted_while_the_work_goes_on(house: House) -> None:
    began = house.world.clock()
    house.world.sleeps += [lambda: house.world.running(the_task(house.world))]
    answer = generate(house.client)
    assert answer.status_code == 202
    assert answer.json()["status"] == "queued"
    assert answer.json()["message"] == ("Sync ceiling (20s) exceeded; continuing asynchronously.")
    assert house.world.clock() - began == timedelta(seconds=20)
    assert not the_task(house.world).is_terminal


def test_the_ceiling_counts_from_the_arrival_at_the_gateway(house: House) -> None:
    now = house.world.clock()
    house.context["requestTimeEpoch"] = int((now - timedelta(seconds=15)).timestamp() * 1000)
    house.world.sleeps += [lambda: house.world.running(the_task(house.world))]
    assert generate(house.client).status_code == 202
    assert house.world.clock() - now == timedelta(seconds=5)


def test_a_task_that_does_not_start_within_ten_seconds_is_promoted(house: House) -> None:
    began = house.world.clock()
    answer = generate(house.client)
    assert answer.status_code == 202
    assert "asynchronously" in answer.json()["message"]
    assert "ceiling" not in answer.json()["message"]
    assert house.world.clock() - began < timedelta(seconds=11)


def test_without_a_place_to_wait_the_call_is_promoted_at_once(house: House) -> None:
    now = house.world.clock()
    for number in range(house.world.pools.sync):
        lease = a_lease(number, pool=SYNC_POOL, until=now + timedelta(minutes=5))
        house.world.records.transact(Insert(lease))
    answer = generate(house.client)
    assert answer.status_code == 202
    assert "asynchronously" in answer.json()["message"]
    assert house.world.clock() == now


@pytest.mark.parametrize(
    ("prefer", "seconds", "applied"),
    [
        ("wait=5", 5, "wait=5"),
        ("wait=0", 0, "wait=0"),
        ("respond-async", 0, "respond-async"),
        ("respond-async, wait=5", 0, "respond-async, wait=5"),
        ("Wait = 5", 5, "wait=5"),
        ('wait="5"', 5, "wait=5"),
        ("handling=strict, wait=5", 5, "wait=5"),
        ("wait=999999", 20, "wait=999999"),
    ],
)
def test_the_caller_prefers_how_long_to_wait(
    house: House, prefer: str, seconds: int, applied: str
) -> None:
    began = house.world.clock()
    house.world.sleeps += [lambda: house.world.running(the_task(house.world))]
    answer = generate(house.client, {"Prefer": prefer})
    assert answer.status_code == 202
    assert house.world.clock() - began == timedelta(seconds=seconds)
    assert answer.headers["Preference-Applied"] == applied


@pytest.mark.parametrize(
    "prefer", ["", "wait=-1", "wait=1.5", "wait=x", "wait", "wait=9999999", "nonsense", ",,;"]
)
def test_a_preference_that_makes_no_sense_is_ignored(house: House, prefer: str) -> None:
    complete_soon(house)
    answer = generate(house.client, {"Prefer": prefer})
    assert answer.status_code == 200
    assert "Preference-Applied" not in answer.headers


@pytest.mark.parametrize(
    ("code", "status"),
    [
        ("preflight_failed", 400),
        ("timeout", 422),
        ("model_error", 422),
        ("quality_gate_failed", 422),
        ("internal_error", 500),
        ("upstream_error", 502),
    ],
)
def test_a_task_that_fails_answers_its_code_and_should_not_be_repeated(
    house: House, code: str, status: int
) -> None:
    failure = Failure(code=code, message="No.", facts={"missing": ["images"]})

    def fail() -> None:
        task = house.world.running(the_task(house.world))
        house.world.end.fail(task.task_id, failure)

    house.world.sleeps += [fail]
    answer = generate(house.client)
    task = the_task(house.world)
    assert error_of(answer, status) == code
    body = answer.json()
    assert (body["task_id"], body["run_id"]) == (task.task_id, task.run_id)
    assert body["missing"] == ["images"]
    assert answer.headers["X-Should-Retry"] == "false"


def test_a_task_that_is_cancelled_while_the_call_waits_answers_409(house: House) -> None:
    house.world.sleeps += [lambda: house.world.end.cancel(the_task(house.world).task_id)]
    assert error_of(generate(house.client), 409) == "cancelled"


@pytest.mark.parametrize("header", [True, False])
def test_a_repeat_with_its_key_gets_the_answer_of_the_first(house: House, header: bool) -> None:
    key = {"Idempotency-Key": "k"} if header else None
    fields = {} if header else {"idempotency_key": "k"}
    complete_soon(house)
    first = generate(house.client, key, **fields)
    again = generate(house.client, key, **fields)
    assert (first.status_code, again.status_code) == (200, 200)
    assert first.json() == again.json()
    assert len(house.world.records.every(Task)) == 1


def test_header_and_field_mean_the_same_key(house: House) -> None:
    first = generate(house.client, {"Idempotency-Key": "k"}, **ASYNC).json()
    again = generate(house.client, idempotency_key="k", **ASYNC).json()
    both = generate(house.client, {"Idempotency-Key": "k"}, idempotency_key="k", **ASYNC)
    assert first["task_id"] == again["task_id"] == both.json()["task_id"]


def test_a_sync_repeat_of_an_async_request_waits_for_the_same_task(house: House) -> None:
    first = generate(house.client, idempotency_key="k", **ASYNC).json()
    complete_soon(house)
    assert generate(house.client, idempotency_key="k").json()["task_id"] == first["task_id"]


def test_the_same_key_with_another_body_is_a_conflict(house: House) -> None:
    generate(house.client, idempotency_key="k", **ASYNC)
    answer = generate(house.client, idempotency_key="k", prompt="Another")
    assert error_of(answer, 422) == "idempotency_conflict"


@pytest.mark.parametrize(
    ("header", "field"),
    [("a", "b"), ("x" * 256, None), ("a\tb", None), (None, "x" * 256), (None, "a\x00b"),
     (None, ""), (None, " "), ("é".encode().decode("latin-1") * 128, None)],
)  # fmt: skip
def test_keys_that_differ_or_cannot_be_are_refused(
    house: House, header: str | None, field: str | None
) -> None:
    headers: Any = {"Idempotency-Key": header.encode("latin-1")} if header is not None else None
    fields = {"idempotency_key": field} if field is not None else {}
    assert error_of(generate(house.client, headers, **fields), 422) == "validation_error"
    assert house.world.records.every(Task) == []


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"prompt": None}, "prompt"),
        ({"prompt": ""}, "prompt"),
        ({"prompt": "   "}, "prompt"),
        ({"prompt": "x" * 10_001}, "prompt"),
        ({"prompt": 5}, "prompt"),
        ({"mode": "think"}, "mode"),
        ({"run_id": "task_1"}, "run_id"),
        ({"async": "true"}, "async"),
        ({"async": 1}, "async"),
        ({"timeout_ms": 9_999}, "timeout_ms"),
        ({"timeout_ms": 1_800_001}, "timeout_ms"),
        ({"timeout_ms": "60000"}, "timeout_ms"),
        ({"timeout_ms": -1}, "timeout_ms"),
        ({"timeout_ms": 10**400}, "timeout_ms"),
        ({"max_credits": 0}, "max_credits"),
        ({"max_credits": 1.5}, "max_credits"),
        ({"file_name": "x" * 201}, "file_name"),
        ({"context_files": "file_1"}, "context_files"),
        ({"context_files": [{"file_id": 5}]}, "context_files.0"),
        ({"context_files": [an_id("file_")] * 21}, "context_files"),
        ({"data_sources": [{"file_id": an_id("file_"), "kind": "pdf"}]}, "data_sources.0.kind"),
        ({"image_assets": [{"image_id": an_id("file_")}]}, "image_assets.0.image_id"),
        ({"brand": {"primary_color": "red"}}, "brand.primary_color"),
        ({"brand": {"logo_url": "http://x.test/l.png"}}, "brand.logo_url"),
    ],
)
def test_a_field_that_is_not_allowed_is_named(
    house: House, fields: dict[str, Any], field: str
) -> None:
    answer = generate(house.client, **fields)
    assert error_of(answer, 422) == "validation_error"
    assert answer.json()["detail"][0]["field"] == field
    assert field in answer.json()["message"]
    assert house.world.records.every(Task) == []


@pytest.mark.parametrize("body", [[], 5, None, "text", {}])
def test_a_body_that_is_not_a_request_is_refused(client: TestClient, body: Any) -> None:
    assert error_of(client.post(f"{API}/excel/generate", json=body), 422) == "validation_error"


@pytest.mark.parametrize("body", [b"{", b"", b"\xff\xfe", b'{"prompt": "x",}', b"[" * 100_000])
def test_a_body_that_is_not_json_is_refused(client: TestClient, body: bytes) -> None:
    headers = {"Content-Type": "application/json"}
    answer = client.post(f"{API}/excel/generate", content=body, headers=headers)
    assert answer.status_code in (400, 422)
    assert answer.json()["error"] in ("invalid_request", "validation_error")


def test_a_prompt_with_half_a_character_is_refused(client: TestClient) -> None:
    headers = {"Content-Type": "application/json"}
    answer = client.post(f"{API}/excel/generate", content=b'{"prompt": "\\ud800"}', headers=headers)
    assert error_of(answer, 422) == "validation_error"


def test_unknown_fields_are_ignored(client: TestClient) -> None:
    assert generate(client, nonsense={"a": 1}, **ASYNC).status_code == 202


def test_control_characters_in_a_prompt_are_dropped(house: House) -> None:
    generate(house.client, prompt="A\x00 bud\x07get\n☃", **ASYNC)
    assert the_task(house.world).request["prompt"] == "A budget\n☃"


def test_a_file_that_is_not_there_is_404_and_one_without_bytes_422(house: House) -> None:
    assert error_of(generate(house.client, init_file=an_id("file_", 404)), 404) == "not_found"
    foreign = a_file(3, organisation="org_other")
    house.world.records.transact(Insert(foreign))
    answer = generate(house.client, context_files=[foreign.file_id])
    assert error_of(answer, 404) == "not_found"
    body = {"file_name": "a.csv", "size": 3, "content_type": "text/csv", "purpose": "context"}
    pending = house.client.post(f"{API}/files", json=body).json()["file_id"]
    sources = [{"file_id": pending, "kind": "csv"}]
    assert error_of(generate(house.client, data_sources=sources), 422) == "validation_error"


def test_a_file_whose_bytes_went_straight_to_storage_is_found(house: House) -> None:
    body = {"file_name": "a.csv", "size": 3, "content_type": "text/csv", "purpose": "context"}
    file = house.client.post(f"{API}/files", json=body).json()
    key = file["upload"]["fields"]["key"]
    house.world.objects.put_new(key, b"a,b", content_type="text/csv")
    sources = [{"file_id": file["file_id"], "kind": "csv"}]
    assert generate(house.client, data_sources=sources, **ASYNC).status_code == 202


def test_a_run_with_an_active_task_is_locked(house: House) -> None:
    first = generate(house.client, **ASYNC).json()
    answer = generate(house.client, run_id=first["run_id"])
    assert error_of(answer, 409) == "conflict"
    assert answer.json()["task_id"] == first["task_id"]
    assert error_of(generate(house.client, run_id=an_id("run_", 404)), 404) == "not_found"


def test_a_run_whose_time_is_over_is_gone(house: House) -> None:
    complete_soon(house)
    run_id = generate(house.client).json()["run_id"]
    house.world.clock.advance(days=30)
    assert error_of(generate(house.client, run_id=run_id), 410) == "gone"


def test_a_balance_that_is_too_low_names_what_is_needed(world: World) -> None:
    house = a_house(world)
    owner = house.organisation.organisation_id
    world.operate.add_credits(owner, -1000, reason="spent")
    answer = generate(house.client)
    assert error_of(answer, 402) == "insufficient_credits"
    assert (answer.json()["required"], answer.json()["balance"]) == (150, 0)
    assert generate(house.client, house.key(test=True), **ASYNC).status_code == 202


def test_the_public_url_of_the_deployment_wins_over_the_gateways_name() -> None:
    world = World(pools=PoolSizes(live=1, test=1, sync=1))
    house = a_house(world, public_url="http://localhost:4566/{api_id}/{stage}")
    answer = generate(house.client, **ASYNC).json()
    assert answer["status_url"].startswith("http://localhost:4566/abc123/prod/api/v1/tasks/")


def test_links_never_come_from_the_host_header(house: House) -> None:
    answer = generate(house.client, {"Host": "evil.test"}, **ASYNC)
    assert "evil" not in answer.text
    assert answer.json()["status_url"].startswith(BASE)
