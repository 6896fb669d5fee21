"""Is this webhook ours, and if not, what went wrong on the way? Pure.

A signature that does not match says nothing by itself, so the usual causes are tried: a clock that
is off, a body that somebody parsed and wrote again, a secret of something else.
"""

import base64
import binascii
import hashlib
import hmac
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

TOLERANCE_S = 300
_PREFIX = "whsec_"


@dataclass(frozen=True)
class Verdict:
    """`by` are the headers that verify; when there are none, `why` explains."""

    by: tuple[str, ...]
    why: str = ""

    @property
    def genuine(self) -> bool:
        return bool(self.by)


@dataclass(frozen=True)
class _Signed:
    """What the headers claim. `ours` has the name without `-Signature`, such as `x-overten`."""

    headers: Mapping[str, str]
    ours: str

    @property
    def timestamp(self) -> str:
        own = self.headers.get(f"{self.ours}-timestamp", "")
        return self.headers.get("webhook-timestamp", own)

    def by(self, body: bytes, secret: str) -> Iterator[str]:
        """The headers whose signature of `body` was made with `secret`."""
        for name in (f"{self.ours}-signature", f"{self.ours}-signature-next"):
            given = self.headers.get(name, "")
            stamp = self.headers.get(f"{self.ours}-timestamp", "").encode()
            if hmac.compare_digest(given.encode(), _hex(secret.encode(), stamp + b"." + body)):
                yield name
        signed = f"{self.headers.get('webhook-id', '')}.{self.timestamp}.".encode() + body
        expected = _base64(_key(secret), signed)
        given = self.headers.get("webhook-signature", "").split(" ")
        if any(hmac.compare_digest(one.encode(), expected) for one in given):
            yield "webhook-signature"


def verify(
    headers: Mapping[str, str], body: bytes, secrets: Sequence[str], *, now: float
) -> Verdict:
    """Judge a request. Header names in any case; `body` exactly as it came; `now` in seconds."""
    small = {name.lower(): value for name, value in headers.items()}
    signed = _Signed(small, _ours(small))
    if not signed.ours and "webhook-signature" not in small:
        return Verdict((), "no signature: not from docsmith, or a proxy on the way drops headers")
    by = _verified(signed, body, secrets)
    if not by:
        return Verdict((), _explained(signed, body, secrets))
    late = _seconds_off(signed.timestamp, now)
    if late is None or abs(late) > TOLERANCE_S:
        return Verdict((), _clock(late))
    return Verdict(by)


def _verified(signed: _Signed, body: bytes, secrets: Sequence[str]) -> tuple[str, ...]:
    found = [name for secret in secrets for name in signed.by(body, secret)]
    return tuple(dict.fromkeys(found))


def _explained(signed: _Signed, body: bytes, secrets: Sequence[str]) -> str:
    for again in _rewritten(body):
        if _verified(signed, again, secrets):
            return (
                "the body was parsed and written again on the way: "
                "verify the bytes as they arrive, before any JSON middleware"
            )
    known = f"{len(secrets)} secret" + ("s" if len(secrets) != 1 else "")
    return (
        f"signed with none of the {known} known here: a subscription has its own secret, "
        "a request's webhook_url has the primary one of GET /verify; or the body was changed"
    )


def _rewritten(body: bytes) -> Iterator[bytes]:
    """What the body may have been before somebody rewrote it."""
    yield body.strip()
    try:
        value = json.loads(body)
    except ValueError:
        return
    yield json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _clock(late: float | None) -> str:
    if late is None:
        return "the timestamp is no number of seconds"
    side = "old" if late > 0 else "ahead"
    return (
        f"the signature is right, but its timestamp is {abs(late):.0f} s {side}: "
        "this machine's clock is off, or somebody sends an old request again"
    )


def _seconds_off(timestamp: str, now: float) -> float | None:
    return now - int(timestamp) if timestamp.isascii() and timestamp.isdigit() else None


def _ours(headers: Mapping[str, str]) -> str:
    """The prefix of the deployment's own headers."""
    for name in headers:
        if name.startswith("x-") and name.endswith("-signature"):
            return name.removesuffix("-signature")
    return ""


def _hex(key: bytes, signed: bytes) -> bytes:
    return b"sha256=" + hmac.new(key, signed, hashlib.sha256).hexdigest().encode()


def _base64(key: bytes, signed: bytes) -> bytes:
    return b"v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest())


def _key(secret: str) -> bytes:
    try:
        return base64.b64decode(secret.removeprefix(_PREFIX) + "==")
    except binascii.Error:
        return secret.encode()
