"""Calls share workers in a burst, and get more of them when calls hold theirs for long."""

import os
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from threading import Barrier, Event, Lock
from typing import Any

import pytest

from docsmith_cli.stack.patient import Patient, bounded, sharing


@dataclass
class Worker:
    in_use: bool = False
    config: dict[str, Any] = field(default_factory=dict[str, Any])


@dataclass
class Runtime:
    """MiniStack's pool: a new worker for every call that finds none free."""

    start: Callable[[], None] = lambda: None
    _workers: dict[str, list[Worker]] = field(default_factory=dict[str, list[Worker]])
    _lock: Any = field(default_factory=Lock)
    starting: int = 0
    most_starting: int = 0

    def _worker_key(self, name: str, config: dict[str, Any], qualifier: str) -> str:
        return f"{name}:{qualifier}"

    def acquire_worker(
        self, name: str, config: dict[str, Any], code: bytes, qualifier: str, most: int | None
    ) -> tuple[Worker, str]:
        with self._lock:
            known = self._workers.setdefault(f"{name}:{qualifier}", [])
            for worker in known:
                if not worker.in_use:
                    worker.in_use = True
                    return worker, "reused"
            known.append(Worker(in_use=True))
            return known[-1], "spawn"

    def release_worker(self, worker: Worker) -> None:
        with self._lock:
            worker.in_use = False

    def ensure_spawned(self, worker: Worker) -> None:
        with self._lock:
            self.starting += 1
            self.most_starting = max(self.most_starting, self.starting)
        self.start()
        with self._lock:
            self.starting -= 1


def call(patient: Patient, work: Callable[[], object] = lambda: None) -> str:
    worker, how = patient.acquire("api", {}, b"")
    work()
    patient.release(worker)
    return how


def test_a_burst_of_short_calls_is_served_by_the_workers_that_start_first() -> None:
    runtime = Runtime(start=lambda: time.sleep(0.05))
    patient = Patient(runtime, cores=2)
    with ThreadPoolExecutor(40) as callers:
        how = [one.result() for one in [callers.submit(call, patient) for _ in range(40)]]
    assert how.count("spawn") <= 4
    assert runtime.most_starting <= 2


def test_calls_that_hold_their_workers_get_one_each() -> None:
    runtime = Runtime()
    together = Barrier(6)
    patient = Patient(runtime, cores=2)
    with ThreadPoolExecutor(6) as callers:
        calls = [callers.submit(call, patient, partial(together.wait, 20)) for _ in range(6)]
        how = [one.result() for one in calls]
    assert how.count("spawn") == 6


def test_a_call_takes_the_worker_that_is_freed_while_it_waits() -> None:
    patient = Patient(Runtime(), cores=2)
    holds, may_end = Event(), Event()

    def hold() -> None:
        holds.set()
        may_end.wait(20)

    with ThreadPoolExecutor(2) as callers:
        first = callers.submit(call, patient, hold)
        assert holds.wait(20)
        second = callers.submit(call, patient)
        may_end.set()
        assert (first.result(), second.result()) == ("spawn", "reused")


def test_a_worker_that_does_not_start_keeps_nobody_else_from_starting() -> None:
    def fail() -> None:
        raise RuntimeError("no such handler")

    patient = Patient(Runtime(start=fail), cores=1)
    assert call(patient) == "spawn"
    assert call(patient) == "reused"


def test_a_worker_is_prepared_when_it_starts_and_not_when_it_is_used_again() -> None:
    prepared: list[Worker] = []
    patient = Patient(Runtime(), cores=1, prepare=prepared.append)
    for _ in range(3):
        call(patient)
    assert len(prepared) == 1


def test_workers_read_one_unpacked_copy_of_each_layer() -> None:
    contents = {"arn:core": b"core", "arn:ours": b"ours"}
    config = {
        "Layers": [{"Arn": "arn:core"}, {"Arn": "arn:ours"}, {"Arn": "arn:empty"}],
        "Environment": {"Variables": {"TABLE": "t"}},
        "Runtime": "python3.11",
    }
    worker = Worker(config=config)
    share = sharing(lambda layer: contents.get(layer["Arn"]), lambda z, kind: f"/{kind}/{z!r}")
    share(worker)
    folders = os.pathsep.join(["/layer/b'core'", "/layer/b'ours'"])
    assert worker.config == {
        "Layers": [],
        "Environment": {"Variables": {"TABLE": "t", "_LAMBDA_LAYERS_DIRS": folders}},
        "Runtime": "python3.11",
    }
    assert config["Environment"] == {"Variables": {"TABLE": "t"}}, "the function's own is kept"


@pytest.mark.parametrize("version", ["1", "2"])
def test_each_version_has_workers_of_its_own(version: str) -> None:
    patient = Patient(Runtime(), cores=1)
    patient.acquire("api", {}, b"", "0")
    assert patient.acquire("api", {}, b"", version)[1] == "spawn"


@pytest.mark.parametrize(
    ("state", "width"),
    [({"MaxConcurrencyPath": "$.wide"}, 7), ({"MaxConcurrency": 3}, 3), ({}, None)],
)
def test_a_map_is_as_wide_as_its_input_says(state: dict[str, Any], width: int | None) -> None:
    def run(given: dict[str, Any], *_: Any) -> Any:
        return given.get("MaxConcurrency")

    assert bounded(run)(state, {}, {"wide": 7}, {}, {}, {}) == width
