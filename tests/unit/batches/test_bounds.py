"""What bounds a batch: cancelling, its credits, dry runs, busy pools, and what its lines name."""

import pytest
from tests.fakes.nouns import a_file, a_run
from tests.fakes.world import World

from docsmith.domain.batch import BatchStatus
from docsmith.domain.errors import Conflict, NotFound, PayloadTooLarge, StorageError
from docsmith.domain.files import StoredFile
from docsmith.domain.spend import DailyCaps
from docsmith.domain.task import Status, Task
from docsmith.domain.webhook import Delivery, Event
from docsmith.usecases.claims import Superseded
from docsmith.usecases.document_state import DocumentState
from docsmith.usecases.records import Collision, Count, Insert, Remove
from docsmith.usecases.step import To

ESTIMATE = 150


def _dies() -> None:
    raise StorageError


def _refuses(*_: object, **__: object) -> None:
    raise Collision((0,))


def statuses(world: World) -> list[Status]:
    return sorted(task.status for task in world.records.every(Task))


def test_cancelling_stops_what_is_queued_and_what_is_in_hand(world: World) -> None:
    hook = "https://customer.test/hook"
    batch = world.batches.begun(*[{"name": n} for n in "ABCD"], webhook_url=hook)
    first, second, third, fourth = world.batches.lines(batch)
    world.completed(world.running(world.batches.hand_in(batch, first)))
    world.running(world.batches.hand_in(batch, second))
    world.batches.submit_line(batch.batch_id, 0, third)
    ended = world.batches.cancel(batch.batch_id, batch.organisation)
    counts = world.batches.counts(batch)
    assert ended.status is BatchStatus.CANCELLED
    assert (counts.completed, counts.cancelled, counts.over) == (1, 3, 4)
    assert statuses(world) == [Status.CANCELLED, Status.CANCELLED, Status.COMPLETED]
    assert world.batches.submit_line(batch.batch_id, 0, fourth).outcome is To.OVER
    assert (batch.execution_name, "cancelled") in world.executions.stopped
    assert world.batches.read.errors(batch) == []
    told = [d for d in world.records.every(Delivery) if d.event is Event.BATCH_COMPLETED]
    assert [d.facts["status"] for d in told if d.facts] == ["cancelled"]


def test_cancelling_twice_is_harmless_and_after_the_end_a_conflict(world: World) -> None:
    batch = world.batches.begun({"name": "A"})
    for _ in range(2):
        ended = world.batches.cancel(batch.batch_id, batch.organisation)
        assert ended.status is BatchStatus.CANCELLED
    done = world.batches.made(world.batches.begun({"name": "A"}))
    with pytest.raises(Conflict):
        world.batches.cancel(done.batch_id, done.organisation)
    with pytest.raises(NotFound):
        world.batches.cancel(done.batch_id, "org_other")
    with pytest.raises(NotFound):
        world.batches.read.batch(done.batch_id, "org_other")


def test_a_line_that_is_begun_while_the_batch_is_cancelled_never_begins(world: World) -> None:
    batch = world.batches.begun({"name": "A"})
    [line] = world.batches.lines(batch)
    cancel = world.batches.cancel
    world.records.before_commit.append(lambda: cancel(batch.batch_id, batch.organisation))
    assert world.batches.submit_line(batch.batch_id, 0, line).outcome is To.OVER
    assert world.records.every(Task) == []
    assert world.batches.counts(batch).cancelled == 1


def test_a_line_whose_task_is_not_submitted_yet_is_cancelled_in_its_place(world: World) -> None:
    batch = world.batches.begun({"name": "A"})
    [line] = world.batches.lines(batch)
    cancel = world.batches.cancel
    world.records.before_commit += [
        lambda: None,
        lambda: cancel(batch.batch_id, batch.organisation),
    ]
    world.batches.submit_line(batch.batch_id, 0, line)
    assert world.batches.now(batch).status is BatchStatus.CANCELLED
    assert world.batches.item(batch, 1).status is Status.CANCELLED
    assert world.records.every(Task) == []


def test_a_cancel_that_was_interrupted_is_finished_by_the_sweep(world: World) -> None:
    batch = world.batches.begun({"name": "A"})
    task = world.running(world.batches.hand_in(batch, world.batches.lines(batch)[0]))

    world.records.before_commit += [lambda: None, _dies]
    with pytest.raises(StorageError):
        world.batches.cancel(batch.batch_id, batch.organisation)
    assert world.batches.now(batch).status is BatchStatus.CANCELLING
    assert world.batches.read_manifest(batch.batch_id).outcome is To.OVER
    assert world.batches.finish(batch.batch_id, 0).outcome is To.OVER
    world.clock.advance(minutes=1)
    assert world.batches.sweep() == {"batch_cancelled": 1}
    assert world.task(task).status is Status.CANCELLED
    assert world.batches.now(batch).status is BatchStatus.CANCELLED


def test_a_batch_is_cancelled_before_its_manifest_was_read(world: World) -> None:
    batch = world.batches.asked({"name": "A"})
    assert world.batches.cancel(batch.batch_id, batch.organisation).is_terminal
    assert world.batches.read_manifest(batch.batch_id).outcome is To.OVER


def test_a_dry_run_judges_every_line_and_spends_nothing(world: World) -> None:
    batch = world.batches.asked({"name": "A"}, {"name": "B"}, {"format": "pdf"}, dry_run=True)
    assert world.batches.read_manifest(batch.batch_id).outcome is To.FINISH
    assert world.batches.finish(batch.batch_id, 0).outcome is To.OVER
    ended, counts = world.batches.now(batch), world.batches.counts(batch)
    assert (ended.status, ended.estimate) == (BatchStatus.COMPLETED, 2 * ESTIMATE)
    assert (counts.total, counts.queued, counts.failed) == (3, 2, 1)
    assert world.records.every(Task) == []


def test_no_line_begins_that_could_pass_the_batchs_credits(world: World) -> None:
    batch = world.batches.begun({"name": "A"}, {"name": "B"}, max_credits=3 * ESTIMATE)
    first, second = world.batches.lines(batch)
    task = world.batches.hand_in(batch, first)
    assert task is not None
    assert task.request["max_credits"] == 2 * ESTIMATE
    waiting = world.batches.submit_line(batch.batch_id, 0, second)
    assert (waiting.outcome, waiting.wait_s) == (To.WAIT, 15)
    world.completed(world.running(task), usd=0.5)
    assert world.batches.hand_in(batch, second) is not None


def test_lines_that_the_credits_do_not_suffice_for_fail_with_that_reason(world: World) -> None:
    batch = world.batches.begun({"name": "A"}, {"name": "B"}, max_credits=2 * ESTIMATE)
    first, second = world.batches.lines(batch)
    world.completed(world.running(world.batches.hand_in(batch, first)), usd=0.5)
    assert world.batches.submit_line(batch.batch_id, 0, second).outcome is To.OVER
    [fact] = world.batches.read.errors(batch)
    assert (fact.number, fact.failure.code) == (2, "credit_limit")
    assert world.batches.counts(batch).credits_used <= 2 * ESTIMATE


def test_a_lines_own_limit_is_what_it_takes_of_the_batchs(world: World) -> None:
    items = [{"name": "A", "max_credits": 5}, {"name": "B", "max_credits": 5}]
    batch = world.batches.begun(*items, max_credits=10)
    tasks = [world.batches.hand_in(batch, line) for line in world.batches.lines(batch)]
    assert [task.hold for task in tasks if task] == [5, 5]


def test_a_batch_of_a_test_key_needs_no_credits(world: World) -> None:
    caller = world.caller(test=True)
    batch = world.batches.begun({"name": "A"}, caller=caller, max_credits=1)
    assert world.batches.hand_in(batch, world.batches.lines(batch)[0]) is not None


def test_a_balance_that_does_not_suffice_fails_the_line_alone(world: World) -> None:
    caller = world.caller(world.organisation(credits=ESTIMATE))
    batch = world.batches.begun({"name": "A"}, {"name": "B"}, caller=caller)
    first, second = world.batches.lines(batch)
    assert world.batches.hand_in(batch, first) is not None
    assert world.batches.hand_in(batch, second) is None
    [fact] = world.batches.read.errors(batch)
    assert (fact.number, fact.failure.code) == (2, "insufficient_credits")


def test_a_queue_that_is_full_is_waited_for_and_given_up_after_a_day(world: World) -> None:
    batch = world.batches.begun({"name": "A"})
    [line] = world.batches.lines(batch)
    world.records.transact(Count("tasks", batch.organisation, add={"open": 10_000}))
    waiting = world.batches.submit_line(batch.batch_id, 0, line)
    assert (waiting.outcome, waiting.wait_s, waiting.code) == (To.WAIT, 15, "rate_limited")
    world.clock.advance(hours=24)
    assert world.batches.submit_line(batch.batch_id, 0, line).outcome is To.OVER
    [fact] = world.batches.read.errors(batch)
    assert fact.failure.code == "expired"


def test_a_days_cap_is_waited_for(world: World) -> None:
    batch = world.batches.begun({"name": "A"})
    object.__setattr__(world.submit, "caps", DailyCaps(deployment_usd=1e-9, organisation_usd=0))
    task = world.submitted(world.caller(world.organisation("Other"), test=True))
    world.completed(world.running(task), usd=1)
    waiting = world.batches.submit_line(batch.batch_id, 0, world.batches.lines(batch)[0])
    assert (waiting.outcome, waiting.wait_s) == (To.WAIT, 300)


def test_a_store_that_does_not_answer_is_a_fault_that_the_machine_repeats(world: World) -> None:
    batch = world.batches.begun({"name": "A"})
    [line] = world.batches.lines(batch)

    world.records.before_commit += [lambda: None, _dies]
    with pytest.raises(StorageError):
        world.batches.submit_line(batch.batch_id, 0, line)
    assert world.batches.submit_line(batch.batch_id, 0, line).outcome is To.OK
    assert world.batches.counts(batch).running == 1


def test_a_deleted_organisations_lines_fail(world: World) -> None:
    batch = world.batches.begun({"name": "A"})
    world.operate.delete_organisation(batch.organisation)
    assert world.batches.hand_in(batch, world.batches.lines(batch)[0]) is None
    assert world.batches.item(batch, 1).status is Status.FAILED


def test_a_line_that_was_submitted_by_another_is_not_failed(world: World) -> None:
    batch = world.batches.begun({"name": "A", "run_id": "x"})
    [line] = world.batches.lines(batch)
    bad = line.with_(request={**line.request, "init_file": "file_" + "9" * 26})
    good = world.batches.submit_line

    world.records.before_get[StoredFile] = lambda: good(batch.batch_id, 0, line)
    assert good(batch.batch_id, 0, bad).outcome is To.OK
    assert world.batches.item(batch, 1).task_id is not None


def test_a_place_that_is_fought_over_for_ever_is_given_up(world: World) -> None:
    batch = world.batches.begun({"name": "A"})
    [line] = world.batches.lines(batch)

    world.records.transact = _refuses  # type: ignore[method-assign]
    with pytest.raises(Superseded):
        world.batches.submit_line(batch.batch_id, 0, line)


def test_waiting_that_is_fought_over_for_ever_is_given_up(world: World) -> None:
    batch = world.batches.begun({"name": "A"})
    [line] = world.batches.lines(batch)
    world.batches.submit_line(batch.batch_id, 0, line)

    world.records.transact = _refuses  # type: ignore[method-assign]
    with pytest.raises(Superseded):
        world.batches.wait(batch, line)
    with pytest.raises(Collision):
        world.batches.cancel(batch.batch_id, batch.organisation)


def test_a_place_that_is_fought_over_for_ever_is_not_cancelled(world: World) -> None:
    batch = world.batches.begun({"name": "A"})
    [line] = world.batches.lines(batch)
    world.records.before_commit += [lambda: None, _dies]
    with pytest.raises(StorageError):
        world.batches.submit_line(batch.batch_id, 0, line)

    world.records.transact = _refuses  # type: ignore[method-assign]
    with pytest.raises(Collision):
        world.batches.cancel.clear(batch)


def test_whoever_waits_for_a_batch_that_is_over_goes_on(world: World) -> None:
    batch = world.batches.begun({"name": "A"})
    [line] = world.batches.lines(batch)
    world.batches.submit_line(batch.batch_id, 0, line)
    world.batches.cancel(batch.batch_id, batch.organisation)
    late = world.executions.wait_with("late", name="bat-0")
    world.batches.await_line(batch.batch_id, 0, 1, late)
    world.executions.wait_with("lost", name="bat-0")
    world.batches.await_line(batch.batch_id, 0, 99, "lost")
    assert {"late", "lost"} <= set(world.executions.granted)


def test_files_that_a_line_names_are_judged_before_anything_begins(world: World) -> None:
    caller = world.caller()
    owner = caller.organisation.organisation_id
    world.records.transact(Insert(a_file(organisation=owner, name="north.csv")))
    file_id = a_file().file_id
    items = [
        {"name": "A", "data_source": file_id},
        {"name": "B", "data_sources": [{"file_id": "file_" + "9" * 26, "kind": "csv"}]},
        {"name": "C", "data_source": f"batches/{owner}/none.csv"},
        {"name": "D", "webhook_url": "https://10.0.0.1/"},
        {"name": "E", "brand": {"logo_url": "https://127.0.0.1/logo.png"}},
        {"from_run": "run_" + "9" * 26, "brand": {"font": "Carlito"}},
    ]
    batch = world.batches.begun(*items, caller=caller)
    codes = [(f.number, f.failure.code) for f in world.batches.read.errors(batch)]
    assert codes == [
        (2, "not_found"),
        (3, "not_found"),
        (4, "validation_error"),
        (5, "validation_error"),
        (6, "not_found"),
    ]


def test_data_beside_the_manifest_become_a_file_of_the_organisation_once(world: World) -> None:
    caller = world.caller()
    owner = caller.organisation.organisation_id
    key = f"batches/{owner}/north.csv"
    world.batches.manifests.put(key, b"a,b\n1,2\n")
    batch = world.batches.begun({"name": "A", "data_source": key}, caller=caller)
    [line] = world.batches.lines(batch)
    task = world.batches.hand_in(batch, line)
    assert task is not None
    [source] = task.request["data_sources"]
    file = world.records_get(StoredFile, source["file_id"])
    assert (file.name, file.organisation, source["kind"]) == ("north.csv", owner, "csv")
    assert world.objects.get(file.key) == b"a,b\n1,2\n"


def test_an_import_that_was_interrupted_keeps_what_it_brought(world: World) -> None:
    caller = world.caller()
    key = f"batches/{caller.organisation.organisation_id}/north.csv"
    world.batches.manifests.put(key, b"old")
    batch = world.batches.begun({"name": "A", "data_source": key}, caller=caller)
    [line] = world.batches.lines(batch)

    world.records.before_commit += [lambda: None, _dies]
    with pytest.raises(StorageError):
        world.batches.hand_in(batch, line)
    world.batches.manifests.put(key, b"newer and longer")
    task = world.batches.hand_in(batch, line)
    assert task is not None
    [file] = world.records.every(StoredFile)
    assert (world.objects.get(file.key), file.size) == (b"old", 3)
    assert world.batches.submit_line(batch.batch_id, 0, line).outcome is To.OK


def test_data_that_went_or_are_too_large_fail_their_line(world: World) -> None:
    caller = world.caller()
    owner = caller.organisation.organisation_id
    for name in ("a", "b"):
        world.batches.manifests.put(f"batches/{owner}/{name}.csv", b"x")
    items = [{"name": n, "data_source": f"batches/{owner}/{n}.csv"} for n in "ab"]
    batch = world.batches.begun(*items, caller=caller)
    first, second = world.batches.lines(batch)
    world.objects.delete(f"batches/{owner}/a.csv")
    world.batches.hand_in(batch, first)
    world.batches.manifests.put(f"batches/{owner}/b.csv", b"x" * 10_000_001)
    world.batches.hand_in(batch, second)
    codes = [f.failure.code for f in world.batches.read.errors(batch)]
    assert codes == [NotFound.code, PayloadTooLarge.code]


def test_a_cancel_that_is_overtaken_looks_again(world: World) -> None:
    batch = world.batches.begun({"name": "A"})
    world.clock.advance(minutes=2)
    world.records.before_commit.append(world.batches.sweep)
    ended = world.batches.cancel(batch.batch_id, batch.organisation)
    assert ended.status is BatchStatus.CANCELLED


def test_a_line_that_ends_while_it_is_cancelled_is_left_as_it_ended(world: World) -> None:
    batch = world.batches.begun({"name": "A"}, {"name": "B"})
    first, second = world.batches.lines(batch)
    world.batches.submit_line(batch.batch_id, 0, first)
    task = world.running(world.batches.hand_in(batch, second))
    item = world.batches.item(batch, 2)

    def ends() -> None:
        world.completed(task)

    world.records.before_get[type(item)] = ends
    ended = world.batches.cancel(batch.batch_id, batch.organisation)
    counts = world.batches.counts(batch)
    assert (ended.status, counts.completed, counts.cancelled) == (BatchStatus.CANCELLED, 1, 1)
    assert world.batches.item(batch, 2).status is Status.COMPLETED


def test_a_batch_that_is_over_is_moved_no_more(world: World) -> None:
    done = world.batches.made(world.batches.begun({"name": "A"}))
    moves = (
        done.restart,
        done.cancel,
        lambda: done.end(BatchStatus.FAILED, counts=world.batches.counts(done), at=world.clock()),
    )
    for move in moves:
        with pytest.raises(Conflict):
            move()


def test_whoever_waits_while_the_batch_is_cancelled_goes_on(world: World) -> None:
    batch = world.batches.begun({"name": "A"})
    [line] = world.batches.lines(batch)
    world.batches.submit_line(batch.batch_id, 0, line)
    world.records.before_commit += [lambda: None, _dies]
    with pytest.raises(StorageError):
        world.batches.cancel(batch.batch_id, batch.organisation)
    token = world.batches.wait(batch, line)
    assert token in world.executions.granted
    assert world.batches.item(batch, 1).token is None


def test_failing_a_line_of_a_batch_that_does_not_go_on_changes_nothing(world: World) -> None:
    batch = world.batches.begun({"name": "A"})
    [line] = world.batches.lines(batch)
    assert world.batches.fail_line(batch.batch_id, 7, line, {}).outcome is To.OK
    assert world.batches.items(batch) == []


def test_a_task_of_a_line_that_was_erased_ends_all_the_same(world: World) -> None:
    batch = world.batches.begun({"name": "A"})
    task = world.batches.hand_in(batch, world.batches.lines(batch)[0])
    assert task is not None
    world.records.transact(Remove(world.batches.item(batch, 1)))
    assert world.completed(world.running(task)).status is Status.COMPLETED


def test_a_run_of_the_organisation_is_rendered_with_a_lines_own_inputs(world: World) -> None:
    caller = world.caller()
    run = a_run(organisation=caller.organisation.organisation_id)
    world.records.transact(Insert(run))
    item = {"from_run": run.run_id, "brand": {"primary_color": "#102030"}}
    batch = world.batches.begun(item, caller=caller, defaults={}, max_credits=1)
    [line] = world.batches.lines(batch)
    assert line.failure is None
    assert world.batches.hand_in(batch, line) is None
    [fact] = world.batches.read.errors(batch)
    assert fact.failure.message.startswith("This run has no document yet")


def test_a_line_without_a_task_fails_in_its_place(world: World) -> None:
    batch = world.batches.begun({"name": "A"})
    [line] = world.batches.lines(batch)
    world.records.before_commit += [lambda: None, _dies]
    with pytest.raises(StorageError):
        world.batches.submit_line(batch.batch_id, 0, line)
    world.batches.fail_line(batch.batch_id, 0, line, {"Error": "States.Timeout"})
    item = world.batches.item(batch, 1)
    assert (item.status, item.task_id) == (Status.FAILED, None)
    assert item.failure is not None
    assert item.failure.facts == {"fault": "States.Timeout"}
    world.batches.fail_line(batch.batch_id, 0, line, {})
    assert world.batches.counts(batch).failed == 1


def test_a_place_that_is_fought_over_while_cancelling_is_looked_at_again(world: World) -> None:
    batch = world.batches.begun({"name": "A"})
    [line] = world.batches.lines(batch)
    world.records.before_commit += [lambda: None, _dies]
    with pytest.raises(StorageError):
        world.batches.submit_line(batch.batch_id, 0, line)
    world.records.before_commit += [lambda: None, lambda: world.batches.wait(batch, line)]
    assert world.batches.cancel(batch.batch_id, batch.organisation).is_terminal


def test_a_file_that_was_brought_for_a_line_is_not_brought_again(world: World) -> None:
    caller = world.caller()
    key = f"batches/{caller.organisation.organisation_id}/north.csv"
    world.batches.manifests.put(key, b"a")
    batch = world.batches.begun({"name": "A", "data_source": key}, caller=caller)
    [line] = world.batches.lines(batch)
    world.records.before_commit += [lambda: None, lambda: None, _dies]
    with pytest.raises(StorageError):
        world.batches.submit_line(batch.batch_id, 0, line)
    world.objects.delete(key)
    assert world.batches.submit_line(batch.batch_id, 0, line).outcome is To.OK
    assert len(world.records.every(StoredFile)) == 1


def test_two_attempts_that_bring_a_file_at_once_keep_one(world: World) -> None:
    caller = world.caller()
    key = f"batches/{caller.organisation.organisation_id}/north.csv"
    world.batches.manifests.put(key, b"a")
    batch = world.batches.begun({"name": "A", "data_source": key}, caller=caller)
    [line] = world.batches.lines(batch)
    submit = world.batches.submit_line
    world.records.before_commit += [lambda: None, lambda: submit(batch.batch_id, 0, line)]
    assert submit(batch.batch_id, 0, line).outcome is To.OK
    assert len(world.records.every(StoredFile)) == 1
    assert len(world.records.every(Task)) == 1


def test_another_organisations_file_is_not_there(world: World) -> None:
    world.records.transact(Insert(a_file(organisation="org_other")))
    batch = world.batches.begun({"name": "A", "data_source": a_file().file_id})
    [fact] = world.batches.read.errors(batch)
    assert fact.failure.message == f"There is no file {a_file().file_id}."


def test_a_plan_is_replayed_as_a_task_of_its_line(world: World) -> None:
    caller = world.caller()
    task = world.completed(world.running(world.submitted(caller)))
    state = DocumentState(format="excel", ops=[], slots={})
    world.objects.put_new("state", state.model_dump_json().encode(), content_type="x/y")
    item = {"from_run": task.run_id, "brand": {"font": "Carlito"}}
    batch = world.batches.begun(item, caller=caller, defaults={})
    made = world.batches.hand_in(batch, world.batches.lines(batch)[0])
    assert made is not None
    assert (made.replays, made.batch, made.batch_item) == (True, batch.batch_id, 1)
    assert (made.hold, made.run_id == task.run_id) == (0, False)


def test_a_finish_that_is_overtaken_is_tried_later(world: World) -> None:
    batch = world.batches.begun({"name": "A"})
    sweep = world.batches.sweep
    world.clock.advance(minutes=2)
    world.records.before_commit.append(sweep)
    waiting = world.batches.finish(batch.batch_id, 0)
    assert (waiting.outcome, waiting.wait_s) == (To.WAIT, 30)
    assert world.batches.finish(batch.batch_id, 7).outcome is To.OVER
    assert world.batches.finish("bat_none", 0).outcome is To.OVER


def test_a_restart_that_is_overtaken_is_left_to_who_was_faster(world: World) -> None:
    batch = world.batches.begun({"name": "A"})
    world.executions.end(batch.execution_name)
    world.clock.advance(minutes=2)
    again = world.batches.sweep
    world.records.before_commit.append(lambda: again())
    assert again() == {"overtaken": 1}
    assert world.batches.now(batch).start_no == 1


def test_what_went_while_the_sweep_read_is_settled(world: World) -> None:
    batch = world.batches.made(world.batches.begun({"name": "A"}))
    world.clock.advance(days=31)
    sweep = world.batches.sweep
    world.records.before_get[type(batch)] = lambda: sweep()
    assert sweep() == {"settled": 1}
