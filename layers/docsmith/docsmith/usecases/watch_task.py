"""Wait for a task: until it ends, until it changes, or until the time to answer has come."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from docsmith.domain.clock import Clock
from docsmith.domain.errors import NotFound
from docsmith.domain.ids import Entropy
from docsmith.domain.task import Status, Task
from docsmith.usecases.pool import return_permit, take_permit
from docsmith.usecases.records import Records, Stored

QUEUED_LIMIT = timedelta(seconds=10)
"""A call whose task has not started by then is promoted: the pool is full."""


@dataclass(frozen=True, slots=True)
class Watched:
    """The task as last seen. `saturated` when waiting longer was not worth it."""

    task: Task
    saturated: bool = False


@dataclass(frozen=True, slots=True)
class WatchTask:
    """The use case with what it needs. `permits` bounds how many calls wait at once."""

    records: Records
    clock: Clock
    sleep: Callable[[float], None]
    entropy: Entropy
    permits: int

    def until_over(self, task_id: str, *, until: datetime) -> Watched:
        """Wait for the end of the task; give up early when the service is saturated."""
        now = self.clock()
        task = self._read(task_id).value
        if task.is_terminal or until <= now:
            return Watched(task)
        lease = until - now + timedelta(seconds=5)
        permit = take_permit(task_id, size=self.permits, records=self.records, now=now, lease=lease)
        if permit is None:
            return Watched(task, saturated=True)
        try:
            return self._watch(task_id, until=until, began=now)
        finally:
            return_permit(permit, task_id, records=self.records)

    def until_changed(self, task_id: str, *, version: int, until: datetime) -> Stored[Task]:
        """Wait for the next change that its owner can see; without a permit it answers at once."""
        stored = self._read(task_id)
        lease = until - self.clock() + timedelta(seconds=5)
        if stored.version != version or stored.value.is_terminal or until <= self.clock():
            return stored
        permit = take_permit(
            task_id, size=self.permits, records=self.records, now=self.clock(), lease=lease
        )
        if permit is None:
            return stored
        try:
            seen = _shown(stored.value)
            while _shown(stored.value) == seen and self.clock() < until:
                self.sleep(self._pause())
                stored = self._read(task_id)
            return stored
        finally:
            return_permit(permit, task_id, records=self.records)

    def _watch(self, task_id: str, *, until: datetime, began: datetime) -> Watched:
        while True:
            task = self._read(task_id).value
            now = self.clock()
            if task.is_terminal or now >= until:
                return Watched(task)
            if task.status is Status.QUEUED and now - began >= QUEUED_LIMIT:
                return Watched(task, saturated=True)
            self.sleep(min(self._pause(), max(0.0, (until - now).total_seconds())))

    def _pause(self) -> float:
        """Seconds between two looks: 0.25 to 0.4, spread so that waiters do not march in step."""
        return 0.25 + 0.15 * self.entropy.token_bytes(1)[0] / 255

    def _read(self, task_id: str) -> Stored[Task]:
        stored = self.records.get(Task, task_id)
        if stored is None:
            raise NotFound("There is no such task.")
        return stored


def _shown(task: Task) -> tuple[object, ...]:
    """What of a task changes for who polls it; claims, pointers and spend are the machine's own."""
    return task.status, task.phase, task.turn_index, task.progress
