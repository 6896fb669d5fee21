"""The sweep and the status-change event: what was dropped is settled, once."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from tests.fakes.nouns import a_task
from tests.fakes.world import World

from docsmith.domain.errors import UpstreamError
from docsmith.domain.pool import LEASE, SlotLease
from docsmith.domain.task import QUEUE_LIMIT, START_GRACE, Phase, Status, Task
from docsmith.usecases.claims import claim
from docsmith.usecases.records import Insert, Replace
from docsmith.usecases.sweep import RESTARTS


def only(counts: Any) -> dict[str, int]:
    return {name: count for name, count in counts.items() if count}


def test_a_healthy_system_needs_no_repair(world: World) -> None:
    world.running()
    world.submitted()
    assert only(world.sweep()) == {}


def test_a_task_that_was_written_but_not_started_is_started_under_its_own_name(
    world: World,
) -> None:
    world.executions.broken = True
    task = world.submitted()
    world.executions.broken = False
    world.clock.now += START_GRACE
    assert only(world.sweep()) == {"started": 1}
    assert world.executions.started == [f"{task.task_id}-0"]
    assert only(world.sweep()) == {}


def test_why_a_task_was_put_off_is_reported(world: World) -> None:
    world.executions.broken = True
    task = world.submitted()
    world.clock.now += START_GRACE
    told: list[tuple[str, str]] = []

    def note(put_off: Task, error: Exception) -> None:
        told.append((put_off.task_id, type(error).__name__))

    replace(world.sweep, report=note)()
    assert told == [(task.task_id, "UpstreamError")]


def test_a_task_that_no_repair_moves_on_is_told_to_be_stuck(world: World) -> None:
    world.executions.broken = True
    task = world.submitted()
    stuck: list[str] = []
    sweep = replace(world.sweep, report_stuck=lambda task: stuck.append(task.task_id))
    for _ in range(19):
        world.clock.advance(minutes=1)
        sweep()
    assert stuck == []
    world.clock.advance(minutes=1)
    sweep()
    assert stuck == [task.task_id]
    world.executions.broken = False
    world.clock.advance(minutes=1)
    assert only(sweep()) == {"started": 1}
    assert stuck == [task.task_id], "what was moved on is stuck no more"


def test_a_start_that_fails_again_costs_no_restart(world: World) -> None:
    world.executions.broken = True
    task = world.submitted()
    for _ in range(5):
        world.clock.advance(minutes=2)
        assert only(world.sweep()) == {"put_off": 1}
    world.executions.broken = False
    world.clock.advance(minutes=2)
    assert only(world.sweep()) == {"started": 1}
    assert world.task(task).start_no == 0


def test_a_restart_that_did_not_start_is_started_under_its_own_name(world: World) -> None:
    task = world.running()
    world.executions.end(task.execution_name)
    world.clock.now += LEASE
    sweep_without_a_start(world)
    assert world.task(task).start_no == 1
    world.clock.now += START_GRACE
    assert only(world.sweep()) == {"started": 1}
    assert world.executions.running() == [f"{task.task_id}-1"]


def sweep_without_a_start(world: World) -> None:
    """The process dies between writing the restart and starting it."""
    original = world.executions.start
    world.executions.start = lambda name, payload: None  # type: ignore[method-assign]
    assert only(world.sweep()) == {"restarted": 1}
    world.executions.start = original  # type: ignore[method-assign]


def test_a_started_execution_that_has_not_reported_yet_is_left_alone(world: World) -> None:
    task = world.submitted()
    world.clock.now += START_GRACE
    assert only(world.sweep()) == {"running": 1}
    assert world.records.due_at(task) == world.clock() + timedelta(minutes=1)


def test_a_grant_that_was_dropped_is_repeated(world: World) -> None:
    task = world.submitted()
    token = world.executions.wait_with("token", name=task.execution_name)
    world.executions.broken = True
    world.admit.queue(task.task_id, token)
    world.executions.broken = False
    assert world.executions.granted == []
    world.clock.now += START_GRACE
    assert only(world.sweep()) == {"woken": 1}
    assert world.executions.granted == [token]


def test_an_execution_that_was_woken_but_did_not_claim_yet_is_not_taken_for_lost(
    world: World,
) -> None:
    task = world.submitted()
    world.queued(task)
    world.clock.now += START_GRACE
    assert only(world.sweep()) == {"running": 1}
    assert world.task(task).start_no == 0


def test_a_granted_task_whose_execution_is_gone_starts_again_and_frees_its_slot(
    world: World,
) -> None:
    task = world.submitted()
    world.queued(task)
    world.executions.end(task.execution_name)
    world.clock.now += START_GRACE
    assert only(world.sweep()) == {"restarted": 1}
    again = world.task(task)
    assert (again.start_no, again.slot, again.token) == (1, None, None)
    world.queued(task)
    assert world.task(task).slot == 0


def test_a_waiter_whose_execution_died_starts_again_when_the_event_tells(world: World) -> None:
    caller = world.caller()
    for _ in range(2):
        world.running(world.submitted(caller))
    task = world.submitted(caller)
    world.queued(task)
    world.executions.abort(task.execution_name)
    detail = {"name": task.execution_name, "status": "ABORTED"}
    assert world.settle(detail) == "restarted"
    assert world.read.position(world.task(task)) is None
    assert world.executions.started[-1] == f"{task.task_id}-1"


def test_an_execution_lost_in_mid_run_is_restarted_within_a_lease_and_a_minute(
    world: World,
) -> None:
    task = world.running()
    world.executions.end(task.execution_name)
    world.clock.now += LEASE
    assert only(world.sweep()) == {"restarted": 1}
    again = world.task(task)
    assert (again.status, again.start_no, again.slot) == (Status.RUNNING, 1, None)
    world.queued(task)
    assert claimed(world, task).attempt == task.attempt + 1


def claimed(world: World, task: Task) -> Task:
    return claim(task.task_id, Phase.AGENT_TURN, records=world.records, now=world.clock())


def test_a_task_is_restarted_twice_and_then_cancelled(world: World) -> None:
    caller = world.caller()
    task = world.running(world.submitted(caller))
    for restart in range(1, RESTARTS + 1):
        world.executions.end(world.task(task).execution_name)
        world.clock.now += LEASE
        assert only(world.sweep()) == {"restarted": 1}
        assert world.task(task).start_no == restart
        world.queued(task)
        claimed(world, task)
    world.executions.end(world.task(task).execution_name)
    world.clock.now += LEASE
    assert only(world.sweep()) == {"cancelled": 1}
    ended = world.task(task)
    assert ended.status is Status.CANCELLED
    assert ended.failure is not None
    assert ended.failure.message == "Server shutdown mid-run."
    assert world.balance(caller.organisation) == {"available": 1000, "held": 0}


def test_a_task_that_nobody_picked_up_within_a_day_expires(world: World) -> None:
    task = world.submitted()
    world.clock.now += QUEUE_LIMIT
    assert only(world.sweep()) == {"expired": 1}
    assert world.task(task).status is Status.EXPIRED
    assert world.executions.running() == []


def test_a_task_that_takes_longer_than_its_limit_fails_with_timeout(world: World) -> None:
    task = world.running(world.submitted(timeout_ms=10_000))
    world.clock.advance(seconds=10)
    assert only(world.sweep()) == {"timed_out": 1}
    ended = world.task(task)
    assert ended.failure is not None
    assert (ended.status, ended.failure.code) == (Status.FAILED, "timeout")
    assert world.executions.running() == []


def test_a_task_that_starts_while_it_expires_goes_on(world: World) -> None:
    task = world.submitted()
    world.queued(task)
    world.clock.now += QUEUE_LIMIT
    world.records.before_commit.append(lambda: claimed(world, task))
    counts = only(world.sweep())
    assert counts == {"put_off": 1}
    assert world.task(task).status is Status.RUNNING


def test_one_task_that_cannot_be_repaired_keeps_nobody_waiting(world: World) -> None:
    first, second = world.submitted(), world.submitted()
    world.clock.now += START_GRACE
    original = world.executions.status

    def fails_for_the_first(name: str) -> Any:
        world.executions.broken = name == first.execution_name
        try:
            return original(name)
        finally:
            world.executions.broken = False

    world.executions.status = fails_for_the_first  # type: ignore[method-assign]
    assert only(world.sweep()) == {"put_off": 1, "running": 1}
    assert world.records.due_at(second) == world.clock() + timedelta(minutes=1)


def test_a_task_that_moved_meanwhile_is_left_to_whoever_moved_it(world: World) -> None:
    task = world.running()
    world.clock.now += LEASE
    world.records.before_commit.append(lambda: claimed(world, task))
    assert only(world.sweep()) == {"overtaken": 1}
    world.executions.end(task.execution_name)
    world.clock.now += LEASE
    world.records.before_commit.append(lambda: claimed(world, task))
    assert only(world.sweep()) == {"overtaken": 1}
    assert world.task(task).start_no == 0


def test_a_due_entry_of_a_task_that_is_over_or_gone_is_settled(world: World) -> None:
    task = world.submitted()
    world.end.cancel(task.task_id)
    assert world.sweep.settle(task) == "settled"
    assert world.sweep.settle(a_task(99)) == "settled"
    assert len(world.executions.stopped) == 1


def test_an_execution_that_could_not_be_stopped_is_stopped_by_the_sweep(world: World) -> None:
    task = cancelled_in_an_outage(world)
    world.clock.now += START_GRACE
    assert only(world.sweep()) == {"put_off": 1}
    world.executions.broken = False
    world.clock.advance(minutes=1)
    assert only(world.sweep()) == {"stopped": 1}
    assert world.executions.running() == []
    assert world.records.due_at(task) is None
    assert not world.task(task).stop_pending


def cancelled_in_an_outage(world: World) -> Task:
    task = world.running()
    world.executions.broken = True
    world.end.cancel(task.task_id)
    assert world.executions.running() == [task.execution_name]
    return task


def test_an_execution_that_cannot_be_stopped_for_a_day_is_left_to_its_own_end(
    world: World,
) -> None:
    task = cancelled_in_an_outage(world)
    world.clock.now += QUEUE_LIMIT
    assert only(world.sweep()) == {"put_off": 1}
    assert world.records.due_at(task) is None
    world.clock.advance(days=30)
    assert world.records.get(Task, task.task_id) is None, "and forgotten in time"


def test_an_execution_that_is_started_after_its_task_was_over_does_not_wait(world: World) -> None:
    task = world.submitted()
    world.end.cancel(task.task_id)
    token = world.executions.wait_with("late", name=task.execution_name)
    world.admit.queue(task.task_id, token)
    assert world.executions.granted == [token]


def test_the_sweep_grants_what_was_freed_without_a_grant(world: World) -> None:
    caller = world.caller()
    first, second = (world.running(world.submitted(caller)) for _ in range(2))
    third = world.submitted(caller)
    world.queued(third)
    world.clock.now += LEASE
    counts = only(world.sweep())
    assert counts["granted"] == 1
    assert world.task(third).slot in (first.slot, second.slot)


def test_a_doubled_late_or_foreign_event_changes_nothing(world: World) -> None:
    task = world.running()
    name = task.execution_name
    world.executions.end(name)
    assert world.settle({"name": name}) == "restarted"
    assert world.settle({"name": name}) == "settled"
    world.end.cancel(task.task_id)
    assert world.settle({"name": world.task(task).execution_name}) == "settled"
    assert world.settle({"name": "task_unknown-0"}) == "unknown"
    assert world.settle({}) == "unknown"
    assert world.settle({"name": "x", "input": "not JSON"}) == "unknown"
    assert world.settle({"name": "x", "input": json.dumps({"task_id": "y"})}) == "unknown"


def test_an_event_of_an_execution_under_another_name_is_settled(world: World) -> None:
    task = world.running()
    detail = {"name": "by hand", "input": json.dumps({"task_id": task.task_id})}
    assert world.settle(detail) == "settled"


@pytest.mark.parametrize("repeats", [1, 3])
def test_sweeping_more_often_repairs_no_more(world: World, repeats: int) -> None:
    task = world.running()
    world.executions.end(task.execution_name)
    world.clock.now += LEASE
    for _ in range(repeats):
        world.sweep()
    assert world.executions.started == [f"{task.task_id}-0", f"{task.task_id}-1"]


def test_more_tasks_than_a_page_are_swept_in_turn(world: World) -> None:
    for number in range(150):
        task = a_task(1000 + number, hold=0)
        world.records.transact(Insert(task, due_at=world.clock()))
    assert sum(only(world.sweep()).values()) == 100
    assert sum(only(world.sweep()).values()) == 50
    stored = world.records.get(Task, a_task(1000).task_id)
    assert stored is not None
    world.records.transact(Replace(stored.value, stored.version))
    assert only(world.sweep()) == {}


def granted_in_vain(world: World) -> tuple[Task, str]:
    """The lease was written, and SendTaskSuccess was refused."""
    task = world.submitted()
    token = world.executions.wait_with("token", name=task.execution_name)
    world.executions.broken = True
    world.admit.queue(task.task_id, token)
    world.executions.broken = False
    world.clock.now += START_GRACE
    return task, token


def refuse_grants(world: World) -> Any:
    """Only waking fails; answers what ends it."""
    original = world.executions.grant

    def refuse(token: str) -> bool:
        raise UpstreamError

    world.executions.grant = refuse  # type: ignore[method-assign]
    return lambda: setattr(world.executions, "grant", original)


def test_a_grant_that_is_refused_within_its_lease_is_repeated_until_it_succeeds(
    world: World,
) -> None:
    task, token = granted_in_vain(world)
    accept = refuse_grants(world)
    assert only(world.sweep()) == {"put_off": 1}
    assert only(world.sweep()) == {}, "the others of a page get their turn"
    world.clock.advance(minutes=1)
    accept()
    assert only(world.sweep()) == {"woken": 1}
    assert world.executions.granted == [token]
    assert world.task(task).slot == 0


def test_a_grant_that_is_refused_for_good_is_settled_in_minutes(world: World) -> None:
    task, _ = granted_in_vain(world)
    refuse_grants(world)
    for _ in range(15):
        world.sweep()
        name = world.task(task).execution_name
        if name in world.executions.running() and world.task(task).token is None:
            token = world.executions.wait_with(f"token of {name}", name=name)
            world.admit.queue(task.task_id, token)
        world.clock.advance(minutes=1)
    ended = world.task(task)
    assert (ended.status, ended.start_no) == (Status.CANCELLED, RESTARTS)
    assert world.executions.running() == []
    assert world.records.every(SlotLease) == []


def test_a_grant_after_its_lease_takes_a_slot_that_is_free(world: World) -> None:
    task, token = granted_in_vain(world)
    caller = world.caller()
    world.clock.now += LEASE
    other = world.running(world.submitted(caller))
    assert other.slot == 0
    assert only(world.sweep()) == {"woken": 1}
    assert (world.task(task).slot, world.executions.granted[-1]) == (1, token)


def test_a_grant_after_its_lease_stands_in_line_again_when_the_pool_is_full(world: World) -> None:
    task, token = granted_in_vain(world)
    caller = world.caller()
    world.clock.now += LEASE
    others = [world.running(world.submitted(caller)) for _ in range(2)]
    assert only(world.sweep()) == {"queued_again": 1}
    assert world.read.position(world.task(task)) == 1
    world.end.cancel(others[0].task_id)
    assert world.executions.granted[-1] == token


def test_a_grant_whose_token_is_gone_for_a_lease_is_replaced_by_a_new_execution(
    world: World,
) -> None:
    task, token = granted_in_vain(world)
    del world.executions.waiting[token]
    assert only(world.sweep()) == {"running": 1}
    world.clock.now += LEASE
    assert only(world.sweep()) == {"restarted": 1}
    assert world.executions.running() == [f"{task.task_id}-1"]
    world.queued(task)
    assert claimed(world, task).slot == 0


def test_a_grant_that_was_dropped_after_a_restart_is_repeated(world: World) -> None:
    task = world.running()
    world.executions.end(task.execution_name)
    world.clock.now += LEASE
    assert only(world.sweep()) == {"restarted": 1}
    token = world.executions.wait_with("again", name=f"{task.task_id}-1")
    accept = refuse_grants(world)
    world.admit.queue(task.task_id, token)
    accept()
    assert world.task(task).status is Status.RUNNING
    world.clock.now += START_GRACE
    assert only(world.sweep()) == {"woken": 1}
    assert world.executions.granted[-1] == token


def test_a_task_whose_admission_failed_before_it_stood_in_line_gets_another_execution(
    world: World,
) -> None:
    task = world.submitted()
    world.clock.now += START_GRACE
    assert only(world.sweep()) == {"running": 1}
    world.clock.now += LEASE
    assert only(world.sweep()) == {"restarted": 1}
    assert world.executions.running() == [f"{task.task_id}-1"]
    world.clock.now += START_GRACE
    assert only(world.sweep()) == {"running": 1}, "the new one has a lease of its own"
