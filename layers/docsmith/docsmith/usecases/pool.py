"""Take, keep and hand on the places where tasks run.

A slot is a record with an owner and a lease. Whoever frees a slot grants it to the next waiter: the
lease is written first, then the waiter's execution is woken. When the second half is dropped, the
task's `due_at` brings the sweep, which grants it again.
"""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from docsmith.domain.errors import UpstreamError
from docsmith.domain.pool import HEARTBEAT, LEASE, SlotLease, Waiter, free_numbers, next_waiter
from docsmith.domain.task import START_GRACE, Task
from docsmith.usecases.ports import Executions
from docsmith.usecases.records import (
    Collision,
    Insert,
    Records,
    Remove,
    Replace,
    Stored,
    Write,
    every,
)

_GRANTS = 100
SYNC_POOL = "sync"


@dataclass(frozen=True, slots=True)
class PoolSizes:
    """How many may run at once, by pool: live tasks, test keys' tasks, calls that wait."""

    live: int
    test: int
    sync: int

    def of(self, pool: str) -> int:
        return {"live": self.live, "test": self.test, SYNC_POOL: self.sync}[pool]


def enqueue(task: Stored[Task], token: str, *, running_limit: int, records: Records) -> None:
    """Put a task into its pool's queue, with the token that wakes it. Repeating it is harmless."""
    value = task.value
    waiter = Waiter(
        pool=value.pool,
        task_id=value.task_id,
        organisation=value.organisation,
        running_limit=running_limit,
        token=token,
        since=value.created_at,
    )
    known = records.get(Waiter, value.pool, value.task_id)
    place = Replace(waiter, known.version) if known else Insert(waiter)
    standing = value.with_(token=token, slot=None)
    queued = Replace(standing, task.version, due_at=value.deadline)
    records.transact(place, queued)


def grant_free_slots(
    pool: str, *, size: int, records: Records, executions: Executions, now: datetime
) -> int:
    """Give every free slot to the next waiter; returns how many were given."""
    granted = 0
    for _ in range(_GRANTS):
        leases = [stored.value for stored in every(SlotLease, pool, records=records)]
        free = free_numbers(leases, size=size, now=now)
        if not free:  # the queue, which may be long, is nobody's business then
            return granted
        live = [lease for lease in leases if not lease.is_over(now)]
        waiters = list(every(Waiter, pool, records=records))
        chosen = next_waiter((stored.value for stored in waiters), live)
        if chosen is None:
            return granted
        stored = next(waiter for waiter in waiters if waiter.value == chosen)
        granted += _grant(stored, free[0], records=records, executions=executions, now=now)
    return granted


def _grant(
    waiter: Stored[Waiter], number: int, *, records: Records, executions: Executions, now: datetime
) -> bool:
    value = waiter.value
    task = records.get(Task, value.task_id)
    if task is None or task.value.is_terminal:
        _forget(waiter, records=records)
        return False
    slotted = task.value.with_(slot=number, token=value.token)
    lease = _lease_write(value.pool, number, slotted, records=records, now=now)
    if lease is None:
        return False
    writes: list[Write] = [
        Remove(value, waiter.version),
        Replace(slotted, task.version, due_at=now + START_GRACE),
        lease,
    ]
    try:
        records.transact(*writes)
    except Collision:
        return False
    with suppress(UpstreamError):  # the sweep grants it again
        executions.grant(value.token)
    return True


def _forget(waiter: Stored[Waiter], *, records: Records) -> None:
    try:
        records.transact(Remove(waiter.value, waiter.version))
    except Collision:
        return


def _lease_write(
    pool: str, number: int, task: Task, *, records: Records, now: datetime
) -> Insert | Replace | None:
    """None when somebody took the slot since the pool was read."""
    lease = SlotLease(
        pool=pool,
        number=number,
        owner=task.task_id,
        organisation=task.organisation,
        until=now + LEASE,
    )
    known = records.get(SlotLease, pool, number)
    if known is None:
        return Insert(lease)
    return Replace(lease, known.version) if known.value.is_over(now) else None


def hold_slot(task: Task, *, records: Records, now: datetime, lease: timedelta = LEASE) -> bool:
    """Renew the task's lease, unless it was renewed just now. False when the slot is another's."""
    if task.slot is None:
        return False
    known = records.get(SlotLease, task.pool, task.slot)
    if known is None or known.value.owner != task.task_id:
        return False
    if known.value.until > now + lease - HEARTBEAT:
        return True
    try:
        records.transact(Replace(known.value.with_(until=now + lease), known.version))
    except Collision:
        return hold_slot(task, records=records, now=now, lease=lease)
    return True


def holds_slot(task: Task, *, records: Records, now: datetime) -> bool:
    """Whether the task's lease still runs."""
    if task.slot is None:
        return False
    known = records.get(SlotLease, task.pool, task.slot)
    return known is not None and known.value.owner == task.task_id and not known.value.is_over(now)


def retake_slot(task: Stored[Task], *, size: int, records: Records, now: datetime) -> bool:
    """For a task that lost its slot: any free one. False when there is none."""
    pool = task.value.pool
    leases = [stored.value for stored in every(SlotLease, pool, records=records)]
    for number in free_numbers(leases, size=size, now=now):
        slotted = task.value.with_(slot=number)
        lease = _lease_write(pool, number, slotted, records=records, now=now)
        if lease is None:
            continue
        try:
            records.transact(lease, Replace(slotted, task.version, due_at=slotted.due_at))
        except Collision:
            continue
        return True
    return False


def release_slot(task: Task, *, records: Records) -> None:
    """Free the task's slot and take it out of the queue; harmless when it has neither.

    It may hold two: a lease that was over and retaken elsewhere is renewed by a step that still
    knew the first.
    """
    if task.slot is not None:
        for lease in list(every(SlotLease, task.pool, records=records)):
            if lease.value.owner == task.task_id:
                _remove(lease, records=records)
    waiter = records.get(Waiter, task.pool, task.task_id)
    if waiter is not None:
        _remove(waiter, records=records)


def _remove(stored: Stored[SlotLease] | Stored[Waiter], *, records: Records) -> None:
    try:
        records.transact(Remove(stored.value, stored.version))
    except Collision:
        return


def take_permit(
    owner: str, *, size: int, records: Records, now: datetime, lease: timedelta
) -> int | None:
    """A place to wait in, by its number; None when all are taken."""
    leases = [stored.value for stored in every(SlotLease, SYNC_POOL, records=records)]
    for number in free_numbers(leases, size=size, now=now):
        permit = SlotLease(
            pool=SYNC_POOL, number=number, owner=owner, organisation="*", until=now + lease
        )
        known = records.get(SlotLease, SYNC_POOL, number)
        if known and not known.value.is_over(now):
            continue
        try:
            records.transact(Replace(permit, known.version) if known else Insert(permit))
        except Collision:
            continue
        return number
    return None


def return_permit(number: int, owner: str, *, records: Records) -> None:
    known = records.get(SlotLease, SYNC_POOL, number)
    if known is not None and known.value.owner == owner:
        _remove(known, records=records)


@dataclass(frozen=True, slots=True)
class PoolUse:
    """How full a pool is: tasks that hold a slot, tasks that wait for one."""

    running: int
    waiting: int


def pool_use(pool: str, *, records: Records, now: datetime) -> PoolUse:
    leases = every(SlotLease, pool, records=records)
    live = sum(not stored.value.is_over(now) for stored in leases)
    return PoolUse(running=live, waiting=sum(1 for _ in every(Waiter, pool, records=records)))
