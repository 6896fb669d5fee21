"""What an image is, read from its first bytes."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from docsmith.domain.errors import UnreadableFile
from docsmith.domain.images import Picture, picture_of


def a_picture(kind: str, width: int = 40, height: int = 30, **options: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), "navy").save(out, kind, **options)
    return out.getvalue()


@given(st.integers(1, 300), st.integers(1, 300), st.sampled_from(["PNG", "JPEG", "GIF", "WEBP"]))
def test_kind_and_size_are_those_that_pillow_wrote(width: int, height: int, kind: str) -> None:
    found = picture_of(a_picture(kind, width, height))
    assert found == Picture(kind=kind.lower(), width=width, height=height)


def test_every_form_of_webp_is_read() -> None:
    plain = a_picture("WEBP")
    lossless = a_picture("WEBP", lossless=True)
    extended = a_picture("WEBP", exif=b"Exif\0\0II*\0\x08\0\0\0\0\0")
    assert {plain[12:16], lossless[12:16], extended[12:16]} == {b"VP8 ", b"VP8L", b"VP8X"}
    for content in (plain, lossless, extended):
        assert picture_of(content) == Picture(kind="webp", width=40, height=30)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not an image at all, but some text that is long enough",
        a_picture("PNG")[:20],
        a_picture("GIF")[:8],
        a_picture("WEBP")[:20],
        b"RIFF\0\0\0\0WEBPXXXX" + b"\0" * 30,
        b"\xff\xd8",
        b"\xff\xd8\xff\xe0\xff\xff" + b"\0" * 20,
        b"\xff\xd8" + b"\0" * 30,
        b"\xff\xd8\xff\xc4\x00\x04" + b"\0" * 30,
    ],
)
def test_what_is_no_image_is_refused(content: bytes) -> None:
    with pytest.raises(UnreadableFile):
        picture_of(content)


def test_an_image_of_absurd_size_is_refused() -> None:
    header = b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR"
    with pytest.raises(UnreadableFile, match="pixels"):
        picture_of(header + (100_000).to_bytes(4, "big") * 2)
    with pytest.raises(UnreadableFile, match="pixels"):
        picture_of(header + bytes(8))


@given(st.binary(max_size=200))
def test_whatever_comes_the_answer_is_a_picture_or_a_refusal(content: bytes) -> None:
    for start in (b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"RIFF1234WEBP"):
        try:
            assert picture_of(start + content).width > 0
        except UnreadableFile:
            continue
