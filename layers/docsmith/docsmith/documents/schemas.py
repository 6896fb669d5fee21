"""The JSON Schemas of the document tools, made from the operation models: they cannot drift apart.

    operation_schema(format)       one schema for one operation
    operations_schema(format)      one schema for `ops`: an array of a union told apart by `op`
    apply_schema(format)           the input of `document_apply(base_version, ops)`
    read_schema(format)            the input of `document_read`

The bytes are stable, since a provider's prompt cache hangs on them.
"""

from functools import cache
from typing import Any, Literal, cast, get_args

from pydantic import BaseModel, TypeAdapter

from docsmith.documents.model import Format
from docsmith.documents.operations.excel import WorkbookOperation

MAX_OPERATIONS = 40
_Scopes = dict[str, Any]


def _union(format: Format) -> Any:
    """The operations of a format as one type."""
    if format is Format.EXCEL:
        return WorkbookOperation
    from docsmith.documents import operations

    names = {Format.WORD: "WordOperation", Format.SLIDES: "SlidesOperation"}
    return getattr(operations, names[format])


@cache
def operation_names(format: Format) -> tuple[str, ...]:
    """The `op` of every operation of a format, in the order of the union."""
    members: tuple[type[BaseModel], ...] = get_args(get_args(_union(format))[0])
    return tuple(get_args(member.model_fields["op"].annotation)[0] for member in members)


def operation_schema(format: Format) -> dict[str, Any]:
    """The schema of one operation, its `$defs` beside it."""
    batch = operations_schema(format)
    return {**batch["items"], "$defs": batch["$defs"]}


def operations_schema(format: Format) -> dict[str, Any]:
    """The schema of a batch: `{"type": "array", "items": …}` with its definitions beside it."""
    schema = TypeAdapter[Any](_union(format)).json_schema(ref_template="#/$defs/{model}")
    definitions = schema.pop("$defs", {})
    schema.pop("discriminator", None)
    return {
        "type": "array",
        "minItems": 1,
        "maxItems": MAX_OPERATIONS,
        "items": _plain(schema),
        "$defs": {name: _plain(definitions[name]) for name in sorted(definitions)},
    }


def apply_schema(format: Format) -> dict[str, Any]:
    """The input of `document_apply`."""
    ops = operations_schema(format)
    definitions = ops.pop("$defs")
    return {
        "type": "object",
        "additionalProperties": False,
        "required": ["base_version", "ops"],
        "properties": {
            "base_version": {
                "type": "integer",
                "minimum": 0,
                "description": "The version the last answer named; 0 for a new document.",
            },
            "ops": ops,
        },
        "$defs": definitions,
    }


def read_schema(format: Format) -> dict[str, Any]:
    """The input of `document_read`."""
    modes = Literal["values", "formulas", "formats"]
    if format is not Format.EXCEL:
        what = ["outline", "block" if format is Format.WORD else "slide"]
        place: _Scopes = {"block": {"type": "string"}, "slide": {"type": "integer", "minimum": 1}}
        place = {what[1]: place[what[1]]}
    else:
        what = ["outline", "range", "block"]
        place = {
            "block": {"type": "string", "description": "A table, a name, or Sheet!B4 within it."},
            "sheet": {"type": "string"},
            "range": {"type": "string", "description": "A1:D20; default the used range."},
            "mode": {"enum": list(get_args(modes)), "default": "values"},
        }
    return {
        "type": "object",
        "additionalProperties": False,
        "required": ["what"],
        "properties": {
            "what": {"enum": what},
            **place,
            "page": {"type": "string", "description": "The `next` of the answer before."},
        },
    }


def _plain(schema: Any) -> Any:
    """Without the titles pydantic adds, which cost tokens and say nothing."""
    if isinstance(schema, list):
        return [_plain(item) for item in cast("list[Any]", schema)]
    if not isinstance(schema, dict):
        return schema
    out: dict[str, Any] = {}
    for key, value in cast("dict[str, Any]", schema).items():
        if key == "description" and isinstance(value, str):
            out[key] = " ".join(value.split())
        elif key != "discriminator" and not (key == "title" and isinstance(value, str)):
            out[key] = _plain(value)
    return out
