"""A task is stuck when nobody can be at work on it; one that waits for its turn is not."""

from datetime import timedelta

import pytest
from tests.fakes.clock import START
from tests.fakes.nouns import a_task

from docsmith.domain.stuck import is_stuck
from docsmith.domain.task import Status

LATER = START + timedelta(minutes=1)


@pytest.mark.parametrize(
    ("changes", "minutes"),
    [
        ({}, 20),
        ({"status": Status.RUNNING, "started_at": LATER, "claimed_at": LATER}, 21),
        ({"restarted_at": LATER}, 21),
        ({"token": "stands in line"}, 24 * 60 + 5),
        ({"status": Status.RUNNING, "started_at": LATER, "token": "again"}, 1 + 30 + 5),
    ],
)
def test_a_task_is_stuck_when_nobody_can_be_at_work_on_it(
    changes: dict[str, object], minutes: int
) -> None:
    task = a_task(**changes)
    since = START + timedelta(minutes=minutes)
    assert (is_stuck(task, since - timedelta(seconds=1)), is_stuck(task, since)) == (False, True)


def test_what_is_over_is_not_stuck() -> None:
    assert not is_stuck(a_task(status=Status.COMPLETED), START + timedelta(days=9))
