"""Five hundred async tasks from twenty clients through a pool of eight: none lost, none twice.

`python -m tests.bench load [TASKS]`; the stack is given a pool of eight, unless DOCSMITH_PARAMETERS
says otherwise.
"""

import json
import os
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

import httpx
from tests.bench.measure import Figure, Verdict, percentile, within
from tests.e2e.stack import Stack, docsmith, up

CLIENTS = 20
_PROMPT = "A project tracker"
_LIMIT_S = 3600


@dataclass(frozen=True, slots=True)
class Submitted:
    """One accepted task, and how long its acceptance took in seconds."""

    task_id: str
    run_id: str
    seconds: float


def figures(tasks: int = 25) -> list[Figure]:
    os.environ.setdefault("DOCSMITH_PARAMETERS", "PoolSize=8")
    stack = _enterprise(up())
    began = time.monotonic()
    with ThreadPoolExecutor(CLIENTS) as clients:
        keys = [f"load-{began}-{number}" for number in range(tasks)]
        submitted = list(clients.map(partial(_submit, stack), keys))
    ended = _ended(stack, {one.task_id for one in submitted})
    seconds = time.monotonic() - began
    lost = tasks - len(ended)
    runs = Counter(task["run_id"] for task in ended.values())
    twice = sum(count - 1 for count in runs.values())
    not_completed = sum(task["status"] != "completed" for task in ended.values())
    what = f"{tasks} async tasks from {CLIENTS} clients"
    return [
        Figure(
            f"{what}: lost, doubled, not completed",
            "0, 0, 0",
            f"{lost}, {twice}, {not_completed}",
            "",
            within(lost + twice + not_completed, 0),
        ),
        _info(f"{what}: throughput", f"{tasks / seconds * 60:.0f} a minute"),
        _info(f"{what}: submit", _percentiles([one.seconds for one in submitted])),
        _info(f"{what}: time in queue", _percentiles([_queued(t) for t in ended.values()])),
    ]


def _info(what: str, measured: str) -> Figure:
    return Figure(what, "", measured, "", Verdict.INFORMATIVE)


def _percentiles(seconds: list[float]) -> str:
    return f"p50 {percentile(seconds, 50):.2f} s, p95 {percentile(seconds, 95):.2f} s"


def _enterprise(stack: Stack) -> Stack:
    """A key that no limit of a smaller tier slows down."""
    made = json.loads(docsmith("orgs", "create", "Load", "--tier", "enterprise", "--json"))
    key = json.loads(docsmith("keys", "create", made["organisation_id"], "--json"))
    return Stack(url=stack.url, api_key=key["api_key"])


def _submit(stack: Stack, key: str) -> Submitted:
    with stack.client() as client:
        began = time.monotonic()
        answer = client.post(
            "/excel/generate",
            json={"prompt": _PROMPT, "async": True},
            headers={"Idempotency-Key": key},
        )
        seconds = time.monotonic() - began
        body = answer.raise_for_status().json()
        return Submitted(body["task_id"], body["run_id"], seconds)


def _ended(stack: Stack, wanted: set[str]) -> dict[str, dict[str, Any]]:
    """Every wanted task that ended within the limit, as listed; polls the list, not each task."""
    ended: dict[str, dict[str, Any]] = {}
    limit = time.monotonic() + _LIMIT_S
    with stack.client() as client:
        while len(ended) < len(wanted) and time.monotonic() < limit:
            time.sleep(2)
            for task in _listed(client):
                if task["task_id"] in wanted and task["status"] not in ("queued", "running"):
                    ended[task["task_id"]] = task
    return ended


def _listed(client: httpx.Client) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    cursor: str | None = None
    while True:
        query: dict[str, Any] = {"limit": 100} | ({"cursor": cursor} if cursor else {})
        page = client.get("/tasks", params=query).raise_for_status().json()
        found += page["data"]
        cursor = page["next_cursor"]
        if cursor is None:
            return found


def _queued(task: dict[str, Any]) -> float:
    """Seconds from submission to the first step."""
    created, started = task["created_at"], task.get("started_at") or task["ended_at"]
    return (datetime.fromisoformat(started) - datetime.fromisoformat(created)).total_seconds()
