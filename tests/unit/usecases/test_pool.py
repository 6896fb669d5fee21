"""The pool: slots with leases, a fair queue, and permits to wait."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from tests.fakes.nouns import a_lease, a_waiter
from tests.fakes.world import World

from docsmith.domain.account import Tier
from docsmith.domain.pool import LEASE, SlotLease, Waiter
from docsmith.domain.task import START_GRACE, Phase, Status, Task
from docsmith.usecases.claims import Superseded, claim
from docsmith.usecases.pool import (
    SYNC_POOL,
    PoolSizes,
    grant_free_slots,
    hold_slot,
    pool_use,
    release_slot,
    retake_slot,
    return_permit,
    take_permit,
)
from docsmith.usecases.records import Insert, Records, Remove, Replace, Stored
from docsmith.usecases.step import To


def stored(world: World, task: Task) -> Stored[Task]:
    found = world.records.get(Task, task.task_id)
    assert found is not None
    return found


def owners(world: World) -> list[str]:
    return sorted(lease.owner for lease in world.records.every(SlotLease))


def test_a_free_slot_is_granted_at_once_and_wakes_the_execution(world: World) -> None:
    task = world.submitted()
    token = world.queued(task)
    now = world.task(task)
    assert (now.slot, now.status, now.token) == (0, Status.QUEUED, token)
    assert world.executions.granted == [token]
    assert world.records.every(Waiter) == []
    assert [lease.until for lease in world.records.every(SlotLease)] == [world.clock() + LEASE]
    assert world.records.due_at(now) == world.clock() + START_GRACE


def test_a_full_pool_makes_tasks_wait_until_the_day_is_over(world: World) -> None:
    caller = world.caller()
    for _ in range(2):
        world.running(world.submitted(caller))
    task = world.submitted(caller)
    world.queued(task)
    assert world.task(task).slot is None
    assert [waiter.task_id for waiter in world.records.every(Waiter)] == [task.task_id]
    assert world.records.due_at(world.task(task)) == task.deadline
    assert world.read.position(world.task(task)) == 1


def test_test_keys_have_a_pool_of_their_own(world: World) -> None:
    live, test = world.caller(), world.caller(test=True)
    for _ in range(3):
        world.queued(world.submitted(live))
    task = world.submitted(test)
    world.queued(task)
    assert world.task(task).slot == 0
    assert len(world.records.every(SlotLease)) == 3


def test_standing_in_line_twice_takes_one_place(world: World) -> None:
    caller = world.caller()
    for _ in range(2):
        world.running(world.submitted(caller))
    task = world.submitted(caller)
    world.queued(task)
    again = world.executions.wait_with("the retry's", name=task.execution_name)
    world.admit.queue(task.task_id, again)
    assert [waiter.token for waiter in world.records.every(Waiter)] == [again]
    assert world.task(task).token == again


def test_a_task_that_holds_a_slot_is_woken_again_rather_than_given_another(world: World) -> None:
    task = world.submitted()
    world.queued(task)
    again = world.executions.wait_with("the retry's", name=task.execution_name)
    world.admit.queue(task.task_id, again)
    assert owners(world) == [task.task_id]
    assert world.records.every(Waiter) == []
    assert world.executions.granted[-1] == again


def test_a_task_that_is_over_does_not_queue(world: World) -> None:
    task = world.submitted()
    world.end.cancel(task.task_id)
    world.queued(task)
    assert world.records.every(Waiter) == []
    assert owners(world) == []


def test_an_organisation_runs_no_more_than_its_tier_allows() -> None:
    world = World(pools=PoolSizes(live=20, test=1, sync=1))
    caller = world.caller(world.organisation(credits=10_000))
    limit = Tier.FREE.limits.running
    tasks = [world.running(world.submitted(caller)) for _ in range(limit)]
    waiting = world.submitted(caller)
    world.queued(waiting)
    assert world.task(waiting).slot is None
    other = world.submitted(world.caller())
    world.queued(other)
    assert world.task(other).slot is not None
    world.end.cancel(tasks[0].task_id)
    assert world.task(waiting).slot is not None


def test_a_task_of_an_organisation_that_was_deleted_may_still_run_alone(world: World) -> None:
    caller = world.caller()
    task = world.submitted(caller)
    world.records.transact(Remove(caller.organisation))
    world.queued(task)
    assert world.task(task).slot == 0


def test_one_of_another_organisation_starts_within_two_releases_of_five_hundred() -> None:
    world = World(pools=PoolSizes(live=8, test=1, sync=1))
    crowd = world.caller(world.organisation(tier=Tier.ENTERPRISE, credits=1_000_000))
    tasks = [world.submitted(crowd) for _ in range(500)]
    for task in tasks:
        world.queued(task)
    world.clock.advance(seconds=1)
    one = world.submitted(world.caller())
    world.queued(one)
    assert world.read.position(world.task(one)) == 493
    running = [task for task in tasks if world.task(task).slot is not None]
    assert len(running) == 8
    world.end.cancel(running[0].task_id)
    assert world.task(one).slot is not None


def test_a_slot_is_handed_on_in_the_order_of_age(world: World) -> None:
    caller = world.caller()
    tasks: list[Task] = []
    for _ in range(5):
        world.clock.advance(seconds=1)
        tasks.append(world.submitted(caller))
    for task in reversed(tasks):
        world.records.transact(Insert(a_waiter_of(task)))
    assert world.admit.grant("live") == 2
    assert owners(world) == [tasks[0].task_id, tasks[1].task_id]
    world.end.cancel(tasks[0].task_id)
    assert owners(world) == [tasks[1].task_id, tasks[2].task_id]


def a_waiter_of(task: Task) -> Waiter:
    return a_waiter(organisation=task.organisation, since=task.created_at).with_(
        task_id=task.task_id
    )


def test_a_waiter_whose_task_is_over_is_forgotten_and_the_next_one_served(world: World) -> None:
    gone = a_waiter(1, since=world.clock() - timedelta(hours=1))
    world.records.transact(Insert(gone))
    task = world.submitted()
    world.queued(task)
    assert world.task(task).slot == 0
    assert world.records.every(Waiter) == []


def test_forgetting_a_waiter_that_somebody_else_forgot_is_harmless(world: World) -> None:
    gone = a_waiter(1)
    world.records.transact(Insert(gone))
    world.records.before_commit.append(lambda: world.records.transact(Remove(gone)))
    assert world.admit.grant("live") == 0
    assert world.records.every(Waiter) == []


def test_two_who_grant_at_once_give_each_slot_once(world: World) -> None:
    caller = world.caller()
    tasks = [world.submitted(caller) for _ in range(4)]
    for task in tasks:
        world.records.transact(Insert(a_waiter_of(task)))
    world.records.before_commit.append(lambda: world.admit.grant("live"))
    world.admit.grant("live")
    assert len(owners(world)) == len(set(owners(world))) == 2
    assert len(world.records.every(Waiter)) == 2


def take_slot(world: World, number: int, pool: str = "live") -> None:
    lease = a_lease(number, pool=pool, owner="faster", until=world.clock() + LEASE)
    world.records.transact(Insert(lease))


def test_a_slot_that_was_taken_since_the_pool_was_read_is_not_granted_again(world: World) -> None:
    task = world.submitted()
    world.records.transact(Insert(a_waiter_of(task)))
    world.records.before_get[SlotLease] = lambda: take_slot(world, 0)
    assert world.admit.grant("live") == 1
    assert world.task(task).slot == 1
    assert owners(world) == sorted(["faster", task.task_id])


def test_a_slot_that_was_taken_since_the_pool_was_read_is_not_retaken(world: World) -> None:
    task = world.running()
    release_slot(task, records=world.records)
    world.records.before_get[SlotLease] = lambda: take_slot(world, 0)
    assert retake_slot(stored(world, task), size=2, records=world.records, now=world.clock())
    assert owners(world) == sorted(["faster", task.task_id])


def test_a_permit_that_was_taken_since_the_pool_was_read_is_left_to_its_owner(
    world: World,
) -> None:
    world.records.before_get[SlotLease] = lambda: take_slot(world, 0, SYNC_POOL)
    assert permit(world, "slower") == 1


def test_granting_gives_up_on_a_store_that_always_refuses(world: World) -> None:
    caller = world.caller()
    task = world.submitted(caller)
    world.records.transact(Insert(a_waiter_of(task)))
    for _ in always_touched(world, task):
        granted = grant_free_slots(
            "live",
            size=2,
            records=world.records,
            executions=world.executions,
            now=world.clock(),
        )
        assert granted == 0


def always_touched(world: World, task: Task) -> Iterator[None]:
    """While the body runs, somebody else changes the task before every transaction."""

    def touch() -> None:
        world.records.before_commit.clear()
        now = stored(world, task)
        world.records.transact(Replace(now.value, now.version))
        world.records.before_commit.append(touch)

    world.records.before_commit.append(touch)
    yield
    world.records.before_commit.clear()


def test_queueing_gives_up_on_a_store_that_always_refuses(world: World) -> None:
    task = world.submitted()
    for _ in always_touched(world, task):
        with pytest.raises(Superseded):
            world.admit.queue(task.task_id, "token")


def test_a_held_slot_is_renewed(world: World) -> None:
    task = world.running()
    world.clock.advance(seconds=60)
    assert hold_slot(task, records=world.records, now=world.clock())
    assert [lease.until for lease in world.records.every(SlotLease)] == [world.clock() + LEASE]


def test_a_slot_renewed_by_two_at_once_stays_held(world: World) -> None:
    task = world.running()
    world.clock.advance(seconds=60)

    def renew(_: Records = world.records) -> None:
        assert hold_slot(task, records=world.records, now=world.clock())

    world.records.before_commit.append(renew)
    renew()
    assert owners(world) == [task.task_id]


def test_a_lost_lease_is_taken_over_and_its_owner_takes_another(world: World) -> None:
    caller = world.caller()
    first, second = (world.running(world.submitted(caller)) for _ in range(2))
    third = world.submitted(caller)
    world.queued(third)
    world.clock.now += LEASE
    assert hold_slot(second, records=world.records, now=world.clock())
    world.admit.grant("live")
    assert world.task(third).slot == first.slot
    assert not hold_slot(first, records=world.records, now=world.clock())
    assert world.admit.acquire(first).outcome is To.WAIT
    world.end.cancel(second.task_id)
    assert world.admit.acquire(world.task(first)).outcome is To.OK
    assert world.task(first).slot == second.slot
    assert owners(world) == sorted([first.task_id, third.task_id])


def test_acquiring_confirms_the_granted_slot(world: World) -> None:
    task = world.submitted()
    world.queued(task)
    claimed = claim(task.task_id, Phase.ACQUIRING_POOL, records=world.records, now=world.clock())
    assert world.admit.acquire(claimed).outcome is To.OK
    assert world.task(task).slot == 0


def test_a_retaken_slot_is_not_given_when_somebody_else_takes_it_meanwhile(world: World) -> None:
    task = world.running()
    release_slot(task, records=world.records)
    world.records.before_commit.append(
        lambda: world.records.transact(Insert(a_lease(0, until=world.clock() + LEASE)))
    )
    assert retake_slot(stored(world, task), size=2, records=world.records, now=world.clock())
    assert world.task(task).slot == 1
    assert not retake_slot(stored(world, task), size=0, records=world.records, now=world.clock())


def test_a_task_without_a_slot_holds_none_and_releases_none(world: World) -> None:
    task = world.submitted()
    assert not hold_slot(task, records=world.records, now=world.clock())
    release_slot(task, records=world.records)
    assert not hold_slot(task.with_(slot=1), records=world.records, now=world.clock())


def test_a_slot_that_a_late_step_renewed_is_freed_at_the_end_too(world: World) -> None:
    task = world.running()
    world.clock.now += LEASE
    assert retake_slot(stored(world, task), size=1, records=world.records, now=world.clock())
    moved = stored(world, task)
    other = a_lease(1, owner=task.task_id, until=world.clock() + LEASE)
    world.records.transact(
        Insert(other), Replace(moved.value.with_(slot=1), moved.version, due_at=world.clock())
    )
    assert hold_slot(task, records=world.records, now=world.clock()), "by what it knew"
    assert owners(world) == [task.task_id] * 2
    world.end.cancel(task.task_id)
    assert owners(world) == []


def test_a_slot_of_somebody_else_is_not_released(world: World) -> None:
    task = world.running()
    release_slot(world.submitted().with_(slot=task.slot), records=world.records)
    assert owners(world) == [task.task_id]


def test_a_slot_released_by_two_at_once_is_free(world: World) -> None:
    task = world.running()
    world.records.before_commit.append(lambda: release_slot(task, records=world.records))
    release_slot(task, records=world.records)
    assert owners(world) == []


def permit(world: World, owner: str, **changes: Any) -> int | None:
    fields: dict[str, Any] = {
        "size": 2,
        "records": world.records,
        "now": world.clock(),
        "lease": timedelta(seconds=30),
    }
    return take_permit(owner, **{**fields, **changes})


def test_no_more_wait_than_there_are_permits(world: World) -> None:
    assert [permit(world, owner) for owner in "abc"] == [0, 1, None]
    return_permit(0, "somebody else", records=world.records)
    assert permit(world, "c") is None
    return_permit(0, "a", records=world.records)
    return_permit(0, "a", records=world.records)
    assert permit(world, "c") == 0


def test_a_permit_is_free_again_when_its_time_is_over(world: World) -> None:
    assert [permit(world, owner) for owner in "ab"] == [0, 1]
    world.clock.advance(seconds=30)
    assert permit(world, "c") == 0
    return_permit(0, "a", records=world.records)
    assert [lease.owner for lease in world.records.every(SlotLease)].count("c") == 1


def test_two_who_ask_for_a_permit_at_once_get_different_ones(world: World) -> None:
    world.records.before_commit.append(lambda: permit(world, "faster"))
    assert permit(world, "slower") == 1


def test_a_pool_is_read_to_its_last_page(world: World) -> None:
    sizes = PoolSizes(live=1, test=2, sync=3)
    assert [sizes.of(pool) for pool in ("live", "test", "sync")] == [1, 2, 3]
    for number in range(1, 1006):
        world.records.transact(Insert(a_waiter(number)))
    task = world.submitted().with_(task_id=a_waiter(1005).task_id)
    assert world.read.position(task) == 1005


def test_a_pool_says_how_many_run_and_wait(world: World) -> None:
    world.running()
    world.records.transact(Insert(a_waiter(9)))
    use = pool_use("live", records=world.records, now=world.clock())
    assert (use.running, use.waiting) == (1, 1)
    later = world.clock() + LEASE
    assert pool_use("live", records=world.records, now=later).running == 0


def test_a_step_of_an_execution_that_was_replaced_takes_no_second_slot(world: World) -> None:
    zombie = claim(
        world.running().task_id, Phase.ACQUIRING_POOL, records=world.records, now=world.clock()
    )
    world.executions.end(zombie.execution_name)
    world.sweep.settle(zombie)
    world.queued(zombie)
    with pytest.raises(Superseded):
        world.admit.acquire(zombie.with_(slot=1))
    assert [lease.number for lease in world.records.every(SlotLease)] == [0]
