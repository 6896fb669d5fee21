"""Pictures made ready: for documents (PNG or JPEG), for a model's eyes (small, JPEG), for pages."""

import hashlib
import io
from dataclasses import dataclass, field

from PIL import Image, UnidentifiedImageError

from docsmith.documents.errors import UnreadableFile

PREVIEW_SIDE = 1_024
NAME_LENGTH = 40
_HEAVY = 600_000
"""Bytes of a see-through picture: beyond, it is shown on white."""
_SHOWN = ("PNG", "JPEG", "GIF", "WEBP", "BMP", "TIFF")
_PLACEABLE = {"PNG": "png", "JPEG": "jpg"}
_BROKEN = (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError)


def placeable(content: bytes) -> tuple[bytes, str]:
    """The picture in a form that every program shows, and its ending: GIF and WebP become PNG.

    Raises `UnreadableFile`.
    """
    try:
        with Image.open(io.BytesIO(content)) as image:
            ending = _PLACEABLE.get(image.format or "")
            if ending is not None:
                image.verify()
                return content, ending
            out = io.BytesIO()
            image.convert("RGBA").save(out, "PNG")
    except _BROKEN as error:
        raise UnreadableFile("the image is damaged") from error
    return out.getvalue(), "png"


def preview(content: bytes) -> bytes:
    """A JPEG of at most 1,024 pixels a side, on white. Raises `UnreadableFile`."""
    try:
        with Image.open(io.BytesIO(content)) as image:
            small = image.convert("RGBA")
            small.thumbnail((PREVIEW_SIDE, PREVIEW_SIDE))
            white = Image.new("RGBA", small.size, "white")
            white.alpha_composite(small)
            out = io.BytesIO()
            white.convert("RGB").save(out, "JPEG", quality=80)
    except _BROKEN as error:
        raise UnreadableFile("the image is damaged") from error
    return out.getvalue()


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that a view of a document shows, by a name that its content gives it."""

    content: bytes = field(repr=False)

    @property
    def name(self) -> str:
        return hashlib.sha256(self.content).hexdigest()[:NAME_LENGTH]

    def shown(self) -> tuple[bytes, str]:
        """As a page shows it, and its media type: at most 1,024 pixels a side; what is see-through
        stays so, unless that makes it heavy. Raises `UnreadableFile`.
        """
        try:
            with Image.open(io.BytesIO(self.content)) as image:
                if not image.has_transparency_data:
                    return preview(self.content), "image/jpeg"
                small = image.convert("RGBA")
                small.thumbnail((PREVIEW_SIDE, PREVIEW_SIDE))
                out = io.BytesIO()
                small.save(out, "PNG", optimize=True)
        except _BROKEN as error:
            raise UnreadableFile("the image is damaged") from error
        if out.tell() > _HEAVY:
            return preview(self.content), "image/jpeg"
        return out.getvalue(), "image/png"


def picture_of(content: bytes) -> Picture | None:
    """The picture in these bytes; None for one that cannot be shown, such as a metafile."""
    try:
        with Image.open(io.BytesIO(content)) as image:
            return Picture(content) if image.format in _SHOWN else None
    except _BROKEN:
        return None
