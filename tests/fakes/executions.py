"""Executions that run as long as a test says, and the tokens that some of them wait with."""

from collections.abc import Mapping
from typing import Any

from docsmith.domain.errors import UpstreamError
from docsmith.usecases.ports import ExecutionStatus


class InMemoryExecutions:
    """One machine's executions by name. `broken` makes every call fail, as an outage would."""

    def __init__(self) -> None:
        self.statuses: dict[str, ExecutionStatus] = {}
        self.payloads: dict[str, Mapping[str, Any]] = {}
        self.started: list[str] = []
        self.stopped: list[tuple[str, str]] = []
        self.granted: list[str] = []
        self.waiting: dict[str, str] = {}
        """The name of the execution that waits with each token."""
        self.broken = False

    def start(self, name: str, payload: Mapping[str, Any]) -> None:
        self._answer()
        if name in self.statuses:
            return
        self.statuses[name] = ExecutionStatus.RUNNING
        self.payloads[name] = dict(payload)
        self.started.append(name)

    def stop(self, name: str, *, cause: str) -> None:
        self._answer()
        if self.statuses.get(name) is ExecutionStatus.RUNNING:
            self._leave(name, ExecutionStatus.ABORTED)
            self.stopped.append((name, cause))

    def status(self, name: str) -> ExecutionStatus:
        self._answer()
        return self.statuses.get(name, ExecutionStatus.UNKNOWN)

    def grant(self, token: str) -> bool:
        self._answer()
        if self.waiting.pop(token, None) is None:
            return False
        self.granted.append(token)
        return True

    def wait_with(self, token: str, *, name: str) -> str:
        """What the machine does in Admit: wait until this token is granted."""
        self.waiting[token] = name
        return token

    def end(self, name: str) -> None:
        """The execution comes to its end, or dies, by itself."""
        self._leave(name, ExecutionStatus.ENDED)

    def abort(self, name: str) -> None:
        """Somebody else stopped it."""
        self._leave(name, ExecutionStatus.ABORTED)

    def running(self) -> list[str]:
        return [n for n, status in self.statuses.items() if status is ExecutionStatus.RUNNING]

    def _leave(self, name: str, status: ExecutionStatus) -> None:
        self.statuses[name] = status
        self.waiting = {token: n for token, n in self.waiting.items() if n != name}

    def _answer(self) -> None:
        if self.broken:
            raise UpstreamError
