"""Reading what an organisation owns, and cancelling it."""

import pytest
from tests.fakes.nouns import a_revision, a_run, a_task, an_id
from tests.fakes.world import World

from docsmith.domain.errors import Conflict, Gone, NotFound
from docsmith.domain.run import Run
from docsmith.domain.task import RETENTION, Status, Task
from docsmith.usecases.records import Insert, Page, Remove, Replace


def ids(page: Page[Task]) -> list[str]:
    return [record.value.task_id for record in page.records]


def test_tasks_and_runs_of_another_organisation_are_not_there(world: World) -> None:
    task = world.completed()
    other = world.organisation().organisation_id
    for read in (
        lambda: world.read.task(task.task_id, other),
        lambda: world.read.task(an_id("task_", 404), task.organisation),
        lambda: world.read.run(task.run_id, other),
        lambda: world.read.run(an_id("run_", 404), task.organisation),
        lambda: world.read.open_run(an_id("run_", 404)),
        lambda: world.cancel(task.task_id, other),
        lambda: world.cancel(an_id("task_", 404), other),
    ):
        with pytest.raises(NotFound):
            read()
    assert world.read.tasks(other, limit=10).records == ()
    assert world.read.runs(other, limit=10).records == ()


def test_a_run_is_gone_after_thirty_days_or_when_it_was_deleted(world: World) -> None:
    task = world.completed()
    run = world.read.open_run(task.run_id)
    assert run.head == 1
    world.clock.now += RETENTION
    with pytest.raises(Gone):
        world.read.open_run(task.run_id)
    with pytest.raises(Gone):
        world.read.run(task.run_id, task.organisation)
    assert world.read.runs(task.organisation, limit=10).records == ()
    deleted = a_run(5, deleted_at=world.clock(), updated_at=world.clock())
    world.records.transact(Insert(deleted))
    with pytest.raises(Gone):
        world.read.open_run(deleted.run_id)


def test_revisions_are_read_one_by_one_and_newest_first(world: World) -> None:
    run = a_run(1, head=120)
    world.records.transact(Insert(run))
    for number in range(1, 121):
        world.records.transact(Insert(a_revision(number)))
    assert world.read.revision(run, None).number == 120
    assert world.read.revision(run, 7).number == 7
    with pytest.raises(NotFound):
        world.read.revision(run, 121)
    with pytest.raises(NotFound):
        world.read.revision(a_run(2), None)
    assert [r.number for r in world.read.revisions(run)] == list(range(120, 0, -1))


def test_tasks_are_listed_newest_first_by_status_run_or_key(world: World) -> None:
    caller = world.caller()
    owner = caller.organisation.organisation_id
    tasks: list[Task] = []
    for number in range(6):
        world.clock.advance(seconds=1)
        tasks.append(world.submitted(caller, idempotency_key=f"key {number}", max_credits=1))
    world.end.cancel(tasks[0].task_id)
    world.end.cancel(tasks[4].task_id)
    newest = [task.task_id for task in reversed(tasks)]
    assert ids(world.read.tasks(owner, limit=10)) == newest
    cancelled = world.read.tasks(owner, limit=10, status=Status.CANCELLED)
    assert ids(cancelled) == [tasks[4].task_id, tasks[0].task_id]
    of_run = world.read.tasks(owner, limit=10, run_id=tasks[2].run_id)
    assert ids(of_run) == [tasks[2].task_id]
    assert ids(world.read.tasks(owner, limit=10, idempotency_key="key 3")) == [tasks[3].task_id]
    assert ids(world.read.tasks(owner, limit=10, idempotency_key="key 9")) == []
    world.records.transact(Remove(tasks[3]))
    assert ids(world.read.tasks(owner, limit=10, idempotency_key="key 3")) == []


def test_a_filtered_page_is_full_while_there_are_enough(world: World) -> None:
    for number in range(1, 61):
        status = Status.CANCELLED if number % 10 == 0 else Status.QUEUED
        world.records.transact(Insert(a_task(number, status=status)))
    owner = a_task().organisation
    first = world.read.tasks(owner, limit=4, status=Status.CANCELLED)
    assert ids(first) == [an_id("task_", n) for n in (60, 50, 40, 30)]
    second = world.read.tasks(owner, limit=4, cursor=first.next, status=Status.CANCELLED)
    assert ids(second) == [an_id("task_", n) for n in (20, 10)]
    assert second.next is None


def test_a_listing_that_finds_little_stops_and_says_where_to_go_on(world: World) -> None:
    for number in range(1, 51):
        world.records.transact(Insert(a_task(number)))
    owner = a_task().organisation
    pages = [world.read.tasks(owner, limit=1, status=Status.FAILED)]
    while pages[-1].next is not None:
        after = pages[-1].next
        pages.append(world.read.tasks(owner, limit=1, cursor=after, status=Status.FAILED))
    assert [len(page.records) for page in pages] == [0, 0, 0]


def test_a_cancel_may_be_repeated_but_not_on_another_end(world: World) -> None:
    task = world.running()
    first = world.cancel(task.task_id, task.organisation)
    assert first.status is Status.CANCELLED
    assert world.cancel(task.task_id, task.organisation) == first
    done = world.completed()
    with pytest.raises(Conflict) as refusal:
        world.cancel(done.task_id, done.organisation)
    assert refusal.value.facts == {"status": "completed"}


def test_a_run_whose_head_moved_shows_the_new_revision(world: World) -> None:
    task = world.completed()
    stored = world.records.get(Run, task.run_id)
    assert stored is not None
    world.records.transact(
        Insert(a_revision(2).with_(run_id=task.run_id)),
        Replace(stored.value.with_(head=2), stored.version),
    )
    assert world.read.revision(world.read.open_run(task.run_id), None).number == 2


def test_only_a_queued_task_has_a_place_in_the_queue(world: World) -> None:
    task = world.submitted()
    assert world.read.position(task) is None
    assert world.read.position(world.running(task)) is None
