"""A bounded number of places to send to one endpoint at a time.

An endpoint is an organisation and an address (scheme, host, port). Its places are slots of a pool
of its own, so that a receiver which takes 15 s an answer holds up nobody else's deliveries.
"""

import hashlib
from datetime import datetime

from docsmith.domain.pool import SlotLease
from docsmith.usecases.records import Records

POOL_PREFIX = "hook:"


def endpoint_pool(organisation: str, origin: str) -> str:
    """The pool of an endpoint. `origin` is scheme, host and port."""
    text = f"{organisation} {origin}"
    return POOL_PREFIX + hashlib.sha256(text.encode()).hexdigest()[:24]


def free_places(
    pool: str, *, owner: str, organisation: str, size: int, until: datetime, records: Records
) -> list[SlotLease]:
    """Leases that could be inserted now, beginning somewhere that depends on `owner`."""
    held = {stored.value.number for stored in records.page(SlotLease, pool, limit=size).records}
    start = int(hashlib.sha256(owner.encode()).hexdigest()[:8], 16)
    numbers = [(start + step) % size for step in range(size)]
    return [
        SlotLease(pool=pool, number=number, owner=owner, organisation=organisation, until=until)
        for number in numbers
        if number not in held
    ]
