"""Links to a run: made when they are read, never stored, so that keys may rotate and bases move.

`since` is what makes a link outlive or not outlive a revocation: a run's own is the moment of its
last one, a finished task's the moment it ended, so that reading an old task brings nothing back.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from docsmith.domain.clock import Clock
from docsmith.domain.ids import LINK, Entropy, new_id
from docsmith.domain.run import Run
from docsmith.domain.ticket import Purpose, Ticket, expiry_of, sign
from docsmith.domain.value import Value
from docsmith.usecases.ports import SigningKeys


class Link(Value):
    """A link that was handed out on its own, and can be revoked on its own."""

    link_id: str
    purpose: Purpose
    url: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Links:
    """Makes the links of a run for a base URL that ends in `/api/v1`."""

    keys: SigningKeys
    clock: Clock

    def download(
        self,
        base_url: str,
        run_id: str,
        *,
        since: datetime | None,
        revision: int | None = None,
        link_id: str | None = None,
    ) -> str:
        ticket = self._ticket(run_id, Purpose.DOWNLOAD, since)
        text = self._signed(ticket.with_(revision=revision, link_id=link_id))
        return f"{base_url}/runs/{run_id}/download?ticket={text}"

    def edit(self, base_url: str, run_id: str, *, since: datetime | None) -> str:
        ticket = self._ticket(run_id, Purpose.EDIT, since)
        return f"{base_url}/edit/{run_id}?token={self._signed(ticket)}"

    def handed_out(
        self, base_url: str, run: Run, purpose: Purpose, *, life: timedelta, entropy: Entropy
    ) -> Link:
        """A link of its own to the page, to view or to edit, for as long as `life`."""
        now = self.clock()
        link_id = new_id(LINK, at=now, entropy=entropy)
        ticket = Ticket(
            run_id=run.run_id,
            purpose=purpose,
            expires_at=(now + life).replace(microsecond=0),
            since=run.links_from,
            link_id=link_id,
        )
        url = f"{base_url}/edit/{run.run_id}?token={self._signed(ticket)}"
        return Link(link_id=link_id, purpose=purpose, url=url, expires_at=ticket.expires_at)

    def _ticket(self, run_id: str, purpose: Purpose, since: datetime | None) -> Ticket:
        expires_at = expiry_of(self.clock())
        return Ticket(run_id=run_id, purpose=purpose, expires_at=expires_at, since=since)

    def _signed(self, ticket: Ticket) -> str:
        return sign(ticket, key=self.keys.current()[0])
