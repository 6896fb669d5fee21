"""A deleted run is gone with everything in it, whoever deletes it, also when interrupted."""

from dataclasses import replace

import pytest
from tests.fakes.objects import InMemoryObjects
from tests.fakes.world import World

from docsmith.domain.errors import Gone, NotFound
from docsmith.domain.files import PENDING_LIMIT, Purpose, StoredFile
from docsmith.domain.run import Revision, Run
from docsmith.domain.task import Status
from docsmith.usecases.keep_files import NewFile
from docsmith.usecases.objects import run_prefix


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
