"""What operations say of an input itself, in the words of the one that takes its place.

The name of a file stands in titles, sources and notes; the brand's colour and font stand where an
author repeated them.
"""

import json
import re
from collections.abc import Mapping
from typing import Any

from docsmith.documents.model import Input
from docsmith.documents.rebinding.rewriting import Change

_LOOKS = frozenset({"primary_color", "color", "fill", "font"})


def renamed(before: Mapping[str, Input], after: Mapping[str, Input]) -> Change:
    """How texts change when the inputs `before` give way to those `after`."""
    files = {
        given.name: after[slot].name
        for slot, given in before.items()
        if slot in after and given.kind != "brand" and given.name != after[slot].name
    }
    looks = _looks(before, after)
    longest = sorted((re.escape(name) for name in files), key=len, reverse=True)
    pattern = re.compile(rf"(?<![\w.-])(?:{'|'.join(longest)})(?![\w-])") if files else None

    def change(field: str, text: str) -> str:
        if field in _LOOKS:
            return looks.get(_plain(text), text)
        if pattern is None or text.startswith("="):
            return text
        return pattern.sub(lambda found: files[found.group()], text)

    return change


def _looks(before: Mapping[str, Input], after: Mapping[str, Input]) -> dict[str, str]:
    """What the brand before said, and what the new one says instead."""
    old, new = _brand(before), _brand(after)
    return {
        _plain(str(old[name])): str(new[name])
        for name in ("primary_color", "font")
        if old.get(name) and new.get(name)
    }


def _brand(inputs: Mapping[str, Input]) -> dict[str, Any]:
    given = next((one for one in inputs.values() if one.kind == "brand"), None)
    return json.loads(given.content) if given is not None else {}


def _plain(text: str) -> str:
    return text.removeprefix("#").casefold()
