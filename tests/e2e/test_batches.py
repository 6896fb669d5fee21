"""Batches on the local stack: from one event to files and one `batch.completed`, nothing twice.

Roles are evaluated, so that what the functions of a batch may not touch they cannot use either.
"""

import json
import time
from collections import Counter
from collections.abc import Callable, Generator
from typing import Any

import httpx
import jsonschema
import pytest
from standardwebhooks import Webhook
from tests.e2e.checkout import ROOT, copied
from tests.e2e.hooks import Hooks, running
from tests.e2e.stack import listed
from tests.fakes.receiver import Receiver

pytestmark = pytest.mark.e2e

WIDTH = 4
PARAMETERS = f"PoolSize={WIDTH},BatchConcurrency={WIDTH}"
DEFAULTS = {
    "format": "word",
    "prompt_template": "A memo to {manager} about the figures of {branch}",
    "file_name": "Memo {branch}",
}
SALES = "month,product,amount\n2026-01-31,Tea,{0}\n2026-02-28,Tea,{1}\n2026-02-28,Milk,{0}\n"


@pytest.fixture(scope="module")
def hooks(tmp_path_factory: pytest.TempPathFactory) -> Generator[Hooks]:
    checkout = copied(tmp_path_factory.mktemp("batches") / "checkout")
    with running(checkout, DOCSMITH_IAM="true", DOCSMITH_PARAMETERS=PARAMETERS) as found:
        yield found


@pytest.fixture(scope="module")
def owner(hooks: Hooks) -> str:
    return str(hooks.ask("GET", "/verify")["organisation_id"])


def put(hooks: Hooks, key: str, content: str) -> str:
    hooks.client("s3").put_object(Bucket=hooks.output("Bucket"), Key=key, Body=content.encode())
    return key


def request(hooks: Hooks, **detail: Any) -> None:
    """What a nightly job does."""
    entry = {
        "EventBusName": hooks.output("Bus"),
        "Source": "docsmith.batch",
        "DetailType": "Document Batch Requested",
        "Detail": json.dumps(detail),
    }
    assert hooks.client("events").put_events(Entries=[entry])["FailedEntryCount"] == 0


def batches(hooks: Hooks) -> list[dict[str, Any]]:
    return hooks.ask("GET", "/batches", params={"limit": 100})["data"]


def newest(hooks: Hooks, known: int) -> str:
    """The batch that an event made, as soon as it is there."""
    limit = time.monotonic() + 60
    while len(found := batches(hooks)) <= known:
        assert time.monotonic() < limit, "the event made no batch"
        time.sleep(0.2)
    return str(found[0]["batch_id"])


def watched(
    hooks: Hooks, batch_id: str, until: Callable[[dict[str, Any]], bool], *, seconds: float = 240
) -> list[dict[str, Any]]:
    """Every state that was seen until something holds."""
    seen: list[dict[str, Any]] = []
    limit = time.monotonic() + seconds
    while not seen or not until(seen[-1]):
        assert time.monotonic() < limit, seen[-1:]
        seen.append(hooks.ask("GET", f"/batches/{batch_id}"))
        time.sleep(0.2)
    return seen


def is_over(batch: dict[str, Any]) -> bool:
    return batch["status"] in ("completed", "failed", "cancelled")


def results(hooks: Hooks, batch_id: str) -> list[dict[str, Any]]:
    return listed(hooks.api, f"/batches/{batch_id}/results")


def tasks_made(hooks: Hooks) -> int:
    return len(listed(hooks.api, "/tasks"))


def test_an_event_that_comes_twice_becomes_twenty_files_and_is_told_once(
    hooks: Hooks, owner: str
) -> None:
    lines = "".join(f"b{n};Branch {n};Manager {n}\n" for n in range(20))
    key = put(hooks, f"batches/{owner}/nightly.csv", f"key;branch;manager\n{lines}")
    with Receiver() as whole, Receiver() as items:
        asked = {
            "organisation": owner,
            "manifest": key,
            "defaults": {**DEFAULTS, "webhook_url": items.url},
            "webhook_url": whole.url,
            "idempotency_key": "night of 2026-11-24",
        }
        known = len(batches(hooks))
        for _ in range(2):
            request(hooks, **asked)
        batch_id = newest(hooks, known)
        seen = watched(hooks, batch_id, is_over)
        told, each = whole.wait_for(1, seconds=30), items.wait_for(20, seconds=60)
    assert len(batches(hooks)) == known + 1
    assert max(state["counts"]["running"] for state in seen) <= WIDTH
    assert seen[-1]["counts"] == {
        "total": 20, "queued": 0, "running": 0, "completed": 20,
        "failed": 0, "cancelled": 0, "expired": 0,
    }  # fmt: skip
    body = Webhook(hooks.ask("GET", "/verify")["webhook_secret"]).verify(
        told[0].body, told[0].headers
    )
    assert (body["event"], body["batch_id"]) == ("batch.completed", batch_id)
    assert body["counts"]["completed"] == 20
    assert len(told) == 1
    runs = Counter(json.loads(one.body)["run_id"] for one in each)
    found = results(hooks, batch_id)
    assert runs == Counter(one["run_id"] for one in found)
    assert {json.loads(one.body)["batch_id"] for one in each} == {batch_id}
    assert set(runs.values()) == {1}
    assert [one["line"] for one in found] == list(range(2, 22))
    check_files(hooks, batch_id, found)


def check_files(hooks: Hooks, batch_id: str, found: list[dict[str, Any]]) -> None:
    """Each line has a document of its own name, and stands in the file of results."""
    for number, one in enumerate(found):
        document = hooks.api.get(one["download_url"], headers={}, follow_redirects=True)
        assert document.content.startswith(b"PK")
        assert one["file_name"] == f"Memo Branch {number}.docx"
    link = hooks.api.get(f"/batches/{batch_id}/results.jsonl").headers["Location"]
    lines = [json.loads(line) for line in httpx.get(link, trust_env=False).text.splitlines()]
    assert [one["task_id"] for one in lines] == [one["task_id"] for one in found]


def test_a_batch_that_is_cancelled_in_the_middle_makes_nothing_more(hooks: Hooks) -> None:
    items = [{"branch": str(n), "manager": "A"} for n in range(30)]
    with Receiver() as whole:
        asked = {"items": items, "defaults": DEFAULTS, "webhook_url": whole.url}
        batch_id = str(hooks.ask("POST", "/batches", json=asked)["batch_id"])
        watched(hooks, batch_id, lambda batch: batch["counts"]["completed"] >= 2)
        ended = hooks.ask("POST", f"/batches/{batch_id}/cancel")
        [told] = whole.wait_for(1, seconds=30)
    counts = ended["counts"]
    assert (ended["status"], json.loads(told.body)["status"]) == ("cancelled", "cancelled")
    assert counts["completed"] + counts["cancelled"] == counts["total"] == 30
    assert counts["cancelled"] > 0
    made = tasks_made(hooks)
    time.sleep(2)  # a line that still began would have its task by now
    assert tasks_made(hooks) == made
    assert hooks.ask("GET", f"/batches/{batch_id}")["counts"] == counts
    statuses = Counter(one["status"] for one in results(hooks, batch_id))
    assert set(statuses) == {"completed", "cancelled"}


def test_a_batch_whose_machine_is_lost_goes_on_where_it_stopped(hooks: Hooks) -> None:
    before = tasks_made(hooks)
    items = [{"branch": str(n), "manager": "A"} for n in range(10)]
    asked = {"items": items, "defaults": DEFAULTS}
    batch_id = str(hooks.ask("POST", "/batches", json=asked)["batch_id"])
    watched(hooks, batch_id, lambda batch: batch["counts"]["completed"] >= 2)
    machine = hooks.output("BatchMachine").replace(":stateMachine:", ":execution:")
    hooks.client("stepfunctions").stop_execution(executionArn=f"{machine}:{batch_id}-0")
    last = watched(hooks, batch_id, is_over)[-1]
    assert (last["status"], last["counts"]["completed"]) == ("completed", 10)
    assert tasks_made(hooks) == before + 10
    known = hooks.client("stepfunctions").list_executions(
        stateMachineArn=hooks.output("BatchMachine")
    )
    names = {one["name"] for one in known["executions"]}
    assert {f"{batch_id}-0", f"{batch_id}-1"} <= names


def test_lines_are_rendered_from_one_plan_with_data_of_their_own(hooks: Hooks, owner: str) -> None:
    sources = [
        put(hooks, f"batches/{owner}/sales_{n}.csv", SALES.format(100 * n, 50 * n))
        for n in range(1, 4)
    ]
    first = {"format": "excel", "prompt_template": "A sales report"}
    agreed = one_line(hooks, {"data_source": sources[0]}, first)
    items = [{"key": str(n), "data_source": one} for n, one in enumerate(sources)]
    asked = {"items": items, "defaults": {"from_run": agreed["run_id"], "stale": "report"}}
    batch_id = str(hooks.ask("POST", "/batches", json=asked)["batch_id"])
    last = watched(hooks, batch_id, is_over)[-1]
    assert last["counts"]["completed"] == 3, last
    found = results(hooks, batch_id)
    assert len({one["run_id"] for one in found} | {agreed["run_id"]}) == 4


def one_line(hooks: Hooks, item: dict[str, Any], defaults: dict[str, Any]) -> dict[str, Any]:
    asked = {"items": [item], "defaults": defaults}
    batch_id = str(hooks.ask("POST", "/batches", json=asked)["batch_id"])
    assert watched(hooks, batch_id, is_over)[-1]["counts"]["completed"] == 1
    [line] = results(hooks, batch_id)
    return line


def listening(hooks: Hooks) -> str:
    """A queue that hears of every batch that ends, over the deployment's bus."""
    events, sqs = hooks.client("events"), hooks.client("sqs")
    queue = str(sqs.create_queue(QueueName="heard")["QueueUrl"])
    found = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])
    pattern = {"source": ["docsmith"], "detail-type": ["batch.completed"]}
    bus = hooks.output("Bus")
    events.put_rule(Name="ends", EventBusName=bus, EventPattern=json.dumps(pattern))
    targets = [{"Id": "heard", "Arn": found["Attributes"]["QueueArn"]}]
    events.put_targets(Rule="ends", EventBusName=bus, Targets=targets)
    return queue


def test_what_is_wrong_with_a_manifest_is_told_on_the_batch_and_by_webhook(
    hooks: Hooks, owner: str
) -> None:
    heard = listening(hooks)
    with Receiver() as whole:
        known = len(batches(hooks))
        manifest = "batches/org_other/nightly.csv"
        request(hooks, organisation=owner, manifest=manifest, webhook_url=whole.url)
        batch_id = newest(hooks, known)
        [told] = whole.wait_for(1, seconds=60)
    body = json.loads(told.body)
    messages = hooks.client("sqs").receive_message(QueueUrl=heard, WaitTimeSeconds=20)["Messages"]
    event = json.loads(messages[0]["Body"])
    assert (event["source"], event["detail-type"]) == ("docsmith", "batch.completed")
    jsonschema.validate(
        event["detail"], json.loads((ROOT / "events" / "batch_ended.schema.json").read_text())
    )
    assert event["detail"]["batch_id"] == batch_id
    assert (body["status"], body["error"]["code"]) == ("failed", "forbidden")
    failed = hooks.ask("GET", f"/batches/{batch_id}")
    assert (failed["status"], failed["error"]["code"]) == ("failed", "forbidden")


def test_a_dry_run_judges_lines_and_makes_nothing(hooks: Hooks) -> None:
    before = tasks_made(hooks)
    items = [{"branch": "Nord", "manager": "A"}, {"branch": "Sud"}]
    asked = {"items": items, "defaults": DEFAULTS, "dry_run": True}
    batch_id = str(hooks.ask("POST", "/batches", json=asked)["batch_id"])
    last = watched(hooks, batch_id, is_over)[-1]
    assert (last["status"], last["counts"]["failed"], last["counts"]["queued"]) == (
        "completed",
        1,
        1,
    )
    assert last["first_errors"][0]["line"] == 2
    assert tasks_made(hooks) == before
