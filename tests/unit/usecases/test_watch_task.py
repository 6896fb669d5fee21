"""Waiting: to the end, to the next change, and never longer than is worth it."""

from datetime import timedelta

import pytest
from tests.fakes.nouns import a_task
from tests.fakes.world import World

from docsmith.domain.errors import NotFound
from docsmith.domain.pool import SlotLease
from docsmith.domain.task import RETENTION, Phase, Status, Task
from docsmith.usecases.claims import advance, claim
from docsmith.usecases.pool import SYNC_POOL
from docsmith.usecases.watch_task import QUEUED_LIMIT


def permits(world: World) -> int:
    return len([le for le in world.records.every(SlotLease) if le.pool == SYNC_POOL])


def move(world: World, task: Task) -> None:
    claim(task.task_id, Phase.LOADING_DOC, records=world.records, now=world.clock())


def test_the_end_of_a_task_is_seen_within_half_a_second(world: World) -> None:
    task = world.running()
    began = world.clock()
    world.sleeps += [lambda: None, lambda: None, lambda: world.completed(task)]
    watched = world.watch.until_over(task.task_id, until=began + timedelta(seconds=60))
    assert (watched.task.status, watched.saturated) == (Status.COMPLETED, False)
    assert 3 * 0.25 <= (world.clock() - began).total_seconds() <= 3 * 0.4
    assert permits(world) == 0


def test_at_the_ceiling_the_task_is_told_as_it_is(world: World) -> None:
    task = world.running()
    until = world.clock() + timedelta(seconds=5)
    watched = world.watch.until_over(task.task_id, until=until)
    assert (watched.task.status, watched.saturated) == (Status.RUNNING, False)
    assert world.clock() == until
    assert permits(world) == 0


def test_a_task_that_stays_queued_for_ten_seconds_is_promoted(world: World) -> None:
    task = world.submitted()
    began = world.clock()
    watched = world.watch.until_over(task.task_id, until=began + timedelta(seconds=60))
    assert watched.saturated
    assert QUEUED_LIMIT <= world.clock() - began <= QUEUED_LIMIT + timedelta(seconds=0.4)


def test_a_task_that_starts_in_time_is_waited_for(world: World) -> None:
    task = world.submitted()
    world.sleeps += [lambda: world.running(task)]
    watched = world.watch.until_over(task.task_id, until=world.clock() + timedelta(seconds=30))
    assert (watched.task.status, watched.saturated) == (Status.RUNNING, False)


def test_without_a_free_permit_nobody_waits(world: World) -> None:
    task = world.running()
    until = world.clock() + timedelta(seconds=60)

    def another() -> None:
        began = world.clock()
        inner = world.watch.until_over(task.task_id, until=until)
        if not inner.saturated:
            return
        assert world.clock() == began
        world.completed(task)

    world.sleeps += [another, another, another]
    assert world.watch.until_over(task.task_id, until=until).task.status is Status.COMPLETED
    assert permits(world) == 0


def test_what_is_over_or_late_is_answered_without_waiting(world: World) -> None:
    began = world.clock()
    done = world.completed()
    assert world.watch.until_over(done.task_id, until=began + timedelta(hours=1)).task == done
    task = world.running()
    assert world.watch.until_over(task.task_id, until=began).task == task
    assert world.clock() == began
    with pytest.raises(NotFound):
        world.watch.until_over(a_task(404).task_id, until=began)


def test_a_permit_is_returned_when_the_watched_task_disappears(world: World) -> None:
    task = world.running()

    def end_and_forget() -> None:
        world.end.cancel(task.task_id)
        world.clock.now += RETENTION

    world.sleeps += [end_and_forget]
    with pytest.raises(NotFound):
        world.watch.until_over(task.task_id, until=world.clock() + timedelta(days=40))
    assert permits(world) == 0


def test_the_next_change_ends_the_wait(world: World) -> None:
    task = world.running()
    stored = world.read.task(task.task_id, task.organisation)
    began = world.clock()
    world.sleeps += [lambda: None, lambda: move(world, task)]
    changed = world.watch.until_changed(
        task.task_id, version=stored.version, until=began + timedelta(seconds=25)
    )
    assert changed.value.phase is Phase.LOADING_DOC
    assert world.clock() - began <= timedelta(seconds=0.8)
    assert permits(world) == 0


def test_what_only_the_machine_sees_does_not_end_the_wait(world: World) -> None:
    task = world.running()
    stored = world.read.task(task.task_id, task.organisation)
    until = world.clock() + timedelta(seconds=2)
    world.sleeps.append(lambda: advance(task, records=world.records, spent_usd=0.1))
    same = world.watch.until_changed(task.task_id, version=stored.version, until=until)
    assert same.version == stored.version + 1
    assert world.clock() >= until


def test_without_a_change_the_wait_ends_with_its_time(world: World) -> None:
    task = world.running()
    stored = world.read.task(task.task_id, task.organisation)
    until = world.clock() + timedelta(seconds=2)
    same = world.watch.until_changed(task.task_id, version=stored.version, until=until)
    assert same == stored
    assert until <= world.clock() <= until + timedelta(seconds=0.4)


def test_a_change_that_was_missed_is_answered_at_once(world: World) -> None:
    task = world.running()
    stored = world.read.task(task.task_id, task.organisation)
    move(world, task)
    began = world.clock()
    until = began + timedelta(seconds=25)
    changed = world.watch.until_changed(task.task_id, version=stored.version, until=until)
    assert changed.version == stored.version + 1
    done = world.completed(task)
    version = world.read.task(done.task_id, done.organisation).version
    assert world.watch.until_changed(done.task_id, version=version, until=until).value == done
    assert world.clock() == began


def test_a_long_poll_without_a_permit_answers_now(world: World) -> None:
    task = world.running()
    stored = world.read.task(task.task_id, task.organisation)
    began = world.clock()
    until = began + timedelta(seconds=25)
    answers: list[timedelta] = []

    def another() -> None:
        before = world.clock()
        world.watch.until_changed(task.task_id, version=stored.version, until=until)
        answers.append(world.clock() - before)

    world.sleeps += [another, another]
    world.watch.until_changed(task.task_id, version=stored.version, until=until)
    assert timedelta(0) in answers
