"""A deleted run is gone with everything in it, whoever deletes it, also when interrupted."""

from dataclasses import replace

import pytest
from tests.fakes.nouns import a_revision
from tests.fakes.objects import InMemoryObjects
from tests.fakes.world import World

from docsmith.domain.errors import Gone, NotFound, StorageError
from docsmith.domain.files import PENDING_LIMIT, Purpose, StoredFile
from docsmith.domain.run import Revision, Run
from docsmith.domain.task import Status, Task
from docsmith.usecases.keep_files import NewFile
from docsmith.usecases.objects import run_prefix
from docsmith.usecases.records import Collision, Insert, Remove, Replace


def _run(world: World, run_id: str) -> Run:
    stored = world.records.get(Run, run_id)
    assert stored is not None
    return stored.value


def test_nothing_of_a_deleted_run_is_left_but_its_tombstone() -> None:
    world = World()
    task = world.completed()
    world.delete_run(task.run_id, task.organisation)
    prefix = run_prefix(task.organisation, task.run_id)
    assert not [key for key in world.objects.stored if key.startswith(prefix)]
    assert world.records.get(Revision, task.run_id, 1) is None
    run = _run(world, task.run_id)
    assert run.title == ""
    with pytest.raises(Gone):
        world.read.run(task.run_id, task.organisation)
    with pytest.raises(Gone):
        world.delete_run(task.run_id, task.organisation)


def test_an_active_task_is_cancelled_first() -> None:
    world = World()
    task = world.running()
    world.delete_run(task.run_id, task.organisation)
    assert world.task(task).status is Status.CANCELLED
    assert _run(world, task.run_id).active_task is None


def test_another_organisations_run_is_not_there() -> None:
    world = World()
    task = world.completed()
    with pytest.raises(NotFound):
        world.delete_run(task.run_id, "org_other")
    with pytest.raises(NotFound):
        world.delete_run("run_none", task.organisation)


def test_thirty_days_after_its_last_task_a_run_is_purged_by_the_sweep() -> None:
    world = World()
    task = world.completed()
    assert world.delete_run.sweep() == 0
    world.clock.advance(days=30, seconds=1)
    assert world.delete_run.sweep() == 1
    assert world.records.get(Revision, task.run_id, 1) is None
    assert world.delete_run.sweep() == 0


def test_a_run_that_lives_on_is_left_alone() -> None:
    world = World()
    organisation = world.organisation()
    task = world.completed(world.running(world.submitted(world.caller(organisation))))
    world.clock.advance(days=29)
    again = world.submitted(world.caller(organisation), run_id=task.run_id)
    world.completed(world.running(again), number=2)
    world.clock.advance(days=2)
    assert world.delete_run.sweep() == 0
    assert world.read.run(task.run_id, task.organisation).head == 2


def test_an_upload_that_never_came_is_forgotten_and_one_that_came_is_kept() -> None:
    world = World()
    caller = world.caller()
    new = NewFile("big.csv", "text/csv", Purpose.REFERENCE, 5)
    never, _ = world.files.await_upload(new, caller)
    came, _ = world.files.await_upload(new, caller)
    world.objects.put_new(came.key, b"a,b\n1", content_type="text/csv")
    world.files.get(came.file_id, caller)
    world.clock.advance(seconds=PENDING_LIMIT.total_seconds() + 1)
    assert world.delete_run.sweep() == 1
    assert world.records.get(StoredFile, never.file_id) is None
    assert world.records.get(StoredFile, came.file_id) is not None


class _Interrupted(InMemoryObjects):
    """The process dies where the objects would be deleted."""

    def delete_prefix(self, prefix: str) -> int:
        raise KeyboardInterrupt


def test_a_purge_that_was_interrupted_is_finished_by_the_sweep() -> None:
    world = World()
    task = world.completed()
    with pytest.raises(KeyboardInterrupt):
        replace(world.delete_run, objects=_Interrupted())(task.run_id, task.organisation)
    with pytest.raises(Gone):
        world.read.run(task.run_id, task.organisation)
    assert world.records.get(Revision, task.run_id, 1) is not None
    world.clock.advance(minutes=6)
    assert world.delete_run.sweep() == 1
    assert world.records.get(Revision, task.run_id, 1) is None


def test_a_run_purged_by_the_sweep_while_it_is_deleted_is_deleted_once() -> None:
    world = World()
    task = world.completed()

    def purge() -> None:
        world.delete_run.purge(_run(world, task.run_id))

    world.records.before_commit += [lambda: None, lambda: None, purge]
    world.delete_run(task.run_id, task.organisation)
    assert world.records.before_commit == []
    with pytest.raises(Gone):
        world.read.run(task.run_id, task.organisation)
    assert world.records.every(Revision) == []


def test_a_revision_that_another_purge_removed_is_no_error() -> None:
    world = World()
    task = world.completed()
    run = _run(world, task.run_id).with_(deleted_at=world.clock())
    world.records.before_commit.append(lambda: world.delete_run.purge(run))
    world.delete_run.purge(run)
    assert world.records.every(Revision) == []


def test_a_task_that_was_submitted_while_its_run_is_deleted_is_cancelled() -> None:
    world = World()
    organisation = world.organisation()
    caller = world.caller(organisation)
    run_id = world.completed(world.running(world.submitted(caller))).run_id
    late: list[Task] = []
    world.records.before_commit.append(lambda: late.append(world.submitted(caller, run_id=run_id)))
    world.delete_run(run_id, organisation.organisation_id)
    assert world.task(late[0]).status is Status.CANCELLED
    assert _run(world, run_id).active_task is None


def test_deleting_gives_up_on_a_store_that_always_refuses() -> None:
    world = World()
    task = world.completed()

    def touch() -> None:
        world.records.before_commit.clear()
        stored = world.records.get(Run, task.run_id)
        assert stored is not None
        world.records.transact(Replace(stored.value, stored.version))
        world.records.before_commit.append(touch)

    world.records.before_commit.append(touch)
    with pytest.raises(Collision):
        world.delete_run(task.run_id, task.organisation)


def test_many_revisions_go_with_their_run() -> None:
    world = World()
    task = world.completed()
    for number in range(2, 130):
        revision = a_revision(number).with_(run_id=task.run_id)
        world.records.transact(Insert(revision))
    world.delete_run(task.run_id, task.organisation)
    assert world.records.every(Revision) == []


class _Refusing(InMemoryObjects):
    """One object that does not go."""

    stubborn = ""

    def delete_prefix(self, prefix: str) -> int:
        if prefix == self.stubborn:
            raise StorageError
        return super().delete_prefix(prefix)


def test_one_run_that_cannot_be_purged_keeps_no_other_from_it() -> None:
    world = World(objects=_Refusing())
    stubborn, other = world.completed(), world.completed()
    assert isinstance(world.objects, _Refusing)
    world.objects.stubborn = run_prefix(stubborn.organisation, stubborn.run_id)
    world.clock.advance(days=31)
    told: list[tuple[Run | StoredFile, str]] = []
    sweep = replace(world.delete_run, report=lambda run, error: told.append((run, repr(error))))
    assert sweep.sweep() == 1
    [(run, why)] = told
    assert (getattr(run, "run_id", None), why) == (stubborn.run_id, repr(StorageError()))
    assert [r.run_id for r in world.records.every(Revision)] == [stubborn.run_id]
    assert other.run_id != stubborn.run_id
    world.objects.stubborn = ""
    world.clock.advance(minutes=6)
    world.delete_run.sweep()
    assert world.records.every(Revision) == []


def test_what_a_step_in_flight_writes_after_the_deletion_is_taken_away_too() -> None:
    world = World()
    task = world.running()
    world.delete_run(task.run_id, task.organisation)
    late = f"{run_prefix(task.organisation, task.run_id)}late.json"
    for _ in range(3):
        world.clock.advance(minutes=5)
        world.objects.put_new(late, b"{}", content_type="application/json")
        assert world.delete_run.sweep() == 1
        assert world.objects.stored == {}
    world.clock.advance(minutes=5)
    assert world.delete_run.sweep() == 0


def test_what_disappeared_since_it_was_due_is_left_alone() -> None:
    world = World()
    task = world.completed()
    new = NewFile("big.csv", "text/csv", Purpose.REFERENCE, 5)
    file, _ = world.files.await_upload(new, world.caller())
    world.clock.advance(days=31)
    run = _run(world, task.run_id)
    world.records.before_get[Run] = lambda: world.records.transact(Remove(run))
    world.records.before_get[StoredFile] = lambda: world.records.transact(Remove(file))
    assert world.delete_run.sweep() == 0


def test_a_run_and_a_file_that_changed_since_they_were_due_are_left_alone() -> None:
    world = World()
    caller = world.caller()
    task = world.completed(world.running(world.submitted(caller)))
    new = NewFile("big.csv", "text/csv", Purpose.REFERENCE, 5)
    file, _ = world.files.await_upload(new, caller)
    world.objects.put_new(file.key, b"a,b\n1", content_type="text/csv")
    world.clock.advance(days=31)

    def refresh() -> None:
        stored = world.records.get(Run, task.run_id)
        assert stored is not None
        renewed = stored.value.with_(updated_at=world.clock())
        world.records.transact(Replace(renewed, stored.version, due_at=renewed.expires_at))

    world.records.before_get[Run] = refresh
    world.records.before_get[StoredFile] = lambda: world.files.get(file.file_id, caller)
    assert world.delete_run.sweep() == 0
    assert world.read.run(task.run_id, task.organisation).head == 1
    assert world.objects.info(file.key) is not None


def test_purging_a_run_whose_tombstone_is_gone_leaves_none() -> None:
    world = World()
    run = _run(world, world.completed().run_id)
    world.records.transact(Remove(run))
    world.delete_run.purge(run)
    assert world.records.every(Run) == []
    assert world.records.every(Revision) == []
