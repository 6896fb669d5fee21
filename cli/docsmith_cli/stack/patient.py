"""MiniStack, started so that a burst of calls does not become a storm of cold starts, so that each
layer is unpacked once, and so that a distributed map has as many items in hand as its input says.

MiniStack 1.5.33 gives every call that finds no free worker a new one at once. Twenty calls together
are twenty workers that unpack and import on two cores, and each call waits for all of them. Here
only as many start at once as there are cores, and a call waits a moment for a worker to be freed
before it has one started: on AWS, too, a call takes whichever is ready first. And all workers read
one unpacked copy of each layer, where each would unpack its own.

Run by its path in MiniStack's own environment, which has nothing of ours.
"""

import os
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from threading import Condition
from typing import Any

_PATIENCE_S = 0.1
"""For each worker that a function has: a pool that is large because its calls wait (for a task, for
a change) still grows, one whose calls are short does not.
"""
_MOST_S = 1.0
_FOLDERS = "_LAMBDA_LAYERS_DIRS"
"""The variable by which a worker is told where its layers are."""


class Patient:
    """Takes the place of `acquire_worker` and `release_worker` of MiniStack's `lambda_runtime`."""

    def __init__(
        self, runtime: Any, cores: int, prepare: Callable[[Any], object] = lambda worker: None
    ) -> None:
        self._runtime = runtime
        self._prepare = prepare
        self._acquire: Callable[..., tuple[Any, str]] = runtime.acquire_worker
        self._release: Callable[[Any], None] = runtime.release_worker
        self._cores = cores
        self._starting = 0
        self._changed = Condition()

    def acquire(
        self,
        name: str,
        config: dict[str, Any],
        code: bytes,
        qualifier: str = "$LATEST",
        max_concurrency: int | None = None,
    ) -> tuple[Any, str]:
        key = self._runtime._worker_key(name, config, qualifier)
        with self._changed:
            self._wait(key)
            worker, how = self._acquire(name, config, code, qualifier, max_concurrency)
            if how != "spawn":
                return worker, how
            self._starting += 1
        self._start(worker)
        return worker, how

    def release(self, worker: Any) -> None:
        self._release(worker)
        with self._changed:
            self._changed.notify_all()

    def _wait(self, key: str) -> None:
        """Until a worker is free, or it is time to start one and others are not starting."""
        since = time.monotonic()
        while not self._is_free(key):
            patience = min(_MOST_S, _PATIENCE_S * len(self._runtime._workers.get(key, ())))
            left = since + patience - time.monotonic()
            if left <= 0 and self._starting < self._cores:
                return
            self._changed.wait(left if left > 0 else None)

    def _is_free(self, key: str) -> bool:
        with self._runtime._lock:
            return any(not worker.in_use for worker in self._runtime._workers.get(key, ()))

    def _start(self, worker: Any) -> None:
        try:
            with suppress(Exception):  # its call starts it again, and reports what fails then
                self._prepare(worker)
                self._runtime.ensure_spawned(worker)
        finally:
            with self._changed:
                self._starting -= 1
                self._changed.notify_all()


def sharing(
    content_of: Callable[[Any], bytes | None], unpacked: Callable[[bytes, str], str]
) -> Callable[[Any], None]:
    """Replaces a worker's layers by folders into which each content is unpacked once."""

    def share(worker: Any) -> None:
        contents = map(content_of, worker.config.get("Layers", []))
        folders = [unpacked(content, "layer") for content in contents if content]
        given = worker.config.get("Environment", {}).get("Variables", {})
        variables = {**given, _FOLDERS: os.pathsep.join(folders)}
        worker.config = {**worker.config, "Layers": [], "Environment": {"Variables": variables}}

    return share


def bounded(run: Callable[..., Any]) -> Callable[..., Any]:
    """`_run_distributed_map`, which knows `MaxConcurrency` only, with `MaxConcurrencyPath` too."""

    def run_bounded(state: dict[str, Any], raw: Any, effective: Any, *rest: Any) -> Any:
        path = str(state.get("MaxConcurrencyPath", ""))
        if path.startswith("$."):
            state = {**state, "MaxConcurrency": effective[path.removeprefix("$.")]}
        return run(state, raw, effective, *rest)

    return run_bounded


def main() -> None:
    runtime: Any = import_module("ministack.core.lambda_runtime")
    service: Any = import_module("ministack.services.lambda_svc")
    share = sharing(service._resolve_layer_zip, service._docker_extracted_dir)
    patient = Patient(runtime, os.cpu_count() or 1, share)
    for module in (runtime, service):
        module.acquire_worker = patient.acquire
        module.release_worker = patient.release
    machines: Any = import_module("ministack.services.stepfunctions")
    machines._run_distributed_map = bounded(machines._run_distributed_map)
    sys.argv[:] = ["ministack"]
    import_module("ministack.app").main()


if __name__ == "__main__":
    main()
