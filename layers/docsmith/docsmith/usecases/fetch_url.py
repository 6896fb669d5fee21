"""Bring a customer's picture (a logo) into our storage, through the guard. Nothing else is fetched.

What a file is, its first bytes say: neither its name nor what the server calls it is believed.
"""

import hashlib
from contextlib import suppress
from dataclasses import dataclass
from typing import Protocol

from docsmith.domain.value import Value
from docsmith.usecases.ports import AlreadyThere, Objects

FETCH_LIMIT = 2_000_000
PREFIX = "tmp/fetched/"
_KINDS = (
    (b"\x89PNG\r\n\x1a\n", "image/png", "png"),
    (b"\xff\xd8\xff", "image/jpeg", "jpg"),
    (b"GIF87a", "image/gif", "gif"),
    (b"GIF89a", "image/gif", "gif"),
)


class NotFetched(Exception):
    """The URL gave nothing that we keep. The text says why and is safe to show."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """The bytes that a URL gave."""

    content: bytes


class Reader(Protocol):
    """Reads customers' URLs. Raises `NotFetched`."""

    def read(self, url: str, *, max_bytes: int) -> Fetched: ...


class FetchResult(Value):
    """`outcome` is `ok` with the object's key, or `failed` with a reason that is safe to show."""

    outcome: str
    key: str | None = None
    content_type: str | None = None
    size: int | None = None
    sha256: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class FetchUrl:
    """The use case with what it needs."""

    reader: Reader
    objects: Objects

    def __call__(self, url: str, task_id: str) -> FetchResult:
        """Stores under `tmp/fetched/{task_id}/`; the same bytes twice are one object."""
        try:
            content = self.reader.read(url, max_bytes=FETCH_LIMIT).content
            content_type, suffix = _kind(content)
        except NotFetched as reason:
            return FetchResult(outcome="failed", reason=str(reason))
        digest = hashlib.sha256(content).hexdigest()
        key = f"{PREFIX}{task_id}/{digest[:32]}.{suffix}"
        with suppress(AlreadyThere):
            self.objects.put_new(key, content, content_type=content_type)
        return FetchResult(
            outcome="ok", key=key, content_type=content_type, size=len(content), sha256=digest
        )


def _kind(content: bytes) -> tuple[str, str]:
    for magic, content_type, suffix in _KINDS:
        if content.startswith(magic):
            return content_type, suffix
    raise NotFetched("The file is not a PNG, JPEG or GIF picture.")
