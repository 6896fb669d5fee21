"""Which slot of a slide's content a text on the slide came from: `points[2]`, `kpis[0].label`.

A slide is drawn from its content, so a paragraph that says what exactly one slot says is that slot.
Texts that stand twice are given out in order. Figures that were formatted belong to no slot.
"""
# pyright: basic
# A dump of a model is JSON of any shape.

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

_BOLD = re.compile(r"\*\*(.+?)\*\*")
_QUOTES = "“”„‟«»‹›‘’"
"""What a layout puts around a quotation."""
_NOT_SHOWN = frozenset(
    {"layout", "slot", "alt", "data", "query", "where", "style", "kind", "currency", "id", "image"}
)


class SlotTexts:
    """The texts of one slide's content that were not given out yet."""

    def __init__(self, found: Iterator[tuple[str, str]]) -> None:
        self._slots: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for slot, source in found:
            self._slots[_plain(source)].append((slot, source))

    def take(self, text: str) -> dict[str, Any] | None:
        """The slot that says this, and its source with marks; None when there is none left."""
        shown = text.strip()
        waiting = self._slots.get(shown) or self._slots.get(shown.strip(_QUOTES))
        if not shown or not waiting:
            return None
        slot, source = waiting.pop(0)
        return {"slot": slot, "source": source}


def slots_of(content: Any) -> SlotTexts:
    """Of a slide's content."""
    return SlotTexts(_texts(content.model_dump(mode="json"), ""))


def _texts(value: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, list):
        for i, item in enumerate(value):
            yield from _texts(item, f"{path}[{i}]")
    elif isinstance(value, dict):
        for name, item in value.items():
            if name not in _NOT_SHOWN:
                yield from _texts(item, f"{path}.{name}" if path else name)


def _plain(source: str) -> str:
    return _BOLD.sub(r"\1", source).strip()
