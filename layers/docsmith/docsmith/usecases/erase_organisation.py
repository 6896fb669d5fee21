"""Erase an organisation: its records, its counters, its objects. What the operator marked, the
sweep takes away.

The mark closes every door at once (its keys are gone, its name and secrets too). What is left goes
in passes of bounded length, until one finds nothing and no step that began before can still write.
The organisation's own record goes last, since it is what brings the next pass.
"""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar
from urllib.parse import urlsplit

from docsmith.domain.account import ApiKey, Organisation
from docsmith.domain.batch import Batch, BatchItem, LineFailure
from docsmith.domain.clock import Clock
from docsmith.domain.credits import LedgerEntry
from docsmith.domain.errors import DocsmithError, NotFound
from docsmith.domain.files import StoredFile
from docsmith.domain.guard import Refused, judge
from docsmith.domain.idempotency import IdempotencyRecord, digest_of_key
from docsmith.domain.images import StoredImage
from docsmith.domain.pool import SlotLease
from docsmith.domain.rate import RateBucket
from docsmith.domain.run import Revision, Run
from docsmith.domain.spend import KEPT, counter_of
from docsmith.domain.task import Task
from docsmith.domain.value import Value
from docsmith.domain.webhook import Announcement, Attempt, Delivery, Subscription
from docsmith.usecases.end_line import COUNTER
from docsmith.usecases.end_task import EndTask
from docsmith.usecases.endpoint_places import endpoint_pool
from docsmith.usecases.objects import drop_prefix, organisation_prefix
from docsmith.usecases.ports import Objects
from docsmith.usecases.records import Collision, Forget, Records, Remove, Replace, every
from docsmith.usecases.submit_batch import batch_digest
from docsmith.usecases.subscribe import SUBSCRIPTIONS

T = TypeVar("T", bound=Value)

IN_FLIGHT = timedelta(minutes=15)
"""The longest that a Lambda runs, and longer than a key is remembered."""
_AGAIN = timedelta(minutes=1)
_PASS = timedelta(seconds=25)


def mark_for_erasure(organisation_id: str, *, records: Records, now: datetime) -> Organisation:
    """Close every door now; the sweep erases the rest. Raises `NotFound`."""
    stored = records.get(Organisation, organisation_id)
    if stored is None:
        raise NotFound(f"There is no organisation {organisation_id}.")
    for key in every(ApiKey, organisation_id, records=records):
        records.transact(Remove(key.value))
    known = stored.value
    closed: dict[str, Any] = {"webhook_secret": "", "previous_secret": "", "origins": ()}
    marked = known.with_(name="", **closed, deleted_at=known.deleted_at or now)
    records.transact(Replace(marked, stored.version, due_at=now))
    return marked


@dataclass(frozen=True, slots=True)
class EraseOrganisations:
    """The sweep's part, with what it needs."""

    records: Records
    objects: Objects
    end: EndTask
    clock: Clock
    report: Callable[[Organisation, Exception], object] = lambda organisation, error: None
    """Told of each that could not be erased now, and why."""

    def __call__(self) -> int:
        """One pass over each marked organisation; returns how many are gone for good."""
        due = self.records.due(Organisation, self.clock())
        return sum(self._safely(organisation) for organisation in due)

    def _safely(self, organisation: Organisation) -> bool:
        """One that cannot be erased now does not keep the sweep from the others."""
        try:
            return self.erase(organisation)
        except (DocsmithError, Collision) as error:
            self.report(organisation, error)
            return False

    def erase(self, organisation: Organisation) -> bool:
        """One pass. True when the organisation itself is gone now."""
        stored = self.records.get(Organisation, organisation.organisation_id)
        if stored is None or stored.value.deleted_at is None:
            return False
        began = self.clock()
        found = self._pass(organisation.organisation_id, until=began + _PASS)
        if not found and began >= stored.value.deleted_at + IN_FLIGHT:
            self.records.transact(Remove(stored.value, stored.version))
            return True
        due_at = began + _AGAIN
        self.records.transact(Replace(stored.value, stored.version, due_at=due_at))
        return False

    def _pass(self, owner: str, *, until: datetime) -> bool:
        """Whether there was anything. Who could be told comes first, what tells last."""
        found = False
        for value in self._records_of(owner):
            found = True
            with suppress(Collision):  # it went by itself
                self.records.transact(Remove(value))
            if self.clock() >= until:
                return True
        days = [self.clock() - timedelta(days=back) for back in range(KEPT.days + 1)]
        kinds = ["tasks", "balance", SUBSCRIPTIONS, *(counter_of(day) for day in days)]
        self.records.transact(*(Forget(kind, owner) for kind in kinds))
        prefixes = (organisation_prefix(owner), drop_prefix(owner))
        return sum(map(self.objects.delete_prefix, prefixes)) > 0 or found

    def _records_of(self, owner: str) -> Iterator[Value]:
        """Everything that is listed under it, each with what hangs on it before itself."""
        yield from self._values(Subscription, owner)
        for key in self._values(ApiKey, owner):
            yield from self._one(RateBucket, key.key_id)
            yield key
        for task in self._values(Task, owner):
            self.end.cancel(task.task_id)
            yield from self._hanging_on(task)
        for run in self._values(Run, owner):
            yield from self._values(Revision, run.run_id)
            yield run
        for delivery in self._values(Delivery, owner):
            yield from self._values(SlotLease, _pool_of(delivery))
            yield from self._values(Attempt, delivery.delivery_id)
            yield delivery
        for batch in self._values(Batch, owner):
            yield from self._lines_of(batch)
            yield batch
        yield from self._values(StoredFile, owner)
        yield from self._values(StoredImage, owner)
        yield from self._values(LedgerEntry, owner)

    def _lines_of(self, batch: Batch) -> Iterator[Value]:
        """And its counters, which tasks that ended on the way here may have written anew."""
        self.records.transact(Forget(COUNTER, batch.batch_id))
        if batch.idempotency_key is not None:
            digest = batch_digest(batch.idempotency_key)
            yield from self._one(IdempotencyRecord, batch.organisation, digest)
        yield from self._one(Announcement, batch.batch_id)
        yield from self._values(BatchItem, batch.batch_id)
        yield from self._values(LineFailure, batch.batch_id)

    def _hanging_on(self, task: Task) -> Iterator[Value]:
        key = task.request.get("idempotency_key")
        if key is not None:
            digest = digest_of_key(str(key))
            yield from self._one(IdempotencyRecord, task.organisation, digest)
        yield from self._one(RateBucket, task.key_id)
        yield from self._one(Announcement, task.task_id)
        yield task

    def _values(self, kind: type[T], owner: str) -> Iterator[T]:
        return (stored.value for stored in every(kind, owner, records=self.records))

    def _one(self, kind: type[T], *key: str) -> Iterator[T]:
        stored = self.records.get(kind, *key)
        if stored is not None:
            yield stored.value


def _pool_of(delivery: Delivery) -> str:
    """The places of its endpoint, whichever hosts the deployment allows."""
    host = urlsplit(delivery.url).hostname or ""
    try:
        origin = judge(delivery.url, allowed=(host,)).origin
    except Refused:
        origin = delivery.url
    return endpoint_pool(delivery.organisation, origin)
