"""Which task is stuck: what an operator must be told of, since every net had its time."""

from datetime import datetime, timedelta

from docsmith.domain.task import Task

LONGEST_STEP = timedelta(minutes=15)
"""The longest that a Lambda runs."""
_NETS = timedelta(minutes=5)
"""What the nets under a task may take, and more."""


def is_stuck(task: Task, now: datetime) -> bool:
    """Open when nobody can be at work on it any more. One that stands in line may do so long."""
    if task.is_terminal:
        return False
    reported = task.claimed_at if task.has_reported else None
    silent = (reported or task.begun_at) + LONGEST_STEP
    ends = task.deadline if task.token is not None else min(silent, task.deadline)
    return now >= ends + _NETS
