"""Webhooks: events, subscriptions, and deliveries, which outlive every attempt to send them."""

from datetime import datetime
from enum import StrEnum

from docsmith.domain.task import Status
from docsmith.domain.value import Value


class Event(StrEnum):
    RUN_COMPLETED = "run.completed"
    RUN_FAILED = "run.failed"
    RUN_CANCELLED = "run.cancelled"
    RUN_EXPIRED = "run.expired"
    BATCH_COMPLETED = "batch.completed"


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
    failing_since: datetime | None = None
    created_at: datetime


class Delivery(Value):
    """One message to one endpoint. Written in the transaction that ends its task."""

    delivery_id: str
    organisation: str
    webhook_id: str | None = None
    url: str
    event: Event
    task_id: str
    run_id: str
    status: DeliveryStatus = DeliveryStatus.PENDING
    attempts: int = 0
    due_at: datetime | None
    created_at: datetime
