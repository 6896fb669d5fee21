"""Put another value into a slot of a slide's content: `title`, `points[2].text`."""
# pyright: basic
# A dump of a model is JSON of any shape.

import re
from typing import Any

from pydantic import TypeAdapter, ValidationError

from docsmith.documents.errors import OperationRefused
from docsmith.documents.operations.slides_content import SlideContent

_CONTENT: TypeAdapter[Any] = TypeAdapter(SlideContent)
_STEP = re.compile(r"(\w+)|\[(\d+)\]")


def with_slot(content: Any, slot: str, value: Any) -> Any:
    """The content with the slot set. Raises `OperationRefused` when it cannot be."""
    slot = _title_slot(content) if slot == "title" else slot
    steps = [m.group(1) or int(m.group(2)) for m in _STEP.finditer(slot)]
    if not steps or re.sub(r"\w+|\[\d+\]|\.", "", slot):
        raise OperationRefused("slot", f"'{slot}' is no slot", _slots(content))
    whole: Any = content.model_dump(mode="json")
    at: Any = whole
    for step in steps[:-1]:
        at = _into(at, step, slot, content)
    _put(at, steps[-1], value, slot, content)
    try:
        return _CONTENT.validate_python(whole)
    except ValidationError as invalid:
        first = invalid.errors()[0]
        raise OperationRefused("value", f"{slot}: {first['msg']}") from invalid


def _title_slot(content: Any) -> str:
    """The slot that is the slide's title: on some layouts the quote or the statement itself."""
    names = type(content).model_fields
    return next((name for name in ("title", "statement", "quote") if name in names), "title")


def _into(at: Any, step: str | int, slot: str, content: Any) -> Any:
    try:
        found = at[step]
    except (KeyError, IndexError, TypeError):
        raise OperationRefused("slot", f"there is no '{slot}'", _slots(content)) from None
    return found


def _put(at: Any, step: str | int, value: Any, slot: str, content: Any) -> None:
    known = (isinstance(at, dict) and step in at) or (
        isinstance(at, list) and isinstance(step, int) and step <= len(at)
    )
    if not known or step == "layout":
        raise OperationRefused("slot", f"there is no '{slot}'", _slots(content))
    items: Any = at
    if isinstance(at, list) and step == len(at):
        items.append(value)
    elif isinstance(at, list) and value is None:
        del items[step]
    else:
        items[step] = value


def _slots(content: Any) -> tuple[str, ...]:
    return tuple(name for name in type(content).model_fields if name != "layout")
