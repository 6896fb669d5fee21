"""Qualified names in WordprocessingML, and small walks over it. lxml ships no types."""
# pyright: basic

from collections.abc import Iterator
from typing import Any

from docsmith.documents.word.parts.names import R, W

Element = Any


def w(name: str) -> str:
    return f"{{{W}}}{name}"


def r(name: str) -> str:
    return f"{{{R}}}{name}"


def value(element: Element | None, name: str = "val") -> str:
    """The attribute `w:val` of an element that may be missing."""
    return element.get(w(name), "") if element is not None else ""


def paragraphs(element: Element) -> Iterator[Element]:
    """The paragraphs in an element, itself included."""
    yield from element.iter(w("p"))


def visible(run: Element) -> str:
    """What a run shows, tabs and line breaks as signs."""
    out = ""
    for child in run:
        if child.tag == w("t"):
            out += child.text or ""
        elif child.tag == w("tab"):
            out += "\t"
        elif child.tag in {w("br"), w("cr")} and child.get(w("type")) in (None, "textWrapping"):
            out += "\n"
        elif child.tag == w("noBreakHyphen"):
            out += "\u2011"
    return out


def text_of(element: Element) -> str:
    """The visible text of an element; deleted text is not visible."""
    parts: list[str] = []
    for paragraph in paragraphs(element):
        runs = (run for run in paragraph.iter(w("r")) if not _deleted(run))
        parts.append("".join(visible(run) for run in runs))
    return " ".join(part for part in parts if part.strip())


def _deleted(run: Element) -> bool:
    return any(parent.tag in {w("del"), w("moveFrom")} for parent in run.iterancestors())
