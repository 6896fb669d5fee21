"""Cancel a task at any moment: exactly one end wins."""

from dataclasses import dataclass

from docsmith.domain.errors import Conflict, NotFound
from docsmith.domain.task import Status, Task
from docsmith.usecases.end_task import EndTask
from docsmith.usecases.records import Records


@dataclass(frozen=True, slots=True)
class CancelTask:
    """The use case with what it needs."""

    records: Records
    end: EndTask

    def __call__(self, task_id: str, organisation: str) -> Task:
        """Raises `NotFound`, or `Conflict` when it ended otherwise. Repeating is harmless."""
        stored = self.records.get(Task, task_id)
        if stored is None or stored.value.organisation != organisation:
            raise NotFound("There is no such task.")
        ended = self.end.cancel(task_id)
        if ended.status is not Status.CANCELLED:
            raise Conflict(f"The task is {ended.status} already.", status=ended.status.value)
        return ended
