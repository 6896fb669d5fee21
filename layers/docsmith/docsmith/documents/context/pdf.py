"""PDF files: a page a page. What a parser of foreign PDF may raise is not to be foreseen."""

import io
import logging
from collections.abc import Iterator

from pypdf import PdfReader

from docsmith.documents.context.pages import LONGEST_PIECE, ContextPage
from docsmith.documents.errors import UnreadableSource

MAX_PAGES = 1_000

logging.getLogger("pypdf").setLevel(logging.ERROR)


def pages_of(content: bytes) -> Iterator[ContextPage]:
    reader = _opened(content)
    for number in range(min(MAX_PAGES, _count(reader))):
        yield ContextPage(f"p. {number + 1}", _text(reader, number)[:LONGEST_PIECE])


def _opened(content: bytes) -> PdfReader:
    try:
        reader = PdfReader(io.BytesIO(content))
        locked = reader.is_encrypted and not reader.decrypt("")
    except Exception as error:
        raise UnreadableSource("the PDF is damaged") from error
    if locked:
        raise UnreadableSource("the PDF is protected by a password")
    return reader


def _count(reader: PdfReader) -> int:
    try:
        return len(reader.pages)
    except Exception as error:
        raise UnreadableSource("the PDF is damaged") from error


def _text(reader: PdfReader, number: int) -> str:
    """A page that cannot be read is empty: the others still count."""
    try:
        return reader.pages[number].extract_text().strip()
    except Exception:  # noqa: BLE001 - see above
        return ""
