"""What must not be taken out of a document, or out of its place, because something hangs on it."""
# pyright: basic

import re
from collections.abc import Iterable, Sequence

from docsmith.documents.errors import OperationRefused
from docsmith.documents.word.upload.names import Element, w

_HOLDS = {
    "sectPr": "it ends a section: page size, headers and footers hang on it",
    "commentRangeStart": "it holds a comment",
    "commentReference": "it holds a comment",
    "commentRangeEnd": "it holds a comment",
    "ins": "it holds tracked changes",
    "del": "it holds tracked changes",
    "moveFrom": "it holds tracked changes",
    "moveTo": "it holds tracked changes",
    "footnoteReference": "it holds a footnote",
    "endnoteReference": "it holds an endnote",
    "sdt": "it holds a content control",
}
_MOVED = ("sectPr", "moveFrom", "moveTo")
_NAMED = re.compile(r"\b(?:REF|PAGEREF|NOTEREF|HYPERLINK\s+\\l)\s+\"?([^\s\"\\]+)")


def refuse_removal(elements: Sequence[Element], root: Element, path: str = "block") -> None:
    """Refuse with the reason when removing these elements would lose what was meant to stay."""
    for element in elements:
        for name, reason in _HOLDS.items():
            if next(element.iter(w(name)), None) is not None:
                raise OperationRefused(path, f"the block cannot go: {reason}", hint=_hint(name))
    _refuse_split(elements, path)
    inside = _bookmarks(elements)
    wanted = _wanted(root, elements)
    for name in inside & wanted:
        raise OperationRefused(
            path, f"the block cannot go: a cross-reference names its bookmark '{name}'"
        )


def refuse_move(elements: Sequence[Element], path: str = "block") -> None:
    for element in elements:
        for name in _MOVED:
            if next(element.iter(w(name)), None) is not None:
                reason = _HOLDS.get(name, "")
                raise OperationRefused(path, f"the block cannot be moved: {reason}")
    _refuse_split(elements, path)


def _hint(name: str) -> str | None:
    return "change its text with set_text instead" if name != "sectPr" else None


def _refuse_split(elements: Sequence[Element], path: str) -> None:
    """Ranges and fields must begin and end inside, or outside."""
    for start, end, what in (
        ("bookmarkStart", "bookmarkEnd", "a bookmark"),
        ("commentRangeStart", "commentRangeEnd", "a comment"),
        ("permStart", "permEnd", "an editing permission"),
    ):
        if _ids(elements, start) != _ids(elements, end):
            raise OperationRefused(path, f"{what} begins or ends in the block and goes beyond it")
    kinds = [mark.get(w("fldCharType")) for e in elements for mark in e.iter(w("fldChar"))]
    if kinds.count("begin") != kinds.count("end"):
        raise OperationRefused(path, "a field (such as a contents list) goes beyond the block")


def _ids(elements: Iterable[Element], name: str) -> set[str]:
    return {mark.get(w("id"), "") for element in elements for mark in element.iter(w(name))}


def _bookmarks(elements: Iterable[Element]) -> set[str]:
    return {mark.get(w("name"), "") for e in elements for mark in e.iter(w("bookmarkStart"))}


def _wanted(root: Element, elements: Sequence[Element]) -> set[str]:
    """Bookmarks that something outside of these elements refers to."""
    gone = {node for element in elements for node in element.iter()}
    wanted: set[str] = set()
    for link in root.iter(w("hyperlink")):
        if link not in gone and link.get(w("anchor")):
            wanted.add(link.get(w("anchor")))
    for code in root.iter(w("instrText"), w("fldSimple")):
        if code not in gone:
            wanted |= set(_NAMED.findall(code.text or code.get(w("instr")) or ""))
    return wanted
