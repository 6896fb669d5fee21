"""A client of the load: submits its share, then polls its tasks as the contract tells it to."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import httpx
from tests.e2e.stack import Stack

PROMPT = "A project tracker"
_LIMIT_S = 3600
_OPEN = ("queued", "running")


@dataclass
class Told:
    """What a client got: its tasks as they ended, and how long each answer took in seconds."""

    submits: list[float] = field(default_factory=list[float])
    polls: list[float] = field(default_factory=list[float])
    accepted: list[str] = field(default_factory=list[str])
    ended: dict[str, dict[str, Any]] = field(default_factory=dict[str, dict[str, Any]])

    @property
    def queued(self) -> list[float]:
        return [_seconds_queued(task) for task in self.ended.values()]


def together(told: Sequence[Told]) -> Told:
    """What all clients got."""
    whole = Told()
    for one in told:
        whole.submits += one.submits
        whole.polls += one.polls
        whole.accepted += one.accepted
        whole.ended |= one.ended
    return whole


def work_through(stack: Stack, keys: Sequence[str]) -> Told:
    """Submit a task for each idempotency key, and poll the oldest that is open until none is."""
    told = Told()
    with stack.client() as client:
        for key in keys:
            told.accepted.append(_submitted(client, key, told))
        limit = time.monotonic() + _LIMIT_S
        waiting = list(told.accepted)
        while waiting and time.monotonic() < limit:
            task, again_s = _polled(client, waiting[0], told)
            if task["status"] in _OPEN:
                time.sleep(again_s)
            else:
                told.ended[waiting.pop(0)] = task
    return told


def _submitted(client: httpx.Client, key: str, told: Told) -> str:
    body = {"prompt": PROMPT, "async": True}
    began = time.monotonic()
    answer = client.post("/excel/generate", json=body, headers={"Idempotency-Key": key})
    told.submits.append(time.monotonic() - began)
    return str(answer.raise_for_status().json()["task_id"])


def _polled(client: httpx.Client, task_id: str, told: Told) -> tuple[dict[str, Any], float]:
    began = time.monotonic()
    answer = client.get(f"/tasks/{task_id}").raise_for_status()
    told.polls.append(time.monotonic() - began)
    return answer.json(), float(answer.headers.get("Retry-After", 0))


def _seconds_queued(task: dict[str, Any]) -> float:
    """From submission to the first step."""
    created, started = task["created_at"], task.get("started_at") or task["ended_at"]
    return (datetime.fromisoformat(started) - datetime.fromisoformat(created)).total_seconds()
