"""Keep an organisation's webhook subscriptions: make, change, rotate the secret, test, delete."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from docsmith.domain.clock import Clock
from docsmith.domain.errors import Conflict, NotFound
from docsmith.domain.ids import DELIVERY, WEBHOOK, Entropy, new_id
from docsmith.domain.signature import new_webhook_secret
from docsmith.domain.webhook import (
    LOG_RETENTION,
    OVERLAP,
    SUBSCRIPTION_LIMIT,
    Delivery,
    Event,
    Subscription,
)
from docsmith.usecases.check_url import check_webhook_url
from docsmith.usecases.ports import DeliveryQueue, Sealer
from docsmith.usecases.records import (
    Collision,
    Count,
    Insert,
    Page,
    Records,
    Remove,
    Replace,
    Stored,
)

SUBSCRIPTIONS = "webhooks"
_TRIES = 4


@dataclass(frozen=True, slots=True)
class Subscribe:
    """The use case with what it needs. `allowed_hosts` may be private."""

    records: Records
    sealer: Sealer
    queue: DeliveryQueue
    clock: Clock
    entropy: Entropy
    allowed_hosts: tuple[str, ...] = ()

    def create(
        self, organisation: str, *, url: str, events: tuple[Event, ...], description: str
    ) -> tuple[Subscription, str]:
        """The subscription, and its secret, which is shown this once.

        Raises `ValidationFailed` for a URL that we do not call, `Conflict` beyond 50.
        """
        check_webhook_url(url, self.allowed_hosts, field="url")
        now = self.clock()
        secret = new_webhook_secret(self.entropy)
        subscription = Subscription(
            webhook_id=new_id(WEBHOOK, at=now, entropy=self.entropy),
            organisation=organisation,
            url=url,
            events=events,
            description=description,
            secrets=(self.sealer.seal(secret),),
            created_at=now,
        )
        below = {"subscriptions": SUBSCRIPTION_LIMIT}
        one_more = Count(SUBSCRIPTIONS, organisation, add={"subscriptions": 1}, below=below)
        try:
            self.records.transact(Insert(subscription), one_more)
        except Collision as collision:
            text = f"An organisation has at most {SUBSCRIPTION_LIMIT} subscriptions."
            raise Conflict(text) from collision
        return subscription, secret

    def page(self, organisation: str, *, limit: int, cursor: str | None) -> Page[Subscription]:
        """Newest first."""
        return self.records.page(
            Subscription, organisation, after=cursor, limit=limit, newest_first=True
        )

    def get(self, organisation: str, webhook_id: str) -> Stored[Subscription]:
        """Raises `NotFound`."""
        stored = self.records.get(Subscription, organisation, webhook_id)
        if stored is None:
            raise NotFound("There is no such webhook subscription.")
        return stored

    def change(
        self, organisation: str, webhook_id: str, changes: Mapping[str, Any]
    ) -> Subscription:
        """Set some of url, events, description, active. Activating begins afresh.

        Raises `NotFound` or `ValidationFailed`.
        """
        if "url" in changes:
            check_webhook_url(changes["url"], self.allowed_hosts, field="url")
        reset = {"disabled_reason": None, "failing_since": None} if "active" in changes else {}
        return self._replace(organisation, webhook_id, {**changes, **reset})

    def rotate(
        self, organisation: str, webhook_id: str, *, overlap: timedelta = OVERLAP
    ) -> tuple[Subscription, str]:
        """A new secret, shown this once; the one before stays live for `overlap`."""
        secret = new_webhook_secret(self.entropy)
        sealed = self.sealer.seal(secret)
        for _ in range(_TRIES):
            stored = self.get(organisation, webhook_id)
            rotated = stored.value.rotated(sealed, at=self.clock(), overlap=overlap)
            if self._stored(rotated, stored.version):
                return rotated, secret
        raise Conflict("The subscription is being changed: try again.")

    def delete(self, organisation: str, webhook_id: str) -> None:
        """Deliveries that are still pending end as disabled. Raises `NotFound`."""
        stored = self.get(organisation, webhook_id)
        one_less = Count(SUBSCRIPTIONS, organisation, add={"subscriptions": -1})
        try:
            self.records.transact(Remove(stored.value), one_less)
        except Collision as collision:
            raise NotFound("There is no such webhook subscription.") from collision

    def test(self, organisation: str, webhook_id: str) -> Delivery:
        """A delivery of `webhook.test`. Raises `NotFound`, or `Conflict` when it is off."""
        subscription = self.get(organisation, webhook_id).value
        if not subscription.active:
            raise Conflict(subscription.disabled_reason or "The subscription is off.")
        now = self.clock()
        delivery = Delivery(
            delivery_id=new_id(DELIVERY, at=now, entropy=self.entropy),
            organisation=organisation,
            webhook_id=webhook_id,
            url=subscription.url,
            event=Event.TEST,
            facts={"webhook_id": webhook_id, "message": "A test, sent on request."},
            due_at=now,
            created_at=now,
        )
        self.records.transact(Insert(delivery, due_at=now, expires_at=now + LOG_RETENTION))
        self.queue.send(delivery.delivery_id)
        return delivery

    def _replace(
        self, organisation: str, webhook_id: str, changes: Mapping[str, Any]
    ) -> Subscription:
        for _ in range(_TRIES):
            stored = self.get(organisation, webhook_id)
            changed = stored.value.with_(**changes)
            if self._stored(changed, stored.version):
                return changed
        raise Conflict("The subscription is being changed: try again.")

    def _stored(self, subscription: Subscription, version: int) -> bool:
        try:
            self.records.transact(Replace(subscription, version))
        except Collision:
            return False
        return True
