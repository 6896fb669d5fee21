"""The end of a line of a batch: written with the end of its task, told to the map afterwards.

What the map waits with stays on the line, which is due until it was settled: when the call that
wakes the map is lost, the sweep makes it again.
"""

from contextlib import suppress
from datetime import datetime

from docsmith.domain.batch import LINE_RETENTION, BatchItem, LineFailure
from docsmith.domain.errors import UpstreamError
from docsmith.domain.task import Failure, Status, Task
from docsmith.usecases.ports import Executions
from docsmith.usecases.records import Collision, Count, Insert, Records, Replace, Stored, Write

COUNTER = "batch"


def counted(batch_id: str, now: datetime, **bounds_and_adds: dict[str, int]) -> Count:
    """A change of a batch's counters: `add`, `below`, `at_least`."""
    return Count(COUNTER, batch_id, expires_at=now + LINE_RETENTION, **bounds_and_adds)


def writes_of_end(ended: Task, *, records: Records, now: datetime) -> list[Write]:
    """What the end of a task means for the line that it stands for; nothing for other tasks."""
    if ended.batch is None or ended.batch_item is None:
        return []
    stored = records.get(BatchItem, ended.batch, ended.batch_item)
    if stored is None or stored.value.is_over:
        return []
    return end_writes(stored, stored.value.ended_with(ended), now=now)


def end_writes(before: Stored[BatchItem], ended: BatchItem, *, now: datetime) -> list[Write]:
    """The line, its batch's counters, and its failure when it has one."""
    used = ended.credits_used
    add = {"running": -1, ended.status.value: 1, "credits": used}
    add["committed"] = used - ended.reserved
    due_at = now if ended.token else None
    writes: list[Write] = [
        Replace(ended, before.version, due_at=due_at, expires_at=now + LINE_RETENTION),
        counted(ended.batch_id, now, add=add),
    ]
    return [*writes, *failure_writes(ended, now=now)]


def failure_writes(ended: BatchItem, *, now: datetime) -> list[Write]:
    """A line that somebody cancelled has none to tell of."""
    if ended.failure is None or ended.status is Status.CANCELLED:
        return []
    fact = LineFailure(
        batch_id=ended.batch_id,
        number=ended.number,
        key=ended.key,
        status=ended.status,
        task_id=ended.task_id,
        failure=ended.failure,
    )
    return [Insert(fact, expires_at=now + LINE_RETENTION)]


def fail_line(
    stored: Stored[BatchItem],
    failure: Failure,
    *,
    records: Records,
    now: datetime,
    status: Status = Status.FAILED,
) -> None:
    """End a line that has no task. Raises `Collision`."""
    ended = stored.value.closed(status, failure, at=now)
    records.transact(*end_writes(stored, ended, now=now))


def wake_line(task: Task, *, records: Records, executions: Executions, now: datetime) -> None:
    """Let the map go on when the line of this task is over."""
    if task.batch is not None and task.batch_item is not None:
        settle_line(task.batch, task.batch_item, records=records, executions=executions, now=now)


def settle_line(
    batch_id: str, number: int, *, records: Records, executions: Executions, now: datetime
) -> bool:
    """Wake what waits for a line that is over; whatever is dropped here, the sweep repeats."""
    stored = records.get(BatchItem, batch_id, number)
    if stored is None or not stored.value.is_over or stored.value.token is None:
        return False
    with suppress(UpstreamError, Collision):
        executions.grant(stored.value.token)
        settled = Replace(stored.value.settled(), stored.version, expires_at=now + LINE_RETENTION)
        records.transact(settled)
        return True
    return False
