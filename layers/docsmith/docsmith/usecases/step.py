"""What a step of the machine answers: outcomes are values, faults are exceptions.

The state machine branches on `outcome` by Choice and waits by `wait_s`. An exception is a fault, is
retried a little, and ends in FailTask.
"""

import math
from collections.abc import Callable
from enum import StrEnum
from typing import Any

from docsmith.agent.model import Leash
from docsmith.domain.clock import Clock
from docsmith.domain.errors import DocsmithError, TaskFailure, TimedOut
from docsmith.domain.pool import HEARTBEAT
from docsmith.domain.task import Phase, Task
from docsmith.domain.value import Value
from docsmith.usecases.claims import Superseded, TaskOver, claim
from docsmith.usecases.heartbeat import beating
from docsmith.usecases.pool import hold_slot
from docsmith.usecases.records import Records


class To(StrEnum):
    """Where the machine goes next. Each step uses some of these; the definition knows which."""

    OK = "ok"
    AGAIN = "again"
    WAIT = "wait"
    PLAN = "plan"
    COMPACT = "compact"
    RESTORE = "restore"
    FETCH = "fetch"
    FINISH = "finish"
    SAVE = "save"
    FAILED = "failed"
    OVER = "over"
    """The task ended while the step was on its way: the execution ends without a word."""


class StepResult(Value):
    """The answer of a step. Only ids, codes and seconds: everything else is in the store."""

    outcome: To
    wait_s: int = 0
    code: str | None = None
    message: str | None = None
    facts: dict[str, Any] | None = None


def failed(error: DocsmithError) -> StepResult:
    return StepResult(
        outcome=To.FAILED, code=error.code, message=error.message, facts=dict(error.facts) or None
    )


def run_step(
    task_id: str,
    phase: Phase,
    work: Callable[[Task], StepResult],
    *,
    records: Records,
    clock: Clock,
) -> StepResult:
    """Claim the task for this phase, do the work unless its time is over, and answer."""

    def unleashed(task: Task, leash: Leash) -> StepResult:
        del leash
        return work(task)

    return run_leashed_step(task_id, phase, unleashed, records=records, clock=clock)


def run_leashed_step(
    task_id: str,
    phase: Phase,
    work: Callable[[Task, Leash], StepResult],
    *,
    records: Records,
    clock: Clock,
    seconds_left: Callable[[], float] = lambda: math.inf,
    beat_s: float = HEARTBEAT.total_seconds(),
) -> StepResult:
    """`run_step` for work that is told how long it may go on: until the task ended, its time is
    over, or the function's own `seconds_left` are.
    """
    try:
        task = claim(task_id, phase, records=records, now=clock())
        if task.is_overdue(clock()):
            return failed(TimedOut())
        hold_slot(task, records=records, now=clock())
        with beating(task, records=records, clock=clock, every_s=beat_s) as ended:

            def left() -> float:
                return min(seconds_left(), (task.deadline - clock()).total_seconds())

            return work(task, Leash(seconds_left=left, is_wanted=lambda: not ended.is_set()))
    except (TaskOver, Superseded):
        return StepResult(outcome=To.OVER)
    except TaskFailure as failure:
        return failed(failure)
