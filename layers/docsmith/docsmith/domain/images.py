"""Images that a client keeps with us: what they show, by tags and caption, and what they are.

Kind and size are read from the first bytes: neither a name nor a media type is believed.
"""

import struct
from datetime import datetime, timedelta

from docsmith.domain.errors import UnreadableFile
from docsmith.domain.files import FileStatus
from docsmith.domain.value import Value

KEPT_AFTER_DELETE = timedelta(hours=24)
MAX_PIXELS = 60_000_000
MEDIA_TYPES = {
    "png": "image/png",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "webp": "image/webp",
}
_NO_FRAME = frozenset({0xC4, 0xC8, 0xCC})
"""JPEG markers between C0 and CF that do not begin a frame."""


class Picture(Value):
    """What an image is. Sizes in pixels."""

    kind: str
    width: int
    height: int


class StoredImage(Value):
    """An image by its id. Deleted ones are gone for clients; their bytes go 24 h later.

    While it is pending, `kind` and `size` are what was announced, and nothing else is known of it.
    """

    image_id: str
    organisation: str
    name: str
    tags: tuple[str, ...] = ()
    caption: str = ""
    status: FileStatus = FileStatus.READY
    kind: str
    width: int | None = None
    height: int | None = None
    size: int
    sha256: str | None = None
    key: str
    created_at: datetime
    deleted_at: datetime | None = None


def picture_of(content: bytes) -> Picture:
    """Kind and size of an image. Raises `UnreadableFile`."""
    found = _png(content) or _gif(content) or _webp(content) or _jpeg(content)
    if found is None:
        raise UnreadableFile("The file is no PNG, JPEG, GIF or WebP image.")
    if not 0 < found.width * found.height <= MAX_PIXELS:
        raise UnreadableFile(f"The image has {found.width} x {found.height} pixels.")
    return found


def _png(content: bytes) -> Picture | None:
    if not content.startswith(b"\x89PNG\r\n\x1a\n") or len(content) < 24:
        return None
    width, height = struct.unpack(">II", content[16:24])
    return Picture(kind="png", width=width, height=height)


def _gif(content: bytes) -> Picture | None:
    if content[:6] not in (b"GIF87a", b"GIF89a") or len(content) < 10:
        return None
    width, height = struct.unpack("<HH", content[6:10])
    return Picture(kind="gif", width=width, height=height)


def _webp(content: bytes) -> Picture | None:
    if content[:4] != b"RIFF" or content[8:12] != b"WEBP" or len(content) < 30:
        return None
    match content[12:16]:
        case b"VP8X":
            width = int.from_bytes(content[24:27], "little") + 1
            height = int.from_bytes(content[27:30], "little") + 1
        case b"VP8L":
            bits = int.from_bytes(content[21:25], "little")
            width, height = (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
        case b"VP8 ":
            width, height = (size & 0x3FFF for size in struct.unpack("<HH", content[26:30]))
        case _:
            return None
    return Picture(kind="webp", width=width, height=height)


def _jpeg(content: bytes) -> Picture | None:
    """The first frame header; segments before it are passed over by their lengths."""
    if not content.startswith(b"\xff\xd8"):
        return None
    place = 2
    while place + 9 <= len(content) and content[place] == 0xFF:
        marker = content[place + 1]
        if 0xC0 <= marker <= 0xCF and marker not in _NO_FRAME:
            height, width = struct.unpack(">HH", content[place + 5 : place + 9])
            return Picture(kind="jpeg", width=width, height=height)
        place += 2 + int.from_bytes(content[place + 2 : place + 4], "big")
    return None
