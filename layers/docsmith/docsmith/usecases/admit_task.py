"""The door to the pool: queue with the execution's token, then acquire the granted slot."""

from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum

from docsmith.domain.account import Organisation
from docsmith.domain.clock import Clock
from docsmith.domain.errors import UpstreamError
from docsmith.domain.task import START_GRACE, Task
from docsmith.usecases.claims import Superseded, TaskOver, open_task
from docsmith.usecases.pool import (
    PoolSizes,
    enqueue,
    grant_free_slots,
    hold_slot,
    holds_slot,
    retake_slot,
)
from docsmith.usecases.ports import Executions
from docsmith.usecases.records import Collision, Records, Replace, Stored
from docsmith.usecases.step import StepResult, To

_TRIES = 8
_WAIT_S = 2


class Regrant(StrEnum):
    """What came of granting a task once more."""

    WOKEN = "woken"
    JUST_WOKEN = "just_woken"
    """Nobody waits with the token, and the lease still runs: it is on its way, or lost."""
    LOST = "lost"
    """For a whole lease nobody has waited with the token, or it was refused all the time."""
    QUEUED = "queued"
    """Its slot is another's by now: it stands in line again."""


@dataclass(frozen=True, slots=True)
class AdmitTask:
    """Both halves of admission, with what they need."""

    records: Records
    executions: Executions
    clock: Clock
    pools: PoolSizes

    def queue(self, task_id: str, token: str) -> None:
        """Stand in line with the execution's token; woken at once when a slot is free."""
        for _ in range(_TRIES):
            try:
                task = open_task(task_id, records=self.records)
                if self._woken(task, token):
                    return
                limit = self._running_limit(task)
                enqueue(task, token, running_limit=limit, records=self.records)
            except TaskOver:
                self._wake(token)  # or its execution would wait for a day
                return
            except Collision:
                continue
            self.grant(task.value.pool)
            return
        raise Superseded

    def _woken(self, task: Stored[Task], token: str) -> bool:
        """A repeated Admit whose task has its slot already: only the token is new."""
        now = self.clock()
        if not hold_slot(task.value, records=self.records, now=now):
            return False
        renewed = task.value.with_(token=token)
        self.records.transact(Replace(renewed, task.version, due_at=now + START_GRACE))
        self._wake(token)
        return True

    def _wake(self, token: str) -> None:
        """When this fails, the sweep grants it again."""
        with suppress(UpstreamError):
            self.executions.grant(token)

    def regrant(self, task: Stored[Task], token: str) -> Regrant:
        """For a task that was given a slot and has not run since: wake it again, with that slot
        while the lease holds, else with another. Raises `Collision`, and `UpstreamError` when it
        was refused and the lease still holds.
        """
        value = task.value
        in_time = holds_slot(value, records=self.records, now=self.clock())
        if not in_time and not self._take_another(task):
            limit = self._running_limit(task)
            enqueue(task, token, running_limit=limit, records=self.records)
            return Regrant.QUEUED
        try:
            woken = self.executions.grant(token)
        except UpstreamError:
            if in_time:
                raise
            return Regrant.LOST
        if woken:
            return Regrant.WOKEN
        return Regrant.JUST_WOKEN if in_time else Regrant.LOST

    def _take_another(self, task: Stored[Task]) -> bool:
        size = self.pools.of(task.value.pool)
        return retake_slot(task, size=size, records=self.records, now=self.clock())

    def grant(self, pool: str) -> int:
        return grant_free_slots(
            pool,
            size=self.pools.of(pool),
            records=self.records,
            executions=self.executions,
            now=self.clock(),
        )

    def acquire(self, task: Task) -> StepResult:
        """Confirm the slot; a task that lost it to a take-over takes another or waits.

        Raises `TaskOver` and `Superseded`.
        """
        if hold_slot(task, records=self.records, now=self.clock()):
            return StepResult(outcome=To.OK)
        stored = open_task(task.task_id, records=self.records)
        if (stored.value.start_no, stored.value.attempt) != (task.start_no, task.attempt):
            raise Superseded  # the newer one has, or will be given, a slot of its own
        if self._take_another(stored):
            return StepResult(outcome=To.OK)
        return StepResult(outcome=To.WAIT, wait_s=_WAIT_S)

    def _running_limit(self, task: Stored[Task]) -> int:
        organisation = self.records.get(Organisation, task.value.organisation)
        if organisation is None:
            return 1
        return organisation.value.tier.limits.running
