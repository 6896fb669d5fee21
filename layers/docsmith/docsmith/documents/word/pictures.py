"""Images that operations name by slot: what they are and how large, read with Pillow.

Accepted are PNG and JPEG as they are; a GIF or WebP is refused, since not every Word shows it.
"""

import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from PIL import Image, UnidentifiedImageError

from docsmith.documents.errors import OperationRefused
from docsmith.documents.model import Input

_MAX_PIXELS = 60_000_000
_FORMATS = {"PNG": ("png", "image/png"), "JPEG": ("jpeg", "image/jpeg")}


@dataclass(frozen=True, slots=True)
class Picture:
    """An image ready to stand in a package. Sizes in pixels; `dpi` as the file says, else 96."""

    slot: str
    extension: str
    media_type: str
    width: int
    height: int
    dpi: float
    content: bytes = field(repr=False)

    @property
    def name(self) -> str:
        """Its name among a document's media, where charts are too."""
        return f"pic-{self.slot}"


def picture_of(inputs: Mapping[str, Input], slot: str, path: str = "slot") -> Picture:
    """The image in a slot. Refused when there is none, or it cannot be shown."""
    given = inputs.get(slot)
    slots = tuple(name for name, one in inputs.items() if one.kind == "image")
    if given is None or given.kind != "image":
        raise OperationRefused(path, f"there is no image '{slot}'", slots)
    try:
        return _read(slot, given.sha256, _Bytes(given.content))
    except ValueError as error:
        raise OperationRefused(path, f"'{slot}' {error}", slots) from error


@dataclass(frozen=True, slots=True)
class _Bytes:
    content: bytes = field(compare=False, repr=False)


@lru_cache(maxsize=16)
def _read(slot: str, sha256: str, given: _Bytes) -> Picture:
    """Raises `ValueError` with what is wrong. `sha256` tells images apart for the cache."""
    try:
        with Image.open(io.BytesIO(given.content)) as image:
            kind, (width, height) = image.format or "", image.size
            dpi = _dpi(image.info.get("dpi"))
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError) as error:
        raise ValueError("is no image that can be read") from error
    if kind not in _FORMATS:
        raise ValueError(f"is {kind}; send PNG or JPEG")
    if width * height > _MAX_PIXELS or not width or not height:
        raise ValueError(f"has {width} × {height} pixels, which is too large")
    extension, media_type = _FORMATS[kind]
    return Picture(slot, extension, media_type, width, height, dpi, given.content)


def _dpi(given: object) -> float:
    if isinstance(given, tuple) and given:
        first: object = given[0]  # pyright: ignore[reportUnknownVariableType] Pillow's info is untyped
        if isinstance(first, int | float) and 30 <= float(first) <= 1200:
            return float(first)
    return 96.0
