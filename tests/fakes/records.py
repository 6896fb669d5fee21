"""Records in a dict: the same promises as the table, kept by one lock."""

import base64
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from threading import RLock
from typing import Any, TypeVar

from docsmith.adapters.dynamodb_layout import LAYOUTS, counter_key, key_of
from docsmith.domain.clock import Clock
from docsmith.domain.errors import InvalidRequest
from docsmith.domain.value import Value
from docsmith.usecases.records import (
    Collision,
    Count,
    Forget,
    Insert,
    Page,
    Remove,
    Replace,
    Stored,
    Write,
)

T = TypeVar("T", bound=Value)
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class _Row:
    value: Value
    version: int
    due_at: datetime | None
    expires_at: datetime | None


class InMemoryRecords:
    """Races are made certain: `before_commit` runs once inside the next transaction's window, and
    `before_get` once before the next `get` of that kind.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._rows: dict[Key, _Row] = {}
        self._counters: dict[Key, dict[str, int]] = {}
        self._counters_end: dict[Key, datetime] = {}
        self._tokens: dict[str, tuple[Write, ...]] = {}
        self._lock = RLock()
        self.before_commit: list[Callable[[], object]] = []
        self.before_get: dict[type[Value], Callable[[], object]] = {}
        self.transactions: list[tuple[Write, ...]] = []

    def get(self, kind: type[T], *key: str | int) -> Stored[T] | None:
        self.before_get.pop(kind, _nothing)()
        row = self._rows.get(LAYOUTS[kind].key(*key))
        return self._stored(kind, row) if row and self._is_alive(row) else None

    def transact(self, *writes: Write, token: str | None = None) -> None:
        _one_write_each(writes)
        if self.before_commit:
            self.before_commit.pop(0)()
        with self._lock:
            if token is not None and self._tokens.get(token) == writes:
                return
            refused = [i for i, write in enumerate(writes) if not self._allows(write)]
            if refused:
                raise Collision(refused)
            for write in writes:
                self._apply(write)
            self.transactions.append(writes)
            if token is not None:
                self._tokens[token] = writes

    def page(
        self,
        kind: type[T],
        owner: str,
        *,
        after: str | None = None,
        limit: int = 100,
        newest_first: bool = False,
    ) -> Page[T]:
        listed = sorted(self._listed(kind, owner), key=lambda found: found[0], reverse=newest_first)
        if after is not None:
            mark = _unpack(after, kind, owner)
            beyond = str.__lt__ if newest_first else str.__gt__
            listed = [found for found in listed if beyond(found[0], mark)]
        shown = listed[:limit]
        alive = [self._stored(kind, row) for _, row in shown if self._is_alive(row)]
        more = len(listed) > limit
        return Page(records=tuple(alive), next=_pack(kind, owner, shown[-1][0]) if more else None)

    def counters(self, kind: str, owner: str) -> Mapping[str, int]:
        key = counter_key(kind, owner)
        ends = self._counters_end.get(key)
        if ends is not None and int(ends.timestamp()) <= self._clock().timestamp():
            return {}
        return dict(self._counters.get(key, {}))

    def rank(self, kind: type[Value], *key: str | int) -> int:
        pk, last = LAYOUTS[kind].key(*key)
        if LAYOUTS[kind].inside is None:
            raise TypeError(f"{kind.__name__} has no partition to count in")
        with self._lock:
            rows = list(self._rows.items())
        return sum(at[0] == pk and at[1] <= last and type(row.value) is kind for at, row in rows)

    def due(self, kind: type[T], before: datetime, *, limit: int = 100) -> Sequence[T]:
        rows = [row for row in self._living(kind) if row.due_at and row.due_at <= before]
        ranked = sorted(rows, key=lambda row: (row.due_at or before, key_of(row.value)))
        return [self._stored(kind, row).value for row in ranked[:limit]]

    def every(self, kind: type[T]) -> list[T]:
        """All living values of a kind, for a test to look at."""
        return [self._stored(kind, row).value for row in self._living(kind)]

    def mentions(self, text: str) -> list[str]:
        """Every key under which something, a counter too, speaks of `text`."""
        told = [f"{pk} {sk}" for pk, sk in self._counters if text in pk]
        for (pk, sk), row in self._rows.items():
            if text in pk + sk + row.value.model_dump_json():
                told.append(f"{pk} {sk}")
        return told

    def due_at(self, value: Value) -> datetime | None:
        """When the sweep will look at this record."""
        return self._rows[key_of(value)].due_at

    def _living(self, kind: type[Value]) -> list[_Row]:
        rows = list(self._rows.values())
        return [row for row in rows if type(row.value) is kind and self._is_alive(row)]

    def _listed(self, kind: type[Value], owner: str) -> list[tuple[str, _Row]]:
        layout, found = LAYOUTS[kind], list[tuple[str, _Row]]()
        with self._lock:
            rows = list(self._rows.items())
        for (pk, sk), row in rows:
            if type(row.value) is not kind:
                continue
            if layout.inside and pk == layout.inside[0].format(owner):
                found.append((sk, row))
            elif layout.owner and layout.order and layout.owner(row.value) == owner:
                found.append((layout.order(row.value), row))
        return found

    def _allows(self, write: Write) -> bool:
        if isinstance(write, Forget):
            return True
        if isinstance(write, Count):
            return self._within(write)
        row = self._rows.get(key_of(write.value))
        if isinstance(write, Insert):
            return row is None or not self._is_alive(row)
        return row is not None and write.version in (None, row.version)

    def _within(self, write: Count) -> bool:
        held = self._counters.get(counter_key(write.kind, write.owner), {})
        enough = all(held.get(name, 0) >= least for name, least in write.at_least.items())
        return enough and all(held.get(name, 0) < limit for name, limit in write.below.items())

    def _apply(self, write: Write) -> None:
        if isinstance(write, Count):
            held = self._counters.setdefault(counter_key(write.kind, write.owner), {})
            for name, change in write.add.items():
                held[name] = held.get(name, 0) + change
            if write.expires_at:
                self._counters_end[counter_key(write.kind, write.owner)] = write.expires_at
        elif isinstance(write, Forget):
            self._counters.pop(counter_key(write.kind, write.owner), None)
        elif isinstance(write, Remove):
            del self._rows[key_of(write.value)]
        else:
            version = write.version + 1 if isinstance(write, Replace) else 1
            row = _Row(write.value, version, write.due_at, write.expires_at)
            self._rows[key_of(write.value)] = row

    def _is_alive(self, row: _Row) -> bool:
        """By whole seconds, as a TTL is stored."""
        if row.expires_at is None:
            return True
        return int(row.expires_at.timestamp()) > self._clock().timestamp()

    def _stored(self, kind: type[T], row: _Row) -> Stored[T]:
        """Through JSON and back, so that only what survives storage is seen."""
        body = row.value.model_dump_json()
        return Stored(value=kind.model_validate_json(body), version=row.version)


def _nothing() -> None:
    """What happens when no race was asked for."""


def _one_write_each(writes: Sequence[Write]) -> None:
    """DynamoDB refuses two writes to one item, and more than a hundred."""
    keys = [
        counter_key(write.kind, write.owner)
        if isinstance(write, Count | Forget)
        else key_of(write.value)
        for write in writes
    ]
    if len(set(keys)) < len(keys) or not 0 < len(keys) <= 100:
        raise ValueError(f"not a transaction: {keys}")


def _pack(kind: type[Value], owner: str, mark: str) -> str:
    text = json.dumps([kind.__name__, owner, mark])
    return base64.urlsafe_b64encode(text.encode()).decode()


def _unpack(cursor: str, kind: type[Value], owner: str) -> str:
    try:
        place: Any = json.loads(base64.urlsafe_b64decode(cursor.encode()))
        found_kind, found_owner, mark = place
    except (ValueError, TypeError) as error:
        raise InvalidRequest("This cursor is not one of ours.") from error
    if (found_kind, found_owner) != (kind.__name__, owner) or not isinstance(mark, str):
        raise InvalidRequest("This cursor is not one of ours.")
    return mark
