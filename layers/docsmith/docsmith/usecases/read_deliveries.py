"""Read an organisation's delivery log: deliveries newest first, each with its attempts."""

from dataclasses import dataclass
from datetime import datetime

from docsmith.domain.errors import NotFound
from docsmith.domain.webhook import Attempt, Delivery, DeliveryStatus, Event
from docsmith.usecases.records import Page, Records, Stored, every

_LOOKS = 20
"""Pages that one filtered listing reads at most; the cursor goes on from there."""
_LONG = 100
"""Records of a page when most of them may be of no interest."""


@dataclass(frozen=True, slots=True)
class DeliveryFilter:
    """What a listing is about. Absent means any; `since` is included, `until` is not."""

    webhook_id: str | None = None
    task_id: str | None = None
    run_id: str | None = None
    statuses: frozenset[DeliveryStatus] = frozenset(DeliveryStatus)
    event: Event | None = None
    since: datetime | None = None
    until: datetime | None = None

    def takes(self, delivery: Delivery) -> bool:
        return (
            self.webhook_id in (None, delivery.webhook_id)
            and self.task_id in (None, delivery.task_id)
            and self.run_id in (None, delivery.run_id)
            and self.event in (None, delivery.event)
            and delivery.status in self.statuses
            and not self.is_before(delivery)
            and (self.until is None or delivery.created_at < self.until)
        )

    def is_before(self, delivery: Delivery) -> bool:
        return self.since is not None and delivery.created_at < self.since


@dataclass(frozen=True, slots=True)
class ReadDeliveries:
    """The reads with what they need."""

    records: Records

    def get(self, organisation: str, delivery_id: str) -> Stored[Delivery]:
        """Raises `NotFound`."""
        stored = self.records.get(Delivery, delivery_id)
        if stored is None or stored.value.organisation != organisation:
            raise NotFound("There is no such delivery.")
        return stored

    def attempts(self, delivery_id: str) -> list[Attempt]:
        """Oldest first."""
        return [stored.value for stored in every(Attempt, delivery_id, records=self.records)]

    def page(
        self, organisation: str, wanted: DeliveryFilter, *, limit: int, cursor: str | None = None
    ) -> Page[Delivery]:
        """Read on until the page is full, the time range ends, or enough was looked at."""
        found: list[Stored[Delivery]] = []
        after = cursor
        for _ in range(_LOOKS):
            page = self._look(organisation, wanted, after=after, room=limit - len(found))
            found.extend(stored for stored in page.records if wanted.takes(stored.value))
            after = page.next
            if any(wanted.is_before(stored.value) for stored in page.records):
                after = None
            if after is None or len(found) >= limit:
                break
        return Page(records=tuple(found), next=after)

    def _look(
        self, organisation: str, wanted: DeliveryFilter, *, after: str | None, room: int
    ) -> Page[Delivery]:
        """A long page when it has no more than there is room for, else a short one."""
        page = self._read(organisation, after, max(room, _LONG))
        fits = sum(wanted.takes(stored.value) for stored in page.records) <= room
        return page if fits else self._read(organisation, after, room)

    def _read(self, organisation: str, after: str | None, limit: int) -> Page[Delivery]:
        return self.records.page(
            Delivery, organisation, after=after, limit=limit, newest_first=True
        )
