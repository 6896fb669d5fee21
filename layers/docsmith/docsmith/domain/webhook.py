"""Webhooks: events, subscriptions, and deliveries, which outlive every attempt to send them.

    pending ──2xx──────────────────────────────► delivered
       │  └──retried, 8 attempts in 27.6 h─────► exhausted ──replay──► pending
       ├─────4xx that repeating cannot change──► exhausted
       └─────410, or its subscription is off───► disabled  ──replay──► pending

What follows from an answer is decided in `domain/retries.py`.
"""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from docsmith.domain.task import Status
from docsmith.domain.value import Value

SUBSCRIPTION_LIMIT = 50
LOG_RETENTION = timedelta(days=30)
OVERLAP = timedelta(hours=24)
"""How long the secret before a rotation stays live."""
RESPONSE_LIMIT = 1024
"""Bytes of an answer that the log keeps."""


class Event(StrEnum):
    RUN_COMPLETED = "run.completed"
    RUN_FAILED = "run.failed"
    RUN_CANCELLED = "run.cancelled"
    RUN_EXPIRED = "run.expired"
    BATCH_COMPLETED = "batch.completed"
    TEST = "webhook.test"
    """Sent on request to one subscription; nobody subscribes to it."""


SUBSCRIBABLE = tuple(event for event in Event if event is not Event.TEST)
EVENT_OF = {
    Status.COMPLETED: Event.RUN_COMPLETED,
    Status.FAILED: Event.RUN_FAILED,
    Status.CANCELLED: Event.RUN_CANCELLED,
    Status.EXPIRED: Event.RUN_EXPIRED,
}


class DeliveryStatus(StrEnum):
    PENDING = "pending"
    DELIVERED = "delivered"
    EXHAUSTED = "exhausted"
    DISABLED = "disabled"

    @property
    def is_terminal(self) -> bool:
        return self is not DeliveryStatus.PENDING


class Subscription(Value):
    """An organisation's wish to be told. `secrets` are sealed, newest first."""

    webhook_id: str
    organisation: str
    url: str
    events: tuple[Event, ...]
    description: str = ""
    active: bool = True
    disabled_reason: str | None = None
    secrets: tuple[str, ...]
    overlap_until: datetime | None = None
    """Until when the older secret is live beside the newest."""
    failing_since: datetime | None = None
    created_at: datetime

    def live_secrets(self, now: datetime) -> tuple[str, ...]:
        """One, or two while a rotation's overlap lasts; sealed, newest first."""
        overlaps = self.overlap_until is not None and now < self.overlap_until
        return self.secrets[:2] if overlaps else self.secrets[:1]

    def rotated(self, sealed: str, *, at: datetime, overlap: timedelta = OVERLAP) -> "Subscription":
        return self.with_(secrets=(sealed, self.secrets[0]), overlap_until=at + overlap)

    def disabled(self, reason: str) -> "Subscription":
        return self.with_(active=False, disabled_reason=reason)


class Delivery(Value):
    """One message to one endpoint. Written in the transaction that ends its task.

    `attempts` counts every attempt that began, `earlier` those before the last replay.
    `claimed_until` is set while a dispatcher is sending. `waits` counts the times that this
    delivery stood back because its endpoint was busy. `facts` is the body of an event that is not
    about a task.
    """

    delivery_id: str
    organisation: str
    webhook_id: str | None = None
    url: str
    event: Event
    task_id: str | None = None
    run_id: str | None = None
    facts: dict[str, Any] | None = None
    status: DeliveryStatus = DeliveryStatus.PENDING
    reason: str | None = None
    attempts: int = 0
    earlier: int = 0
    replays: int = 0
    waits: int = 0
    claimed_until: datetime | None = None
    due_at: datetime | None
    created_at: datetime

    @property
    def tries(self) -> int:
        """Attempts of the present round."""
        return self.attempts - self.earlier

    def is_in_flight(self, now: datetime) -> bool:
        return self.claimed_until is not None and now < self.claimed_until

    def claimed(self, *, until: datetime, url: str) -> "Delivery":
        """One attempt further; nobody else sends it before `until`."""
        return self.with_(attempts=self.attempts + 1, claimed_until=until, url=url)

    def retried(self, at: datetime) -> "Delivery":
        return self.with_(due_at=at, claimed_until=None, waits=0)

    def stood_back(self, until: datetime) -> "Delivery":
        return self.with_(due_at=until, waits=self.waits + 1)

    def ended(self, status: DeliveryStatus, reason: str | None = None) -> "Delivery":
        return self.with_(status=status, reason=reason, due_at=None, claimed_until=None)

    def replayed(self, at: datetime) -> "Delivery":
        """Pending again, with a full round of attempts before it."""
        return self.with_(
            status=DeliveryStatus.PENDING,
            reason=None,
            earlier=self.attempts,
            replays=self.replays + 1,
            claimed_until=None,
            due_at=at,
        )


class Attempt(Value):
    """One try to hand a delivery over, as the log shows it for 30 days.

    `status` is the receiver's HTTP status, `error` why there was none; `response` is the answer's
    first kilobyte; `latency_ms` counts from the look-up of the name.
    """

    delivery_id: str
    number: int
    at: datetime
    url: str
    status: int | None = None
    latency_ms: int | None = None
    response: str = ""
    error: str | None = None


class Announcement(Value):
    """A terminal task, or batch, that the deployment's event bus was not told of yet: `task_id` is
    the id of either.
    """

    task_id: str
    organisation: str
    created_at: datetime
