"""Tell the deployment's event bus that a task, or a batch, ended. Told until it took it: at least
once.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from docsmith.domain.batch import Batch
from docsmith.domain.clock import iso
from docsmith.domain.ids import BATCH
from docsmith.domain.task import Task
from docsmith.domain.webhook import EVENT_OF, Announcement, Event
from docsmith.usecases.end_batch import facts_of
from docsmith.usecases.links import Links
from docsmith.usecases.records import Collision, Records, Remove
from docsmith.usecases.webhook_body import announcement_body


class EventBus(Protocol):
    """Takes events. Raises `UpstreamError` when it did not."""

    def publish(
        self, kind: str, detail: Mapping[str, Any], *, about: str, at: datetime
    ) -> None: ...


@dataclass(frozen=True, slots=True)
class AnnounceTask:
    """The use case with what it needs."""

    records: Records
    bus: EventBus
    links: Links

    def __call__(self, subject: str) -> str:
        """One word for what was done about this task or batch. Raises `UpstreamError`."""
        known = self.records.get(Announcement, subject)
        if known is None:
            return "settled"
        publish = self._publish_batch if subject.startswith(BATCH) else self._publish_task
        if not publish(subject, known.value.created_at):
            return "settled"
        try:
            self.records.transact(Remove(known.value))
        except Collision:
            return "overtaken"
        return "announced"

    def _publish_task(self, task_id: str, at: datetime) -> bool:
        stored = self.records.get(Task, task_id)
        if stored is None:
            return False
        task = stored.value
        detail = announcement_body(task, self.links)
        kind = EVENT_OF[task.status].value
        self.bus.publish(kind, detail, about=task.run_id, at=task.ended_at or at)
        return True

    def _publish_batch(self, batch_id: str, at: datetime) -> bool:
        stored = self.records.get(Batch, batch_id)
        if stored is None:
            return False
        kind = Event.BATCH_COMPLETED.value
        detail = {"event": kind, **facts_of(stored.value), "created_at": iso(at)}
        self.bus.publish(kind, detail, about=batch_id, at=stored.value.ended_at or at)
        return True
