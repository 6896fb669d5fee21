"""The looks of a deck: a palette from one colour with guaranteed contrast, fonts, a type scale.

Elements name colours by token, which the file writes as theme colours, so that whoever changes the
theme in PowerPoint recolours the whole deck:

    paper ink    background and text          card         a raised surface
    panel        the dark ground of title, section and closing slides; `light` is text on it
    accent       the brand; `spark` its counterpoint, for what must be seen
    accent3..6   further series               muted        secondary text
    rule         hairlines
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from docsmith.documents.slides.colors import Lch, contrast, lch_of, modulated, readable

Mode = Literal["light", "dark"]
DEFAULT_COLOR = "0B5D4E"
"""A deep pine green: nobody's default."""


@dataclass(frozen=True, slots=True)
class SchemeColor:
    """A colour as the file names it: `accent1`, with `lumMod` and `lumOff` in per cent."""

    name: str
    mod: int = 100
    off: int = 0


@dataclass(frozen=True, slots=True)
class Theme:
    """`slots` are the twelve theme colours by name (`dk1` …), `tokens` what elements may name."""

    slots: Mapping[str, str]
    tokens: Mapping[str, SchemeColor]
    major: str = "Cambria"
    minor: str = "Calibri"
    mode: Mode = "light"

    def family(self, font: str) -> str:
        """The family of `major` or `minor`."""
        return self.major if font == "major" else self.minor

    def scheme(self, token: str) -> SchemeColor:
        return self.tokens[token]

    def hex(self, token: str) -> str:
        """The colour a token has on screen."""
        color = self.tokens[token]
        plain = self.slots[self.alias(color.name)]
        if (color.mod, color.off) == (100, 0):
            return plain
        return modulated(plain, color.mod / 100, color.off / 100)

    def alias(self, name: str) -> str:
        """`bg1` and its like as this deck's master maps them."""
        dark = self.mode == "dark"
        mapped = {
            "bg1": "dk1" if dark else "lt1",
            "tx1": "lt1" if dark else "dk1",
            "bg2": "dk2" if dark else "lt2",
            "tx2": "lt2" if dark else "dk2",
        }
        return mapped.get(name, name)

    def on(self, ground: str) -> str:
        """The token of text on this ground: the one that reads better."""
        choices = ("ink", "paper", "light")
        return max(choices, key=lambda t: contrast(self.hex(t), self.hex(ground)))


def theme_of(color: str | None = None, font: str | None = None, mode: Mode = "light") -> Theme:
    """The theme of a brand. Text has at least 7:1 on paper, secondary text and accents 4.5:1."""
    brand = lch_of((color or DEFAULT_COLOR).lstrip("#").upper())
    slots = _dark(brand) if mode == "dark" else _light(brand)
    major, minor = (font, font) if font else ("Cambria", "Calibri")
    return Theme(slots, _tokens(mode), major, minor, mode)


def _tokens(mode: Mode) -> dict[str, SchemeColor]:
    rule = SchemeColor("bg2", 90, 10) if mode == "dark" else SchemeColor("bg2", 90)
    return {
        "paper": SchemeColor("bg1"),
        "ink": SchemeColor("tx1"),
        "card": SchemeColor("bg2"),
        "panel": SchemeColor("dk2"),
        "light": SchemeColor("lt1"),
        "accent": SchemeColor("accent1"),
        "spark": SchemeColor("accent2"),
        "accent3": SchemeColor("accent3"),
        "muted": SchemeColor("accent4"),
        "accent5": SchemeColor("accent5"),
        "accent6": SchemeColor("accent6"),
        "rule": rule,
    }


def _light(brand: Lch) -> dict[str, str]:
    tint = min(brand.chroma, 0.012)
    paper, card = "FFFFFF", Lch(0.965, tint, brand.hue).hex
    ink = readable(Lch(0.24, min(brand.chroma, 0.025), brand.hue), 12, card).hex
    panel = readable(Lch(0.3, min(brand.chroma, 0.075), brand.hue), 9, paper).hex
    return {
        "dk1": ink,
        "lt1": paper,
        "dk2": panel,
        "lt2": card,
        **_accents(brand, paper, card),
    }


def _dark(brand: Lch) -> dict[str, str]:
    paper = Lch(0.19, min(brand.chroma, 0.02), brand.hue).hex
    card = Lch(0.265, min(brand.chroma, 0.035), brand.hue).hex
    ink = readable(Lch(0.97, 0.006, brand.hue), 11, card).hex
    soft = Lch(0.88, min(brand.chroma, 0.02), brand.hue).hex
    return {"dk1": paper, "lt1": ink, "dk2": card, "lt2": soft, **_accents(brand, paper, card)}


def _accents(brand: Lch, *grounds: str) -> dict[str, str]:
    """Six colours that differ in lightness as well as hue, so that grey prints tell them apart."""
    dark = contrast(grounds[0], "000000") < 4
    grey = brand.chroma < 0.03
    warm = Lch(0.74 if dark else 0.7, 0.16, 55 if not 20 < brand.hue < 100 else 245)
    soft = Lch(0.62 if dark else 0.76, min(brand.chroma, 0.07), brand.hue)
    side = 0.02 if grey else 0.095
    accent = readable(brand, 4.6, *grounds)
    return {
        "accent1": accent.hex,
        "accent2": readable(warm, 2.6, *grounds).hex,
        "accent3": soft.hex,
        "accent4": readable(Lch(0.55, min(brand.chroma, 0.018), brand.hue), 4.6, *grounds).hex,
        "accent5": readable(Lch(0.58, side, (brand.hue + 65) % 360), 3.2, *grounds).hex,
        "accent6": readable(Lch(0.5, side, (brand.hue - 70) % 360), 3.2, *grounds).hex,
        "hlink": accent.hex,
        "folHlink": readable(Lch(0.5, min(brand.chroma, 0.05), brand.hue), 4.6, *grounds).hex,
    }
