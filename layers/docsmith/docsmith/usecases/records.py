"""The port to our records: nouns of the domain in and out, several changed at once or not at all.

A record has a version that each change raises by one. A change names the version it saw; when
another was faster the whole transaction fails with `Collision`, which says which writes were
refused, and nothing is written. Counters are changed by addition within bounds, so that hundreds
of submissions at once do not collide. `due_at` puts a record into the sweep's view; `expires_at`
lets the store forget it, later.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Generic, Protocol, TypeVar

from docsmith.domain.value import Value

T = TypeVar("T", bound=Value)


@dataclass(frozen=True, slots=True)
class Stored(Generic[T]):
    """A record as it was read: what it says, and the version a change must name."""

    value: T
    version: int


@dataclass(frozen=True, slots=True)
class Insert:
    """Write a record that must not be there yet (or whose time is over)."""

    value: Value
    due_at: datetime | None = None
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Replace:
    """Change a record that is still as it was read."""

    value: Value
    version: int
    due_at: datetime | None = None
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Remove:
    """Delete a record, at a version when one is named."""

    value: Value
    version: int | None = None


@dataclass(frozen=True, slots=True)
class Count:
    """Add to counters of one owner (`kind` such as `tasks`, `balance`) within bounds.

    `at_least` is what a counter must hold before the change, `below` what it must not exceed.
    With `expires_at` all counters of this kind and owner are forgotten then.
    """

    kind: str
    owner: str
    add: Mapping[str, int]
    at_least: Mapping[str, int] = field(default_factory=dict[str, int])
    below: Mapping[str, int] = field(default_factory=dict[str, int])
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Forget:
    """Delete all counters of a kind and owner, if there are any."""

    kind: str
    owner: str


Write = Insert | Replace | Remove | Count | Forget


class Collision(Exception):
    """A transaction was refused as a whole. `refused` are the positions of the writes at fault."""

    def __init__(self, refused: Sequence[int]) -> None:
        self.refused = tuple(refused)
        super().__init__(f"writes {self.refused} were refused")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some records in order, and where the next page begins."""

    records: tuple[Stored[T], ...]
    next: str | None = None


class Records(Protocol):
    """What use cases ask of the store. Reads are consistent, except `page` over an organisation."""

    def get(self, kind: type[T], *key: str | int) -> Stored[T] | None: ...

    def transact(self, *writes: Write, token: str | None = None) -> None:
        """All or nothing; `token` makes a repeat soon after harmless. Raises `Collision`."""
        ...

    def page(
        self,
        kind: type[T],
        owner: str,
        *,
        after: str | None = None,
        limit: int = 100,
        newest_first: bool = False,
    ) -> Page[T]:
        """The records of an owner (an organisation, a run, a pool), in the order of their ids."""
        ...

    def counters(self, kind: str, owner: str) -> Mapping[str, int]: ...

    def rank(self, kind: type[Value], *key: str | int) -> int:
        """How many records of its partition stand up to this key, itself among them: in the order
        of their ids. Only for kinds that are listed from a partition of their owner's.
        """
        ...

    def due(self, kind: type[T], before: datetime, *, limit: int = 100) -> Sequence[T]:
        """Records of a kind whose time has come, oldest first: no kind stands in another's way."""
        ...


def every(
    kind: type[T], owner: str, *, records: Records, newest_first: bool = False
) -> Iterator[Stored[T]]:
    """All records of an owner, read page by page as they are taken."""
    after: str | None = None
    while True:
        page = records.page(kind, owner, after=after, limit=1000, newest_first=newest_first)
        yield from page.records
        after = page.next
        if after is None:
            return
