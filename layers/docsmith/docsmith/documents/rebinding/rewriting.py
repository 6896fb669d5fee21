"""Operations with strings changed, and the places of strings in them."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, cast

from docsmith.documents.operations.base import OperationBase
from docsmith.documents.operations.formats import operations_of

Json = dict[str, Any]
Change = Callable[[str, str], str]
"""The name of a field and its text, and what shall stand there instead."""

_NOT_TEXT = frozenset(
    {
        *("op", "slot", "sheet", "table", "id", "block", "blocks", "slide", "key", "name"),
        *("kind", "style", "layout", "number_format", "formula", "anchor", "range", "cell"),
        *("query", "data", "column", "columns", "by", "measure", "part", "find", "logo"),
        *("before", "after", "names"),
    }
)
"""Fields that name something, or whose content is computed; they are no text that is read."""


def as_json(op: OperationBase) -> Json:
    """The operation as it is stored: what was left out stays left out."""
    return op.model_dump(mode="json", exclude_unset=True)


def rewritten(
    ops: Sequence[OperationBase], format: str, change: Change
) -> tuple[OperationBase, ...]:
    """The operations with every text changed; those that stay the same are the same objects."""
    union = operations_of(format)
    out: list[OperationBase] = []
    for op in ops:
        before = as_json(op)
        after = _changed(before, "", change)
        out.append(op if after == before else union.validate_python(after))
    return tuple(out)


def values_in(op: OperationBase) -> Iterator[tuple[str, str]]:
    """Path within the operation, and text, of everything that is read; numbers as they are
    written.
    """
    yield from _values(as_json(op), "")


def _changed(value: Any, field: str, change: Change) -> Any:
    if isinstance(value, str):
        return change(field, value)
    if isinstance(value, list):
        return [_changed(item, field, change) for item in cast("list[Any]", value)]
    if isinstance(value, dict):
        inner = cast("Json", value)
        return {k: v if k in _NOT_TEXT else _changed(v, k, change) for k, v in inner.items()}
    return value


def _values(value: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, list):
        for index, item in enumerate(cast("list[Any]", value)):
            yield from _values(item, f"{path}[{index}]")
    elif isinstance(value, dict):
        for name, item in cast("Json", value).items():
            if name not in _NOT_TEXT:
                yield from _values(item, f"{path}.{name}" if path else name)
    elif value is not None and not isinstance(value, bool):
        yield path, str(value)
