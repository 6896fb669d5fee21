"""Wire models of webhooks: what clients send and read. Secrets appear only where one was made."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, Field, StrictBool

from docsmith.domain.clock import iso
from docsmith.domain.webhook import Attempt, Delivery, Event, Subscription

SubscribableEvent = Literal[
    Event.RUN_COMPLETED,
    Event.RUN_FAILED,
    Event.RUN_CANCELLED,
    Event.RUN_EXPIRED,
    Event.BATCH_COMPLETED,
]


def _each_once(events: tuple[Event, ...]) -> tuple[Event, ...]:
    return tuple(dict.fromkeys(events))


Url = Annotated[str, Field(min_length=1, max_length=2_000)]
Events = Annotated[tuple[SubscribableEvent, ...], Field(min_length=1), AfterValidator(_each_once)]
Description = Annotated[str, Field(max_length=500)]


class SubscriptionRequest(BaseModel):
    url: Url = Field(description="https on port 443, reachable from the internet.")
    events: Events
    description: Description = ""


class SubscriptionChange(BaseModel):
    """Only what is given is changed."""

    url: Url = ""
    events: Events = (Event.RUN_COMPLETED,)
    description: Description = ""
    active: StrictBool = True

    def given(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.model_fields_set}


class RotationRequest(BaseModel):
    overlap_seconds: Annotated[int, Field(strict=True, ge=0, le=604_800)] = 86_400


class SubscriptionBody(BaseModel):
    webhook_id: str
    url: str
    events: list[str]
    description: str
    active: bool
    disabled_reason: str | None = None
    failing_since: str | None = None
    secret: str | None = Field(default=None, description="Shown once, when it was made.")
    previous_secret_until: str | None = Field(
        default=None, description="Until when deliveries are signed with the older secret as well."
    )
    created_at: str


class AttemptBody(BaseModel):
    number: int
    at: str
    status: int | None = None
    latency_ms: int | None = None
    response: str = Field(description="The first kilobyte of the receiver's answer.")
    error: str | None = Field(default=None, description="Why there was no answer.")


class DeliveryBody(BaseModel):
    delivery_id: str
    webhook_id: str | None = None
    url: str
    event: str
    task_id: str | None = None
    run_id: str | None = None
    status: str
    reason: str | None = None
    attempt_count: int
    attempts: list[AttemptBody]
    next_attempt_at: str | None = None
    replays: int
    created_at: str


class ReplayBody(BaseModel):
    webhook_id: str
    replayed: int
    next_cursor: str | None = Field(
        default=None, description="Repeat with it: the range has more than one call replays."
    )


def subscription_body(
    subscription: Subscription, *, now: datetime, secret: str | None = None
) -> SubscriptionBody:
    overlaps = len(subscription.live_secrets(now)) > 1
    return SubscriptionBody(
        webhook_id=subscription.webhook_id,
        url=subscription.url,
        events=[event.value for event in subscription.events],
        description=subscription.description,
        active=subscription.active,
        disabled_reason=subscription.disabled_reason,
        failing_since=_iso(subscription.failing_since),
        secret=secret,
        previous_secret_until=_iso(subscription.overlap_until) if overlaps else None,
        created_at=iso(subscription.created_at),
    )


def delivery_body(delivery: Delivery, attempts: list[Attempt]) -> DeliveryBody:
    return DeliveryBody(
        delivery_id=delivery.delivery_id,
        webhook_id=delivery.webhook_id,
        url=delivery.url,
        event=delivery.event.value,
        task_id=delivery.task_id,
        run_id=delivery.run_id,
        status=delivery.status.value,
        reason=delivery.reason,
        attempt_count=delivery.attempts,
        attempts=[_attempt(attempt) for attempt in attempts],
        next_attempt_at=_iso(delivery.due_at),
        replays=delivery.replays,
        created_at=iso(delivery.created_at),
    )


def _attempt(attempt: Attempt) -> AttemptBody:
    return AttemptBody(
        number=attempt.number,
        at=iso(attempt.at),
        status=attempt.status,
        latency_ms=attempt.latency_ms,
        response=attempt.response,
        error=attempt.error,
    )


def _iso(moment: datetime | None) -> str | None:
    return iso(moment) if moment else None
