"""A batch: many requests as one resource, and each line's place in it.

    queued ──read──► running ──every line is over──► completed
      │                 │
      ├──fail───────────┴─► failed      (no usable manifest, or the machine was lost for good)
      └──cancel──► cancelling ──nothing is open──► cancelled

A line that fails fails alone: its batch is `completed` all the same, and counts it.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Self

from docsmith.domain.batch_request import BatchDefaults
from docsmith.domain.errors import Conflict
from docsmith.domain.task import RETENTION, Failure, Status, Task
from docsmith.domain.value import Value

MAX_LINES = 20_000
MAX_MANIFEST = 50_000_000
"""Bytes of a manifest."""
LINE_RETENTION = RETENTION + timedelta(days=7)
"""Lines outlive their batch, which counts from a later moment."""
FIRST_ERRORS = 10


class BatchStatus(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    CANCELLING = "cancelling"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def is_terminal(self) -> bool:
        return self in (BatchStatus.COMPLETED, BatchStatus.FAILED, BatchStatus.CANCELLED)


class ManifestPlace(Value):
    """The object that was accepted: `etag` pins its bytes, `size` is in bytes."""

    key: str
    etag: str
    size: int
    name: str


class Counts(Value):
    """Lines by state. `running` are those in hand, no more than the map's concurrency: their tasks
    stand in the pool's queue or run. `queued` were not begun yet.
    """

    total: int = 0
    queued: int = 0
    running: int = 0
    completed: int = 0
    failed: int = 0
    cancelled: int = 0
    expired: int = 0
    credits_used: int = 0

    @property
    def over(self) -> int:
        return self.completed + self.failed + self.cancelled + self.expired

    def closed(self, status: Status) -> Self:
        """When all is over: what was never begun is taken for `status`."""
        rest = {status.value: getattr(self, status.value) + self.queued + self.running}
        return self.with_(queued=0, running=0, **rest)


class Batch(Value):
    """Times are UTC. `total` is known once the manifest was read, `counts` once all is over."""

    batch_id: str
    organisation: str
    key_id: str
    test: bool = False
    base_url: str
    status: BatchStatus = BatchStatus.QUEUED
    start_no: int = 0
    passes: int = 0
    """How often its lines were gone through to the end; what a pass leaves, the next one takes."""
    manifest: ManifestPlace | None = None
    defaults: BatchDefaults = BatchDefaults()
    max_credits: int | None = None
    dry_run: bool = False
    webhook_url: str | None = None
    idempotency_key: str | None = None
    total: int = 0
    estimate: int | None = None
    counts: Counts | None = None
    failure: Failure | None = None
    created_at: datetime
    started_at: datetime | None = None
    ended_at: datetime | None = None

    @property
    def is_terminal(self) -> bool:
        return self.status.is_terminal

    @property
    def execution_name(self) -> str:
        return f"{self.batch_id}-{self.start_no}"

    @property
    def told_to(self) -> str | None:
        """Who is told of its end, beside the subscribers."""
        return self.webhook_url or self.defaults.webhook_url

    @property
    def expires_at(self) -> datetime:
        return (self.ended_at or self.created_at) + RETENTION

    def begin(self, *, total: int, estimate: int, at: datetime) -> Self:
        """The manifest was read."""
        self._must_be(BatchStatus.QUEUED)
        changes: dict[str, Any] = {"total": total, "estimate": estimate, "started_at": at}
        return self.with_(status=BatchStatus.RUNNING, **changes)

    def restart(self) -> Self:
        """Lost through no fault of its own: another execution goes on with what is left."""
        self._must_be(BatchStatus.QUEUED, BatchStatus.RUNNING)
        return self.with_(start_no=self.start_no + 1)

    def cancel(self) -> Self:
        self._must_be(BatchStatus.QUEUED, BatchStatus.RUNNING)
        return self.with_(status=BatchStatus.CANCELLING)

    def end(
        self,
        status: BatchStatus,
        *,
        counts: Counts,
        at: datetime,
        failure: Failure | None = None,
    ) -> Self:
        if self.is_terminal:
            raise Conflict(f"The batch is {self.status} already.", status=self.status.value)
        return self.with_(status=status, counts=counts, ended_at=at, failure=failure)

    def _must_be(self, *allowed: BatchStatus) -> None:
        if self.status not in allowed:
            raise Conflict(f"The batch is {self.status} already.", status=self.status.value)


class BatchItem(Value):
    """A line that was begun: `running` while its task is open, then as its task ended.

    `number` is the line in the manifest; `token` is what its place in the map waits with, until it
    was settled; `reserved` are the credits that it may use of the batch's limit.
    """

    batch_id: str
    organisation: str
    number: int
    key: str
    status: Status = Status.RUNNING
    token: str | None = None
    task_id: str | None = None
    run_id: str | None = None
    revision: int | None = None
    file_name: str | None = None
    credits_used: int = 0
    reserved: int = 0
    failure: Failure | None = None
    created_at: datetime
    ended_at: datetime | None = None

    @property
    def is_over(self) -> bool:
        return self.status.is_terminal

    def held_by(self, task: Task) -> Self:
        return self.with_(task_id=task.task_id, run_id=task.run_id)

    def ended_with(self, task: Task) -> Self:
        """As its task ended."""
        outcome = task.outcome
        return self.held_by(task).with_(
            status=task.status,
            revision=outcome.revision if outcome else None,
            file_name=outcome.file_name if outcome else None,
            credits_used=task.credits_used or 0,
            failure=task.failure,
            ended_at=task.ended_at,
        )

    def closed(self, status: Status, failure: Failure, *, at: datetime) -> Self:
        """Over before there was a task."""
        return self.with_(status=status, failure=failure, ended_at=at)

    def failed(self, failure: Failure, *, at: datetime) -> Self:
        return self.closed(Status.FAILED, failure, at=at)

    def settled(self) -> Self:
        return self.with_(token=None)


class LineFailure(Value):
    """Why a line has no document: kept apart, so that the first ones are found at once."""

    batch_id: str
    number: int
    key: str
    status: Status
    task_id: str | None = None
    failure: Failure


_STATES = ("running", "completed", "failed", "cancelled", "expired")


def counts_of(batch: Batch, counters: Mapping[str, int]) -> Counts:
    """Of a batch that is over what was written then, else what its counters say now."""
    if batch.counts is not None:
        return batch.counts
    states = {name: max(counters.get(name, 0), 0) for name in _STATES}
    queued = max(batch.total - sum(states.values()), 0)
    used = counters.get("credits", 0)
    return Counts(total=batch.total, queued=queued, credits_used=used, **states)
