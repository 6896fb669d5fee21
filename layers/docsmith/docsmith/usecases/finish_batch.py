"""The last step of a batch: end it when every line is over, or go through the rest once more."""

from dataclasses import dataclass

from docsmith.domain.batch import Batch, BatchStatus
from docsmith.domain.clock import Clock
from docsmith.usecases.await_line import FailLine
from docsmith.usecases.end_batch import EndBatch, counts_now, items_of
from docsmith.usecases.ports import Objects
from docsmith.usecases.read_manifest import LOOK_AGAIN, lines_key, read_lines
from docsmith.usecases.records import Collision, Records, Replace, Stored
from docsmith.usecases.run_line import open_batch
from docsmith.usecases.step import StepResult, To

PASSES = 3
_WAIT_S = 30


@dataclass(frozen=True, slots=True)
class FinishBatch:
    """The use case with what it needs."""

    records: Records
    objects: Objects
    end: EndBatch
    fail: FailLine
    clock: Clock

    def __call__(self, batch_id: str, start_no: int) -> StepResult:
        """`over` when it ended, `again` when lines were left over that another pass may take."""
        stored = open_batch(batch_id, start_no, records=self.records)
        if stored is None:
            return StepResult(outcome=To.OVER)
        batch = stored.value
        counts = counts_now(batch, records=self.records)
        if not batch.dry_run and counts.over < batch.total:
            if batch.passes < PASSES:
                return self._again(stored)
            self.fail_the_rest(batch)
        self.end(batch_id, BatchStatus.COMPLETED)
        return StepResult(outcome=To.OVER)

    def fail_the_rest(self, batch: Batch) -> None:
        """Lines that several passes could not make."""
        over = {item.number for item in items_of(batch, records=self.records) if item.is_over}
        for line in read_lines(self.objects.get(lines_key(batch))):
            if line.number not in over:
                self.fail(batch.batch_id, batch.start_no, line, {"Error": "left over"})

    def _again(self, stored: Stored[Batch]) -> StepResult:
        further = stored.value.with_(passes=stored.value.passes + 1)
        try:
            self.records.transact(
                Replace(further, stored.version, due_at=self.clock() + LOOK_AGAIN)
            )
        except Collision:
            return StepResult(outcome=To.WAIT, wait_s=_WAIT_S)
        return StepResult(outcome=To.AGAIN)
