"""Who is told of an event: the request's own URL, every active subscription to it, and the bus."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from docsmith.domain.ids import DELIVERY, Entropy, new_id
from docsmith.domain.webhook import (
    LOG_RETENTION,
    SUBSCRIPTION_LIMIT,
    Announcement,
    Delivery,
    Event,
    Subscription,
)
from docsmith.usecases.records import Insert, Records


@dataclass(frozen=True, slots=True)
class News:
    """What happened to whom. `facts` is the body of an event that is not about a task."""

    event: Event
    organisation: str
    own_url: str | None
    task_id: str | None = None
    run_id: str | None = None
    facts: dict[str, Any] | None = None


def deliveries_of(
    news: News, *, records: Records, now: datetime, entropy: Entropy
) -> Sequence[Delivery]:
    """One delivery for each who is to be told, to be written with what happened."""
    page = records.page(Subscription, news.organisation, limit=SUBSCRIPTION_LIMIT)
    targets: list[tuple[str, str | None]] = [
        (stored.value.url, stored.value.webhook_id)
        for stored in page.records
        if stored.value.active and news.event in stored.value.events
    ]
    if news.own_url:
        targets.append((news.own_url, None))
    return [
        Delivery(
            delivery_id=new_id(DELIVERY, at=now, entropy=entropy),
            organisation=news.organisation,
            webhook_id=webhook_id,
            url=url,
            event=news.event,
            task_id=news.task_id,
            run_id=news.run_id,
            facts=news.facts,
            due_at=now,
            created_at=now,
        )
        for url, webhook_id in targets
    ]


def announcement_of(subject: str, organisation: str, *, now: datetime) -> Insert:
    """What stays in the sweep's view until the bus was told of this task or batch."""
    value = Announcement(task_id=subject, organisation=organisation, created_at=now)
    return Insert(value, due_at=now, expires_at=now + LOG_RETENTION)
