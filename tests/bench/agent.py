"""A task of twenty turns whose model takes a second for each, on the local stack.

The model is a Messages API on the loopback, reached by the real SDK. Preflight asks it too, and its
second counts as ours.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from tests.bench.measure import RUNS, Figure, judged, spread
from tests.e2e.stack import Stack, until_over, up
from tests.fakes.messages_api import MessagesApi
from tests.fakes.messages_script import Json, Reply
from tests.fakes.messages_workbook import answer_of

TURNS = 20
LATENCY_S = 1.0
_PARAMETERS = "DOCSMITH_PARAMETERS"


def figures(runs: int = RUNS) -> list[Figure]:
    with MessagesApi(_author) as api, _deployed(f"ModelProvider=anthropic,ModelUrl={api.url}"):
        stack = up()
        _ratio(stack)
        measured = spread([_ratio(stack) for _ in range(runs)])
    return [
        Figure(
            what=f"a {TURNS}-turn task with a {LATENCY_S:.0f} s scripted model",
            bar=f"≤ 1.25 × {TURNS} s",
            measured=f"{measured.text()} ×",
            baseline="the model's own time",
            verdict=judged(measured, 1.25),
        )
    ]


def _author(body: Json) -> Reply:
    return answer_of(body, TURNS).but(first_byte_s=LATENCY_S)


def _ratio(stack: Stack) -> float:
    """From the task's acceptance to its end, against the time of the model's turns."""
    with stack.client() as client:
        body = {"prompt": "Twenty rows of figures", "async": True}
        accepted = client.post("/excel/generate", json=body).raise_for_status().json()
        task = until_over(client, accepted["task_id"])
    assert (task["status"], task["usage"]["turns"]) == ("completed", TURNS), task
    began, ended = (datetime.fromisoformat(task[name]) for name in ("created_at", "ended_at"))
    return (ended - began).total_seconds() / (TURNS * LATENCY_S)


@contextmanager
def _deployed(parameters: str) -> Iterator[None]:
    """What the stack is given by `up`; as it was afterwards, for the suites that follow."""
    before = os.environ.get(_PARAMETERS)
    os.environ[_PARAMETERS] = ",".join(filter(None, (before, parameters)))
    try:
        yield
    finally:
        os.environ.pop(_PARAMETERS)
        if before is not None:
            os.environ[_PARAMETERS] = before
