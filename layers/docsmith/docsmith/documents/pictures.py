"""Pictures made ready: for documents (PNG or JPEG), and for a model's eyes (small, JPEG)."""

import base64
import io

from PIL import Image, UnidentifiedImageError

from docsmith.documents.errors import UnreadableFile

PREVIEW_SIDE = 1_024
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


def picture_source(content: bytes) -> str | None:
    """The picture's preview as a `data:` address; None for one that cannot be shown."""
    try:
        return f"data:image/jpeg;base64,{base64.b64encode(preview(content)).decode()}"
    except UnreadableFile:
        return None
