"""How cells look: `Look` is the resolved look of one cell, `Palette` the colours, `styles.toml`
the names.
"""

import re
import tomllib
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from typing import Any

from docsmith.documents.operations.workbook import StyleName

_HEX = re.compile(r"#?([0-9A-Fa-f]{6})")
_DATE_LETTERS = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')


@dataclass(frozen=True, slots=True)
class Look:
    """The look of a cell. Colours are six hex digits; `format` is an Excel number format or
    empty.
    """

    style: str = ""
    size: float = 10.0
    bold: bool = False
    italic: bool = False
    color: str = ""
    fill: str = ""
    format: str = ""
    align: str = ""
    vertical: str = ""
    wrap: bool = False
    top: str = ""
    bottom: str = ""
    edge: str = ""
    indent: int = 0
    quoted: bool = False
    origin: int = -1
    """Index of the cell format in an uploaded file that this look came from."""

    @property
    def is_date(self) -> bool:
        bare = _DATE_LETTERS.sub("", self.format.lower())
        return bool(set("ymd") & set(bare)) or bare.startswith("h")

    @property
    def is_percent(self) -> bool:
        return "%" in self.format


@dataclass(frozen=True, slots=True)
class Palette:
    """Named colours, the colours of chart series in order, and the font of a workbook."""

    colors: dict[str, str]
    series: tuple[str, ...]
    font: str = "Calibri"


@dataclass(frozen=True, slots=True)
class Stylebook:
    """The named styles under a palette."""

    palette: Palette
    looks: dict[str, Look] = field(repr=False)

    def named(self, name: StyleName) -> Look:
        return self.looks[name]

    def color(self, text: str) -> str:
        """Hex digits of `#1F3864` or of a palette word. Raises `ValueError`."""
        if text in self.palette.colors:
            return self.palette.colors[text]
        match = _HEX.fullmatch(text)
        if not match:
            raise ValueError(f"'{text}' is no colour")
        return match.group(1).upper()


@cache
def raw_styles() -> dict[str, Any]:
    return tomllib.loads(files(__package__ or "").joinpath("styles.toml").read_text("utf-8"))


@cache
def default_stylebook() -> Stylebook:
    raw = raw_styles()
    colors = {k: v for k, v in raw["palette"].items() if isinstance(v, str)}
    return stylebook(Palette(colors, tuple(raw["palette"]["series"]["colors"])))


def stylebook(palette: Palette) -> Stylebook:
    """The named styles in the colours of this palette."""
    raw = raw_styles()
    formats: dict[str, str] = raw["formats"]
    looks = {
        name: _look(name, dict(spec), palette, formats) for name, spec in raw["styles"].items()
    }
    return Stylebook(palette, looks)


def _look(name: str, spec: dict[str, Any], palette: Palette, formats: dict[str, str]) -> Look:
    for key in ("color", "fill", "edge"):
        if key in spec:
            spec[key] = palette.colors[spec[key]]
    if "format" in spec:
        spec["format"] = formats[spec["format"]]
    return replace(Look(style=name), **spec)


def format_named(name: str) -> str:
    """The number format of that name in `styles.toml`."""
    return raw_styles()["formats"][name]
