"""Send deliveries again: one, or those of a time range. The same ids, fresh links, a full round."""

from dataclasses import dataclass

from docsmith.domain.clock import Clock
from docsmith.domain.errors import Conflict
from docsmith.domain.webhook import LOG_RETENTION, Delivery, Subscription
from docsmith.usecases.ports import DeliveryQueue
from docsmith.usecases.read_deliveries import DeliveryFilter, ReadDeliveries
from docsmith.usecases.records import Collision, Records, Replace, Stored

BATCH = 100
"""Deliveries that one call for a range replays at most; the cursor goes on from there."""


@dataclass(frozen=True, slots=True)
class Replayed:
    """How many of a range were sent again, and where the rest begins."""

    count: int
    next: str | None


@dataclass(frozen=True, slots=True)
class ReplayDeliveries:
    """The use case with what it needs."""

    records: Records
    queue: DeliveryQueue
    clock: Clock

    def one(self, organisation: str, delivery_id: str) -> Delivery:
        """Raises `NotFound`, or `Conflict` when it is still pending or its subscription is off."""
        stored = ReadDeliveries(self.records).get(organisation, delivery_id)
        if not stored.value.status.is_terminal:
            raise Conflict("This delivery is still pending: its next attempt is planned.")
        if stored.value.webhook_id is not None:
            self._must_be_on(organisation, stored.value.webhook_id)
        replayed = self._replay(stored)
        if replayed is None:
            raise Conflict("This delivery was changed meanwhile: look again.")
        return replayed

    def range(
        self,
        organisation: str,
        webhook_id: str,
        wanted: DeliveryFilter,
        *,
        cursor: str | None = None,
    ) -> Replayed:
        """Replay what the filter takes, newest first. Raises `Conflict` like `one`."""
        self._must_be_on(organisation, webhook_id)
        reading = ReadDeliveries(self.records)
        page = reading.page(organisation, wanted, limit=BATCH, cursor=cursor)
        ended = [stored for stored in page.records if stored.value.status.is_terminal]
        replayed = [self._replay(stored) for stored in ended]
        return Replayed(sum(one is not None for one in replayed), page.next)

    def _must_be_on(self, organisation: str, webhook_id: str) -> None:
        stored = self.records.get(Subscription, organisation, webhook_id)
        if stored is None:
            raise Conflict("The subscription of this delivery was deleted.")
        if not stored.value.active:
            reason = stored.value.disabled_reason or "The subscription is off."
            raise Conflict(f"{reason} Activate it first.")

    def _replay(self, stored: Stored[Delivery]) -> Delivery | None:
        now = self.clock()
        again = stored.value.replayed(now)
        try:
            kept = now + LOG_RETENTION
            self.records.transact(Replace(again, stored.version, due_at=now, expires_at=kept))
        except Collision:
            return None
        self.queue.send(again.delivery_id)
        return again
