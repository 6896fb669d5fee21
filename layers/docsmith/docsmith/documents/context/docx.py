"""Word documents: paragraphs and tables of the body in order, notes after them."""
# pyright: basic
# lxml ships no types.

from collections.abc import Iterator

from docsmith.documents.context.pages import ContextPage, Piece, grouped
from docsmith.documents.ooxml.reading import Element, Package, open_package

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_NOTES = ("footnotes", "endnotes")


def pages_of(content: bytes) -> Iterator[ContextPage]:
    package = open_package(content)
    main = package.related("", "officeDocument") or "word/document.xml"
    yield from grouped(_paragraphs(package.xml(main)), "¶")
    for kind in _NOTES:
        part = package.related(main, kind)
        if part is not None:
            yield from grouped(_notes(package, part), kind)


def _paragraphs(root: Element) -> Iterator[Piece]:
    for number, block in enumerate(_body(root), 1):
        text = _row_texts(block) if _is(block, "tbl") else _text(block)
        if text.strip():
            yield str(number), _heading_mark(block) + text


def _body(root: Element) -> Iterator[Element]:
    """Paragraphs and tables, also those inside content controls."""
    for child in root:
        if _is(child, "p") or _is(child, "tbl"):
            yield child
        elif _is(child, "body") or _is(child, "sdt") or _is(child, "sdtContent"):
            yield from _body(child)


def _row_texts(table: Element) -> str:
    rows = []
    for row in (element for element in table.iter() if _is(element, "tr")):
        cells = [element for element in row if _is(element, "tc")]
        rows.append(" | ".join(" ".join(_text(cell).split()) for cell in cells))
    return "\n".join(rows)


def _text(element: Element) -> str:
    parts: list[str] = []
    for node in element.iter():
        if _is(node, "t"):
            parts.append(node.text or "")
        elif _is(node, "tab"):
            parts.append("\t")
        elif _is(node, "br") or (_is(node, "p") and node is not element):
            parts.append("\n")
    return "".join(parts)


def _heading_mark(block: Element) -> str:
    for node in block.iter():
        if _is(node, "pStyle"):
            style = str(node.get(f"{node.tag.rpartition('}')[0]}}}val", ""))
            if style.lower().startswith(("heading", "berschrift", "title", "titel")):
                level = style[-1:] if style[-1:].isdigit() else "1"
                return "#" * int(level) + " "
    return ""


def _notes(package: Package, part: str) -> Iterator[Piece]:
    for number, note in enumerate(package.xml(part), 1):
        text = _text(note).strip()
        if text:
            yield str(number), text


def _is(element: Element, name: str) -> bool:
    return element.tag in (f"{_W}{name}", f"{_STRICT}{name}")
