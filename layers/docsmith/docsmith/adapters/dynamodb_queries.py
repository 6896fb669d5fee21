"""Questions as DynamoDB takes them: an owner's records, how many stand before one, what is due."""

from datetime import datetime
from typing import Any

from docsmith.adapters.dynamodb_layout import LAYOUTS
from docsmith.domain.value import Value

Item = dict[str, Any]


def listing(kind: type[Value], owner: str) -> Item:
    """All records of an owner: from their own partition, or by the index."""
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


def up_to(kind: type[Value], *key: str | int) -> Item:
    """The records of a partition from its first of this kind to this one, counted."""
    layout = LAYOUTS[kind]
    if layout.inside is None:
        raise TypeError(f"{kind.__name__} has no partition to count in")
    pk, sk = layout.key(*key)
    return {
        "KeyConditionExpression": "pk = :pk AND sk BETWEEN :first AND :last",
        "ExpressionAttributeValues": {
            ":pk": {"S": pk},
            ":first": {"S": layout.inside[1]},
            ":last": {"S": sk},
        },
        "Select": "COUNT",
    }


def due(kind: type[Value], before: datetime, limit: int) -> Item:
    """What needs attention by then, from the sparse index."""
    return {
        "IndexName": "due",
        "KeyConditionExpression": "#due = :due AND due_at <= :before",
        "ExpressionAttributeNames": {"#due": "due"},
        "ExpressionAttributeValues": {
            ":due": {"S": f"DUE#{kind.__name__}"},
            ":before": {"N": str(before.timestamp())},
        },
        "Limit": limit,
    }
