"""Cancel a batch: no line begins any more, those in hand are cancelled, then it is over.

The mark and the fence that keeps lines from beginning are one transaction. What was in hand then is
listed, and cancelled; when that is interrupted, the sweep goes on with it.
"""

from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from docsmith.domain.batch import Batch, BatchItem, BatchStatus
from docsmith.domain.clock import Clock
from docsmith.domain.errors import Cancelled, NotFound, UpstreamError
from docsmith.domain.task import Failure, Status
from docsmith.usecases.end_batch import EndBatch, items_of
from docsmith.usecases.end_line import counted, fail_line
from docsmith.usecases.end_task import EndTask
from docsmith.usecases.ports import Executions
from docsmith.usecases.records import Collision, Records, Replace, Stored

_TRIES = 8
_AGAIN = timedelta(seconds=30)
_MESSAGE = "Its batch was cancelled."


@dataclass(frozen=True, slots=True)
class CancelBatch:
    """The use case with what it needs. `executions` are those of the batches' machine."""

    records: Records
    executions: Executions
    end_task: EndTask
    end: EndBatch
    clock: Clock

    def __call__(self, batch_id: str, organisation: str) -> Batch:
        """Raises `NotFound`, or `Conflict` when it ended otherwise. Repeating is harmless."""
        for _ in range(_TRIES):
            stored = self.records.get(Batch, batch_id)
            if stored is None or stored.value.organisation != organisation:
                raise NotFound("There is no such batch.")
            if stored.value.status is BatchStatus.CANCELLED:
                return stored.value
            if stored.value.status is BatchStatus.CANCELLING or self._mark(stored):
                return self.clear(stored.value)
        raise Collision(())

    def clear(self, batch: Batch) -> Batch:
        """Cancel what is in hand and end it. For the sweep, too."""
        with suppress(UpstreamError):
            self.executions.stop(batch.execution_name, cause="cancelled")
        for item in items_of(batch, records=self.records):
            if not item.is_over:
                self._cancel(item)
        return self.end(batch.batch_id, BatchStatus.CANCELLED)

    def _mark(self, stored: Stored[Batch]) -> bool:
        now = self.clock()
        marked = Replace(stored.value.cancel(), stored.version, due_at=now + _AGAIN)
        fence = counted(stored.value.batch_id, now, add={"stopped": 1})
        try:
            self.records.transact(marked, fence)
        except Collision:
            return False
        return True

    def _cancel(self, item: BatchItem) -> None:
        """Its task, or the place itself when its task was not submitted yet."""
        for _ in range(_TRIES):
            stored = self.records.get(BatchItem, item.batch_id, item.number)
            if stored is None or stored.value.is_over:
                return
            if stored.value.task_id is not None:
                self.end_task.cancel(stored.value.task_id, message=_MESSAGE)
                return
            failure = Failure.of(Cancelled(_MESSAGE))
            with suppress(Collision):
                now, gone = self.clock(), Status.CANCELLED
                fail_line(stored, failure, records=self.records, now=now, status=gone)
                return
        raise Collision(())
