"""Tell the deployment's event bus that a task ended. Told until it took it: at least once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from docsmith.domain.task import Task
from docsmith.domain.webhook import EVENT_OF, Announcement
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

    def __call__(self, task_id: str) -> str:
        """One word for what was done. Raises `UpstreamError`."""
        known = self.records.get(Announcement, task_id)
        task = self.records.get(Task, task_id)
        if known is None or task is None:
            return "settled"
        kind = EVENT_OF[task.value.status].value
        detail = announcement_body(task.value, self.links)
        at = task.value.ended_at or known.value.created_at
        self.bus.publish(kind, detail, about=task.value.run_id, at=at)
        try:
            self.records.transact(Remove(known.value))
        except Collision:
            return "overtaken"
        return "announced"
