"""One door for every kind of context file: what it is, its bytes say, and for texts its name."""

from collections.abc import Callable, Iterator

from docsmith.documents.context import plain
from docsmith.documents.context.pages import ContextPage, ContextText, within_limit
from docsmith.documents.errors import UnreadableFile, UnreadableSource
from docsmith.documents.sources.csv_text import decode

Reader = Callable[[bytes], Iterator[ContextPage]]
_KINDS = "docx, pdf, pptx, xlsx, md, txt or html"
_TEXTS = {"md": "md", "markdown": "md", "txt": "txt", "html": "html", "htm": "html"}
_ALSO_TEXT = frozenset({"csv", "tsv", "json", "log", "xml", "yaml", "yml", "rst", ""})


def extract(content: bytes, *, name: str) -> ContextText:
    """The text of a file. Raises `UnreadableSource` with one sentence for whoever sent it."""
    kind = _kind_of(content, name)
    try:
        pages, cut = within_limit(_reader(kind)(content))
    except UnreadableFile as error:
        raise UnreadableSource(error.reason) from error
    if not pages:
        raise UnreadableSource("no text can be read from it; is it a scan?")
    return ContextText(name=name, kind=kind, pages=pages, cut=cut)


def _kind_of(content: bytes, name: str) -> str:
    if b"%PDF-" in content[:1024]:
        return "pdf"
    if content.startswith(b"PK\x03\x04"):
        return _office_kind(content)
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnreadableSource("the file is encrypted or in an old Office format; save it as docx")
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    decode(content)  # refuses what is no text
    if ending not in _TEXTS and ending not in _ALSO_TEXT:
        raise UnreadableSource(f".{ending} is not a kind of context file; send {_KINDS}")
    return _TEXTS.get(ending, "txt")


def _office_kind(content: bytes) -> str:
    from docsmith.documents.ooxml.reading import open_package

    try:
        names = open_package(content).names
    except UnreadableFile as error:
        raise UnreadableSource(error.reason) from error
    for kind, folder in (("docx", "word/"), ("pptx", "ppt/"), ("xlsx", "xl/")):
        if any(part.startswith(folder) for part in names):
            return kind
    raise UnreadableSource(f"the file is no Office document; send {_KINDS}")


def _reader(kind: str) -> Reader:
    """The reader of a kind; those with a library behind them are imported when first used."""
    match kind:
        case "pdf":
            from docsmith.documents.context.pdf import pages_of
        case "docx":
            from docsmith.documents.context.docx import pages_of
        case "pptx":
            from docsmith.documents.context.pptx import pages_of
        case "xlsx":
            from docsmith.documents.context.xlsx import pages_of
        case "html":
            from docsmith.documents.context.html import pages_of
        case _:
            pages_of = plain.pages_of
    return pages_of
