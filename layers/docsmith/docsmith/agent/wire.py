"""JSON as the agent and its tools write it: one value has one text, so that prompt caches and tests
hold.

Knows no tool by name; see `tools.py` for what each tool takes and answers.
"""

import json
from collections.abc import Mapping
from typing import Any

from docsmith.agent.turns import Json


def canonical(value: Any) -> str:
    """The one text of a JSON value: sorted keys, no spaces, real characters. Raises ValueError for
    NaN.
    """
    return json.dumps(
        value, sort_keys=True, ensure_ascii=False, allow_nan=False, separators=(",", ":")
    )


def parsed(text: str) -> Json:
    """The object in a tool's answer; `{}` when it holds none, since a result is data to judge."""
    try:
        value: object = json.loads(text)
    except ValueError:
        return {}
    return as_object(value)


def as_object(value: object) -> Json:
    """`value` as an object with text keys, else an empty one."""
    if not isinstance(value, Mapping):
        return {}
    items: Mapping[Any, Any] = value  # pyright: ignore[reportUnknownVariableType]
    return {str(key): item for key, item in items.items()}


def as_list(value: object) -> list[Any]:
    """`value` as a list, else an empty one."""
    if not isinstance(value, list | tuple):
        return []
    items: list[Any] | tuple[Any, ...] = value  # pyright: ignore[reportUnknownVariableType] JSON
    return list(items)
