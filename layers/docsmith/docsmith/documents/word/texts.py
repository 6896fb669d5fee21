"""Every text of a block, whatever its kind: visited with its path, or changed all at once."""

from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from docsmith.documents.operations.base import OperationBase

_NOT_TEXT = frozenset(
    {"op", "slot", "kind", "style", "align", "query", "columns", "orientation", "key", "logo"}
)
Some = TypeVar("Some", bound=OperationBase)


def texts_of(op: OperationBase, path: str = "") -> Iterator[tuple[str, str]]:
    """Path and text of everything a reader reads in this operation."""
    for name in type(op).model_fields:
        if name not in _NOT_TEXT:
            yield from _visited(getattr(op, name), f"{path}.{name}" if path else name)


def with_texts(op: Some, change: Callable[[str], str]) -> Some:
    """The operation with every text changed; itself when nothing changed."""
    update = {
        name: changed
        for name in type(op).model_fields
        if name not in _NOT_TEXT
        and (changed := _changed(getattr(op, name), change)) != getattr(op, name)
    }
    return op.model_copy(update=update) if update else op


def _visited(value: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, OperationBase):
        yield from texts_of(value, path)
    elif isinstance(value, tuple):
        items: tuple[Any, ...] = value  # pyright: ignore[reportUnknownVariableType]
        for index, item in enumerate(items):
            yield from _visited(item, f"{path}[{index}]")
    elif isinstance(value, dict):
        named: dict[str, Any] = value  # pyright: ignore[reportUnknownVariableType]
        for key, item in named.items():
            yield from _visited(item, f"{path}.{key}")


def _changed(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, OperationBase):
        return with_texts(value, change)
    if isinstance(value, tuple):
        items: tuple[Any, ...] = value  # pyright: ignore[reportUnknownVariableType]
        return tuple(_changed(item, change) for item in items)
    if isinstance(value, dict):
        named: dict[str, Any] = value  # pyright: ignore[reportUnknownVariableType]
        return {key: _changed(item, change) for key, item in named.items()}
    return value
