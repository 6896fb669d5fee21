"""The outside things that use cases need, beside the records: objects, executions, a queue.

Each is a Protocol with one adapter in `adapters/` and one fake in `tests/fakes`, both held to the
same contract suite.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol


class AlreadyThere(Exception):
    """An object with this key exists, and objects are written once."""


@dataclass(frozen=True, slots=True)
class ObjectInfo:
    """What a store says of an object without its bytes. `size` in bytes."""

    size: int
    content_type: str


@dataclass(frozen=True, slots=True)
class PresignedUpload:
    """A form POST that stores one object: send `fields` and then the file to `url`."""

    url: str
    fields: Mapping[str, str]


class Objects(Protocol):
    """Bytes by key. Keys are written once; only `delete` takes them away."""

    def put_new(self, key: str, content: bytes, *, content_type: str) -> None:
        """Raises `AlreadyThere`: whoever writes second overwrites nothing."""
        ...

    def get(self, key: str) -> bytes:
        """Raises `NotFound`."""
        ...

    def head(self, key: str, size: int) -> bytes:
        """The first `size` bytes, or as many as there are. Raises `NotFound`."""
        ...

    def info(self, key: str) -> ObjectInfo | None: ...

    def delete(self, key: str) -> None: ...

    def delete_prefix(self, prefix: str) -> int: ...

    def presigned_get(
        self, key: str, *, file_name: str, content_type: str, seconds: int
    ) -> str: ...

    def presigned_post(
        self, key: str, *, content_type: str, max_bytes: int, seconds: int
    ) -> PresignedUpload: ...


class ExecutionStatus(StrEnum):
    RUNNING = "running"
    ENDED = "ended"
    ABORTED = "aborted"
    UNKNOWN = "unknown"


class Executions(Protocol):
    """Executions of the machine that generates. Names are unique, so a start may be repeated."""

    def start(self, name: str, payload: Mapping[str, Any]) -> None: ...

    def stop(self, name: str, *, cause: str) -> None:
        """Stopping what does not run is no error."""
        ...

    def status(self, name: str) -> ExecutionStatus: ...

    def grant(self, token: str) -> bool:
        """Wake the waiting execution; False when nobody waits for this token any more."""
        ...


class DeliveryQueue(Protocol):
    """The fast path of deliveries. What is lost here, the sweep finds again."""

    def send(self, delivery_id: str, *, delay_s: int = 0) -> None: ...


class Sealer(Protocol):
    """Seals secrets at rest with a key that no record holds."""

    def seal(self, secret: str) -> str: ...

    def open(self, sealed: str) -> str:
        """Raises `InternalError` when the text was not sealed by us."""
        ...


class SigningKeys(Protocol):
    """The keys that sign links: the current one first, then the one before."""

    def current(self) -> tuple[bytes, ...]: ...
