"""Webhook subscriptions, their secrets and tests; the delivery log and its replay."""

from datetime import UTC, datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Body, Depends, Query

from docsmith.domain.account import Scope
from docsmith.domain.webhook import Delivery, DeliveryStatus, Event
from docsmith.usecases.read_deliveries import DeliveryFilter
from docsmith.usecases.submit_generation import Caller
from docsmith.web.caller import caller_with
from docsmith.web.paging import Cursor, Limit
from docsmith.web.services import Services, ServicesDep
from docsmith.web.webhook_wire import (
    DeliveryBody,
    ReplayBody,
    RotationRequest,
    SubscriptionBody,
    SubscriptionChange,
    SubscriptionRequest,
    delivery_body,
    subscription_body,
)
from docsmith.web.wire import ListBody

router = APIRouter(tags=["webhooks"])

Keeper = Annotated[Caller, Depends(caller_with(Scope.WEBHOOKS))]
Identifier = Annotated[str | None, Query(max_length=100)]
Statuses = Annotated[
    list[DeliveryStatus] | None, Query(alias="status", description="May be repeated.")
]
Since = Annotated[datetime | None, Query(description="Created then or later.")]
Until = Annotated[datetime | None, Query(description="Created before.")]
_UNDELIVERED = frozenset({DeliveryStatus.EXHAUSTED, DeliveryStatus.DISABLED})


@router.post("/webhooks", status_code=201, response_model_exclude_none=True)
def create_webhook(
    body: SubscriptionRequest, caller: Keeper, services: ServicesDep
) -> SubscriptionBody:
    """At most 50. The secret is shown in this answer only."""
    subscription, secret = services.subscribe.create(
        _owner(caller), url=body.url, events=body.events, description=body.description
    )
    return subscription_body(subscription, now=services.clock(), secret=secret)


@router.get("/webhooks", response_model_exclude_none=True)
def list_webhooks(
    caller: Keeper, services: ServicesDep, limit: Limit = 20, cursor: Cursor = None
) -> ListBody[SubscriptionBody]:
    page = services.subscribe.page(_owner(caller), limit=limit, cursor=cursor)
    now = services.clock()
    bodies = [subscription_body(stored.value, now=now) for stored in page.records]
    return ListBody(data=bodies, next_cursor=page.next)


@router.get("/webhooks/deliveries", response_model_exclude_none=True)
def list_deliveries(
    caller: Keeper,
    services: ServicesDep,
    limit: Limit = 20,
    cursor: Cursor = None,
    webhook_id: Identifier = None,
    task_id: Identifier = None,
    run_id: Identifier = None,
    event: Event | None = None,
    status: Statuses = None,
    since: Since = None,
    until: Until = None,
) -> ListBody[DeliveryBody]:
    """Newest first, each with its attempts; kept for 30 days."""
    wanted = DeliveryFilter(
        webhook_id=webhook_id,
        task_id=task_id,
        run_id=run_id,
        event=event,
        statuses=frozenset(status or DeliveryStatus),
        since=_aware(since),
        until=_aware(until),
    )
    page = services.deliveries.page(_owner(caller), wanted, limit=limit, cursor=cursor)
    bodies = [_delivery(stored.value, services) for stored in page.records]
    return ListBody(data=bodies, next_cursor=page.next)


@router.get("/webhooks/deliveries/{delivery_id}", response_model_exclude_none=True)
def get_delivery(delivery_id: str, caller: Keeper, services: ServicesDep) -> DeliveryBody:
    return _delivery(services.deliveries.get(_owner(caller), delivery_id).value, services)


@router.post(
    "/webhooks/deliveries/{delivery_id}/replay", status_code=202, response_model_exclude_none=True
)
def replay_delivery(delivery_id: str, caller: Keeper, services: ServicesDep) -> DeliveryBody:
    """The same `delivery_id` with fresh links and a full round of attempts."""
    return _delivery(services.replay.one(_owner(caller), delivery_id), services)


@router.get("/webhooks/{webhook_id}", response_model_exclude_none=True)
def get_webhook(webhook_id: str, caller: Keeper, services: ServicesDep) -> SubscriptionBody:
    stored = services.subscribe.get(_owner(caller), webhook_id)
    return subscription_body(stored.value, now=services.clock())


@router.patch("/webhooks/{webhook_id}", response_model_exclude_none=True)
def change_webhook(
    webhook_id: str, body: SubscriptionChange, caller: Keeper, services: ServicesDep
) -> SubscriptionBody:
    """`active: true` takes a subscription back into service, whatever disabled it."""
    changed = services.subscribe.change(_owner(caller), webhook_id, body.given())
    return subscription_body(changed, now=services.clock())


@router.delete("/webhooks/{webhook_id}", status_code=204)
def delete_webhook(webhook_id: str, caller: Keeper, services: ServicesDep) -> None:
    services.subscribe.delete(_owner(caller), webhook_id)


@router.post("/webhooks/{webhook_id}/rotate", response_model_exclude_none=True)
def rotate_secret(
    webhook_id: str,
    caller: Keeper,
    services: ServicesDep,
    body: Annotated[RotationRequest | None, Body()] = None,
) -> SubscriptionBody:
    """A new secret, shown in this answer only; the older one stays live for the overlap."""
    seconds = (body or RotationRequest()).overlap_seconds
    subscription, secret = services.subscribe.rotate(
        _owner(caller), webhook_id, overlap=timedelta(seconds=seconds)
    )
    return subscription_body(subscription, now=services.clock(), secret=secret)


@router.post("/webhooks/{webhook_id}/test", status_code=202, response_model_exclude_none=True)
def test_webhook(webhook_id: str, caller: Keeper, services: ServicesDep) -> DeliveryBody:
    """Sends the event `webhook.test`; the delivery log shows what came of it."""
    return _delivery(services.subscribe.test(_owner(caller), webhook_id), services)


@router.post("/webhooks/{webhook_id}/replay", status_code=202, response_model_exclude_none=True)
def replay_range(
    webhook_id: str,
    caller: Keeper,
    services: ServicesDep,
    since: Annotated[datetime, Query(description="Created then or later.")],
    until: Until = None,
    status: Statuses = None,
    cursor: Cursor = None,
) -> ReplayBody:
    """Replays what was not delivered, or deliveries of the given status, 100 a call."""
    services.subscribe.get(_owner(caller), webhook_id)
    wanted = DeliveryFilter(
        webhook_id=webhook_id,
        statuses=frozenset(status or _UNDELIVERED),
        since=_aware(since),
        until=_aware(until),
    )
    replayed = services.replay.range(_owner(caller), webhook_id, wanted, cursor=cursor)
    return ReplayBody(webhook_id=webhook_id, replayed=replayed.count, next_cursor=replayed.next)


def _owner(caller: Caller) -> str:
    return caller.organisation.organisation_id


def _delivery(delivery: Delivery, services: Services) -> DeliveryBody:
    attempts = services.deliveries.attempts(delivery.delivery_id) if delivery.attempts else []
    return delivery_body(delivery, attempts)


def _aware(moment: datetime | None) -> datetime | None:
    """A time without an offset is meant in UTC."""
    return moment.replace(tzinfo=UTC) if moment and moment.tzinfo is None else moment
