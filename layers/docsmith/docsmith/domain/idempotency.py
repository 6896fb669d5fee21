"""An idempotency key remembers which task its first request made, for 24 hours."""

import hashlib
from datetime import datetime, timedelta

from docsmith.domain.value import Value

REMEMBERED = timedelta(hours=24)


class IdempotencyRecord(Value):
    """One key of one organisation; `fingerprint` is what a repeat must equal."""

    organisation: str
    digest: str
    fingerprint: str
    task_id: str
    created_at: datetime


def digest_of_key(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
