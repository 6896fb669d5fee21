"""Plain text and Markdown: pages of lines."""

from collections.abc import Iterator

from docsmith.documents.context.pages import ContextPage, grouped
from docsmith.documents.sources.csv_text import decode


def pages_of(content: bytes) -> Iterator[ContextPage]:
    lines = decode(content).splitlines()
    return grouped(((str(number), line) for number, line in enumerate(lines, 1)), "lines")
