"""Qualified names in WordprocessingML, and small walks over it. lxml ships no types."""
# pyright: basic

from collections.abc import Collection, Iterator
from typing import Any

from docsmith.documents.word.parts.names import MC, R, W

Element = Any
_FALLBACK = f"{{{MC}}}Fallback"
_OFF = frozenset({"0", "false", "off"})


def w(name: str) -> str:
    return f"{{{W}}}{name}"


def r(name: str) -> str:
    return f"{{{R}}}{name}"


def value(element: Element | None, name: str = "val") -> str:
    """The attribute `w:val` of an element that may be missing."""
    return element.get(w(name), "") if element is not None else ""


def is_set(toggle: Element | None) -> bool:
    """Whether a toggle such as `w:keepNext` is there and not turned off."""
    return toggle is not None and value(toggle) not in _OFF


def made_before(parent: Element, name: str, later: Collection[str]) -> Element:
    """A new child before the first of those that the schema wants after it, else the last."""
    new, tags = parent.makeelement(w(name), {}), {w(one) for one in later}
    follower = next((child for child in parent if child.tag in tags), None)
    if follower is None:
        parent.append(new)
    else:
        follower.addprevious(new)
    return new


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
    """The visible text of an element, text boxes included; deleted text is not visible."""
    parts = (own_text(paragraph) for paragraph in paragraphs(element) if not in_fallback(paragraph))
    return " ".join(part for part in parts if part.strip())


def own_text(paragraph: Element) -> str:
    """What a paragraph shows itself, without the paragraphs of text boxes that hang on it."""
    return "".join(visible(run) for run in own_runs(paragraph))


def own_runs(paragraph: Element) -> Iterator[Element]:
    """The runs of a paragraph, in order; neither deleted ones nor those of nested paragraphs."""
    for run in paragraph.iter(w("r")):
        if next(run.iterancestors(w("p"))) is paragraph and not _deleted(run):
            yield run


def _deleted(run: Element) -> bool:
    return any(parent.tag in {w("del"), w("moveFrom")} for parent in run.iterancestors())


def in_fallback(element: Element) -> bool:
    """Whether it is what older programs show in place of a drawing: the same text once more."""
    return next(element.iterancestors(_FALLBACK), None) is not None
