"""The stored course of a delivery: claimed, recorded, ended, put off. Each is one transaction.

`due_at` of the record is when the next attempt is planned; the sweep looks a little later, since
the planned nudge should come first.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from docsmith.domain.clock import Clock
from docsmith.domain.pool import SlotLease
from docsmith.domain.retries import Again, Answer, End, after_attempt
from docsmith.domain.webhook import LOG_RETENTION, Attempt, Delivery, DeliveryStatus, Subscription
from docsmith.usecases.records import Collision, Insert, Records, Remove, Replace, Stored, Write

CLAIM = timedelta(seconds=30)
"""Twice as long as an attempt may take."""
GRACE = timedelta(seconds=90)
"""How late a planned attempt may be before the sweep asks for it: schedules run by the minute."""
_STOPPED = "The dispatcher stopped before the answer was recorded."
_TRIES = 4


class Overtaken(Exception):
    """Another dispatcher has this delivery."""


class PlaceTaken(Exception):
    """Somebody else sends from this place by now."""


@dataclass(frozen=True, slots=True)
class DeliveryCourse:
    """Writes what happens to deliveries."""

    records: Records
    clock: Clock

    def claim(self, stored: Stored[Delivery], url: str, place: SlotLease) -> Stored[Delivery]:
        """The delivery, ours until the place's lease ends. Raises `Overtaken` or `PlaceTaken`."""
        claimed = stored.value.claimed(until=place.until, url=url)
        writes: list[Write] = [
            self._replace(claimed, stored.version, look_at=place.until),
            Insert(place, expires_at=place.until),
        ]
        writes += self._lost(stored.value)
        try:
            self.records.transact(*writes)
        except Collision as collision:
            raise (PlaceTaken if collision.refused == (1,) else Overtaken) from collision
        return Stored(claimed, stored.version + 1)

    def record(
        self,
        claimed: Stored[Delivery],
        place: SlotLease,
        answer: Answer,
        move: End | Again,
        *,
        began: datetime,
    ) -> Delivery:
        """What came of an attempt; the place is free again. Raises `Overtaken`."""
        if isinstance(move, Again):
            after, look_at = claimed.value.retried(move.at), move.at + GRACE
        else:
            after, look_at = claimed.value.ended(move.status, move.reason), None
        attempt = _attempt(claimed.value, answer, at=began)
        writes = [
            self._replace(after, claimed.version, look_at=look_at),
            Insert(attempt, expires_at=began + LOG_RETENTION),
        ]
        try:
            self.records.transact(*writes, Remove(place, 1))
        except Collision as collision:
            if collision.refused != (2,):
                raise Overtaken from collision
            self._again(*writes)
        return after

    def end(self, stored: Stored[Delivery], status: DeliveryStatus, reason: str) -> Delivery:
        """Over without an attempt. Raises `Overtaken`."""
        ended = stored.value.ended(status, reason)
        replace = self._replace(ended, stored.version, look_at=None)
        self._again(replace, *self._lost(stored.value))
        return ended

    def put_off(self, stored: Stored[Delivery], until: datetime) -> Delivery:
        """Its endpoint is busy: later, without counting an attempt. Raises `Overtaken`."""
        waiting = stored.value.stood_back(until)
        self._again(self._replace(waiting, stored.version, look_at=until + GRACE))
        return waiting

    def note(self, seen: Stored[Subscription], answer: Answer, move: End | Again) -> None:
        """Keep what an attempt says of its subscription, beside others who do the same."""
        for _ in range(_TRIES):
            after = after_attempt(seen.value, answer, end=move, now=self.clock())
            if after == seen.value:
                return
            try:
                self.records.transact(Replace(after, seen.version))
                return
            except Collision:
                key = (seen.value.organisation, seen.value.webhook_id)
                fresh = self.records.get(Subscription, *key)
                if fresh is None or not fresh.value.active:
                    return
                seen = fresh

    def _again(self, *writes: Write) -> None:
        try:
            self.records.transact(*writes)
        except Collision as collision:
            raise Overtaken from collision

    def _lost(self, delivery: Delivery) -> list[Write]:
        """The log's entry of an attempt whose claim ended without a word."""
        if delivery.claimed_until is None:
            return []
        lost = _attempt(delivery, Answer(error=_STOPPED), at=delivery.claimed_until - CLAIM)
        return [Insert(lost.with_(latency_ms=None), expires_at=lost.at + LOG_RETENTION)]

    def _replace(self, delivery: Delivery, version: int, *, look_at: datetime | None) -> Replace:
        kept = self.clock() + LOG_RETENTION
        return Replace(delivery, version, due_at=look_at, expires_at=kept)


def _attempt(delivery: Delivery, answer: Answer, *, at: datetime) -> Attempt:
    return Attempt(
        delivery_id=delivery.delivery_id,
        number=delivery.attempts,
        at=at,
        url=delivery.url,
        status=answer.status,
        latency_ms=answer.latency_ms,
        response=answer.response,
        error=answer.error,
    )
