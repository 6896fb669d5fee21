"""The other steps of a line in the map: wait with a token for its end, fail when all broke."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from docsmith.domain.batch import LINE_RETENTION, Batch, BatchItem
from docsmith.domain.batch_line import Line
from docsmith.domain.clock import Clock
from docsmith.domain.errors import InternalError, UpstreamError
from docsmith.domain.task import Failure
from docsmith.usecases.claims import Superseded
from docsmith.usecases.end_line import fail_line
from docsmith.usecases.end_task import EndTask
from docsmith.usecases.ports import Executions
from docsmith.usecases.records import Collision, Records, Replace
from docsmith.usecases.run_line import fail_unbegun, open_batch
from docsmith.usecases.step import StepResult, To

_TRIES = 8


@dataclass(frozen=True, slots=True)
class AwaitLine:
    """The use case with what it needs."""

    records: Records
    executions: Executions
    clock: Clock

    def __call__(self, batch_id: str, start_no: int, number: int, token: str) -> None:
        """Leave the token on the line, whose end wakes it; a line that is over wakes it now."""
        for _ in range(_TRIES):
            stored = self.records.get(BatchItem, batch_id, number)
            goes_on = open_batch(batch_id, start_no, records=self.records) is not None
            if stored is None or stored.value.is_over or not goes_on:
                self.executions.grant(token)
                return
            waiting = stored.value.with_(token=token)
            expires_at = self.clock() + LINE_RETENTION
            try:
                self.records.transact(Replace(waiting, stored.version, expires_at=expires_at))
            except Collision:
                continue
            self._release(stored.value.token, token)
            return
        raise Superseded

    def _release(self, before: str | None, now: str) -> None:
        """Whoever waited for this line before waits for nothing any more."""
        if before is not None and before != now:
            with suppress(UpstreamError):
                self.executions.grant(before)


@dataclass(frozen=True, slots=True)
class FailLine:
    """The use case with what it needs."""

    records: Records
    end: EndTask
    clock: Clock

    def __call__(
        self, batch_id: str, start_no: int, line: Line, fault: Mapping[str, Any]
    ) -> StepResult:
        """A step broke for good, or nobody heard of the task's end for longer than it may take."""
        stored = open_batch(batch_id, start_no, records=self.records)
        if stored is not None:
            self._fail(stored.value, line, fault)
        return StepResult(outcome=To.OK)

    def _fail(self, batch: Batch, line: Line, fault: Mapping[str, Any]) -> None:
        error = InternalError()
        failure = Failure.of(error, fault=_name(fault))
        stored = self.records.get(BatchItem, batch.batch_id, line.number)
        if stored is None:
            fail_unbegun(line, batch, error, records=self.records, clock=self.clock)
        elif stored.value.task_id is not None:
            self.end.fail(stored.value.task_id, failure, stop=True)
        elif not stored.value.is_over:
            fail_line(stored, failure, records=self.records, now=self.clock())


def _name(fault: Mapping[str, Any]) -> str:
    return str(fault.get("Error", ""))[:100]
