"""Nudge what is due and was dropped: deliveries, and tasks that the bus was not told of."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from docsmith.domain.clock import Clock
from docsmith.domain.webhook import LOG_RETENTION, Announcement, Delivery
from docsmith.usecases.ports import DeliveryQueue
from docsmith.usecases.records import Collision, Records, Replace

_PAGE = 100
_PAGES = 10
PATIENCE = timedelta(seconds=30)
"""How long the queue's own message has to arrive before it counts as dropped."""
AGAIN = timedelta(minutes=2)
"""When the sweep looks at a nudged record again, unless it moved on meanwhile."""


@dataclass(frozen=True, slots=True)
class ResendDeliveries:
    """The use case with what it needs."""

    records: Records
    queue: DeliveryQueue
    clock: Clock

    def __call__(self) -> int:
        """How many were sent to the queue again; 0 in a healthy system."""
        return self._every(Delivery) + self._every(Announcement)

    def _every(self, kind: type[Delivery] | type[Announcement]) -> int:
        count = 0
        for _ in range(_PAGES):
            due = self.records.due(kind, self.clock() - PATIENCE, limit=_PAGE)
            count += sum(self._nudge(value) for value in due)
            if len(due) < _PAGE:
                break
        return count

    def _nudge(self, value: Delivery | Announcement) -> bool:
        identity = value.delivery_id if isinstance(value, Delivery) else value.task_id
        stored = self.records.get(type(value), identity)
        if stored is None or _moved_on(stored.value, self.clock()):
            return False
        now = self.clock()
        again = Replace(
            stored.value, stored.version, due_at=now + AGAIN, expires_at=now + LOG_RETENTION
        )
        try:
            self.records.transact(again)
        except Collision:
            return False
        self.queue.send(identity)
        return True


def _moved_on(value: Delivery | Announcement, now: datetime) -> bool:
    """Whether somebody took care of it since the list was read; then it must not be touched."""
    if isinstance(value, Announcement):
        return False
    planned = value.due_at is None or value.due_at > now
    return planned or value.is_in_flight(now)
