"""Read what an organisation owns: its tasks and runs, one or a page; another's are not there."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from docsmith.domain.clock import Clock
from docsmith.domain.errors import NotFound
from docsmith.domain.idempotency import IdempotencyRecord, digest_of_key
from docsmith.domain.pool import Waiter
from docsmith.domain.run import Revision, Run
from docsmith.domain.task import Status, Task
from docsmith.domain.value import Value
from docsmith.usecases.records import Page, Records, Stored, every

T = TypeVar("T", bound=Value)
_LOOKS = 20
"""Pages that one filtered listing reads at most; the cursor goes on from there."""


@dataclass(frozen=True, slots=True)
class Read:
    """The reads with what they need."""

    records: Records
    clock: Clock

    def task(self, task_id: str, organisation: str) -> Stored[Task]:
        stored = self.records.get(Task, task_id)
        if stored is None or stored.value.organisation != organisation:
            raise NotFound("There is no such task.")
        return stored

    def run(self, run_id: str, organisation: str) -> Run:
        """Raises `NotFound` or `Gone`."""
        stored = self.records.get(Run, run_id)
        if stored is None or stored.value.organisation != organisation:
            raise NotFound("There is no such run.")
        return stored.value.must_be_there(self.clock())

    def open_run(self, run_id: str) -> Run:
        """A run for somebody who holds a ticket. Raises `NotFound` or `Gone`."""
        stored = self.records.get(Run, run_id)
        if stored is None:
            raise NotFound("There is no such run.")
        return stored.value.must_be_there(self.clock())

    def revision(self, run: Run, number: int | None) -> Revision:
        """That revision, or the current one. Raises `NotFound`."""
        stored = self.records.get(Revision, run.run_id, number or run.head)
        if stored is None:
            raise NotFound("There is no such revision.")
        return stored.value

    def revisions(self, run: Run) -> list[Revision]:
        """Newest first; all of them."""
        found = every(Revision, run.run_id, records=self.records, newest_first=True)
        return [stored.value for stored in found]

    def tasks(
        self,
        organisation: str,
        *,
        limit: int,
        cursor: str | None = None,
        status: Status | None = None,
        run_id: str | None = None,
        idempotency_key: str | None = None,
    ) -> Page[Task]:
        """Newest first."""
        if idempotency_key is not None:
            return self._by_key(organisation, idempotency_key)

        def wanted(task: Task) -> bool:
            return (status is None or task.status is status) and run_id in (None, task.run_id)

        return self._page(Task, organisation, wanted, limit=limit, cursor=cursor)

    def runs(self, organisation: str, *, limit: int, cursor: str | None = None) -> Page[Run]:
        """Newest first, without those that are gone."""
        now = self.clock()

        def wanted(run: Run) -> bool:
            return run.deleted_at is None and now < run.expires_at

        return self._page(Run, organisation, wanted, limit=limit, cursor=cursor)

    def position(self, task: Task) -> int | None:
        """Place in the queue, 1 is next; None unless it waits."""
        if task.status is not Status.QUEUED:
            return None
        if self.records.get(Waiter, task.pool, task.task_id) is None:
            return None
        return max(1, self.records.rank(Waiter, task.pool, task.task_id))

    def _by_key(self, organisation: str, key: str) -> Page[Task]:
        record = self.records.get(IdempotencyRecord, organisation, digest_of_key(key))
        task = self.records.get(Task, record.value.task_id) if record else None
        return Page(records=(task,) if task else ())

    def _page(
        self,
        kind: type[T],
        organisation: str,
        wanted: Callable[[T], bool],
        *,
        limit: int,
        cursor: str | None,
    ) -> Page[T]:
        """Read on until the page is full, the list ends, or enough was looked at."""
        found: list[Stored[T]] = []
        after = cursor
        for _ in range(_LOOKS):
            page = self.records.page(
                kind, organisation, after=after, limit=limit - len(found), newest_first=True
            )
            found.extend(stored for stored in page.records if wanted(stored.value))
            after = page.next
            if after is None or len(found) >= limit:
                break
        return Page(records=tuple(found), next=after)
