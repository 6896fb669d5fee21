"""Ending: one end wins, and everything it means is one transaction."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from tests.fakes.nouns import a_revision, a_subscription
from tests.fakes.world import World, an_outcome

from docsmith.domain.credits import LedgerEntry
from docsmith.domain.errors import Conflict
from docsmith.domain.pool import SlotLease, Waiter
from docsmith.domain.run import Revision, Run
from docsmith.domain.task import RETENTION, Failure, Phase, Status, Task
from docsmith.domain.webhook import LOG_RETENTION, Announcement, Delivery, Event
from docsmith.usecases.claims import TaskOver, advance, claim
from docsmith.usecases.records import Collision, Count, Insert, Remove

FAILURE = Failure(code="model_error", message="No.")
End = Callable[[World, Task], object]
ENDS: dict[Status, End] = {
    Status.COMPLETED: lambda w, t: w.finish.finish(w.task(t)),
    Status.FAILED: lambda w, t: w.end.fail(t.task_id, FAILURE),
    Status.CANCELLED: lambda w, t: w.end.cancel(t.task_id),
}


@pytest.mark.parametrize("first", ENDS)
@pytest.mark.parametrize("second", ENDS)
def test_exactly_one_end_wins_when_two_come_after_each_other(
    world: World, first: Status, second: Status
) -> None:
    task = world.saved(world.running(), usd=0.03)
    ENDS[first](world, task)
    ended = world.task(task)
    ENDS[second](world, task)
    assert world.task(task) == ended
    assert ended.status is first


@pytest.mark.parametrize("first", ENDS)
@pytest.mark.parametrize("second", ENDS)
def test_exactly_one_end_wins_when_two_come_at_once(
    world: World, first: Status, second: Status
) -> None:
    caller = world.caller()
    task = world.saved(world.running(world.submitted(caller)), usd=0.03)
    world.records.before_commit.append(lambda: ENDS[second](world, task))
    ENDS[first](world, task)
    ended = world.task(task)
    assert ended.status is second
    charged = 3 if second is Status.COMPLETED else 0
    assert world.balance(caller.organisation) == {"available": 1000 - charged, "held": 0}
    assert world.records.counters("tasks", task.organisation) == {"open": 0}
    entries = [e for e in world.records.every(LedgerEntry) if e.task_id == task.task_id]
    assert [entry.credits for entry in entries] == [-charged]
    assert len(world.records.every(Delivery)) == 0


def test_everything_an_end_means_is_one_transaction(world: World) -> None:
    caller = world.caller()
    owner = caller.organisation.organisation_id
    world.records.transact(Insert(a_subscription(organisation=owner)))
    task = world.saved(
        world.running(world.submitted(caller, webhook_url="https://one.test/")), usd=0.021
    )
    world.records.transactions.clear()
    world.finish.finish(task)
    ended = world.task(task)
    first = world.records.transactions[0]
    assert [type(write.value).__name__ for write in first if not isinstance(write, Count)] == [
        "Task", "Run", "Revision", "LedgerEntry", "Delivery", "Delivery",
    ]  # fmt: skip
    assert len(first) == 10, "and four counters: open tasks, balance, spend of the day, twice"
    run = world.read.run(task.run_id, owner)
    assert (run.head, run.active_task, run.last_task) == (1, None, task.task_id)
    assert world.read.revision(run, None).task_id == task.task_id
    assert (ended.credits_used, ended.progress, ended.hold) == (3, 100, 0)
    assert world.balance(caller.organisation) == {"available": 997, "held": 0}
    assert world.executions.stopped == []


def test_deliveries_go_to_the_requests_own_url_and_to_who_subscribed(world: World) -> None:
    caller = world.caller()
    owner = caller.organisation.organisation_id
    world.records.transact(
        Insert(a_subscription(1, organisation=owner, url="https://wants.test/")),
        Insert(a_subscription(2, organisation=owner, events=(Event.RUN_CANCELLED,))),
        Insert(a_subscription(3, organisation=owner, active=False)),
        Insert(a_subscription(4, organisation="org_other")),
    )
    task = world.running(world.submitted(caller, webhook_url="https://own.test/"))
    world.end.fail(task.task_id, FAILURE)
    deliveries = world.records.every(Delivery)
    assert {delivery.url for delivery in deliveries} == {"https://own.test/", "https://wants.test/"}
    assert {delivery.event for delivery in deliveries} == {Event.RUN_FAILED}
    assert {delivery.task_id for delivery in deliveries} == {task.task_id}
    sent = [delivery_id for delivery_id, _ in world.deliveries.sent]
    assert sorted(sent) == sorted(delivery.delivery_id for delivery in deliveries)
    assert world.records.due(Delivery, world.clock()) != []


def test_a_deployment_with_an_event_bus_announces_every_end(world: World) -> None:
    task = world.submitted()
    announcing = replace(world.end, announce=True)
    announcing.cancel(task.task_id)
    assert [a.task_id for a in world.records.every(Announcement)] == [task.task_id]
    assert len(world.records.due(Announcement, world.clock())) == 1
    assert world.deliveries.sent == [(task.task_id, 0)]
    world.clock.now += LOG_RETENTION
    assert world.records.every(Announcement) == []


@pytest.mark.parametrize("status", [Status.FAILED, Status.CANCELLED])
def test_only_what_is_completed_is_charged_but_the_spend_is_recorded(
    world: World, status: Status
) -> None:
    caller = world.caller()
    task = world.saved(world.running(world.submitted(caller)), usd=0.5)
    ENDS[status](world, task)
    assert world.balance(caller.organisation) == {"available": 1000, "held": 0}
    entry = next(e for e in world.records.every(LedgerEntry) if e.task_id)
    assert (entry.credits, entry.detail) == (0, {"spent_usd": 0.5})


def test_an_end_without_spend_leaves_no_line_in_the_ledger(world: World) -> None:
    task = world.submitted()
    world.end.cancel(task.task_id)
    assert [e for e in world.records.every(LedgerEntry) if e.task_id] == []


def test_a_cancel_stops_the_execution_frees_the_slot_and_wakes_the_next(world: World) -> None:
    caller = world.caller()
    tasks = [world.running(world.submitted(caller)) for _ in range(2)]
    third = world.submitted(caller)
    token = world.queued(third)
    assert world.task(third).slot is None
    world.end.cancel(tasks[0].task_id)
    assert world.executions.stopped == [(tasks[0].execution_name, "task cancelled")]
    assert world.task(third).slot == tasks[0].slot
    assert world.executions.granted[-1] == token


def test_a_cancelled_waiter_leaves_the_queue(world: World) -> None:
    caller = world.caller()
    for _ in range(2):
        world.running(world.submitted(caller))
    waiting = world.submitted(caller)
    world.queued(waiting)
    world.end.cancel(waiting.task_id)
    assert world.records.every(Waiter) == []


def test_a_cancelled_run_keeps_its_last_good_revision(world: World) -> None:
    caller = world.caller()
    first = world.completed(world.running(world.submitted(caller)))
    second = world.running(world.submitted(caller, run_id=first.run_id))
    world.end.cancel(second.task_id)
    run = world.read.run(first.run_id, first.organisation)
    assert (run.head, run.active_task) == (1, None)


def test_a_lambda_in_flight_can_no_longer_write_after_a_cancel(world: World) -> None:
    task = world.running()
    world.end.cancel(task.task_id)
    with pytest.raises(TaskOver):
        advance(task, records=world.records, summary="late")
    with pytest.raises(TaskOver):
        claim(task.task_id, Phase.AGENT_TURN, records=world.records, now=world.clock())


def test_an_end_is_told_even_when_the_machine_does_not_answer(world: World) -> None:
    caller = world.caller()
    task, other = world.running(world.submitted(caller)), world.submitted(caller)
    world.running(world.submitted(caller))
    world.queued(other)
    world.executions.broken = True
    assert world.end.cancel(task.task_id).status is Status.CANCELLED
    assert world.task(other).slot is not None


def test_a_queue_that_takes_its_time_to_fail_keeps_no_slot(world: World) -> None:
    task = world.running(world.submitted(webhook_url="https://customer.test/hook"))
    slots_when_told: list[int] = []

    def send(delivery_id: str, *, delay_s: int = 0) -> None:
        slots_when_told.append(len(world.records.every(SlotLease)))

    world.deliveries.send = send  # type: ignore[method-assign]
    world.end.cancel(task.task_id)
    assert slots_when_told == [0]


def test_expiry_is_only_for_the_queue(world: World) -> None:
    task = world.submitted()
    assert world.end.expire(task.task_id).status is Status.EXPIRED
    with pytest.raises(Conflict):
        world.end.expire(world.running().task_id)


def test_a_task_that_never_ran_cannot_be_completed(world: World) -> None:
    task = world.submitted()
    with pytest.raises(Conflict):
        world.end.complete(task.task_id, an_outcome(), credits_used=0, revision=None)


def test_an_ended_task_is_forgotten_after_thirty_days(world: World) -> None:
    task = world.submitted()
    world.end.cancel(task.task_id)
    world.clock.now += RETENTION
    assert world.records.get(Task, task.task_id) is None
    with pytest.raises(LookupError):
        world.end.cancel(task.task_id)


def test_a_run_that_is_not_there_any_more_does_not_keep_a_task_from_ending(world: World) -> None:
    task = world.running()
    run = world.records.get(Run, task.run_id)
    assert run is not None
    world.records.transact(Remove(run.value))
    assert world.end.cancel(task.task_id).status is Status.CANCELLED


def test_a_run_that_another_task_holds_is_left_to_it(world: World) -> None:
    task = world.running()
    run = world.records.get(Run, task.run_id)
    assert run is not None
    world.records.transact(Remove(run.value))
    world.records.transact(Insert(run.value.with_(active_task="task_other")))
    world.end.cancel(task.task_id)
    assert world.read.run(task.run_id, task.organisation).active_task == "task_other"


def test_a_revision_that_is_taken_is_refused_rather_than_overwritten(world: World) -> None:
    task = world.saved(world.running())
    taken = a_revision(1).with_(run_id=task.run_id)
    world.records.transact(Insert(taken))
    with pytest.raises(Collision):
        world.finish.finish(task)
    assert world.records.every(Revision) == [taken]
    assert world.task(task).status is Status.RUNNING


def test_ending_again_frees_what_the_first_end_dropped(world: World) -> None:
    task = world.running()
    world.end.cancel(task.task_id)
    assert task.slot is not None
    lease = SlotLease(
        pool=task.pool,
        number=task.slot,
        owner=task.task_id,
        organisation=task.organisation,
        until=world.clock.advance(minutes=1),
    )
    world.records.transact(Insert(lease))
    world.end.cancel(task.task_id)
    assert world.records.every(SlotLease) == []
