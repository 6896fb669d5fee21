"""Submitting: one transaction, one run for one key, and never more than the balance."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from tests.fakes.nouns import BASE_URL, a_file, an_id
from tests.fakes.world import MODEL, World, a_request

from docsmith.domain.account import Tier
from docsmith.domain.credits import OFFLINE, estimate
from docsmith.domain.errors import (
    Conflict,
    DocsmithError,
    Gone,
    IdempotencyConflict,
    InsufficientCredits,
    NotFound,
    RateLimited,
    ServiceUnavailable,
    ValidationFailed,
)
from docsmith.domain.files import FileStatus, Purpose
from docsmith.domain.idempotency import REMEMBERED
from docsmith.domain.run import Run
from docsmith.domain.task import RETENTION, START_GRACE, Kind, Phase, Status, Task
from docsmith.usecases.claims import claim
from docsmith.usecases.records import Count, Insert, Remove, Replace
from docsmith.usecases.submit_generation import Caller, Submitted

NAMED: list[Callable[[str], dict[str, Any]]] = [
    lambda file_id: {"data_sources": [{"file_id": file_id, "kind": "csv"}]},
    lambda file_id: {"context_files": [{"file_id": file_id}]},
    lambda file_id: {"init_file": file_id},
]
HOLD = estimate(Kind.EXCEL, model=MODEL, max_credits=None)


def submit(world: World, caller: Caller, kind: Kind = Kind.EXCEL, **fields: Any) -> Submitted:
    return world.submit(a_request(**fields), kind, caller)


def all_at_once(tries: int, act: Callable[[int], Submitted]) -> list[Any]:
    """What each of these calls answered or raised, made from several threads."""

    def one(number: int) -> Any:
        try:
            return act(number)
        except DocsmithError as error:
            return error

    with ThreadPoolExecutor(max_workers=8) as pool:
        return list(pool.map(one, range(tries)))


def test_a_submission_is_queued_locked_held_counted_and_started(world: World) -> None:
    caller = world.caller()
    task = submit(world, caller, webhook_url="https://x.test/").task
    assert (task.status, task.pool, task.hold) == (Status.QUEUED, "live", HOLD)
    assert (task.base_url, task.webhook_url) == (BASE_URL, "https://x.test/")
    run = world.read.run(task.run_id, task.organisation)
    assert (run.active_task, run.title, run.head) == (task.task_id, "A budget", 0)
    assert world.balance(caller.organisation) == {"available": 1000 - HOLD, "held": HOLD}
    assert world.records.counters("tasks", task.organisation) == {"open": 1}
    assert world.executions.payloads == {f"{task.task_id}-0": {"task_id": task.task_id}}
    assert world.records.due_at(task) == world.clock() + START_GRACE


def test_everything_a_submission_writes_is_one_transaction(world: World) -> None:
    caller = world.caller()
    before = len(world.records.transactions)
    submit(world, caller, idempotency_key="k")
    assert len(world.records.transactions) == before + 1


def test_a_task_is_accepted_while_the_machine_does_not_answer(world: World) -> None:
    caller = world.caller()
    world.executions.broken = True
    task = submit(world, caller).task
    world.executions.broken = False
    assert world.executions.started == []
    world.clock.now += START_GRACE
    assert world.sweep()["started"] == 1
    assert world.executions.started == [task.execution_name]


def test_test_keys_use_their_own_pool_and_hold_nothing(world: World) -> None:
    caller = world.caller(world.organisation(credits=0), test=True)
    task = submit(world, caller).task
    assert (task.pool, task.hold) == ("test", 0)
    assert world.balance(caller.organisation) == {}


def test_a_credit_limit_below_the_estimate_is_all_that_is_held(world: World) -> None:
    assert submit(world, world.caller(), max_credits=7).task.hold == 7
    assert submit(world, world.caller(), max_credits=HOLD + 1).task.hold == HOLD


@pytest.mark.parametrize(
    "end", ["queued", "running", "completed", "failed", "cancelled", "expired"]
)
def test_a_repeat_attaches_to_the_task_in_every_state(world: World, end: str) -> None:
    caller = world.caller()
    first = submit(world, caller, idempotency_key="key").task
    if end in ("running", "completed", "failed"):
        world.running(first)
    if end == "completed":
        world.completed(first)
    if end == "failed":
        world.finish.fail({"task_id": first.task_id})
    if end == "cancelled":
        world.cancel(first.task_id, first.organisation)
    if end == "expired":
        world.end.expire(first.task_id)
    again = submit(world, caller, idempotency_key="key")
    assert again.attached
    assert again.task == world.task(first)
    assert again.task.status == end
    assert len(world.records.every(Task)) == len(world.records.every(Run)) == 1


def test_a_repeat_may_wait_otherwise_but_not_ask_otherwise(world: World) -> None:
    caller = world.caller()
    first = submit(world, caller, idempotency_key="key").task
    assert submit(world, caller, idempotency_key="key", run_async=True).task == first
    with pytest.raises(IdempotencyConflict):
        submit(world, caller, idempotency_key="key", prompt="Another")
    with pytest.raises(IdempotencyConflict):
        submit(world, caller, Kind.WORD, idempotency_key="key")


def test_a_key_is_remembered_for_a_day(world: World) -> None:
    caller = world.caller()
    first = submit(world, caller, idempotency_key="key").task
    world.clock.now += REMEMBERED - timedelta(seconds=1)
    assert submit(world, caller, idempotency_key="key").task.task_id == first.task_id
    world.clock.advance(seconds=1)
    second = submit(world, caller, idempotency_key="key", prompt="Another")
    assert not second.attached
    assert second.task.task_id != first.task_id


def test_keys_of_different_organisations_do_not_meet(world: World) -> None:
    one, two = world.caller(), world.caller()
    assert not submit(world, one, idempotency_key="key").attached
    assert not submit(world, two, idempotency_key="key").attached


def test_twenty_identical_requests_at_once_make_one_run(world: World) -> None:
    caller = world.caller()
    answers = all_at_once(20, lambda _: submit(world, caller, idempotency_key="key"))
    assert len({answer.task.task_id for answer in answers}) == 1
    assert [answer.attached for answer in answers].count(False) == 1
    assert len(world.records.every(Run)) == 1
    assert world.executions.started == [answers[0].task.execution_name]
    assert world.balance(caller.organisation)["held"] == HOLD


def test_of_identical_requests_the_later_attaches_though_the_balance_is_spent(
    world: World,
) -> None:
    caller = world.caller(world.organisation(credits=HOLD))
    world.records.before_commit.append(lambda: submit(world, caller, idempotency_key="key"))
    assert submit(world, caller, idempotency_key="key").attached


def test_a_request_refused_before_a_task_existed_keeps_no_key(world: World) -> None:
    caller = world.caller(world.organisation(credits=0))
    with pytest.raises(InsufficientCredits):
        submit(world, caller, idempotency_key="key")
    world.operate.add_credits(caller.organisation.organisation_id, HOLD, reason="a gift")
    assert not submit(world, caller, idempotency_key="key", prompt="Another").attached


def test_five_hundred_submissions_at_once_cannot_overdraw(world: World) -> None:
    caller = world.caller(world.organisation(credits=100, tier=Tier.ENTERPRISE))
    answers = all_at_once(500, lambda _: submit(world, caller, max_credits=3))
    accepted = [answer for answer in answers if isinstance(answer, Submitted)]
    refused = [answer for answer in answers if isinstance(answer, InsufficientCredits)]
    assert (len(accepted), len(refused)) == (33, 467)
    assert world.balance(caller.organisation) == {"available": 1, "held": 99}


def test_too_little_credit_names_what_is_needed_and_what_is_there(world: World) -> None:
    caller = world.caller(world.organisation(credits=HOLD - 1))
    with pytest.raises(InsufficientCredits) as refusal:
        submit(world, caller)
    assert refusal.value.facts == {"required": HOLD, "balance": HOLD - 1}
    assert str(HOLD) in refusal.value.message
    assert world.records.every(Task) == []


def test_no_more_tasks_are_open_than_the_tier_allows(world: World) -> None:
    caller = world.caller()
    limits = Tier.FREE.limits
    owner = caller.organisation.organisation_id
    full = limits.queued + limits.running
    world.records.transact(Count("tasks", owner, add={"open": full - 1}))
    last = submit(world, caller).task
    with pytest.raises(RateLimited):
        submit(world, caller)
    world.cancel(last.task_id, owner)
    submit(world, caller)


@pytest.mark.parametrize("url", ["http://x.test/", "https://127.0.0.1/", "https://x.test:8443/"])
def test_a_url_that_could_never_be_called_is_refused_before_anything_is_written(
    world: World, url: str
) -> None:
    caller = world.caller()
    with pytest.raises(ValidationFailed, match="webhook_url"):
        submit(world, caller, webhook_url=url)
    if url.startswith("https"):
        with pytest.raises(ValidationFailed, match="logo_url"):
            submit(world, caller, brand={"logo_url": url})
    assert world.records.every(Task) == []
    submit(world, caller, webhook_url="https://x.test/", brand={"logo_url": "https://x.test/l"})


def test_a_run_takes_one_task_at_a_time(world: World) -> None:
    caller = world.caller()
    first = submit(world, caller).task
    with pytest.raises(Conflict) as refusal:
        submit(world, caller, run_id=first.run_id)
    assert refusal.value.facts == {"task_id": first.task_id}
    world.completed(world.running(first))
    second = submit(world, caller, run_id=first.run_id).task
    assert (second.run_id, second.base_revision) == (first.run_id, 1)


def test_of_two_tasks_for_one_run_at_once_the_later_is_a_conflict(world: World) -> None:
    caller = world.caller()
    run_id = world.completed(world.running(submit(world, caller).task)).run_id
    world.records.before_commit.append(lambda: submit(world, caller, run_id=run_id))
    with pytest.raises(Conflict):
        submit(world, caller, run_id=run_id)


def test_only_an_own_living_run_of_the_kind_is_resumed(world: World) -> None:
    caller = world.caller()
    run_id = world.completed(world.running(submit(world, caller).task)).run_id
    with pytest.raises(NotFound):
        submit(world, caller, run_id=an_id("run_", 404))
    with pytest.raises(NotFound):
        submit(world, world.caller(), run_id=run_id)
    with pytest.raises(Conflict):
        submit(world, caller, Kind.WORD, run_id=run_id)
    world.clock.now += RETENTION
    with pytest.raises(Gone):
        submit(world, caller, run_id=run_id)


@pytest.mark.parametrize("name", NAMED)
def test_only_own_uploaded_files_are_taken(world: World, name: Any) -> None:
    caller = world.caller()
    owner = caller.organisation.organisation_id
    own = a_file(1, organisation=owner, purpose=Purpose.INIT)
    pending = a_file(2, organisation=owner, status=FileStatus.PENDING)
    foreign = a_file(3, organisation="org_other")
    world.records.transact(Insert(own), Insert(pending), Insert(foreign))
    submit(world, caller, **name(own.file_id))
    with pytest.raises(ValidationFailed):
        submit(world, caller, **name(pending.file_id))
    with pytest.raises(NotFound):
        submit(world, caller, **name(foreign.file_id))
    with pytest.raises(NotFound):
        submit(world, caller, **name(an_id("file_", 404)))


def test_a_key_whose_task_was_deleted_is_gone(world: World) -> None:
    caller = world.caller()
    task = submit(world, caller, idempotency_key="key").task
    world.records.transact(Remove(task))
    with pytest.raises(Gone):
        submit(world, caller, idempotency_key="key")


def test_when_others_are_always_faster_the_caller_is_asked_to_try_again(world: World) -> None:
    caller = world.caller()
    run_id = world.completed(world.running(submit(world, caller).task)).run_id

    def somebody_else() -> None:
        hooks, world.records.before_commit = world.records.before_commit, []
        stored = world.records.get(Run, run_id)
        assert stored is not None
        world.records.transact(Replace(stored.value.with_(title="x"), stored.version))
        world.records.before_commit = [*hooks, somebody_else]

    world.records.before_commit.append(somebody_else)
    with pytest.raises(ServiceUnavailable):
        submit(world, caller, run_id=run_id)


def test_a_batch_is_remembered_on_its_tasks(world: World) -> None:
    batch = world.batches.begun({"name": "Anna"})
    task = world.batches.hand_in(batch, world.batches.lines(batch)[0])
    assert task is not None
    assert (task.batch, task.batch_item) == (batch.batch_id, 1)
    assert world.batches.item(batch, 1).task_id == task.task_id


def test_offline_models_are_never_charged() -> None:
    assert estimate(Kind.EXCEL, model=OFFLINE, max_credits=5) == 0


def test_a_claim_after_the_submission_is_the_first(world: World) -> None:
    task = claim(
        world.submitted().task_id, Phase.PREFLIGHT, records=world.records, now=world.clock()
    )
    assert task.attempt == 1


def test_a_live_key_never_gets_what_a_test_key_made(world: World) -> None:
    organisation = world.organisation()
    tried = world.caller(organisation, test=True)
    world.submitted(tried, idempotency_key="one")
    with pytest.raises(IdempotencyConflict):
        world.submitted(world.caller(organisation), idempotency_key="one")
