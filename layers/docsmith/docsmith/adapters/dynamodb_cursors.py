"""Cursors of our lists: the key of the last record shown, and proof that it is of that list.

A cursor comes back from a client, so it may be of another list or made up: DynamoDB would refuse
some of those with an error of its own and take others at their word.
"""

import base64
import json
from collections.abc import Mapping
from typing import Any

from docsmith.adapters.dynamodb_layout import LAYOUTS
from docsmith.domain.errors import InvalidRequest
from docsmith.domain.value import Value

Item = dict[str, Any]


def pack(key: Mapping[str, Any]) -> str:
    text = json.dumps(key, sort_keys=True, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def start_of(cursor: str, kind: type[Value], owner: str) -> Item:
    """The key a cursor stands for, if it is one of this list: DynamoDB alone would not say."""
    key, layout = _unpack(cursor), LAYOUTS[kind]
    if layout.inside:
        pk, prefix = layout.inside
        ours = key.keys() == {"pk", "sk"} and key["pk"] == pk.format(owner)
        ours = ours and key["sk"].startswith(prefix)
    else:
        ours = key.keys() == {"pk", "sk", "owner", "order"}
        ours = ours and key["owner"] == f"{kind.__name__}#{owner}"
    if not ours:
        raise _not_ours()
    return {name: {"S": text} for name, text in key.items()}


def _unpack(cursor: str) -> dict[str, str]:
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        key: Any = json.loads(base64.urlsafe_b64decode(padded.encode()))
        return {str(name): str(key[name]["S"]) for name in key}
    except (ValueError, TypeError, KeyError) as error:
        raise _not_ours() from error


def _not_ours() -> InvalidRequest:
    return InvalidRequest("This cursor is not one of ours.")
