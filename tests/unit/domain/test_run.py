"""A run is locked by one task at a time and kept for thirty days after the last."""

from datetime import timedelta

import pytest
from tests.fakes.clock import START
from tests.fakes.nouns import a_run

from docsmith.domain.errors import Conflict, Gone
from docsmith.domain.task import RETENTION
from docsmith.domain.webhook import DeliveryStatus

LATER = START + timedelta(hours=1)


def test_a_run_is_locked_by_one_task_at_a_time() -> None:
    locked = a_run().lock("task_1", at=LATER)
    assert (locked.active_task, locked.last_task, locked.updated_at) == (
        "task_1",
        "task_1",
        LATER,
    )
    assert locked.lock("task_1", at=LATER) == locked
    with pytest.raises(Conflict) as refusal:
        locked.lock("task_2", at=LATER)
    assert refusal.value.facts == {"task_id": "task_1"}


def test_an_unlocked_run_moves_its_head_only_to_a_new_revision() -> None:
    locked = a_run(head=3).lock("task_1", at=START)
    assert locked.unlock(head=4, at=LATER).head == 4
    kept = locked.unlock(head=None, at=LATER)
    assert (kept.head, kept.active_task, kept.last_task) == (3, None, "task_1")
    assert kept.lock("task_2", at=LATER).active_task == "task_2"


def test_a_run_is_there_for_thirty_days_after_its_last_task() -> None:
    run = a_run().unlock(head=1, at=LATER)
    assert run.must_be_there(LATER + RETENTION - timedelta(seconds=1)) is run
    with pytest.raises(Gone):
        run.must_be_there(LATER + RETENTION)
    with pytest.raises(Gone):
        a_run(deleted_at=START).must_be_there(START)


def test_a_delivery_is_over_unless_it_is_pending() -> None:
    assert [s for s in DeliveryStatus if not s.is_terminal] == [DeliveryStatus.PENDING]
