"""The resolved look of a document: `Look` with its palette, page and styles.

`look_of` merges `styles.toml`, the design's overrides, and the colour and font of brand and setup.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, Literal

from docsmith.documents.word.design.colors import mixed, readable
from docsmith.documents.word.language import Language

TWIPS = 20
PAPERS = {"a4": (11906, 16838), "letter": (12240, 15840)}
DEFAULT_FONT = "Calibri"
_EAST_FONTS = {"ja": "Yu Gothic", "zh": "Microsoft YaHei", "ko": "Malgun Gothic"}


@dataclass(frozen=True, slots=True)
class Style:
    """One paragraph style, everything it has from its base included. Lengths in points."""

    id: str = ""
    name: str = ""
    based: str = ""
    next: str = ""
    size: float = 10.5
    bold: bool = False
    italic: bool = False
    caps: bool = False
    spaced: float = 0
    color: str = "ink"
    line: float = 1.0
    before: float = 0
    after: float = 0
    left: float = 0
    right: float = 0
    hanging: float = 0
    align: Literal["left", "center", "right", "justify"] = "left"
    keep_next: bool = False
    keep_lines: bool = False
    heading_font: bool = False
    contextual: bool = False
    tabular: bool = False
    outline: int = 0


@dataclass(frozen=True, slots=True)
class Page:
    """Sizes in twips."""

    width: int
    height: int
    left: int
    right: int
    top: int
    bottom: int
    header: int
    footer: int

    @property
    def text_width(self) -> int:
        return self.width - self.left - self.right

    @property
    def text_height(self) -> int:
        return self.height - self.top - self.bottom

    def turned(self) -> "Page":
        """The same page in landscape."""
        return replace(self, width=self.height, height=self.width)


@dataclass(frozen=True, slots=True)
class Look:
    """What writers and the page estimate need to know. `colors` maps words to six hex digits."""

    design: str
    colors: Mapping[str, str]
    series: tuple[str, ...]
    font: str
    page: Page
    language: Language
    styles: Mapping[str, Style] = field(repr=False)
    numbered: bool = False

    @property
    def east_font(self) -> str:
        return _EAST_FONTS.get(self.language.code, "Yu Gothic")

    def style(self, id: str) -> Style:
        return self.styles.get(id, self.styles["Normal"])

    def color(self, word: str) -> str:
        """A palette word as hex digits; hex digits as they are."""
        return self.colors.get(word, word)


@cache
def raw_styles() -> dict[str, Any]:
    return tomllib.loads(files(__package__ or "").joinpath("styles.toml").read_text("utf-8"))


@lru_cache(maxsize=32)
def look_of(
    design: str,
    *,
    paper: str,
    language: Language,
    color: str | None = None,
    font: str | None = None,
    numbered: bool = False,
) -> Look:
    """The look of a design. `color` is six hex digits."""
    raw = raw_styles()
    over = raw["designs"].get(design, {})
    palette = {k: v for k, v in raw["palette"].items() if isinstance(v, str)}
    series = tuple(raw["palette"]["series"])
    if color:
        palette, series = _branded(palette, series, color)
    return Look(
        design=design,
        colors=palette,
        series=series,
        font=font or DEFAULT_FONT,
        page=_page({**raw["page"], **over.get("page", {})}, paper),
        language=language,
        styles=_styles(raw["styles"], over.get("styles", {})),
        numbered=numbered,
    )


def _branded(
    palette: dict[str, str], series: tuple[str, ...], color: str
) -> tuple[dict[str, str], tuple[str, ...]]:
    """The brand's colour leads; where it is too light for text it is darkened for text only."""
    primary = readable(color)
    accent = readable(mixed(color, "FFFFFF", 0.12))
    band = mixed(color, "FFFFFF", 0.93)
    rest = tuple(c for c in series[1:] if c != color)
    return palette | {"primary": primary, "accent": accent, "band": band}, (color, *rest)


def _page(points: Mapping[str, float], paper: str) -> Page:
    width, height = PAPERS[paper]
    twips = {name: round(value * TWIPS) for name, value in points.items()}
    return Page(width=width, height=height, **twips)


def _styles(raw: Mapping[str, Any], over: Mapping[str, Any]) -> Mapping[str, Style]:
    out: dict[str, Style] = {}
    inherited = {f.name for f in fields(Style)} - {"id", "name", "based", "next", "outline"}
    for id, spec in raw.items():
        own = {**spec, **over.get(id, {})}
        base = out.get(str(spec.get("based", "")))
        start: dict[str, Any] = {n: getattr(base, n) for n in inherited} if base else {}
        given: dict[str, Any] = {**start, "id": id, **own}
        out[id] = Style(**given)
    return out


def own_properties(id: str, design: str) -> dict[str, Any]:
    """What a style says itself, beyond its base."""
    raw = raw_styles()
    over = raw["designs"].get(design, {}).get("styles", {})
    return {**raw["styles"][id], **over.get(id, {})}
