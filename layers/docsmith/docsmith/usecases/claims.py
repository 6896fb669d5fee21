"""A step that runs twice does its work once.

Every step begins by claiming its task: the task moves into the step's phase, one attempt further.
What the step leaves behind is written only if the task is still at that attempt and open; a zombie
that wakes up late finds another attempt and stops with `Superseded`.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from docsmith.domain.task import Phase, Task
from docsmith.usecases.records import Collision, Records, Replace, Stored

_TRIES = 8


class TaskOver(Exception):
    """The task is terminal: there is nothing left to do."""


class Superseded(Exception):
    """Another attempt of this step has taken over."""


def claim(task_id: str, phase: Phase, *, records: Records, now: datetime) -> Task:
    """Enter a phase. Raises `TaskOver`."""

    def enter(task: Task) -> Task:
        turning = phase is Phase.AGENT_TURN
        return task.enter(phase, at=now, turn_index=task.turns + 1 if turning else None)

    return _change(task_id, enter, records=records)


def advance(claimed: Task, *, records: Records, **changes: Any) -> Task:
    """Store what a claimed step achieved. Raises `TaskOver` or `Superseded`."""

    def change(task: Task) -> Task:
        if task.attempt != claimed.attempt:
            raise Superseded
        return task.with_(**changes)

    return _change(claimed.task_id, change, records=records)


def _change(task_id: str, change: Callable[[Task], Task], *, records: Records) -> Task:
    for _ in range(_TRIES):
        stored = open_task(task_id, records=records)
        task = change(stored.value)
        try:
            records.transact(Replace(task, stored.version, due_at=task.due_at))
        except Collision:
            continue
        return task
    raise Superseded


def open_task(task_id: str, *, records: Records) -> Stored[Task]:
    stored = records.get(Task, task_id)
    if stored is None or stored.value.is_terminal:
        raise TaskOver
    return stored
