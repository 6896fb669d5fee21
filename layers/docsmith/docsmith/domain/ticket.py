"""A ticket opens one run without an API key: signed, for one purpose, until a moment.

Form: `<payload>.<signature>`, both base64url without padding; the payload is JSON with the run, the
purpose and the expiry in epoch seconds. Any of the given keys may have signed it: keys rotate.
"""

import base64
import hashlib
import hmac
import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from docsmith.domain.errors import Forbidden
from docsmith.domain.value import Value

TICKET_LIFE = timedelta(days=7)
SESSION_LIFE = timedelta(minutes=15)
SESSION_LIMIT = timedelta(hours=8)


class Purpose(StrEnum):
    DOWNLOAD = "download"
    EDIT = "edit"
    VIEW = "view"
    SESSION = "session"


class Ticket(Value):
    """`began` is when a session began, which bounds its renewals."""

    run_id: str
    purpose: Purpose
    expires_at: datetime
    revision: int | None = None
    began: datetime | None = None
    view_only: bool = False


def session_of(opener: "Ticket", now: datetime) -> "Ticket":
    """The session that a ticket opens, or that an earlier session goes on as: 15 minutes more.

    A session ends eight hours after it began, however active; its expiry lies in the past then.
    """
    began = opener.began or now
    return Ticket(
        run_id=opener.run_id,
        purpose=Purpose.SESSION,
        expires_at=min(now + SESSION_LIFE, began + SESSION_LIMIT),
        began=began,
        view_only=opener.view_only or opener.purpose is Purpose.VIEW,
    )


def expiry_of(now: datetime) -> datetime:
    """Seven days on, rounded up to the next hour, so that a link read twice is the same link."""
    later = now + TICKET_LIFE + timedelta(hours=1)
    return later.replace(minute=0, second=0, microsecond=0)


def sign(ticket: Ticket, *, key: bytes) -> str:
    body = {"r": ticket.run_id, "p": ticket.purpose.value, "x": int(ticket.expires_at.timestamp())}
    if ticket.revision is not None:
        body["n"] = ticket.revision
    if ticket.began is not None:
        body["b"] = int(ticket.began.timestamp())
    if ticket.view_only:
        body["v"] = 1
    payload = _encode(json.dumps(body, sort_keys=True, separators=(",", ":")).encode())
    return f"{payload}.{_signature(payload, key)}"


def verify(text: str, *purposes: Purpose, keys: Sequence[bytes], now: datetime) -> Ticket:
    """The ticket, or `Forbidden` when it is forged, expired or for none of these purposes."""
    payload, _, signature = text.partition(".")
    given = signature.encode()
    known = [hmac.compare_digest(_signature(payload, key).encode(), given) for key in keys]
    if not any(known):
        raise Forbidden("This link is not valid.")
    ticket = _read(payload)
    if ticket.purpose not in purposes:
        raise Forbidden("This link is for something else.")
    if now >= ticket.expires_at:
        raise Forbidden("This link has expired: get a new one from GET /runs/{run_id}.")
    return ticket


def _read(payload: str) -> Ticket:
    body = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    return Ticket(
        run_id=body["r"],
        purpose=Purpose(body["p"]),
        expires_at=datetime.fromtimestamp(body["x"], tz=UTC),
        revision=body.get("n"),
        began=datetime.fromtimestamp(body["b"], tz=UTC) if "b" in body else None,
        view_only="v" in body,
    )


def _signature(payload: str, key: bytes) -> str:
    return _encode(hmac.new(key, payload.encode(), hashlib.sha256).digest())


def _encode(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")
