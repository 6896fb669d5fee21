"""The heartbeat inside long work, and the leash by which the work knows when to stop."""

from collections.abc import Callable
from datetime import timedelta
from threading import Event
from typing import Any

from tests.fakes.nouns import a_lease
from tests.fakes.world import World

from docsmith.agent.model import Leash
from docsmith.domain.errors import StorageError
from docsmith.domain.pool import LEASE, SlotLease
from docsmith.domain.task import RETENTION, Phase, Task
from docsmith.usecases.heartbeat import beating
from docsmith.usecases.pool import release_slot
from docsmith.usecases.records import Insert
from docsmith.usecases.step import StepResult, To, run_leashed_step


def beat(world: World, task: Task, during: Callable[[Event], object]) -> Event:
    """Work under a heartbeat; leaving it waits for the beat that is under way."""
    with beating(task, records=world.records, clock=world.clock, every_s=0.001) as over:
        during(over)
    return over


def one_beat(world: World) -> None:
    seen = Event()
    world.records.before_get[Task] = seen.set
    assert seen.wait(5)


def test_long_work_keeps_its_slot(world: World) -> None:
    task = world.running()
    world.clock.advance(seconds=60)
    over = beat(world, task, lambda _: one_beat(world))
    assert not over.is_set()
    assert [lease.until for lease in world.records.every(SlotLease)] == [world.clock() + LEASE]


def test_long_work_is_told_when_its_task_was_cancelled(world: World) -> None:
    task = world.running()

    def cancel(over: Event) -> None:
        world.end.cancel(task.task_id)
        assert over.wait(5)

    assert beat(world, task, cancel).is_set()


def test_long_work_is_told_when_its_task_was_forgotten(world: World) -> None:
    task = world.running()
    world.end.cancel(task.task_id)
    world.clock.now += RETENTION
    assert beat(world, task, lambda over: over.wait(5)).is_set()


def test_a_store_that_does_not_answer_is_asked_again_with_the_next_beat(world: World) -> None:
    task = world.running()
    world.clock.advance(seconds=60)

    def lose_one_beat(_: Event) -> None:
        lost = Event()

        def lose() -> None:
            lost.set()
            raise StorageError

        world.records.before_get[Task] = lose
        assert lost.wait(5)
        one_beat(world)

    assert not beat(world, task, lose_one_beat).is_set()
    assert [lease.until for lease in world.records.every(SlotLease)] == [world.clock() + LEASE]


def test_a_slot_that_somebody_took_over_does_not_stop_the_work(world: World) -> None:
    task = world.running()
    release_slot(task, records=world.records)
    taken = a_lease(task.slot or 0, owner="task_other", until=world.clock() + LEASE)
    world.records.transact(Insert(taken))
    assert not beat(world, task, lambda _: one_beat(world)).is_set()
    assert world.records.every(SlotLease) == [taken]


def leashed(
    world: World, task: Task, work: Callable[[Task, Leash], StepResult], **changes: Any
) -> StepResult:
    return run_leashed_step(
        task.task_id, Phase.AGENT_TURN, work, records=world.records, clock=world.clock, **changes
    )


def test_a_leash_is_as_long_as_the_task_has_left(world: World) -> None:
    task = world.running(world.submitted(timeout_ms=60_000))
    world.clock.advance(seconds=20)
    lengths: list[float] = []

    def work(_: Task, leash: Leash) -> StepResult:
        assert leash.is_wanted()
        lengths.append(leash.seconds_left())
        world.clock.advance(seconds=5)
        lengths.append(leash.seconds_left())
        return StepResult(outcome=To.OK)

    assert leashed(world, task, work).outcome is To.OK
    assert lengths == [40.0, 35.0]


def test_a_leash_is_no_longer_than_the_function_has_left(world: World) -> None:
    task = world.running()
    lengths: list[float] = []

    def work(_: Task, leash: Leash) -> StepResult:
        lengths.append(leash.seconds_left())
        return StepResult(outcome=To.OK)

    leashed(world, task, work, seconds_left=lambda: 12.5)
    assert lengths == [12.5]


def test_a_step_renews_the_slot_when_it_begins(world: World) -> None:
    task = world.running()
    world.clock.now += LEASE - timedelta(seconds=1)
    leashed(world, task, lambda _task, _leash: StepResult(outcome=To.OK))
    assert [lease.until for lease in world.records.every(SlotLease)] == [world.clock() + LEASE]
