"""A batch from its first line to `batch.completed`, through the use cases."""

from dataclasses import replace

import pytest
from tests.fakes.nouns import a_batch_item, a_subscription
from tests.fakes.world import World

from docsmith.domain.batch import Batch, BatchStatus, LineFailure
from docsmith.domain.task import Failure, Kind, Status, Task
from docsmith.domain.webhook import Delivery, Event
from docsmith.usecases.end_batch import EndBatch
from docsmith.usecases.records import Collision, Insert
from docsmith.usecases.step import To

A_FAILURE = Failure(code="model_error", message="It did not answer.")
HOOK = "https://customer.test/hook"


def told(world: World, event: Event) -> list[Delivery]:
    return [d for d in world.records.every(Delivery) if d.event is event]


def test_every_line_becomes_a_task_of_its_own_request(world: World) -> None:
    batch = world.batches.begun({"name": "Anna"}, {"name": "Ben", "format": "word"})
    tasks = [world.batches.hand_in(batch, line) for line in world.batches.lines(batch)]
    asked = [(t.kind, t.request["prompt"], t.batch_item) for t in tasks if t]
    assert asked == [
        (Kind.EXCEL, "A budget for Anna", 1),
        (Kind.WORD, "A budget for Ben", 2),
    ]


def test_a_batch_is_over_when_its_lines_are_and_is_told_once(world: World) -> None:
    batch = world.batches.begun({"name": "Anna"}, {"name": "Ben"}, webhook_url=HOOK)
    ended = world.batches.made(batch)
    assert ended.status is BatchStatus.COMPLETED
    assert world.batches.counts(batch).completed == 2
    world.batches.finish(batch.batch_id, 0)
    world.batches.end(batch.batch_id, BatchStatus.FAILED)
    [delivery] = told(world, Event.BATCH_COMPLETED)
    assert delivery.facts is not None
    assert delivery.facts["counts"] == {
        "total": 2, "queued": 0, "running": 0, "completed": 2,
        "failed": 0, "cancelled": 0, "expired": 0,
    }  # fmt: skip
    assert (delivery.url, delivery.facts["batch_id"]) == (HOOK, batch.batch_id)
    assert (delivery.delivery_id, 0) in world.deliveries.sent


def test_the_end_is_told_to_subscribers_and_every_item_to_the_lines_own_url(world: World) -> None:
    caller = world.caller()
    owner = caller.organisation.organisation_id
    events = (Event.BATCH_COMPLETED,)
    world.records.transact(Insert(a_subscription(organisation=owner, events=events)))
    defaults = {"format": "excel", "prompt_template": "{name}", "webhook_url": HOOK}
    batch = world.batches.begun({"name": "Anna"}, caller=caller, defaults=defaults)
    world.batches.made(batch)
    assert len(told(world, Event.BATCH_COMPLETED)) == 2
    [item] = told(world, Event.RUN_COMPLETED)
    assert item.url == HOOK


def test_the_end_of_a_task_wakes_what_waits_for_its_line(world: World) -> None:
    batch = world.batches.begun({"name": "Anna"})
    task = world.batches.hand_in(batch, world.batches.lines(batch)[0])
    assert task is not None
    token = world.batches.item(batch, 1).token
    world.completed(world.running(task))
    assert token in world.executions.granted
    item = world.batches.item(batch, 1)
    assert (item.token, item.status, item.revision) == (None, Status.COMPLETED, 1)


def test_a_wake_that_was_lost_is_made_again_by_the_sweep(world: World) -> None:
    batch = world.batches.begun({"name": "Anna"})
    task = world.batches.hand_in(batch, world.batches.lines(batch)[0])
    assert task is not None
    token = world.batches.item(batch, 1).token
    running = world.running(task)
    world.saved(running)
    world.executions.broken = True
    world.finish.finish(world.task(running))
    world.executions.broken = False
    assert world.batches.item(batch, 1).token == token
    assert world.batches.sweep() == {}
    world.clock.advance(seconds=30)
    assert world.batches.sweep()["lines_settled"] == 1
    assert token in world.executions.granted
    assert world.batches.item(batch, 1).token is None


def test_a_task_that_ends_before_anybody_waits_is_found_over(world: World) -> None:
    batch = world.batches.begun({"name": "Anna"})
    [line] = world.batches.lines(batch)
    assert world.batches.submit_line(batch.batch_id, 0, line).outcome is To.OK
    task = world.records.every(Task)[0]
    world.completed(world.running(task))
    token = world.batches.wait(batch, line)
    assert token in world.executions.granted


def test_a_repeated_step_makes_nothing_twice(world: World) -> None:
    batch = world.batches.begun({"name": "Anna"})
    [line] = world.batches.lines(batch)
    for _ in range(3):
        assert world.batches.submit_line(batch.batch_id, 0, line).outcome is To.OK
    assert len(world.records.every(Task)) == 1
    assert world.batches.counts(batch).running == 1


def test_two_attempts_at_once_make_one_task(world: World) -> None:
    batch = world.batches.begun({"name": "Anna"})
    [line] = world.batches.lines(batch)
    submit = world.batches.submit_line
    world.records.before_commit.append(lambda: submit(batch.batch_id, 0, line))
    assert submit(batch.batch_id, 0, line).outcome is To.OK
    assert len(world.records.every(Task)) == 1
    assert world.batches.counts(batch).running == 1


def test_a_task_is_submitted_once_even_when_its_place_is_taken_meanwhile(world: World) -> None:
    batch = world.batches.begun({"name": "Anna"})
    [line] = world.batches.lines(batch)
    submit = world.batches.submit_line
    world.records.before_commit += [lambda: None, lambda: submit(batch.batch_id, 0, line)]
    assert submit(batch.batch_id, 0, line).outcome is To.OK
    [task] = world.records.every(Task)
    assert world.batches.item(batch, 1).task_id == task.task_id


def test_a_bad_line_fails_alone_with_its_number_and_reason(world: World) -> None:
    batch = world.batches.begun({"name": "Anna"}, {"name": "Ben", "format": "pdf"}, {"other": 1})
    failures = [(f.number, f.failure.message) for f in world.batches.read.errors(batch)]
    assert failures == [
        (2, "format: one of excel, word, slides."),
        (3, "The template names {name}, the line has only: other."),
    ]
    ended = world.batches.made(batch)
    counts = world.batches.counts(batch)
    assert (ended.status, counts.completed, counts.failed) == (BatchStatus.COMPLETED, 1, 2)
    assert [result["line"] for result in world.batches.results(batch)] == [1, 2, 3]


def test_a_task_that_fails_is_counted_and_listed_with_its_reason(world: World) -> None:
    batch = world.batches.begun({"name": "Anna"})
    task = world.batches.hand_in(batch, world.batches.lines(batch)[0])
    assert task is not None
    world.end.fail(task.task_id, A_FAILURE)
    assert world.batches.counts(batch).failed == 1
    [fact] = world.records.every(LineFailure)
    assert (fact.task_id, fact.failure.code) == (task.task_id, "model_error")


def test_what_is_charged_is_summed_up(world: World) -> None:
    batch = world.batches.begun({"name": "Anna"}, {"name": "Ben"})
    for line in world.batches.lines(batch):
        task = world.batches.hand_in(batch, line)
        assert task is not None
        world.completed(world.running(task), usd=0.5)
    assert world.batches.counts(batch).credits_used == 100
    world.batches.finish(batch.batch_id, 0)
    assert world.batches.now(batch).counts == world.batches.counts(batch)


def test_lines_that_broke_are_gone_through_again_and_then_fail(world: World) -> None:
    batch = world.batches.begun({"name": "Anna"})
    outcomes = [world.batches.finish(batch.batch_id, 0).outcome for _ in range(4)]
    assert outcomes == [To.AGAIN, To.AGAIN, To.AGAIN, To.OVER]
    ended = world.batches.now(batch)
    assert (ended.status, world.batches.counts(batch).failed) == (BatchStatus.COMPLETED, 1)


def test_a_step_that_broke_for_good_fails_its_line_alone(world: World) -> None:
    batch = world.batches.begun({"name": "Anna"}, {"name": "Ben"}, {"name": "Cleo"})
    first, second, third = world.batches.lines(batch)
    task = world.batches.hand_in(batch, first)
    world.batches.submit_line(batch.batch_id, 0, second)
    for line in (first, first, second, third):
        world.batches.fail_line(batch.batch_id, 0, line, {"Error": "States.Timeout"})
    assert task is not None
    assert world.task(task).status is Status.FAILED
    assert world.batches.counts(batch).failed == 3


def test_a_batch_that_is_lost_before_its_manifest_was_read_fails_without_lines(
    world: World,
) -> None:
    batch = world.batches.asked({"name": "Anna"})
    for start_no in range(5):
        world.executions.end(f"{batch.batch_id}-{start_no}")
        world.clock.advance(minutes=2)
        world.batches.sweep()
    assert world.batches.now(batch).status is BatchStatus.FAILED
    assert world.batches.counts(batch).total == 0


def test_a_thousand_lines_and_one_are_all_in_the_results(world: World) -> None:
    batch = world.batches.begun({"name": "Anna"})
    for number in range(1, 1002):
        item = a_batch_item(number, batch_id=batch.batch_id)
        world.records.transact(Insert(item.failed(A_FAILURE, at=world.clock())))
    world.batches.end(batch.batch_id, BatchStatus.COMPLETED)
    assert len(world.batches.results(batch)) == 1001


def test_a_batch_that_was_lost_several_times_fails_and_says_so(world: World) -> None:
    batch = world.batches.begun({"name": "Anna"}, {"name": "Ben"})
    world.completed(world.running(world.batches.hand_in(batch, world.batches.lines(batch)[0])))
    for start_no in range(5):
        world.executions.end(f"{batch.batch_id}-{start_no}")
        world.clock.advance(minutes=2)
        world.batches.sweep()
    ended = world.batches.now(batch)
    assert ended.status is BatchStatus.FAILED
    assert ended.failure is not None
    counts = world.batches.counts(batch)
    assert (counts.completed, counts.failed) == (1, 1)


def test_another_execution_goes_on_with_what_is_left(world: World) -> None:
    batch = world.batches.begun({"name": "Anna"}, {"name": "Ben"})
    first, second = world.batches.lines(batch)
    world.completed(world.running(world.batches.hand_in(batch, first)))
    open_task = world.batches.hand_in(batch, second)
    assert open_task is not None
    world.executions.end(batch.execution_name)
    world.clock.advance(minutes=2)
    assert world.batches.sweep() == {"batch_restarted": 1}
    again = world.batches.now(batch)
    assert world.executions.running()[-1] == again.execution_name
    assert world.batches.submit_line(batch.batch_id, 0, second).outcome is To.OVER
    assert world.batches.submit_line(batch.batch_id, 1, first).outcome is To.OVER
    world.batches.hand_in(again, second)
    token = world.batches.item(batch, 2).token
    world.completed(world.running(open_task))
    assert token in world.executions.granted
    assert world.batches.finish(batch.batch_id, 1).outcome is To.OVER
    assert world.batches.now(batch).status is BatchStatus.COMPLETED
    assert len(world.records.every(Task)) == 2


def test_whoever_waited_for_a_line_before_waits_no_more(world: World) -> None:
    batch = world.batches.begun({"name": "Anna"})
    [line] = world.batches.lines(batch)
    world.batches.submit_line(batch.batch_id, 0, line)
    for token in ("first", "second"):
        world.executions.wait_with(token, name=batch.execution_name)
        world.batches.await_line(batch.batch_id, 0, line.number, token)
    assert world.executions.granted[-1] == "first"
    assert world.batches.item(batch, 1).token == "second"


def test_a_place_of_an_older_execution_does_not_take_the_token_of_a_newer(world: World) -> None:
    batch = world.batches.begun({"name": "Anna"})
    [line] = world.batches.lines(batch)
    world.batches.hand_in(batch, line)
    world.executions.end(batch.execution_name)
    world.clock.advance(minutes=2)
    world.batches.sweep()
    newer = world.batches.wait(batch, line)
    late = world.executions.wait_with("late", name="bat-0")
    world.batches.await_line(batch.batch_id, 0, line.number, late)
    assert "late" in world.executions.granted
    assert world.batches.item(batch, 1).token == newer


def test_a_batch_that_was_written_but_not_started_is_started_by_the_sweep(world: World) -> None:
    world.executions.broken = True
    batch = world.batches.asked({"name": "Anna"})
    world.executions.broken = False
    world.clock.advance(seconds=30)
    assert world.batches.sweep() == {"batch_started": 1}
    given = world.executions.payloads[batch.execution_name]
    assert given == {"batch_id": batch.batch_id, "start_no": 0, "concurrency": 2}


def test_an_execution_that_ended_badly_is_replaced_when_its_event_comes(world: World) -> None:
    batch = world.batches.begun({"name": "Anna"})
    world.executions.abort(batch.execution_name)
    ended = world.batches.sweep.ended
    assert ended({"name": batch.execution_name}) == "batch_restarted"
    assert ended({"name": batch.execution_name}) == "settled"
    assert ended({"name": "bat_none-0"}) == "unknown"
    assert ended({}) == "unknown"


def test_the_end_wins_once_however_many_come(world: World) -> None:
    batch = world.batches.begun({"name": "Anna"}, webhook_url=HOOK)
    end: EndBatch = world.batches.end
    world.records.before_commit.append(lambda: end(batch.batch_id, BatchStatus.FAILED))
    assert end(batch.batch_id, BatchStatus.COMPLETED).status is BatchStatus.FAILED
    assert len(told(world, Event.BATCH_COMPLETED)) == 1
    with pytest.raises(LookupError):
        end("bat_none", BatchStatus.COMPLETED)


def test_a_batch_is_forgotten_with_its_objects_when_its_days_are_over(world: World) -> None:
    batch = world.batches.made(world.batches.begun({"name": "Anna"}))
    world.clock.advance(days=29)
    assert world.batches.sweep() == {}
    world.clock.advance(days=2)
    assert world.batches.sweep() == {"forgotten": 1}
    assert world.records.get(Batch, batch.batch_id) is None
    assert not [key for key in world.objects.stored if batch.batch_id in key]


def test_what_cannot_be_repaired_now_is_looked_at_later(world: World) -> None:
    batch = world.batches.begun({"name": "Anna"})
    world.executions.end(batch.execution_name)
    world.clock.advance(minutes=2)
    world.executions.broken = True
    told: list[tuple[str, str]] = []

    def note(put_off: Batch, error: Exception) -> None:
        told.append((put_off.batch_id, type(error).__name__))

    assert replace(world.batches.sweep, report=note)() == {"put_off": 1}
    assert told == [(batch.batch_id, "UpstreamError")]
    world.executions.broken = False
    assert world.batches.sweep() == {}
    world.clock.advance(minutes=2)
    assert sum(world.batches.sweep().values()) == 1


def test_a_running_batch_is_left_alone(world: World) -> None:
    batch = world.batches.begun({"name": "Anna"})
    world.clock.advance(minutes=2)
    assert world.batches.sweep() == {"running": 1}
    world.clock.advance(minutes=2)
    world.records.before_commit.append(lambda: world.batches.made(batch))
    assert world.batches.sweep() == {"overtaken": 1}
    ended = world.records.get(Batch, batch.batch_id)
    assert ended is not None
    assert world.batches.sweep.settle(ended) == "settled"


def test_a_collision_at_every_try_is_told(world: World) -> None:
    batch = world.batches.begun({"name": "Anna"})

    def touch() -> None:
        world.batches.sweep.settle(world.records.get(Batch, batch.batch_id))  # type: ignore[arg-type]

    world.records.before_commit += [hook for _ in range(6) for hook in (touch, lambda: None)]
    with pytest.raises(Collision):
        world.batches.end(batch.batch_id, BatchStatus.COMPLETED)
