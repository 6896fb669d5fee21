"""The first step of a line in the map: begin it, and submit its task.

A line is begun by writing its place in the batch, before its task is submitted under the key
`batch id / line key`: whoever repeats the step finds both. The place is written only while the
batch goes on and its credits allow; its counters, which many lines change at once, are the fence.
"""

from dataclasses import dataclass
from typing import Any

from docsmith.domain.account import Organisation
from docsmith.domain.batch import LINE_RETENTION, Batch, BatchItem, BatchStatus
from docsmith.domain.batch_line import Line
from docsmith.domain.clock import Clock
from docsmith.domain.errors import (
    Conflict,
    CreditLimitReached,
    DocsmithError,
    Expired,
    RateLimited,
    ServiceUnavailable,
    SystemFault,
)
from docsmith.domain.generation import GenerationRequest
from docsmith.domain.rendering import RenderRequest
from docsmith.domain.task import QUEUE_LIMIT, Failure
from docsmith.usecases.claims import Superseded
from docsmith.usecases.end_line import COUNTER, counted, fail_line, failure_writes
from docsmith.usecases.import_source import ImportSource
from docsmith.usecases.read_manifest import estimate_of, item_of
from docsmith.usecases.records import Collision, Insert, Records, Stored
from docsmith.usecases.render_run import RenderRun
from docsmith.usecases.step import StepResult, To
from docsmith.usecases.submit_generation import Caller, SubmitGeneration

_TRIES = 8
_BUSY_S = 15
_CAPPED_S = 300
_GENEROUS = 2
"""A line of a batch with a limit may use so many times its estimate, unless it names its own."""


@dataclass(frozen=True, slots=True)
class SubmitLine:
    """The use case with what it needs. `model` is what live keys use; test keys use none."""

    records: Records
    submit: SubmitGeneration
    render: RenderRun
    sources: ImportSource
    clock: Clock
    model: str

    def __call__(self, batch_id: str, start_no: int, line: Line) -> StepResult:
        """`ok`: wait for its end. `over`: it is. `wait`: there is no room for it yet."""
        stored = open_batch(batch_id, start_no, records=self.records)
        if stored is None:
            return StepResult(outcome=To.OVER)
        batch = stored.value
        reserve = self._reserve(line, batch)
        item = self._begun(line, batch, reserve)
        if isinstance(item, StepResult):
            return item
        if item.value.is_over:
            return StepResult(outcome=To.OVER)
        if item.value.task_id is not None:
            return StepResult(outcome=To.OK)
        return self._submitted(item, line, batch, reserve)

    def _begun(self, line: Line, batch: Batch, reserve: int) -> Stored[BatchItem] | StepResult:
        """Its place, written once; a result when there is none to be had."""
        for _ in range(_TRIES):
            known = self.records.get(BatchItem, batch.batch_id, line.number)
            if known is not None:
                return known
            try:
                return self._insert(line, batch, reserve)
            except Collision:
                refusal = self._refusal(line, batch, reserve)
                if refusal is not None:
                    return refusal
        raise Superseded

    def _insert(self, line: Line, batch: Batch, reserve: int) -> Stored[BatchItem]:
        now = self.clock()
        item = item_of(line, batch, at=now).with_(reserved=reserve)
        below = {"stopped": 1}
        if batch.max_credits is not None:
            below["committed"] = batch.max_credits - reserve + 1
        add = {"running": 1, "committed": reserve}
        self.records.transact(
            Insert(item, expires_at=now + LINE_RETENTION),
            counted(batch.batch_id, now, add=add, below=below),
        )
        return Stored(item, version=1)

    def _refusal(self, line: Line, batch: Batch, reserve: int) -> StepResult | None:
        """Why its place could not be written; None when somebody else wrote it."""
        counters = self.records.counters(COUNTER, batch.batch_id)
        if counters.get("stopped", 0):
            return StepResult(outcome=To.OVER)
        most = batch.max_credits
        if most is None or counters.get("committed", 0) + reserve <= most:
            return None
        if counters.get("credits", 0) + reserve <= most:
            return StepResult(outcome=To.WAIT, wait_s=_BUSY_S)
        limit = CreditLimitReached("The credits of the batch do not suffice for this line.")
        fail_unbegun(line, batch, limit, records=self.records, clock=self.clock)
        return StepResult(outcome=To.OVER)

    def _reserve(self, line: Line, batch: Batch) -> int:
        """Credits of the batch's limit that this line may use."""
        if batch.max_credits is None:
            return 0
        own = line.request.get("max_credits")
        expected = estimate_of(line, batch, model=self.model)
        return min(own or _GENEROUS * expected, batch.max_credits) if expected else 0

    def _submitted(
        self, item: Stored[BatchItem], line: Line, batch: Batch, reserve: int
    ) -> StepResult:
        try:
            self._submit(item, line, batch, reserve)
        except (RateLimited, ServiceUnavailable) as error:
            return self._later(item, error)
        except SystemFault:
            raise
        except DocsmithError as error:
            return self._failed(item, error)
        return StepResult(outcome=To.OK)

    def _submit(self, item: Stored[BatchItem], line: Line, batch: Batch, reserve: int) -> None:
        caller = self._caller(batch)
        asked: dict[str, Any] = {
            **line.request,
            "idempotency_key": f"{batch.batch_id}/{line.key}",
        }
        if line.source is not None:
            file_id = self.sources(line.source, line, batch, caller)
            asked["data_sources"] = [{"file_id": file_id, "kind": line.source.kind}]
        if line.from_run is not None:
            self.render(line.from_run, RenderRequest.model_validate(asked), caller, line=item)
            return
        if reserve:
            asked["max_credits"] = reserve
        assert line.kind is not None
        self.submit(GenerationRequest.model_validate(asked), line.kind, caller, line=item)

    def _caller(self, batch: Batch) -> Caller:
        """Who submitted the batch, as far as a task needs to know. Raises `Conflict`."""
        organisation = self.records.get(Organisation, batch.organisation)
        if organisation is None or organisation.value.deleted_at is not None:
            raise Conflict("The organisation was deleted.")
        return Caller.known_by(
            batch.key_id,
            organisation.value,
            test=batch.test,
            base_url=batch.base_url,
            at=batch.created_at,
        )

    def _later(self, item: Stored[BatchItem], error: DocsmithError) -> StepResult:
        if self.clock() >= item.value.created_at + QUEUE_LIMIT:
            return self._failed(item, Expired(f"No room within 24 hours: {error.message}"))
        wait_s = _BUSY_S if isinstance(error, RateLimited) else _CAPPED_S
        return StepResult(outcome=To.WAIT, wait_s=wait_s, code=error.code)

    def _failed(self, item: Stored[BatchItem], error: DocsmithError) -> StepResult:
        """Unless somebody else submitted it meanwhile."""
        now = self.clock()
        fresh = self.records.get(BatchItem, item.value.batch_id, item.value.number)
        if fresh is None or fresh.value.task_id is not None or fresh.value.is_over:
            return StepResult(outcome=To.OK)
        fail_line(fresh, Failure.of(error), records=self.records, now=now)
        return StepResult(outcome=To.OVER)


def open_batch(batch_id: str, start_no: int, *, records: Records) -> Stored[Batch] | None:
    """The batch when it goes on, and by this execution."""
    stored = records.get(Batch, batch_id)
    if stored is None or stored.value.status is not BatchStatus.RUNNING:
        return None
    return stored if stored.value.start_no == start_no else None


def fail_unbegun(
    line: Line, batch: Batch, error: DocsmithError, *, records: Records, clock: Clock
) -> None:
    """End a line that has no place yet. Somebody who was faster gave it one."""
    now = clock()
    item = item_of(line, batch, at=now).failed(Failure.of(error), at=now)
    records.transact(
        Insert(item, expires_at=now + LINE_RETENTION),
        counted(batch.batch_id, now, add={"failed": 1}),
        *failure_writes(item, now=now),
    )
