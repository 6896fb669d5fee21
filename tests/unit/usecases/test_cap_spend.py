"""The owner's money: counted a day, charged or not, and capped at submission."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.fakes.world import World, a_request

from docsmith.domain.errors import ServiceUnavailable
from docsmith.domain.spend import EVERYBODY, KEPT, DailyCaps, counter_of
from docsmith.domain.task import Failure, Kind, Task
from docsmith.usecases.cap_spend import spend_today
from docsmith.usecases.claims import advance
from docsmith.usecases.submit_generation import Caller, SubmitGeneration


def today(world: World, owner: str = EVERYBODY) -> float:
    return spend_today(owner, records=world.records, now=world.clock()).usd


def spent(world: World, usd: float, caller: Caller | None = None) -> Task:
    """A running task that has cost this much so far."""
    task = world.running(world.submitted(caller) if caller else None)
    return advance(task, records=world.records, spent_usd=usd)


def capped(world: World, **caps: float) -> SubmitGeneration:
    return replace(world.submit, caps=DailyCaps(**caps))


@pytest.mark.parametrize("end", ["completed", "failed", "cancelled"])
def test_what_models_cost_is_counted_however_a_task_ends(world: World, end: str) -> None:
    task = spent(world, 0.25)
    if end == "completed":
        world.completed(task, usd=0.25)
    elif end == "failed":
        world.end.fail(task.task_id, Failure(code="timeout", message="Late."))
    else:
        world.end.cancel(task.task_id)
    world.end.cancel(task.task_id)
    assert today(world) == today(world, task.organisation) == 0.25


def test_what_cost_nothing_counts_nothing(world: World) -> None:
    world.end.cancel(world.submitted().task_id)
    assert world.records.counters(counter_of(world.clock()), EVERYBODY) == {}


def test_at_the_cap_of_an_organisation_only_it_is_refused_until_tomorrow(world: World) -> None:
    caller, other = world.caller(), world.caller()
    submit = capped(world, organisation_usd=1.0)
    world.end.cancel(spent(world, 0.99, caller).task_id)
    submit(a_request(), Kind.EXCEL, caller)
    world.end.cancel(spent(world, 0.01, caller).task_id)
    with pytest.raises(ServiceUnavailable, match="this organisation is reached"):
        submit(a_request(), Kind.EXCEL, caller)
    submit(a_request(), Kind.EXCEL, other)
    world.clock.advance(days=1)
    submit(a_request(), Kind.EXCEL, caller)


def test_at_the_cap_of_the_deployment_everybody_is_refused_and_it_is_counted(world: World) -> None:
    submit = capped(world, deployment_usd=0.5)
    world.end.cancel(spent(world, 0.5).task_id)
    for _ in range(2):
        with pytest.raises(ServiceUnavailable, match="this service is reached"):
            submit(a_request(), Kind.EXCEL, world.caller())
    assert spend_today(EVERYBODY, records=world.records, now=world.clock()).refused == 2


def test_a_refused_submission_writes_no_task_and_holds_nothing(world: World) -> None:
    world.end.cancel(spent(world, 5.0).task_id)
    caller = world.caller()
    before = world.balance(caller.organisation)
    with pytest.raises(ServiceUnavailable):
        capped(world, deployment_usd=1.0)(a_request(idempotency_key="k"), Kind.EXCEL, caller)
    assert world.balance(caller.organisation) == before
    assert world.read.tasks(caller.organisation.organisation_id, limit=10).records == ()
    world.submit(a_request(idempotency_key="k"), Kind.EXCEL, caller)


def test_the_cap_stops_neither_test_keys_nor_a_request_that_was_accepted_before(
    world: World,
) -> None:
    submit = capped(world, deployment_usd=1.0)
    caller = world.caller()
    first = submit(a_request(idempotency_key="k"), Kind.EXCEL, caller)
    world.end.cancel(spent(world, 5.0).task_id)
    again = submit(a_request(idempotency_key="k"), Kind.EXCEL, caller)
    assert (again.attached, again.task.task_id) == (True, first.task.task_id)
    submit(a_request(), Kind.EXCEL, world.caller(test=True))


def test_the_counters_of_a_day_are_forgotten(world: World) -> None:
    day = world.clock()
    world.end.cancel(spent(world, 1.0).task_id)
    world.clock.now += KEPT + timedelta(seconds=1)
    assert spend_today(EVERYBODY, records=world.records, now=day).usd == 0
