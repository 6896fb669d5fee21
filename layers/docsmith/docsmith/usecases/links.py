"""Links to a run: made when they are read, never stored, so that keys may rotate and bases move."""

from dataclasses import dataclass

from docsmith.domain.clock import Clock
from docsmith.domain.ticket import Purpose, Ticket, expiry_of, sign
from docsmith.usecases.ports import SigningKeys


@dataclass(frozen=True, slots=True)
class Links:
    """Makes the links of a run for a base URL that ends in `/api/v1`."""

    keys: SigningKeys
    clock: Clock

    def download(self, base_url: str, run_id: str, *, revision: int | None = None) -> str:
        ticket = self._ticket(run_id, Purpose.DOWNLOAD, revision)
        return f"{base_url}/runs/{run_id}/download?ticket={ticket}"

    def edit(self, base_url: str, run_id: str) -> str:
        return f"{base_url}/edit/{run_id}?token={self._ticket(run_id, Purpose.EDIT, None)}"

    def _ticket(self, run_id: str, purpose: Purpose, revision: int | None) -> str:
        expires_at = expiry_of(self.clock())
        ticket = Ticket(run_id=run_id, purpose=purpose, expires_at=expires_at, revision=revision)
        return sign(ticket, key=self.keys.current()[0])
