"""The guarded reader: a customer's URL as bytes, bounded in size and time. No redirects."""

import time
from dataclasses import dataclass, field

from docsmith.adapters.guarded_connection import GuardedConnection
from docsmith.adapters.guarded_http import FAULTS, exchanged, words_of
from docsmith.domain.guard import judge
from docsmith.usecases.fetch_url import Fetched, NotFetched

TOTAL_S = 15.0
_AGENT = "Docsmith-Fetch/1"


@dataclass(frozen=True, slots=True)
class GuardedReader:
    """The `Reader` port. `allowed_hosts` may be private, plain http and on any port."""

    allowed_hosts: tuple[str, ...] = ()
    connection: GuardedConnection = field(default_factory=GuardedConnection)
    total_s: float = TOTAL_S

    def read(self, url: str, *, max_bytes: int) -> Fetched:
        try:
            return self._read(url, max_bytes)
        except FAULTS as fault:
            raise NotFetched(words_of(fault)) from fault

    def _read(self, url: str, max_bytes: int) -> Fetched:
        target = judge(url, allowed=self.allowed_hosts)
        deadline = time.monotonic() + self.total_s
        headers = {"User-Agent": _AGENT, "Accept": "image/png, image/jpeg, image/gif"}
        with exchanged(self.connection, "GET", target, headers=headers, deadline=deadline) as (
            response,
            _,
        ):
            if response.status != 200:
                raise NotFetched(f"The server answered {response.status}.")
            content = response.read(max_bytes + 1)
            missing = response.length
        if len(content) > max_bytes:
            raise NotFetched(f"The file is larger than {max_bytes:,} bytes.")
        if missing:
            raise NotFetched("The connection broke off.")
        return Fetched(content)
