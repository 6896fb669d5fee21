"""A run: the durable document and what the agent knows of it. Each completed task is a revision."""

from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any, Self

from pydantic import Field

from docsmith.domain.errors import Conflict, Forbidden, Gone
from docsmith.domain.task import RETENTION, Kind
from docsmith.domain.ticket import TICKET_LIFE, Ticket
from docsmith.domain.value import Value

BURST = timedelta(minutes=10)
"""How long one revision by hand takes in the edits that follow its first."""
_NEVER = datetime.min.replace(tzinfo=UTC)
MOST_REVOKED = 200
"""Single links of a run that are remembered as revoked; beyond, all are revoked at once."""
_REMEMBERED = TICKET_LIFE + timedelta(hours=1)
"""How long a revoked link must be remembered: it has expired then."""


class Author(StrEnum):
    AGENT = "agent"
    HAND = "hand"


class Revision(Value):
    """One state of a run's document. `state`, `document`, `view` … are full object keys.

    `base` is the revision that it changed. Edits by hand that follow each other are one revision:
    `began` is when it took in the first of its `edits`, `touched` what stands at each place now.
    """

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
    results: str | None = None
    """What the conversation's last calls were answered."""
    file_name: str
    size: int
    sha256: str
    summary: str
    created_at: datetime
    quality: dict[str, Any] | None = None
    restored: int | None = None
    """The revision whose document this one has again."""
    began: datetime | None = None
    edits: int = 0
    touched: dict[str, str] = Field(default_factory=dict[str, str])

    def takes_in(self, now: datetime) -> bool:
        """Whether an edit made now belongs to this revision by hand, and takes its place."""
        return self.began is not None and now < self.began + BURST


class Run(Value):
    """`head` is the number of the current revision, 0 before the first; `active_task` locks it.

    `links_from` is when all its links were revoked last, `revoked_links` when single ones were.
    """

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
    links_from: datetime | None = None
    revoked_links: dict[str, datetime] = Field(default_factory=dict[str, datetime])

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

    def must_admit(self, ticket: Ticket) -> Self:
        """Raises `Forbidden` for a ticket that was revoked, with all others or on its own."""
        is_old = self.links_from is not None and (ticket.since or _NEVER) < self.links_from
        if is_old or ticket.link_id in self.revoked_links:
            message = "This link was revoked: get a new one from GET /runs/{run_id}."
            raise Forbidden(message, reason="revoked_link")
        return self

    def without_links(self, *, at: datetime) -> Self:
        """Admits no ticket that was made before, to the millisecond that tickets know."""
        moment = at.replace(microsecond=at.microsecond // 1000 * 1000)
        return self.with_(links_from=moment, revoked_links={})

    def without_link(self, link_id: str, *, at: datetime) -> Self:
        """Admits no ticket of this link. Raises `Conflict` when too many were revoked singly."""
        known = {one: when for one, when in self.revoked_links.items() if at < when + _REMEMBERED}
        if len(known) >= MOST_REVOKED and link_id not in known:
            raise Conflict(f"{MOST_REVOKED} links were revoked one by one: revoke all of them.")
        return self.with_(revoked_links={**known, link_id: at})
