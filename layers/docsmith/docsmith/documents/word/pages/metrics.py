"""Width of text, from font files: Carlito for Calibri, Liberation Sans for Arial and its like.

Other fonts are taken for Calibri and widened by 5 %. East Asian signs are as wide as the font is
high. Widths are in points.
"""

from functools import cache, lru_cache
from importlib.resources import as_file, files

from PIL import ImageFont

_UNITS = 1000
_ARIAL = frozenset({"arial", "helvetica", "liberation sans", "arimo"})
_CALIBRI = frozenset({"calibri", "carlito"})
_UNKNOWN = 1.05
PITCH = {"Carlito": 1.2207, "LiberationSans": 1.149}


def family_of(font: str) -> tuple[str, float]:
    """The font file that stands for a font, and what its widths are multiplied by."""
    name = font.strip().casefold()
    if name in _ARIAL:
        return "LiberationSans", 1.0
    return "Carlito", 1.0 if name in _CALIBRI else _UNKNOWN


def pitch_of(font: str) -> float:
    """Height of a line in multiples of the size."""
    return PITCH[family_of(font)[0]]


def width_of(text: str, size: float, *, font: str = "Calibri", bold: bool = False) -> float:
    """Width of a text on one line."""
    family, factor = family_of(font)
    return _thousandths(text, family, bold) * size * factor / _UNITS


@lru_cache(maxsize=20_000)
def _thousandths(text: str, family: str, bold: bool) -> float:
    if text.isascii() or not any(is_wide(sign) for sign in text):
        return _font(family, bold).getlength(text)
    narrow = "".join(sign for sign in text if not is_wide(sign))
    return _font(family, bold).getlength(narrow) + _UNITS * (len(text) - len(narrow))


def is_wide(sign: str) -> bool:
    """Whether a sign is East Asian, and may end a line."""
    code = ord(sign)
    return 0x2E80 <= code <= 0x9FFF or 0xAC00 <= code <= 0xD7AF or 0xF900 <= code <= 0xFFEF


@cache
def _font(family: str, bold: bool) -> ImageFont.FreeTypeFont:
    name = f"{family}-{'Bold' if bold else 'Regular'}.ttf"
    with as_file(files("docsmith.documents.fonts").joinpath(name)) as path:
        return ImageFont.truetype(str(path), _UNITS, layout_engine=ImageFont.Layout.BASIC)
