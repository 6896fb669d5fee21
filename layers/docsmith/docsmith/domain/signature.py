"""How a webhook is signed: the X- headers of the contract and the Standard Webhooks trio.

A secret is `whsec_` and the base64 of 32 random bytes. The X- signature keys on the bytes of that
string; the standard one on the decoded bytes. While a rotation's overlap lasts two secrets are
live: `webhook-signature` has both, `X-…-Signature` stays with the older one, so that a receiver
nobody has touched goes on verifying, and `X-…-Signature-Next` has the newer.
"""

import base64
import hashlib
import hmac
from collections.abc import Sequence

from docsmith.domain.ids import Entropy

SECRET_PREFIX = "whsec_"  # noqa: S105 - the public prefix, not a secret
HEADER_PREFIX = "X-Overten"


def new_webhook_secret(entropy: Entropy) -> str:
    return SECRET_PREFIX + base64.b64encode(entropy.token_bytes(32)).decode()


def hex_signature(secret: str, *, timestamp: int, body: bytes) -> str:
    """`sha256=` and the hex HMAC of `timestamp.body`."""
    signed = b"%d.%b" % (timestamp, body)
    return "sha256=" + hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()


def standard_signature(secret: str, *, message_id: str, timestamp: int, body: bytes) -> str:
    """`v1,` and the base64 HMAC of `id.timestamp.body`."""
    signed = b"%b.%d.%b" % (message_id.encode(), timestamp, body)
    key = base64.b64decode(secret.removeprefix(SECRET_PREFIX))
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()


def signed_headers(
    body: bytes,
    *,
    event: str,
    message_id: str,
    timestamp: int,
    secrets: Sequence[str],
    prefix: str = HEADER_PREFIX,
) -> dict[str, str]:
    """Every header that proves where a body comes from. `secrets` are open, newest first."""
    standard = [
        standard_signature(secret, message_id=message_id, timestamp=timestamp, body=body)
        for secret in secrets
    ]
    headers = {
        f"{prefix}-Event": event,
        f"{prefix}-Timestamp": str(timestamp),
        f"{prefix}-Signature": hex_signature(secrets[-1], timestamp=timestamp, body=body),
        "webhook-id": message_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(standard),
    }
    if len(secrets) > 1:
        newest = hex_signature(secrets[0], timestamp=timestamp, body=body)
        headers[f"{prefix}-Signature-Next"] = newest
    return headers
