"""Pictures made ready for documents, and for a model's eyes."""

import io

import pytest
from PIL import Image
from tests.unit.domain.test_images import a_picture

from docsmith.documents.errors import UnreadableFile
from docsmith.documents.pictures import PREVIEW_SIDE, Picture, picture_of, placeable, preview


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
    for make in (placeable, preview, lambda given: Picture(given).shown()):
        with pytest.raises(UnreadableFile):
            make(content)


def test_a_page_shows_see_through_pictures_as_such_unless_they_are_heavy() -> None:
    logo, noise = io.BytesIO(), io.BytesIO()
    Image.new("RGBA", (2_000, 500), (0, 90, 60, 0)).save(logo, "PNG")
    Image.effect_noise((900, 900), 200).convert("RGBA").save(noise, "PNG")
    content, media_type = Picture(logo.getvalue()).shown()
    seen = Image.open(io.BytesIO(content))
    assert (media_type, seen.mode, seen.size) == ("image/png", "RGBA", (PREVIEW_SIDE, 256))
    content, media_type = Picture(noise.getvalue()).shown()
    assert media_type == "image/jpeg"
    assert len(content) < 1_000_000
    assert Picture(a_picture("PNG")).shown()[1] == "image/jpeg"


def test_a_picture_is_named_by_its_content_and_a_metafile_is_none() -> None:
    first, second = picture_of(a_picture("PNG")), picture_of(a_picture("JPEG"))
    assert first is not None
    assert second is not None
    assert first.name != second.name
    assert first.name == Picture(a_picture("PNG")).name
    assert picture_of(b"\x01\x00\x00\x00l\x00\x00\x00 an EMF") is None
    assert picture_of(b"") is None
