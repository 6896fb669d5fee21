"""Colours as light, chroma and hue (OKLCH), and the contrast between two (WCAG 2).

Hex colours are six digits without `#`. Source of the conversion: Björn Ottosson, OKLab (2020).
"""

import colorsys
from dataclasses import dataclass
from functools import lru_cache
from math import atan2, cos, degrees, hypot, radians, sin

Rgb = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Lch:
    """`light` 0..1, `chroma` 0..0.4, `hue` in degrees."""

    light: float
    chroma: float
    hue: float

    def with_light(self, light: float) -> "Lch":
        return Lch(light, self.chroma, self.hue)

    @property
    def hex(self) -> str:
        """The nearest colour a screen has: chroma is lowered until it fits."""
        chroma = self.chroma
        while chroma > 0:
            rgb = _rgb(self.light, chroma, self.hue)
            if all(-0.0005 <= c <= 1.0005 for c in rgb):
                return _hex(rgb)
            chroma -= 0.004
        return _hex(_rgb(self.light, 0.0, self.hue))


def lch_of(color: str) -> Lch:
    """The parts of a hex colour."""
    r, g, b = (_linear(c) for c in _channels(color))
    l_ = (0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b) ** (1 / 3)
    m_ = (0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b) ** (1 / 3)
    s_ = (0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b) ** (1 / 3)
    light = 0.2104542553 * l_ + 0.7936177850 * m_ - 0.0040720468 * s_
    a = 1.9779984951 * l_ - 2.4285922050 * m_ + 0.4505937099 * s_
    b_ = 0.0259040371 * l_ + 0.7827717662 * m_ - 0.8086757660 * s_
    return Lch(light, hypot(a, b_), degrees(atan2(b_, a)) % 360)


@lru_cache(maxsize=4096)
def contrast(one: str, other: str) -> float:
    """WCAG contrast ratio, 1 to 21."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def readable(color: Lch, ratio: float, *grounds: str) -> Lch:
    """The colour, moved away from the grounds in lightness until it stands out from each."""
    dark_ground = sum(_luminance(g) for g in grounds) / len(grounds) < 0.18
    step = 0.005 if dark_ground else -0.005
    moved = color
    while 0.0 <= moved.light <= 1.0:
        if all(contrast(moved.hex, ground) >= ratio for ground in grounds):
            return moved
        moved = moved.with_light(moved.light + step)
    return moved.with_light(1.0 if dark_ground else 0.0)


def modulated(color: str, mod: float, off: float) -> str:
    """What `lumMod` and `lumOff` (fractions) make of a colour: HSL lightness scaled and shifted."""
    hue, light, saturation = colorsys.rgb_to_hls(*_channels(color))
    light = min(1.0, max(0.0, light * mod + off))
    return _hex(colorsys.hls_to_rgb(hue, light, saturation))


def _luminance(color: str) -> float:
    r, g, b = (_linear(c) for c in _channels(color))
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def _channels(color: str) -> Rgb:
    return int(color[0:2], 16) / 255, int(color[2:4], 16) / 255, int(color[4:6], 16) / 255


def _linear(c: float) -> float:
    return c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4


def _gamma(c: float) -> float:
    return 12.92 * c if c <= 0.0031308 else 1.055 * max(c, 0.0) ** (1 / 2.4) - 0.055


def _rgb(light: float, chroma: float, hue: float) -> Rgb:
    a, b = chroma * cos(radians(hue)), chroma * sin(radians(hue))
    l_ = (light + 0.3963377774 * a + 0.2158037573 * b) ** 3
    m_ = (light - 0.1055613458 * a - 0.0638541728 * b) ** 3
    s_ = (light - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        _gamma(4.0767416621 * l_ - 3.3077115913 * m_ + 0.2309699292 * s_),
        _gamma(-1.2684380046 * l_ + 2.6097574011 * m_ - 0.3413193965 * s_),
        _gamma(-0.0041960863 * l_ - 0.7034186147 * m_ + 1.7076147010 * s_),
    )


def _hex(rgb: Rgb) -> str:
    return "".join(f"{round(min(1.0, max(0.0, c)) * 255):02X}" for c in rgb)
