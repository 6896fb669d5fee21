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
from docsmith.adapters.dynamodb_layout import LAYOUTS, counter_key, key_of
from docsmith.domain.clock import Clock
from docsmith.domain.errors import StorageError
from docsmith.domain.ids import Entropy
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
                refused = _refused(error)
                if refused:
                    raise Collision(refused) from error
                if wait is None or not _is_conflict(error):
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
            return partial(self._client.put_item, **self._put(writes[0]))
        together: dict[str, Any] = {"TransactItems": [self._statement(write) for write in writes]}
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
        request = self._listing(kind, owner)
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

    def due(self, kind: type[T], before: datetime, *, limit: int = 100) -> Sequence[T]:
        request: Item = {
            "IndexName": "due",
            "KeyConditionExpression": "#due = :due AND due_at <= :before",
            "ExpressionAttributeNames": {"#due": "due"},
            "ExpressionAttributeValues": {
                ":due": {"S": f"DUE#{kind.__name__}"},
                ":before": {"N": str(before.timestamp())},
            },
            "Limit": limit,
        }
        answer = self._query(request)
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

    def _listing(self, kind: type[Value], owner: str) -> Item:
        layout = LAYOUTS[kind]
        if layout.inside:
            pk, prefix = layout.inside
            return {
                "KeyConditionExpression": "pk = :pk AND begins_with(sk, :sk)",
                "ExpressionAttributeValues": {
                    ":pk": {"S": pk.format(owner)},
                    ":sk": {"S": prefix},
                },
                "ConsistentRead": True,
            }
        return {
            "IndexName": "by_owner",
            "KeyConditionExpression": "#owner = :owner",
            "ExpressionAttributeNames": {"#owner": "owner"},
            "ExpressionAttributeValues": {":owner": {"S": f"{kind.__name__}#{owner}"}},
        }

    def _statement(self, write: Write) -> Any:
        if isinstance(write, Count):
            return {"Update": {"TableName": self._table, **_addition(write)}}
        if isinstance(write, Remove):
            return {"Delete": self._removal(write)}
        if isinstance(write, Forget):
            pk, sk = counter_key(write.kind, write.owner)
            key = {"pk": {"S": pk}, "sk": {"S": sk}}
            return {"Delete": {"TableName": self._table, "Key": key}}
        return {"Put": self._put(write)}

    def _removal(self, write: Remove) -> Item:
        pk, sk = key_of(write.value)
        request: Item = {"TableName": self._table, "Key": {"pk": {"S": pk}, "sk": {"S": sk}}}
        if write.version is None:
            return {**request, "ConditionExpression": "attribute_exists(pk)"}
        return {**request, **_at_version(write.version)}

    def _put(self, write: Insert | Replace) -> Item:
        if isinstance(write, Replace):
            item = _item(write, version=write.version + 1)
            return {"TableName": self._table, "Item": item, **_at_version(write.version)}
        return {
            "TableName": self._table,
            "Item": _item(write, version=1),
            "ConditionExpression": "attribute_not_exists(pk) OR expires_at <= :now",
            "ExpressionAttributeValues": {":now": {"N": str(int(self._clock().timestamp()))}},
        }

    def _is_alive(self, item: Mapping[str, Any]) -> bool:
        expires = item.get("expires_at")
        return expires is None or int(expires["N"]) > self._clock().timestamp()

    def _read(self, kind: type[T], item: Mapping[str, Any]) -> Stored[T]:
        return Stored(
            value=kind.model_validate_json(item["body"]["S"]), version=int(item["version"]["N"])
        )


def _item(write: Insert | Replace, *, version: int) -> Item:
    value = write.value
    layout = LAYOUTS[type(value)]
    pk, sk = key_of(value)
    kind = type(value).__name__
    item: Item = {
        "pk": {"S": pk},
        "sk": {"S": sk},
        "kind": {"S": kind},
        "version": {"N": str(version)},
        "body": {"S": value.model_dump_json()},
    }
    if layout.owner and layout.order:
        item["owner"] = {"S": f"{kind}#{layout.owner(value)}"}
        item["order"] = {"S": layout.order(value)}
    if write.due_at:
        item["due"] = {"S": f"DUE#{kind}"}
        item["due_at"] = {"N": str(write.due_at.timestamp())}
    if write.expires_at:
        item["expires_at"] = {"N": str(int(write.expires_at.timestamp()))}
    return item


def _at_version(version: int) -> Item:
    return {
        "ConditionExpression": "#version = :version",
        "ExpressionAttributeNames": {"#version": "version"},
        "ExpressionAttributeValues": {":version": {"N": str(version)}},
    }


def _addition(write: Count) -> Item:
    """An ADD with its bounds. A counter that was never written counts as 0."""
    pk, sk = counter_key(write.kind, write.owner)
    names: Item = {}
    values: Item = {}
    adds: list[str] = []
    conditions: list[str] = []
    for position, (name, change) in enumerate(sorted(write.add.items())):
        names[f"#a{position}"] = name
        values[f":a{position}"] = {"N": str(change)}
        adds.append(f"#a{position} :a{position}")
    bounds = [(name, ">=", at_least) for name, at_least in sorted(write.at_least.items())]
    bounds += [(name, "<", limit) for name, limit in sorted(write.below.items())]
    for position, (name, sign, bound) in enumerate(bounds):
        names[f"#b{position}"] = name
        values[f":b{position}"] = {"N": str(bound)}
        holds = f"#b{position} {sign} :b{position}"
        zero_holds = bound <= 0 if sign == ">=" else bound > 0
        conditions.append(
            f"(attribute_not_exists(#b{position}) OR {holds})" if zero_holds else holds
        )
    update = "ADD " + ", ".join(adds)
    if write.expires_at:
        update += " SET expires_at = :expires"
        values[":expires"] = {"N": str(int(write.expires_at.timestamp()))}
    request: Item = {
        "Key": {"pk": {"S": pk}, "sk": {"S": sk}},
        "UpdateExpression": update,
        "ExpressionAttributeNames": names,
        "ExpressionAttributeValues": values,
    }
    if conditions:
        request["ConditionExpression"] = " AND ".join(conditions)
    return request


def _reasons(error: ClientError) -> list[str]:
    reasons: list[Any] = error.response.get("CancellationReasons", [])  # type: ignore[assignment]
    return [str(reason.get("Code", "None")) for reason in reasons]


def _refused(error: ClientError) -> list[int]:
    """Positions of the writes whose condition did not hold."""
    if _code(error) == "ConditionalCheckFailedException":
        return [0]
    return [i for i, code in enumerate(_reasons(error)) if code == "ConditionalCheckFailed"]


def _code(error: ClientError) -> str:
    return error.response.get("Error", {}).get("Code", "")


def _is_conflict(error: ClientError) -> bool:
    busy = {"TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"}
    return bool(busy & set(_reasons(error))) or _code(error) in {
        "TransactionConflictException",
        "TransactionInProgressException",
        "ProvisionedThroughputExceededException",
        "ThrottlingException",
        "InternalServerError",
    }
