"""The guarded sender: the `Sender` port over plain sockets, one request a connection.

Redirects are an answer like any other. Of the answer's body at most a kilobyte is read, and for at
most two seconds: the status has decided by then. Nothing that a receiver does raises.
"""

import http.client
import time
from dataclasses import dataclass, field

from docsmith.adapters.guarded_connection import GuardedConnection
from docsmith.adapters.guarded_http import FAULTS, exchanged, words_of
from docsmith.domain.guard import judge
from docsmith.domain.retries import Answer
from docsmith.domain.webhook import RESPONSE_LIMIT

TOTAL_S = 15.0
_BODY_S = 2.0
_AGENT = "Docsmith-Webhooks/1"


@dataclass(frozen=True, slots=True)
class GuardedSender:
    """`allowed_hosts` may be private, plain http and on any port; `total_s` bounds an attempt."""

    allowed_hosts: tuple[str, ...] = ()
    connection: GuardedConnection = field(default_factory=GuardedConnection)
    total_s: float = TOTAL_S

    def post(self, url: str, *, headers: dict[str, str], body: bytes) -> Answer:
        began = time.monotonic()
        try:
            return self._posted(url, {"User-Agent": _AGENT, **headers}, body, began=began)
        except FAULTS as fault:
            return Answer(error=words_of(fault), latency_ms=_since(began))

    def _posted(self, url: str, headers: dict[str, str], body: bytes, *, began: float) -> Answer:
        deadline = began + self.total_s
        target = judge(url, allowed=self.allowed_hosts)
        with exchanged(
            self.connection, "POST", target, headers=headers, body=body, deadline=deadline
        ) as (response, wire):
            latency = _since(began)
            wire.deadline = min(deadline, time.monotonic() + _BODY_S)
            return Answer(
                status=response.status,
                latency_ms=latency,
                response=_first_bytes(response),
                retry_after=response.headers.get("Retry-After"),
            )


def _first_bytes(response: http.client.HTTPResponse) -> str:
    """As much of the body as the log keeps; what breaks off or is too slow counts as its end."""
    found = bytearray()
    try:
        while len(found) < RESPONSE_LIMIT:
            part = response.read1(RESPONSE_LIMIT - len(found))
            if not part:
                break
            found += part
    except (OSError, http.client.HTTPException, ValueError):
        pass
    return found.decode("utf-8", "replace")


def _since(began: float) -> int:
    return round((time.monotonic() - began) * 1000)
