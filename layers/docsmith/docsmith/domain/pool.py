"""A bounded number of tasks may run: slots with leases, and a fair queue of those who wait."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta

from docsmith.domain.value import Value

LEASE = timedelta(seconds=90)
HEARTBEAT = timedelta(seconds=12)
"""Below the 15 s in which a cancel stops a model's stream: a beat takes time itself."""


class SlotLease(Value):
    """One place to run. Free when nobody owns it or the lease is over."""

    pool: str
    number: int
    owner: str
    organisation: str
    until: datetime

    def is_over(self, now: datetime) -> bool:
        return now >= self.until


class Waiter(Value):
    """A task in the queue, with the token that wakes its execution."""

    pool: str
    task_id: str
    organisation: str
    running_limit: int
    token: str
    since: datetime


def next_waiter(waiters: Iterable[Waiter], leases: Iterable[SlotLease]) -> Waiter | None:
    """Fewest running in its organisation first, then the oldest; none beyond its own limit."""
    running = Counter(lease.organisation for lease in leases)
    may_run = [w for w in waiters if running[w.organisation] < w.running_limit]
    ranked = sorted(may_run, key=lambda w: (running[w.organisation], w.since, w.task_id))
    return ranked[0] if ranked else None


def free_numbers(leases: Iterable[SlotLease], *, size: int, now: datetime) -> list[int]:
    """Slots of a pool that nobody holds any more, lowest first."""
    held = {lease.number for lease in leases if not lease.is_over(now)}
    return [number for number in range(size) if number not in held]
