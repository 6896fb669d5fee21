"""The `Records` port over one DynamoDB table.

A record is one item: its value as JSON text in `body`, and beside it only what conditions, indexes
and TTL need. Index `by_owner` (`owner`, `order`) lists by organisation; the sparse index `due`
(`due`, `due_at`) holds what will need attention. TTL deletes late, so reads filter `expires_at`.
"""

import secrets
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from botocore.exceptions import BotoCoreError, ClientError

from docsmith.adapters.dynamodb_cursors import pack, start_of
from docsmith.adapters.dynamodb_layout import LAYOUTS, counter_key
from docsmith.adapters.dynamodb_queries import due, listing, up_to
from docsmith.adapters.dynamodb_refusals import is_conflict, refused
from docsmith.adapters.dynamodb_writes import put, statements
from docsmith.domain.clock import Clock
from docsmith.domain.errors import StorageError
from docsmith.domain.ids import Entropy
from docsmith.domain.value import Value
from docsmith.usecases.records import Collision, Page, Replace, Stored, Write

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

T = TypeVar("T", bound=Value)
Item = dict[str, Any]

_LONGEST_KEY = 2048
"""Bytes of a partition key: DynamoDB refuses to look for a longer one."""
_CONFLICT_WAITS_S = (0.02, 0.05, 0.1, 0.2, 0.4, 0.8)


class DynamoDbRecords:
    """One table for every noun; `clock` decides what has expired."""

    def __init__(
        self,
        *,
        client: "DynamoDBClient",
        table: str,
        clock: Clock,
        entropy: Entropy = secrets,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._client = client
        self._table = table
        self._clock = clock
        self._entropy = entropy
        self._sleep = sleep

    def get(self, kind: type[T], *key: str | int) -> Stored[T] | None:
        item = self._item_at(LAYOUTS[kind].key(*key))
        return self._read(kind, item) if item and self._is_alive(item) else None

    def transact(self, *writes: Write, token: str | None = None) -> None:
        send = self._sender(writes, token)
        for wait in (*_CONFLICT_WAITS_S, None):
            try:
                send()
                return
            except ClientError as error:
                positions = refused(error)
                if positions:
                    raise Collision(positions) from error
                if wait is None or not is_conflict(error):
                    raise StorageError from error
                self._sleep(wait * self._jitter())
            except BotoCoreError as error:
                raise StorageError from error

    def _sender(self, writes: Sequence[Write], token: str | None) -> Callable[[], Any]:
        """A lone change is no transaction: half the price, and one round trip less inside.

        Only a change: the SDK repeats a call whose answer was lost, and whoever changes looks again
        when refused. Other writes keep the token by which DynamoDB knows the repeat.
        """
        if len(writes) == 1 and isinstance(writes[0], Replace) and token is None:
            alone = put(writes[0], self._table, self._clock())
            return partial(self._client.put_item, **alone)
        members = statements(writes, self._table, self._clock())
        together: dict[str, Any] = {"TransactItems": members}
        if token:
            together["ClientRequestToken"] = token[:36]
        return partial(self._client.transact_write_items, **together)

    def _jitter(self) -> float:
        """0.5 to 1.5: those who collided once do not come back together."""
        return 0.5 + self._entropy.token_bytes(1)[0] / 255

    def page(
        self,
        kind: type[T],
        owner: str,
        *,
        after: str | None = None,
        limit: int = 100,
        newest_first: bool = False,
    ) -> Page[T]:
        request = listing(kind, owner)
        if after is not None:
            request["ExclusiveStartKey"] = start_of(after, kind, owner)
        request |= {"Limit": limit, "ScanIndexForward": not newest_first}
        answer = self._query(request)
        alive = [item for item in answer["Items"] if self._is_alive(item)]
        last = answer.get("LastEvaluatedKey")
        return Page(
            records=tuple(self._read(kind, item) for item in alive),
            next=pack(last) if last else None,
        )

    def counters(self, kind: str, owner: str) -> Mapping[str, int]:
        item = self._item_at(counter_key(kind, owner))
        if item is None or not self._is_alive(item):
            return {}
        numbers = {name: value["N"] for name, value in item.items() if "N" in value}
        return {name: int(number) for name, number in numbers.items() if name != "expires_at"}

    def rank(self, kind: type[Value], *key: str | int) -> int:
        request, counted = up_to(kind, *key), 0
        while True:
            answer = self._query(request)
            counted += answer["Count"]
            if "LastEvaluatedKey" not in answer:
                return counted
            request["ExclusiveStartKey"] = answer["LastEvaluatedKey"]

    def due(self, kind: type[T], before: datetime, *, limit: int = 100) -> Sequence[T]:
        answer = self._query(due(kind, before, limit))
        alive = [item for item in answer["Items"] if self._is_alive(item)]
        return [self._read(kind, item).value for item in alive]

    def _item_at(self, key: tuple[str, str]) -> Item | None:
        pk, sk = key
        if len(pk.encode()) > _LONGEST_KEY:
            return None
        try:
            answer = self._client.get_item(
                TableName=self._table, Key={"pk": {"S": pk}, "sk": {"S": sk}}, ConsistentRead=True
            )
        except (BotoCoreError, ClientError) as error:
            raise StorageError from error
        found = answer.get("Item")
        return None if found is None else dict(found)

    def _query(self, request: Item) -> Any:
        try:
            return self._client.query(TableName=self._table, **request)
        except (BotoCoreError, ClientError) as error:
            raise StorageError from error

    def _is_alive(self, item: Mapping[str, Any]) -> bool:
        expires = item.get("expires_at")
        return expires is None or int(expires["N"]) > self._clock().timestamp()

    def _read(self, kind: type[T], item: Mapping[str, Any]) -> Stored[T]:
        return Stored(
            value=kind.model_validate_json(item["body"]["S"]), version=int(item["version"]["N"])
        )
