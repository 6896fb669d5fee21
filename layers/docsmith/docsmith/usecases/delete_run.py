"""Delete a run and everything it holds; also what time does to runs and to uploads that never came.

The run stays as a tombstone for a while, so that later reads are `gone` and not unknown. It is
marked first and purged then; the mark is due soon, so that the sweep finishes what was interrupted.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar

from docsmith.domain.clock import Clock
from docsmith.domain.errors import DocsmithError, NotFound
from docsmith.domain.files import FileStatus, StoredFile
from docsmith.domain.run import Revision, Run
from docsmith.domain.task import RETENTION
from docsmith.usecases.end_task import EndTask
from docsmith.usecases.objects import run_prefix
from docsmith.usecases.ports import Objects
from docsmith.usecases.records import Collision, Records, Remove, Replace, Stored, every

T = TypeVar("T", Run, StoredFile)

_TRIES = 8
_AGAIN = timedelta(minutes=5)
_IN_FLIGHT = timedelta(minutes=15)
"""The longest that a Lambda runs."""
_PAGE = 100


@dataclass(frozen=True, slots=True)
class DeleteRun:
    """The use case with what it needs."""

    records: Records
    objects: Objects
    end: EndTask
    clock: Clock
    report: Callable[[Run | StoredFile, Exception], object] = lambda value, error: None
    """Told of each that the sweep could not take away now, and why."""

    def __call__(self, run_id: str, organisation: str) -> None:
        """Raises `NotFound`, or `Gone` when it was deleted before. An active task is cancelled."""
        stored = self.records.get(Run, run_id)
        if stored is None or stored.value.organisation != organisation:
            raise NotFound("There is no such run.")
        stored.value.must_be_there(self.clock())
        self.purge(self._marked(stored))

    def purge(self, run: Run) -> None:
        """Take away the objects and revisions of a deleted run; repeating it is harmless."""
        self.objects.delete_prefix(run_prefix(run.organisation, run.run_id))
        for revision in list(every(Revision, run.run_id, records=self.records)):
            self._remove(revision)
        stored = self.records.get(Run, run.run_id)
        if stored is not None:
            with suppress(Collision):  # somebody else purges it as well
                self.records.transact(self._tombstone(run, stored.version))

    def _tombstone(self, run: Run, version: int) -> Replace:
        """Due again while a step that began before the deletion may still write objects."""
        now = self.clock()
        quiet = run.deleted_at is not None and now >= run.deleted_at + _IN_FLIGHT
        due_at = None if quiet else now + _AGAIN
        return Replace(run, version, due_at=due_at, expires_at=now + RETENTION)

    def sweep(self) -> int:
        """Purge runs whose 30 days are over or whose purge was interrupted; forget dead uploads."""
        runs = self.records.due(Run, self.clock(), limit=_PAGE)
        files = self.records.due(StoredFile, self.clock(), limit=_PAGE)
        return sum(
            [
                *(self._safely(self._settle, run) for run in runs),
                *(self._safely(self._forget, file) for file in files),
            ]
        )

    def _safely(self, act: Callable[[T], bool], value: T) -> bool:
        """One that cannot be deleted now does not keep the sweep from the others."""
        try:
            return act(value)
        except (DocsmithError, Collision) as error:
            self.report(value, error)
            return False

    def _settle(self, run: Run) -> bool:
        stored = self.records.get(Run, run.run_id)
        if stored is None:
            return False
        is_over = self.clock() >= stored.value.expires_at
        if stored.value.deleted_at is None and not is_over:
            return False
        self.purge(self._marked(stored))
        return True

    def _forget(self, file: StoredFile) -> bool:
        stored = self.records.get(StoredFile, file.file_id)
        if stored is None or stored.value.status is FileStatus.READY:
            return False
        self.objects.delete(file.key)
        self._remove(stored)
        return True

    def _marked(self, stored: Stored[Run]) -> Run:
        """The run as deleted: without a task, without its title."""
        for _ in range(_TRIES):
            run = stored.value
            if run.active_task is not None:
                self.end.cancel(run.active_task, message="Its run was deleted.")
                stored = self.records.get(Run, run.run_id) or stored
                run = stored.value
            deleted = run.with_(
                deleted_at=run.deleted_at or self.clock(), active_task=None, title=""
            )
            due_at = self.clock() + _AGAIN
            try:
                self.records.transact(Replace(deleted, stored.version, due_at=due_at))
            except Collision:
                stored = self.records.get(Run, run.run_id) or stored
                continue
            return deleted
        raise Collision(())

    def _remove(self, stored: Stored[Revision] | Stored[StoredFile]) -> None:
        try:
            self.records.transact(Remove(stored.value, stored.version))
        except Collision:
            return
