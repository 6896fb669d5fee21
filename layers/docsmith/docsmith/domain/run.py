"""A run: the durable document and what the agent knows of it. Each completed task is a revision."""

from datetime import datetime
from enum import StrEnum
from typing import Any, Self

from docsmith.domain.errors import Conflict, Gone
from docsmith.domain.task import RETENTION, Kind
from docsmith.domain.value import Value


class Author(StrEnum):
    AGENT = "agent"
    HAND = "hand"


class Revision(Value):
    """One state of a run's document. `state`, `document`, `view` … are full object keys."""

    run_id: str
    number: int
    author: Author
    task_id: str | None = None
    base: int | None = None
    schema_version: int
    state: str
    """Operations and inputs, as one object: what `fold` takes."""
    document: str
    view: str | None = None
    conversation: str | None = None
    file_name: str
    size: int
    sha256: str
    summary: str
    created_at: datetime
    quality: dict[str, Any] | None = None


class Run(Value):
    """`head` is the number of the current revision, 0 before the first; `active_task` locks it."""

    run_id: str
    organisation: str
    kind: Kind
    title: str
    head: int = 0
    active_task: str | None = None
    last_task: str | None = None
    model: str | None = None
    created_at: datetime
    updated_at: datetime
    deleted_at: datetime | None = None

    @property
    def expires_at(self) -> datetime:
        return self.updated_at + RETENTION

    def must_be_there(self, now: datetime) -> Self:
        if self.deleted_at is not None or now >= self.expires_at:
            raise Gone("This run was deleted, or its 30 days are over.")
        return self

    def lock(self, task_id: str, *, at: datetime) -> Self:
        if self.active_task not in (None, task_id):
            raise Conflict("Another task of this run is still active.", task_id=self.active_task)
        return self.with_(active_task=task_id, last_task=task_id, updated_at=at)

    def unlock(self, *, head: int | None, at: datetime) -> Self:
        return self.with_(active_task=None, head=head or self.head, updated_at=at)
