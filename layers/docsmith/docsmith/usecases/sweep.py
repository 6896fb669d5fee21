"""Once a minute: settle whatever was dropped. It reads only what is due.

A task that is due
  - and has an execution that was never started: start it;
  - and holds a granted slot but does not run: wake it again;
  - and is past its deadline: expired when queued, failed with `timeout` when running;
  - and open while its execution is over: restart from its checkpoint, twice at most, then cancel.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from docsmith.domain.clock import Clock
from docsmith.domain.errors import DocsmithError, TimedOut
from docsmith.domain.task import START_GRACE, Failure, Status, Task
from docsmith.usecases.admit_task import AdmitTask
from docsmith.usecases.end_task import EndTask
from docsmith.usecases.ports import Executions, ExecutionStatus
from docsmith.usecases.records import Collision, Records, Replace, Stored
from docsmith.usecases.resend_deliveries import ResendDeliveries

RESTARTS = 2
_PAGE = 100


@dataclass(frozen=True, slots=True)
class Sweep:
    """The use case with what it needs."""

    records: Records
    executions: Executions
    end: EndTask
    admit: AdmitTask
    clock: Clock

    def __call__(self) -> Mapping[str, int]:
        """Returns how often each repair was needed; all zero in a healthy system."""
        counts: dict[str, int] = {}
        for task in self.records.due(Task, self.clock(), limit=_PAGE):
            repair = self._safely(task)
            counts[repair] = counts.get(repair, 0) + 1
        for pool in ("live", "test"):
            granted = self.admit.grant(pool)
            counts["granted"] = counts.get("granted", 0) + granted
        resent = ResendDeliveries(self.records, self.end.deliveries, self.clock)()
        return {**counts, "resent": resent} if resent else counts

    def _safely(self, task: Task) -> str:
        """One task that cannot be repaired now does not keep the sweep from the others."""
        try:
            return self.settle(task)
        except (DocsmithError, Collision):
            return "put_off"

    def settle(self, task: Task) -> str:
        """Look at one due task again and repair it; the name of the repair."""
        stored = self.records.get(Task, task.task_id)
        if stored is None or stored.value.is_terminal:
            return "settled"
        return self.settle_task(stored)

    def settle_task(self, stored: Stored[Task]) -> str:
        task = stored.value
        if task.is_overdue(self.clock()):
            return self._end_overdue(task)
        if task.slot is not None and task.status is Status.QUEUED and self._wake(stored):
            return "woken"
        status = self.executions.status(task.execution_name)
        if status is ExecutionStatus.RUNNING:
            return self._look_later(stored)
        if status is ExecutionStatus.UNKNOWN and task.token is None:
            return self._start(stored)
        return self._restart(stored)

    def _end_overdue(self, task: Task) -> str:
        if task.status is Status.QUEUED:
            self.end.expire(task.task_id)
            return "expired"
        late = TimedOut()
        self.end.fail(task.task_id, Failure(code=late.code, message=late.message), stop=True)
        return "timed_out"

    def _wake(self, stored: Stored[Task]) -> bool:
        """False when nobody waits with the token: woken already, or gone."""
        token = stored.value.token
        if token is None or not self.executions.grant(token):
            return False
        self._look_later(stored)
        return True

    def _start(self, stored: Stored[Task]) -> str:
        """Under the same name: a start that happens after all then happens once."""
        task = stored.value
        self.executions.start(task.execution_name, {"task_id": task.task_id})
        self._look_later(stored)
        return "started"

    def _restart(self, stored: Stored[Task]) -> str:
        task = stored.value
        if task.start_no >= RESTARTS:
            self.end.cancel(task.task_id, message="Server shutdown mid-run.")
            return "cancelled"
        again = task.with_(start_no=task.start_no + 1, token=None, slot=None)
        try:
            due = self.clock() + START_GRACE
            self.records.transact(Replace(again, stored.version, due_at=due))
        except Collision:
            return "overtaken"
        self.end.tidy(task)
        self.executions.start(again.execution_name, {"task_id": task.task_id})
        return "restarted"

    def _look_later(self, stored: Stored[Task]) -> str:
        task = stored.value
        due = min(self.clock() + timedelta(minutes=1), task.deadline)
        try:
            self.records.transact(Replace(task, stored.version, due_at=due))
        except Collision:
            return "overtaken"
        return "running"
