"""Batches over HTTP."""

from typing import Any

import pytest
from tests.fakes.world import World
from tests.unit.web.conftest import House

from docsmith.domain.batch import Batch
from docsmith.domain.files import StoredFile

API = "/api/v1"
DEFAULTS = {"format": "excel", "prompt_template": "A budget for {name}"}
LINES = {"items": [{"name": "Anna"}, {"name": "Ben"}], "defaults": DEFAULTS}


def post(house: House, **changes: Any) -> Any:
    return house.client.post(f"{API}/batches", json={**LINES, **changes})


def batch_of(house: House, answer: Any) -> Batch:
    return house.world.records_get(Batch, answer.json()["batch_id"])


def get(house: House, batch: Batch, tail: str = "", **params: Any) -> Any:
    url = f"{API}/batches/{batch.batch_id}{tail}"
    return house.client.get(url, params=params, follow_redirects=False)


def begun(house: House, **changes: Any) -> Batch:
    batch = batch_of(house, post(house, **changes))
    house.world.batches.read_manifest(batch.batch_id)
    return batch


def test_a_batch_is_accepted_with_the_places_to_ask_after_it(house: House) -> None:
    answer = post(house)
    body = answer.json()
    url = f"https://api.test/prod{API}/batches/{body['batch_id']}"
    assert (answer.status_code, body["status"]) == (202, "queued")
    assert (answer.headers["Location"], answer.headers["Retry-After"]) == (url, "3")
    assert (body["status_url"], body["results_url"]) == (url, f"{url}/results")
    assert house.world.executions.started == [f"{body['batch_id']}-0"]


def test_the_header_is_the_key_of_a_batch_as_of_a_task(house: House) -> None:
    headers = {"Idempotency-Key": "k"}
    first, second = (
        house.client.post(f"{API}/batches", json=LINES, headers=headers) for _ in range(2)
    )
    assert first.json()["batch_id"] == second.json()["batch_id"]
    other = house.client.post(f"{API}/batches", json={**LINES, "dry_run": True}, headers=headers)
    assert (other.status_code, other.json()["error"]) == (422, "idempotency_conflict")


def test_an_uploaded_manifest_is_ready_as_soon_as_its_bytes_are_there(house: House) -> None:
    announced = {
        "file_name": "lines.csv",
        "size": 12,
        "content_type": "text/csv",
        "purpose": "reference",
    }
    file_id = house.client.post(f"{API}/files", json=announced).json()["file_id"]
    early = house.client.post(f"{API}/batches", json={"file_id": file_id, "defaults": DEFAULTS})
    assert (early.status_code, early.json()["error"]) == (422, "validation_error")
    file = house.world.records_get(StoredFile, file_id)
    house.world.batches.manifests.put(file.key, b"name\nAnna\nBen")
    answer = house.client.post(f"{API}/batches", json={"file_id": file_id, "defaults": DEFAULTS})
    batch = batch_of(house, answer)
    house.world.batches.read_manifest(batch.batch_id)
    assert get(house, batch).json()["counts"]["total"] == 2


def test_how_far_it_is_is_told_by_counts_credits_and_first_errors(house: House) -> None:
    batch = begun(house, items=[{"name": "Anna"}, {"key": "b", "format": "pdf"}], max_credits=600)
    task = house.world.batches.hand_in(batch, house.world.batches.lines(batch)[0])
    house.world.completed(house.world.running(task), usd=0.5)
    told = house.client.get(f"{API}/tasks/{task.task_id}").json()
    assert told["batch_id"] == batch.batch_id
    body = get(house, batch).json()
    assert body["counts"] == {
        "total": 2, "queued": 0, "running": 0, "completed": 1,
        "failed": 1, "cancelled": 0, "expired": 0,
    }  # fmt: skip
    assert (body["credits_used"], body["estimated_credits"], body["max_credits"]) == (50, 150, 600)
    assert body["first_errors"] == [
        {
            "line": 2,
            "key": "b",
            "status": "failed",
            "code": "validation_error",
            "message": "format: one of excel, word, slides.",
        }
    ]
    assert "ended_at" not in body


def test_results_are_listed_in_the_order_of_the_lines_with_fresh_links(house: House) -> None:
    batch = begun(house)
    house.world.batches.made(batch)
    first = get(house, batch, "/results", limit=1).json()
    rest = get(house, batch, "/results", cursor=first["next_cursor"]).json()
    [line] = first["data"]
    assert (line["line"], line["key"], line["status"]) == (1, "1", "completed")
    assert f"/runs/{line['run_id']}/download?ticket=" in line["download_url"]
    assert "/edit/" in line["edit_url"]
    assert [one["line"] for one in rest["data"]] == [2]
    assert rest["next_cursor"] is None


def test_the_file_of_results_is_there_when_the_batch_is_over(house: House) -> None:
    batch = begun(house)
    early = get(house, batch, "/results.jsonl")
    assert (early.status_code, early.json()["error"]) == (409, "conflict")
    house.world.batches.made(batch)
    answer = get(house, batch, "/results.jsonl")
    download = house.world.objects.download(answer.headers["Location"])
    assert answer.status_code == 302
    assert download.content.count(b"\n") == 2
    assert "Retry-After" not in get(house, batch).headers


def test_batches_are_listed_newest_first(house: House) -> None:
    batches = []
    for _ in range(3):
        batches.append(begun(house))
        house.world.clock.advance(seconds=1)
    page = house.client.get(f"{API}/batches", params={"limit": 2}).json()
    ids = [one["batch_id"] for one in page["data"]]
    assert ids == [batch.batch_id for batch in reversed(batches)][:2]
    assert page["next_cursor"]
    assert "first_errors" not in page["data"][0]


def test_a_batch_is_cancelled_and_not_a_second_time_when_it_is_over(house: House) -> None:
    batch = begun(house)
    house.world.batches.hand_in(batch, house.world.batches.lines(batch)[0])
    for _ in range(2):
        answer = house.client.post(f"{API}/batches/{batch.batch_id}/cancel")
        assert (answer.status_code, answer.json()["status"]) == (200, "cancelled")
    assert answer.json()["counts"]["cancelled"] == 2
    done = house.world.batches.made(begun(house))
    late = house.client.post(f"{API}/batches/{done.batch_id}/cancel")
    assert (late.status_code, late.json()["error"]) == (409, "conflict")


def test_a_batch_that_failed_says_why(house: House) -> None:
    batch = begun(house, defaults={"format": "excel", "prompt_template": "{"})
    body = get(house, batch).json()
    assert (body["status"], body["error"]["code"]) == ("failed", "validation_error")
    assert "character 1 is alone" in body["error"]["message"]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "give either file_id or items"),
        ({"items": []}, "items"),
        ({"items": [{}] * 101}, "items"),
        ({"items": ["x"]}, "items.0"),
        ({"items": [{}], "defaults": {"format": "pdf"}}, "defaults.format"),
        ({"items": [{}], "max_credits": 0}, "max_credits"),
        ({"items": [{}], "webhook_url": "https://10.0.0.1/"}, "webhook_url"),
        ({"items": [{}], "defaults": {"webhook_url": "ftp://x"}}, "defaults.webhook_url"),
    ],
)
def test_a_body_that_asks_for_nothing_that_can_be_is_refused(
    house: House, body: dict[str, Any], field: str
) -> None:
    answer = house.client.post(f"{API}/batches", json=body)
    assert (answer.status_code, answer.json()["error"]) == (422, "validation_error")
    assert field in answer.json()["message"]


def test_a_test_keys_batch_costs_nothing(house: House, world: World) -> None:
    answer = house.client.post(f"{API}/batches", json=LINES, headers=house.key(test=True))
    batch = batch_of(house, answer)
    world.batches.read_manifest(batch.batch_id)
    assert get(house, batch).json()["estimated_credits"] == 0
