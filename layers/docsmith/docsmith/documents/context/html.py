"""HTML: the text that a reader would see, by paragraphs: no scripts, styles, comments."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

from docsmith.documents.context.pages import ContextPage, grouped
from docsmith.documents.sources.csv_text import decode

_SILENT = frozenset({"script", "style", "noscript", "template", "svg", "head"})
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "br",
        "dd",
        "div",
        "dl",
        "dt",
        "figcaption",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tr",
        "ul",
    ]
)
_SPACE = re.compile(r"\s+")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[str] = [""]
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        self._silent += tag in _SILENT
        if tag in _BLOCKS:
            self.blocks.append("")
        if tag in ("td", "th"):
            self.blocks[-1] += " | " if self.blocks[-1].strip() else ""

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in _SILENT and self._silent > 0
        if tag in _BLOCKS:
            self.blocks.append("")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.blocks[-1] += data


def pages_of(content: bytes) -> Iterator[ContextPage]:
    reader = _Reader()
    reader.feed(decode(content))
    reader.close()
    texts = [_SPACE.sub(" ", block).strip() for block in reader.blocks]
    filled = [text for text in texts if text]
    return grouped(((str(number), text) for number, text in enumerate(filled, 1)), "¶")
