"""Once a minute: settle batches whose machine was lost, and lines whose end the map did not hear.

A batch that is due
  - and has an execution that was never started: start it;
  - and open while its execution is over: another one goes on with what is left, a few times, then
    what is left fails;
  - and being cancelled: go on with that;
  - and over for longer than it is kept: forgotten, with its objects.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from docsmith.domain.batch import Batch, BatchItem, BatchStatus
from docsmith.domain.clock import Clock
from docsmith.domain.errors import DocsmithError, InternalError
from docsmith.domain.ids import BATCH
from docsmith.domain.task import START_GRACE, Failure
from docsmith.usecases.cancel_batch import CancelBatch
from docsmith.usecases.end_line import settle_line
from docsmith.usecases.finish_batch import FinishBatch
from docsmith.usecases.objects import batch_prefix
from docsmith.usecases.ports import Executions, ExecutionStatus, Objects
from docsmith.usecases.read_manifest import LOOK_AGAIN
from docsmith.usecases.records import Collision, Records, Remove, Replace, Stored
from docsmith.usecases.submit_batch import start_of

RESTARTS = 4
_PAGE = 100


@dataclass(frozen=True, slots=True)
class SweepBatches:
    """The use case with what it needs. `executions` are those of the batches' machine."""

    records: Records
    objects: Objects
    executions: Executions
    cancel: CancelBatch
    finish: FinishBatch
    clock: Clock
    concurrency: int
    report: Callable[[Batch, Exception], object] = lambda batch, error: None
    """Told of each batch that could not be repaired now, and why."""

    def __call__(self) -> Mapping[str, int]:
        """How often each repair was needed; nothing in a healthy system."""
        found: dict[str, int] = {}
        for batch in self.records.due(Batch, self.clock(), limit=_PAGE):
            repair = self._safely(batch)
            found[repair] = found.get(repair, 0) + 1
        settled = sum(map(self._settle, self.records.due(BatchItem, self._patient(), limit=_PAGE)))
        return {**found, "lines_settled": settled} if settled else found

    def ended(self, detail: Mapping[str, Any]) -> str:
        """An execution ended badly, says Step Functions; may come late or twice."""
        name = str(detail.get("name", ""))
        stored = self.records.get(Batch, name.rpartition("-")[0])
        if stored is None or not name.startswith(BATCH):
            return "unknown"
        if stored.value.is_terminal or stored.value.execution_name != name:
            return "settled"
        return self.settle(stored)

    def settle(self, stored: Stored[Batch]) -> str:
        """Look at one due batch and repair it; the name of the repair."""
        batch = stored.value
        if batch.is_terminal:
            return self._forget(batch)
        if batch.status is BatchStatus.CANCELLING:
            self.cancel.clear(batch)
            return "batch_cancelled"
        status = self.executions.status(batch.execution_name)
        if status is ExecutionStatus.RUNNING:
            return self._look_later(stored)
        if status is ExecutionStatus.UNKNOWN:
            self._start(batch)
            self._look_later(stored)
            return "batch_started"
        return self._restart(stored)

    def _patient(self) -> datetime:
        """The end of a line settles it by itself: the sweep takes what is older."""
        return self.clock() - START_GRACE

    def _safely(self, batch: Batch) -> str:
        """One that cannot be repaired now does not keep the sweep from the others."""
        stored = self.records.get(Batch, batch.batch_id)
        if stored is None:
            return "settled"
        try:
            return self.settle(stored)
        except (DocsmithError, Collision) as error:
            self.report(batch, error)
            with suppress(DocsmithError, Collision):
                self._look_later(stored)
            return "put_off"

    def _restart(self, stored: Stored[Batch]) -> str:
        batch = stored.value
        if batch.start_no >= RESTARTS:
            return self._give_up(batch)
        again = batch.restart()
        due_at = self.clock() + START_GRACE
        try:
            self.records.transact(Replace(again, stored.version, due_at=due_at))
        except Collision:
            return "overtaken"
        self._start(again)
        return "batch_restarted"

    def _start(self, batch: Batch) -> None:
        given = start_of(batch, concurrency=self.concurrency)
        self.executions.start(batch.execution_name, given)

    def _give_up(self, batch: Batch) -> str:
        """What is in hand is failed with the rest: nobody would count it any more."""
        if batch.status is BatchStatus.RUNNING:
            self.finish.fail_the_rest(batch)
        error = InternalError("The batch was lost several times; what was left of it has failed.")
        self.finish.end(batch.batch_id, BatchStatus.FAILED, failure=Failure.of(error))
        return "batch_failed"

    def _settle(self, item: BatchItem) -> bool:
        return settle_line(
            item.batch_id,
            item.number,
            records=self.records,
            executions=self.executions,
            now=self.clock(),
        )

    def _forget(self, batch: Batch) -> str:
        """Its lines go by themselves."""
        if self.clock() < batch.expires_at:
            return "settled"
        self.objects.delete_prefix(batch_prefix(batch.organisation, batch.batch_id))
        with suppress(Collision):
            self.records.transact(Remove(batch))
        return "forgotten"

    def _look_later(self, stored: Stored[Batch]) -> str:
        due_at = self.clock() + LOOK_AGAIN
        try:
            self.records.transact(Replace(stored.value, stored.version, due_at=due_at))
        except Collision:
            return "overtaken"
        return "running"
