"""Headings of an uploaded document, where a contents list of ours names them."""
# pyright: basic

from docsmith.documents.word.compose.context import Context
from docsmith.documents.word.nodes import Raw
from docsmith.documents.word.parts.links import Links
from docsmith.documents.word.upload.names import Element, w
from docsmith.documents.word.upload.original import Original


def carried(context: Context, original: Original, key: str) -> Raw:
    """The node of an element. Measured, and named if a heading, only for a contents list."""
    text = original.text_of(key)
    if context.measurer is None:
        return Raw(key, text)
    element = original.elements[key]
    _, level, said = original.described(key)
    level = level if said.strip() else 0
    name = (_named(element) or context.bookmark()) if level else ""
    return Raw(key, said or text, level, name, context.measurer.measure(element))


def mark_heading(element: Element, name: str, links: Links) -> None:
    """Put the bookmark around the text, unless it stands there."""
    if name in _names(element):
        return
    id_ = str(links.drawing())
    attributes = {w("id"): id_, w("name"): name}
    start = element.makeelement(w("bookmarkStart"), attributes)
    properties = element.find(w("pPr"))
    element.insert(0 if properties is None else 1, start)
    element.append(element.makeelement(w("bookmarkEnd"), {w("id"): id_}))


def _named(element: Element) -> str:
    """The bookmark that a contents list gave it before."""
    return next((name for name in _names(element) if name.startswith("_Toc")), "")


def _names(element: Element) -> list[str]:
    return [mark.get(w("name"), "") for mark in element.iter(w("bookmarkStart"))]
