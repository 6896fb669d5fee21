"""Identifiers: a prefix that names the noun and a ULID, which sorts by time of creation."""

from datetime import datetime
from typing import Protocol

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

TASK, RUN, FILE, IMAGE, WEBHOOK, DELIVERY, ORGANISATION, KEY, BATCH, LINK = (
    "task_", "run_", "file_", "img_", "whk_", "dlv_", "org_", "key_", "bat_", "lnk_",
)  # fmt: skip


class Entropy(Protocol):
    """Where randomness comes from: `secrets` in production, a seeded generator in tests."""

    def token_bytes(self, size: int, /) -> bytes: ...


def ulid(*, at: datetime, entropy: Entropy) -> str:
    """26 characters of Crockford's base 32: 48 bits of milliseconds, then 80 random bits."""
    milliseconds = int(at.timestamp() * 1000)
    number = (milliseconds << 80) | int.from_bytes(entropy.token_bytes(10), "big")
    return "".join(_ALPHABET[(number >> shift) & 31] for shift in range(125, -1, -5))


def new_id(prefix: str, *, at: datetime, entropy: Entropy) -> str:
    return prefix + ulid(at=at, entropy=entropy)


def is_id(text: str, prefix: str) -> bool:
    """Whether `text` has the form of an identifier of that noun."""
    rest = text.removeprefix(prefix)
    return len(rest) == 26 and rest != text and set(rest) <= set(_ALPHABET)
