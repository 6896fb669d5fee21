"""Pictures made ready for documents, and for a model's eyes."""

import io

import pytest
from PIL import Image
from tests.unit.domain.test_images import a_picture

from docsmith.documents.errors import UnreadableFile
from docsmith.documents.pictures import PREVIEW_SIDE, placeable, preview


@pytest.mark.parametrize(
    ("kind", "ending", "kept"),
    [("PNG", "png", True), ("JPEG", "jpg", True), ("GIF", "png", False), ("WEBP", "png", False)],
)
def test_what_every_program_shows_is_kept_and_the_rest_becomes_png(
    kind: str, ending: str, kept: bool
) -> None:
    content = a_picture(kind)
    ready, told = placeable(content)
    assert (told, ready == content) == (ending, kept)
    assert Image.open(io.BytesIO(ready)).size == (40, 30)


def test_a_preview_is_small_and_stands_on_white() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (2_000, 500), (0, 0, 0, 0)).save(out, "PNG")
    seen = Image.open(io.BytesIO(preview(out.getvalue())))
    assert (seen.format, seen.size) == ("JPEG", (PREVIEW_SIDE, 256))
    assert min(seen.getpixel((10, 10))) > 250  # type: ignore[type-var,arg-type]
    assert Image.open(io.BytesIO(preview(a_picture("PNG")))).size == (40, 30)


@pytest.mark.parametrize("content", [b"", b"text", a_picture("PNG")[:70], a_picture("GIF")[:20]])
def test_a_damaged_picture_is_refused(content: bytes) -> None:
    for make in (placeable, preview):
        with pytest.raises(UnreadableFile):
            make(content)
