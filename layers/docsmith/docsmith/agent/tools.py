"""The tools a model has, as values: names, what they take, what they answer.

`ExecutePlan` runs them; every answer is `wire.canonical` JSON:

    document_read    {"version", "scope", "content", "next"}
    document_apply   {"version", "changed", "computed", "findings"}, or as an error
                     {"version", "errors": [{"path", "reason", "allowed", "hint"}]}
    document_check   {"version", "findings": [{"id", "severity", "place", "message", "remedy"}]}
    document_finish  {"finished": true}; {"finished": false, "findings": [...]} while blocking ones
                     stand
    source_read      what `documents.sources.describe` says of one slot
    any of them      as an error {"error": reason} when the call itself cannot be understood

Knows no document: the schema of the operations comes in as JSON.
"""

import json
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from docsmith.agent.model import ToolSpec
from docsmith.agent.prompt import tool_description
from docsmith.agent.turns import Json

MAX_OPS = 40
"""Operations in one `document_apply`."""
MAX_CALL_BYTES = 64_000
"""Size of one `document_apply` as JSON in UTF-8."""


class Tool(StrEnum):
    READ = "document_read"
    APPLY = "document_apply"
    CHECK = "document_check"
    FINISH = "document_finish"
    SOURCE = "source_read"


def tool_specs(
    operation_schema: Mapping[str, Any], *, sources: bool = False, read_only: bool = False
) -> tuple[ToolSpec, ...]:
    """The tool table for one format, in an order that never changes.

    `operation_schema` is the JSON Schema of one operation (its `$defs` are lifted to the top, where
    its references point). `read_only` leaves the tools that an `ask` needs.
    """
    specs = [_spec(Tool.READ, _READ)]
    if not read_only:
        specs += [
            _spec(Tool.APPLY, _apply_schema(operation_schema)),
            _spec(Tool.CHECK, _object({})),
            _spec(Tool.FINISH, _FINISH),
        ]
    return (*specs, _spec(Tool.SOURCE, _SOURCE)) if sources else tuple(specs)


def _spec(tool: Tool, schema: Json) -> ToolSpec:
    return ToolSpec(name=tool.value, description=tool_description(tool.value), input_schema=schema)


def _object(properties: Json, required: tuple[str, ...] = ()) -> Json:
    return {
        "type": "object",
        "properties": properties,
        "required": list(required),
        "additionalProperties": False,
    }


def _apply_schema(operation_schema: Mapping[str, Any]) -> Json:
    item: Json = json.loads(json.dumps(operation_schema, sort_keys=True))
    definitions = item.pop("$defs", None)
    properties: Json = {
        "base_version": {"type": "integer", "minimum": 0},
        "ops": {"type": "array", "minItems": 1, "maxItems": MAX_OPS, "items": item},
    }
    schema = _object(properties, ("base_version", "ops"))
    return schema | ({"$defs": definitions} if definitions else {})


_READ = _object(
    {
        "scope": {"type": "string", "default": "outline"},
        "mode": {"type": "string", "enum": ["values", "formulas"], "default": "values"},
        "page": {"type": "string"},
    }
)
_FINISH = _object({"summary": {"type": "string", "minLength": 1}}, ("summary",))
_NAME: Json = {"type": "string"}
_WHERE = _object(
    {
        "column": _NAME,
        "values": {"type": "array", "items": _NAME},
        "without": {"type": "array", "items": _NAME},
        "first": _NAME,
        "last": _NAME,
    },
    ("column",),
)
_RANK = _object(
    {"column": _NAME, "measure": _NAME, "times": _NAME, "less": _NAME}, ("column", "measure")
)
_SOURCE = _object(
    {
        "slot": _NAME,
        "page": _NAME,
        "where": {"type": "array", "items": _WHERE},
        "rank": _RANK,
        "text": _NAME,
    },
    ("slot",),
)
