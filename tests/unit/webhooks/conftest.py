"""A world with a dispatcher in it."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import pytest
from tests.fakes.sender import FakeSender
from tests.fakes.world import World

from docsmith.domain.task import Task
from docsmith.domain.webhook import Attempt, Delivery, Event, Subscription
from docsmith.usecases.deliver_webhook import DeliverWebhook, DeliveryPolicy
from docsmith.usecases.read_deliveries import ReadDeliveries
from docsmith.usecases.submit_generation import Caller


@dataclass
class Dispatch:
    """Tasks that end, and what the dispatcher makes of it."""

    world: World = field(default_factory=World)
    sender: FakeSender = field(default_factory=FakeSender)
    policy: DeliveryPolicy = field(default_factory=DeliveryPolicy)

    def __post_init__(self) -> None:
        self.caller: Caller = self.world.caller()
        self.owner = self.caller.organisation.organisation_id

    @property
    def deliver(self) -> DeliverWebhook:
        return DeliverWebhook(
            records=self.world.records,
            sender=self.sender,
            queue=self.world.deliveries,
            sealer=self.world.sealer,
            links=self.world.links,
            clock=self.world.clock,
            entropy=self.world.entropy,
            policy=self.policy,
        )

    def with_policy(self, **changes: Any) -> None:
        self.policy = replace(self.policy, **changes)

    def subscription(
        self, *events: Event, url: str = "https://customer.example/hook"
    ) -> tuple[Subscription, str]:
        return self.world.subscribe.create(
            self.owner, url=url, events=events or (Event.RUN_COMPLETED,), description=""
        )

    def completed(self, **fields: Any) -> Task:
        return self.world.completed(self.world.running(self.world.submitted(self.caller, **fields)))

    def pending(self, url: str = "https://customer.example/own") -> Delivery:
        """The one delivery of a task that was just completed and had a webhook_url."""
        return self._delivery(webhook_url=url)

    def told(self) -> Delivery:
        """The one delivery of a task that was just completed, to the one subscription."""
        return self._delivery()

    def _delivery(self, **fields: Any) -> Delivery:
        known = {delivery.delivery_id for delivery in self.all()}
        self.completed(**fields)
        [new] = [delivery for delivery in self.all() if delivery.delivery_id not in known]
        return new

    def all(self) -> list[Delivery]:
        return self.world.records.every(Delivery)

    def now(self, delivery: Delivery) -> Delivery:
        """The delivery as it is stored now."""
        stored = self.world.records.get(Delivery, delivery.delivery_id)
        assert stored is not None
        return stored.value

    def subscribed(self, subscription: Subscription) -> Subscription:
        return self.world.subscribe.get(self.owner, subscription.webhook_id).value

    def attempts(self, delivery: Delivery) -> list[Attempt]:
        return ReadDeliveries(self.world.records).attempts(delivery.delivery_id)

    def wait_until_due(self, delivery: Delivery) -> datetime:
        due = self.now(delivery).due_at
        assert due is not None
        self.world.clock.now = max(due, self.world.clock.now)
        return due


@pytest.fixture
def dispatch() -> Dispatch:
    return Dispatch()
