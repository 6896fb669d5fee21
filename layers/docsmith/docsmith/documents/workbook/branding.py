"""The brand of a customer as a palette: its colour where ours would stand, its font throughout.

White text stands on the primary colour, so a light one is darkened until the contrast holds
(WCAG 4.5).
The input is JSON `{"primary_color": "#0057B8", "font": "Arial"}`; what does not read is left out.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, cast

from docsmith.documents.model import Input
from docsmith.documents.workbook.styles import Palette, Stylebook, default_stylebook, stylebook

_HEX = re.compile(r"#?([0-9A-Fa-f]{6})")
_FONT = re.compile(r"[\w .+-]{1,60}")
_CONTRAST = 4.5


def branded(inputs: Mapping[str, Input]) -> Stylebook:
    """The styles in the brand's colour and font; ours when there is no brand."""
    brand = next((i for i in inputs.values() if i.kind == "brand"), None)
    facts: Mapping[str, Any] = _facts(brand.content) if brand is not None else {}
    palette = default_stylebook().palette
    color = _HEX.fullmatch(str(facts.get("primary_color", "")).strip())
    font = str(facts.get("font", "")).strip()
    if color is None and not _FONT.fullmatch(font):
        return default_stylebook()
    if color is not None:
        palette = _painted(palette, color.group(1).upper())
    return stylebook(replace(palette, font=font) if _FONT.fullmatch(font) else palette)


def _facts(content: bytes) -> Mapping[str, Any]:
    try:
        found: Any = json.loads(content)
    except (json.JSONDecodeError, UnicodeDecodeError):
        return {}
    return cast("Mapping[str, Any]", found) if isinstance(found, dict) else {}


def _painted(palette: Palette, color: str) -> Palette:
    """The palette around one colour; series that come too near to it are left out."""
    dark = darkened(color)
    colors = palette.colors | {"primary": dark, "accent": color, "band": _mixed(color, 0.94)}
    others = [s for s in palette.series if _distance(s, dark) > 90]
    return replace(palette, colors=colors, series=(dark, *others))


def darkened(color: str) -> str:
    """The colour, darker where white text could not be read on it."""
    parts = _parts(color)
    while contrast_with_white(_hex(parts)) < _CONTRAST:
        parts = tuple(p * 0.92 for p in parts)
    return _hex(parts)


def contrast_with_white(color: str) -> float:
    """WCAG's ratio of white on this colour, 1 to 21."""
    linear = [
        c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4
        for c in (p / 255 for p in _parts(color))
    ]
    return 1.05 / (0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] + 0.05)


def _mixed(color: str, white: float) -> str:
    return _hex(tuple(p + (255 - p) * white for p in _parts(color)))


def _distance(one: str, other: str) -> float:
    return sum(abs(a - b) for a, b in zip(_parts(one), _parts(other), strict=True))


def _parts(color: str) -> tuple[float, ...]:
    return tuple(float(int(color[i : i + 2], 16)) for i in (0, 2, 4))


def _hex(parts: tuple[float, ...]) -> str:
    return "".join(f"{min(255, max(0, round(p))):02X}" for p in parts)
