"""A ticket opens one run without an API key: signed, for one purpose, until a moment.

Form: `<payload>.<signature>`, both base64url without padding; the payload is JSON with the run, the
purpose and the expiry in epoch seconds. Any of the given keys may have signed it: keys rotate.
What is signed cannot be unsigned: a run says which of its tickets it admits no more.
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
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Purpose(StrEnum):
    DOWNLOAD = "download"
    EDIT = "edit"
    VIEW = "view"
    SESSION = "session"


class Ticket(Value):
    """`began` is when a session began, which bounds its renewals. `since`, to the millisecond, is
    what a run compares with the moment of its last revocation; `link_id` names a link that was
    handed out on its own.
    """

    run_id: str
    purpose: Purpose
    expires_at: datetime
    revision: int | None = None
    began: datetime | None = None
    view_only: bool = False
    since: datetime | None = None
    link_id: str | None = None


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
        since=opener.since,
        link_id=opener.link_id,
    )


def expiry_of(now: datetime) -> datetime:
    """Seven days on, rounded up to the next hour, so that a link read twice is the same link."""
    later = now + TICKET_LIFE + timedelta(hours=1)
    return later.replace(minute=0, second=0, microsecond=0)


def sign(ticket: Ticket, *, key: bytes) -> str:
    body: dict[str, str | int] = {
        "r": ticket.run_id,
        "p": ticket.purpose.value,
        "x": int(ticket.expires_at.timestamp()),
    }
    if ticket.revision is not None:
        body["n"] = ticket.revision
    if ticket.began is not None:
        body["b"] = int(ticket.began.timestamp())
    if ticket.view_only:
        body["v"] = 1
    if ticket.since is not None:
        body["s"] = _milliseconds(ticket.since)
    if ticket.link_id is not None:
        body["l"] = ticket.link_id
    payload = _encode(json.dumps(body, sort_keys=True, separators=(",", ":")).encode())
    return f"{payload}.{_signature(payload, key)}"


def verify(text: str, *purposes: Purpose, keys: Sequence[bytes], now: datetime) -> Ticket:
    """The ticket, or `Forbidden` when it is forged, expired or for none of these purposes."""
    payload, _, signature = text.partition(".")
    given = signature.encode()
    known = [hmac.compare_digest(_signature(payload, key).encode(), given) for key in keys]
    if not any(known):
        raise Forbidden("This link is not valid.", reason="invalid_link")
    ticket = _read(payload)
    if ticket.purpose not in purposes:
        raise Forbidden("This link is for something else.", reason="invalid_link")
    if now >= ticket.expires_at:
        message = "This link has expired: get a new one from GET /runs/{run_id}."
        raise Forbidden(message, reason="expired_link")
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
        since=_moment(body["s"]) if "s" in body else None,
        link_id=body.get("l"),
    )


def _milliseconds(moment: datetime) -> int:
    return (moment - _EPOCH) // timedelta(milliseconds=1)


def _moment(milliseconds: int) -> datetime:
    return _EPOCH + timedelta(milliseconds=milliseconds)


def _signature(payload: str, key: bytes) -> str:
    return _encode(hmac.new(key, payload.encode(), hashlib.sha256).digest())


def _encode(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")
