"""Writes as DynamoDB takes them: an item for each record, a condition for each promise."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from docsmith.adapters.dynamodb_layout import LAYOUTS, counter_key, key_of
from docsmith.usecases.records import Count, Forget, Insert, Remove, Replace, Write

Item = dict[str, Any]


def statements(writes: Sequence[Write], table: str, now: datetime) -> list[Any]:
    """The members of a transaction; `now` decides whose time is over."""
    return [_statement(write, table, now) for write in writes]


def _statement(write: Write, table: str, now: datetime) -> Any:
    if isinstance(write, Count):
        return {"Update": {"TableName": table, **_addition(write)}}
    if isinstance(write, Remove):
        return {"Delete": _removal(write, table)}
    if isinstance(write, Forget):
        key = _key(*counter_key(write.kind, write.owner))
        return {"Delete": {"TableName": table, "Key": key}}
    return {"Put": put(write, table, now)}


def put(write: Insert | Replace, table: str, now: datetime) -> Item:
    """The request that writes a record, alone or in a transaction."""
    if isinstance(write, Replace):
        item = _item(write, version=write.version + 1)
        return {"TableName": table, "Item": item, **_at_version(write.version)}
    return {
        "TableName": table,
        "Item": _item(write, version=1),
        "ConditionExpression": "attribute_not_exists(pk) OR expires_at <= :now",
        "ExpressionAttributeValues": {":now": {"N": str(int(now.timestamp()))}},
    }


def _removal(write: Remove, table: str) -> Item:
    request: Item = {"TableName": table, "Key": _key(*key_of(write.value))}
    if write.version is None:
        return {**request, "ConditionExpression": "attribute_exists(pk)"}
    return {**request, **_at_version(write.version)}


def _key(pk: str, sk: str) -> Item:
    return {"pk": {"S": pk}, "sk": {"S": sk}}


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
