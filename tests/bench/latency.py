"""From the end of a task to the client: the sync answer, and the first attempt of a webhook.

The tasks are refused by preflight (the prompt speaks of an attachment that never came): they run
the machine's first state and its end, which is all that these times depend on. Both clocks are
this machine's.
"""

import json
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import httpx
from tests.bench.measure import Figure, percentile, within
from tests.e2e.stack import Stack, up
from tests.fakes.receiver import Receiver

SAMPLES = 200
CLIENTS = 2
_PROMPT = "Summarise the attached CSV file"


def figures() -> list[Figure]:
    stack = up()
    with Receiver() as receiver:
        with ThreadPoolExecutor(CLIENTS) as clients:
            answers = list(clients.map(lambda _: _call(stack, receiver.url), range(SAMPLES)))
        hooks = _first_attempts(receiver, {task_id for task_id, _, _ in answers})
    waits = [arrived - ended for _, ended, arrived in answers]
    attempts = [hooks[task_id] - ended for task_id, ended, _ in answers]
    return [
        _figure("sync answer after the task is terminal", waits, 0.5),
        _figure("first webhook attempt after the task is terminal", attempts, 2.0),
    ]


def _figure(what: str, seconds: list[float], bar: float) -> Figure:
    p95 = percentile(seconds, 95)
    return Figure(
        what=what,
        bar=f"p95 ≤ {bar:g} s",
        measured=f"p50 {percentile(seconds, 50):.2f} s, p95 {p95:.2f} s",
        baseline=f"{len(seconds)} samples, {CLIENTS} clients at once",
        verdict=within(p95, bar),
    )


def _call(stack: Stack, hook: str) -> tuple[str, float, float]:
    """One sync call: its task, when that ended, when the answer was here."""
    with stack.client() as client:
        answer = client.post("/excel/generate", json={"prompt": _PROMPT, "webhook_url": hook})
        arrived = time.time()
        assert answer.json()["error"] == "preflight_failed", answer.text
        task_id = str(answer.json()["task_id"])
        return task_id, _ended(client, task_id), arrived


def _ended(client: httpx.Client, task_id: str) -> float:
    task: dict[str, Any] = client.get(f"/tasks/{task_id}").raise_for_status().json()
    return datetime.fromisoformat(task["ended_at"]).replace(tzinfo=UTC).timestamp()


def _first_attempts(receiver: Receiver, task_ids: set[str]) -> dict[str, float]:
    """When the first message of each task came."""
    limit = time.monotonic() + 60
    seen: dict[str, float] = {}
    offset = time.time() - time.monotonic()
    while time.monotonic() < limit and set(seen) != task_ids:
        for request in list(receiver.received):
            task_id = str(json.loads(request.body)["task_id"])
            seen.setdefault(task_id, request.at + offset)
        time.sleep(0.2)
    assert set(seen) >= task_ids, f"{len(task_ids - set(seen))} tasks were never told of"
    return seen
