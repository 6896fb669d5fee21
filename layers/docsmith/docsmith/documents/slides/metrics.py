"""How wide and how high text is, from font files: Pillow measures, lines are broken greedily.

Carlito has the widths of Calibri, Caladea those of Cambria, Liberation Sans those of Arial. Any
other family is measured with a relative and widened by 5 %. Scripts that none of them has are in
`scripts.py`.
"""

import io
import re
from functools import cache, lru_cache
from importlib.resources import files

from PIL import ImageFont

from docsmith.documents.slides.scripts import WIDE, pieces, wide_count

_FACES = {
    "calibri": ("Carlito", 1.0),
    "carlito": ("Carlito", 1.0),
    "arial": ("LiberationSans", 1.0),
    "helvetica": ("LiberationSans", 1.0),
    "liberation sans": ("LiberationSans", 1.0),
    "cambria": ("Caladea", 1.0),
    "caladea": ("Caladea", 1.0),
    "aptos": ("LiberationSans", 1.0),
    "georgia": ("Caladea", 1.12),
    "verdana": ("LiberationSans", 1.18),
}
_UNKNOWN = ("LiberationSans", 1.05)
_PITCH = {"Carlito": 1.2207, "Caladea": 1.1719, "LiberationSans": 1.1499}
_EM = 1000


def face_of(family: str) -> tuple[str, float]:
    """The file that stands for a family, and the factor its widths are multiplied with."""
    return _FACES.get(family.strip().casefold(), _UNKNOWN)


def pitch(family: str) -> float:
    """Single line spacing in em."""
    return _PITCH[face_of(family)[0]]


@lru_cache(maxsize=50_000)
def width(text: str, family: str, bold: bool) -> float:
    """Width of a text in em."""
    face, factor = face_of(family)
    wide = wide_count(text)
    plain = WIDE.sub("", text) if wide else text
    return _font(face, bold).getlength(plain) / _EM * factor + wide


def line_count(text: str, family: str, size: float, bold: bool, room: float) -> int:
    """How many lines `text` takes at `size` points in a box `room` points wide."""
    return sum(_lines(part, family, size, bold, room) for part in text.split("\n"))


def widest_word(text: str, family: str, size: float, bold: bool) -> float:
    """Width in points of the longest unbreakable piece."""
    found = (piece for word in re.split(r"[ \t\n]+", text) for piece in pieces(word))
    return max((width(piece, family, bold) * size for piece in found), default=0.0)


def _lines(text: str, family: str, size: float, bold: bool, room: float) -> int:
    count, used = 1, 0.0
    blank = width(" ", family, bold) * size
    for word in text.split(" "):
        gap = blank if used else 0.0
        for piece in pieces(word):
            wide = width(piece, family, bold) * size
            if used and used + gap + wide > room:
                count, used, gap = count + 1, 0.0, 0.0
            if wide > room:
                count += int(wide // room)
                used = wide % room
            else:
                used += gap + wide
            gap = 0.0
    return count


@cache
def _font(face: str, bold: bool) -> ImageFont.FreeTypeFont:
    name = f"{face}-{'Bold' if bold else 'Regular'}.ttf"
    content = files("docsmith.documents.fonts").joinpath(name).read_bytes()
    return ImageFont.truetype(io.BytesIO(content), _EM)
