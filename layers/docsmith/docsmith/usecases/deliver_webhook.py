"""Hand one delivery over: claim it, send it, record what came of it, and plan the next attempt.

A message on the queue is only a nudge: the record says whether there is something to send. Claiming
comes before sending, so that a doubled message sends once; a dispatcher that dies between sending
and recording leaves a claim that ends by itself, and the delivery is sent again: at least once.
"""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from docsmith.domain.clock import Clock, epoch
from docsmith.domain.guard import Refused, judge
from docsmith.domain.ids import Entropy
from docsmith.domain.pool import SlotLease
from docsmith.domain.retries import SCHEDULE_S, Again, Answer, verdict
from docsmith.domain.signature import HEADER_PREFIX, signed_headers
from docsmith.domain.task import Task
from docsmith.domain.webhook import Delivery, DeliveryStatus
from docsmith.usecases.delivery_course import CLAIM, DeliveryCourse, Overtaken, PlaceTaken
from docsmith.usecases.endpoint_places import endpoint_pool, free_places
from docsmith.usecases.links import Links
from docsmith.usecases.ports import DeliveryQueue, Sealer
from docsmith.usecases.records import Records, Stored
from docsmith.usecases.webhook_body import delivery_body
from docsmith.usecases.webhook_endpoint import Endpoint, EndpointOff, endpoint_of

_EARLY = timedelta(seconds=1)
_LONGEST_STAND_BACK_S = 30
_PLACES_TRIED = 4


class Sender(Protocol):
    """Posts to a customer's URL. Whatever goes wrong is part of the answer."""

    def post(self, url: str, *, headers: dict[str, str], body: bytes) -> Answer: ...


@dataclass(frozen=True, slots=True)
class DeliveryPolicy:
    """What the deployment decides: how many at once an endpoint gets, the pace, the header names.

    `scale` stretches the retry schedule (1 in production); `allowed_hosts` may be private.
    """

    places: int = 10
    scale: float = 1.0
    prefix: str = HEADER_PREFIX
    allowed_hosts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DeliverWebhook:
    """The use case with what it needs."""

    records: Records
    sender: Sender
    queue: DeliveryQueue
    sealer: Sealer
    links: Links
    clock: Clock
    entropy: Entropy
    policy: DeliveryPolicy

    def __call__(self, delivery_id: str) -> str:
        """One word for what was done."""
        stored = self.records.get(Delivery, delivery_id)
        if stored is None or stored.value.status.is_terminal:
            return "settled"
        now = self.clock()
        if stored.value.is_in_flight(now):
            return "in_flight"
        if stored.value.due_at is not None and stored.value.due_at > now + _EARLY:
            return "early"
        try:
            return self._deliver(stored).value
        except Overtaken:
            return "overtaken"

    @property
    def _course(self) -> DeliveryCourse:
        return DeliveryCourse(self.records, self.clock)

    def _deliver(self, stored: Stored[Delivery]) -> DeliveryStatus:
        delivery, course = stored.value, self._course
        if delivery.tries >= len(SCHEDULE_S):
            return course.end(stored, DeliveryStatus.EXHAUSTED, "No attempt is left.").status
        task = self._task(delivery)
        if task is None and delivery.facts is None:
            return course.end(stored, DeliveryStatus.EXHAUSTED, "The task is gone.").status
        try:
            endpoint = endpoint_of(
                delivery, records=self.records, sealer=self.sealer, now=self.clock()
            )
        except EndpointOff as off:
            return course.end(stored, DeliveryStatus.DISABLED, str(off)).status
        return self._attempt(stored, endpoint, task)

    def _task(self, delivery: Delivery) -> Task | None:
        stored = self.records.get(Task, delivery.task_id) if delivery.task_id else None
        return stored.value if stored else None

    def _attempt(
        self, stored: Stored[Delivery], endpoint: Endpoint, task: Task | None
    ) -> DeliveryStatus:
        for place in self._places(stored.value, endpoint)[:_PLACES_TRIED]:
            try:
                claimed = self._course.claim(stored, endpoint.url, place)
            except PlaceTaken:
                continue
            began = self.clock()
            answer = self._send(claimed.value, endpoint, task)
            return self._follow(claimed, endpoint, place, answer, began=began)
        return self._stand_back(stored)

    def _places(self, delivery: Delivery, endpoint: Endpoint) -> list[SlotLease]:
        return free_places(
            endpoint_pool(delivery.organisation, self._origin(endpoint.url)),
            owner=delivery.delivery_id,
            organisation=delivery.organisation,
            size=self.policy.places,
            until=self.clock() + CLAIM,
            records=self.records,
        )

    def _origin(self, url: str) -> str:
        try:
            return judge(url, allowed=self.policy.allowed_hosts).origin
        except Refused:
            return url

    def _send(self, delivery: Delivery, endpoint: Endpoint, task: Task | None) -> Answer:
        body = delivery_body(delivery, task, self.links)
        headers = signed_headers(
            body,
            event=delivery.event.value,
            message_id=delivery.delivery_id,
            timestamp=epoch(self.clock()),
            secrets=endpoint.secrets,
            prefix=self.policy.prefix,
        )
        if delivery.replays:
            headers[f"{self.policy.prefix}-Replay"] = "1"
        headers["Content-Type"] = "application/json"
        return self.sender.post(endpoint.url, headers=headers, body=body)

    def _follow(
        self,
        claimed: Stored[Delivery],
        endpoint: Endpoint,
        place: SlotLease,
        answer: Answer,
        *,
        began: datetime,
    ) -> DeliveryStatus:
        """Record the answer and do what follows from it."""
        move = verdict(
            answer,
            tries=claimed.value.tries,
            now=self.clock(),
            entropy=self.entropy,
            scale=self.policy.scale,
        )
        after = self._course.record(claimed, place, answer, move, began=began)
        if endpoint.subscription is not None:
            self._course.note(endpoint.subscription, answer, move)
        if isinstance(move, Again):
            self._plan(after.delivery_id, move.at)
        return after.status

    def _stand_back(self, stored: Stored[Delivery]) -> DeliveryStatus:
        """The endpoint is busy: come back soon, later each time."""
        longest = min(2.0 ** (stored.value.waits + 1), _LONGEST_STAND_BACK_S)
        share = self.entropy.token_bytes(1)[0] / 255
        until = self.clock() + timedelta(seconds=longest * (0.5 + 0.5 * share))
        waiting = self._course.put_off(stored, until)
        self._plan(waiting.delivery_id, until)
        return waiting.status

    def _plan(self, delivery_id: str, at: datetime) -> None:
        seconds = (at - self.clock()).total_seconds()
        self.queue.send(delivery_id, delay_s=max(math.ceil(seconds), 0))
