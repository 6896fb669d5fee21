"""Which operations each format has: one discriminated union on `op` a format.

A format's union is imported when it is first used. Raises KeyError for an unknown format.
"""

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

from pydantic import TypeAdapter

if TYPE_CHECKING:
    from docsmith.documents.operations.base import OperationBase

SCHEMA_VERSION = 1
"""Raised when a stored operation would be read differently; stored beside every operation log."""
_UNIONS: Mapping[str, tuple[str, str]] = {
    "excel": ("docsmith.documents.operations.excel", "WorkbookOperation"),
    "word": ("docsmith.documents.operations.word", "WordOperation"),
    "slides": ("docsmith.documents.operations.slides", "SlidesOperation"),
}


@cache
def operations_of(format: str) -> "TypeAdapter[OperationBase]":
    """Validates one operation of a format, and gives its JSON Schema."""
    module, name = _UNIONS[format]
    return TypeAdapter(getattr(import_module(module), name))


@cache
def operation_names(format: str) -> frozenset[str]:
    """The values that `op` may have."""
    schema = operations_of(format).json_schema()
    mapping: dict[str, str] = schema.get("discriminator", {}).get("mapping", {})
    return frozenset(mapping)
