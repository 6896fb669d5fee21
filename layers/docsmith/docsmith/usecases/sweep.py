"""Once a minute: settle whatever was dropped. It reads only what is due.

A task that is due
  - and has an execution that was never started: start it;
  - and was given a slot but has not run since: grant it again;
  - and is past its deadline: expired when queued, failed with `timeout` when running;
  - and open while its execution is over, or lost on its way into or out of the queue: restart from
    its checkpoint, twice at most, then cancel;
  - and over while its execution could not be stopped: stop it, for a day.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from docsmith.domain.clock import Clock
from docsmith.domain.errors import DocsmithError, TimedOut
from docsmith.domain.pool import LEASE
from docsmith.domain.stuck import is_stuck
from docsmith.domain.task import QUEUE_LIMIT, START_GRACE, Failure, Status, Task
from docsmith.usecases.admit_task import AdmitTask, Regrant
from docsmith.usecases.end_task import EndTask
from docsmith.usecases.ports import Executions, ExecutionStatus
from docsmith.usecases.records import Collision, Records, Replace, Stored
from docsmith.usecases.resend_deliveries import ResendDeliveries

RESTARTS = 2
_PAGE = 100
_LEFT = ("running", "put_off")
"""What leaves a task as it is."""


@dataclass(frozen=True, slots=True)
class Sweep:
    """The use case with what it needs."""

    records: Records
    executions: Executions
    end: EndTask
    admit: AdmitTask
    clock: Clock
    report: Callable[[Task, Exception], object] = lambda task, error: None
    """Told of each task that could not be repaired now, and why."""
    report_stuck: Callable[[Task], object] = lambda task: None
    """Told of each task that stays open though nobody works on it."""

    def __call__(self) -> Mapping[str, int]:
        """Returns how often each repair was needed; nothing in a healthy system."""
        counts: Counter[str] = Counter()
        for task in self.records.due(Task, self.clock(), limit=_PAGE):
            repair = self._safely(task)
            counts[repair] += 1
            if repair in _LEFT and is_stuck(task, self.clock()):
                self.report_stuck(task)
        for pool in ("live", "test"):
            counts["granted"] += self.admit.grant(pool)
        counts["resent"] += ResendDeliveries(self.records, self.end.deliveries, self.clock)()
        return +counts

    def _safely(self, task: Task) -> str:
        """One task that cannot be repaired now does not keep the sweep from the others, neither
        now nor, by staying the first of a page of them, the next time.
        """
        try:
            return self.settle(task)
        except (DocsmithError, Collision) as error:
            self.report(task, error)
            with suppress(DocsmithError, Collision):
                self._put_off(task)
            return "put_off"

    def _put_off(self, task: Task) -> None:
        stored = self.records.get(Task, task.task_id)
        if stored is not None and (not stored.value.is_terminal or stored.value.stop_pending):
            self._look_later(stored)

    def settle(self, task: Task) -> str:
        """Look at one due task again and repair it; the name of the repair."""
        stored = self.records.get(Task, task.task_id)
        if stored is None:
            return "settled"
        if not stored.value.is_terminal:
            return self.settle_task(stored)
        if not stored.value.stop_pending:
            return "settled"
        self.end.stop_execution(stored)
        return "stopped"

    def settle_task(self, stored: Stored[Task]) -> str:
        task = stored.value
        if task.is_overdue(self.clock()):
            return self._end_overdue(task)
        status = self.executions.status(task.execution_name)
        if status is ExecutionStatus.UNKNOWN and task.token is None and not task.has_reported:
            return self._start(stored)
        if status is not ExecutionStatus.RUNNING:
            return self._restart(stored)
        if task.token is not None and task.slot is not None:
            return self._grant_again(stored, task.token)
        if self._never_stood_in_line(task):
            return self._replace(stored)
        return self._look_later(stored)

    def _end_overdue(self, task: Task) -> str:
        if task.status is Status.QUEUED:
            self.end.expire(task.task_id)
            return "expired"
        self.end.fail(task.task_id, Failure.of(TimedOut()), stop=True)
        return "timed_out"

    def _grant_again(self, stored: Stored[Task], token: str) -> str:
        match self.admit.regrant(stored, token):
            case Regrant.WOKEN:
                self._put_off(stored.value)
                return "woken"
            case Regrant.QUEUED:
                return "queued_again"
            case Regrant.JUST_WOKEN:
                return self._look_later(stored)
            case Regrant.LOST:
                return self._replace(self.records.get(Task, stored.value.task_id) or stored)

    def _never_stood_in_line(self, task: Task) -> bool:
        """Admit failed before it wrote anything, and whoever runs the machine did not retry it."""
        late = self.clock() >= task.begun_at + LEASE
        return late and task.token is None and not task.has_reported

    def _start(self, stored: Stored[Task]) -> str:
        """Under the same name: a start that happens after all then happens once."""
        task = stored.value
        self.executions.start(task.execution_name, {"task_id": task.task_id})
        self._look_later(stored)
        return "started"

    def _replace(self, stored: Stored[Task]) -> str:
        """An execution that runs but will never report makes room for the next."""
        self.executions.stop(stored.value.execution_name, cause="it waits for nothing")
        return self._restart(stored)

    def _restart(self, stored: Stored[Task]) -> str:
        task = stored.value
        if task.start_no >= RESTARTS:
            self.end.cancel(task.task_id, message="Server shutdown mid-run.")
            return "cancelled"
        again = task.restart(at=self.clock())
        try:
            due = self.clock() + START_GRACE
            self.records.transact(Replace(again, stored.version, due_at=due))
        except Collision:
            return "overtaken"
        self.end.tidy(task)
        self.executions.start(again.execution_name, {"task_id": task.task_id})
        return "restarted"

    def _look_later(self, stored: Stored[Task]) -> str:
        try:
            self.records.transact(self._due_later(stored))
        except Collision:
            return "overtaken"
        return "running"

    def _due_later(self, stored: Stored[Task]) -> Replace:
        """In a minute, or at the deadline; what could not be stopped for a day is left alone."""
        task, later = stored.value, self.clock() + timedelta(minutes=1)
        if task.ended_at is None:
            return Replace(task, stored.version, due_at=min(later, task.deadline))
        due = later if later < task.ended_at + QUEUE_LIMIT else None
        left = task.with_(stop_pending=due is not None)
        return Replace(left, stored.version, due_at=due, expires_at=task.forgotten_at)
