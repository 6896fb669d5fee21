"""Sections of an uploaded document: parted where one of ours begins, turned, resized.

A section's properties stand where it ends. A new section within one ends what came before with a
copy of them; the properties themselves then speak for what follows.
"""
# pyright: basic

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass, field

from docsmith.documents.word.design.look import PAPERS
from docsmith.documents.word.nodes import Turn
from docsmith.documents.word.upload.names import Element, made_before, w

_AFTER_TYPE = (
    "pgSz", "pgMar", "paperSrc", "pgBorders", "lnNumType", "pgNumType", "cols", "formProt",
    "vAlign", "noEndnote", "titlePg", "textDirection", "bidi", "rtlGutter", "docGrid",
    "printerSettings", "sectPrChange",
)  # fmt: skip


@dataclass(slots=True)
class Sections:
    """Walks along with the body as it is written. `final` are the properties of its last
    section.
    """

    final: Element
    turned: bool | None = None
    """The orientation that a section of ours asks for; None where the document's own holds."""
    restart: bool = False
    parted: set[Element] = field(default_factory=set)

    def begin(self, body: Element, turn: Turn, upcoming: Sequence[Element], small: Element) -> None:
        """End the section before `turn`. `small` is a paragraph to end it in where none stands."""
        source = self._governing(upcoming)
        if len(body) and own_section(body[-1]) is None:
            closing = deepcopy(source)
            self._adapt(closing, again=source in self.parted)
            _put(body, closing, small)
        if len(body):
            self.parted.add(source)
        self.turned, self.restart = turn.landscape, turn.restart

    def end(self, properties: Element) -> None:
        """Here a section of the document ends: its properties speak for what ours began."""
        self._adapt(properties, again=properties in self.parted)
        self.turned, self.restart = None, False

    def _governing(self, upcoming: Sequence[Element]) -> Element:
        found = (own_section(element) for element in upcoming)
        return next((section for section in found if section is not None), self.final)

    def _adapt(self, section: Element, *, again: bool) -> None:
        if again:
            for name in ("titlePg", "type"):
                _drop(section, name)
            _insert(section, "type").set(w("val"), "nextPage")
            numbers = section.find(w("pgNumType"))
            if numbers is not None and not self.restart:
                numbers.attrib.pop(w("start"), None)
        if self.restart:
            put_property(section, "pgNumType").set(w("start"), "1")
        if self.turned is not None:
            turn(section, landscape=self.turned)


def own_section(element: Element) -> Element | None:
    """The section that ends with this child of the body."""
    return element.find(f"{w('pPr')}/{w('sectPr')}") if element.tag == w("p") else None


def turn(section: Element, *, landscape: bool) -> None:
    """Swap the sides of the page where they stand the other way."""
    size = put_property(section, "pgSz")
    width, height = (int(size.get(w(side), other)) for side, other in (("w", 12240), ("h", 15840)))
    if (width > height) != landscape:
        width, height = height, width
    _sized(size, width, height)


def resize(section: Element, paper: str) -> None:
    """The paper, the orientation kept."""
    size = put_property(section, "pgSz")
    short, long = PAPERS[paper]
    wide = int(size.get(w("w"), short)) > int(size.get(w("h"), long))
    _sized(size, long if wide else short, short if wide else long)


def all_sections(root: Element) -> list[Element]:
    """The properties of every section of a document, in order."""
    body = root.find(w("body"))
    found = [own_section(child) for child in body if isinstance(child.tag, str)]
    last = body.find(w("sectPr"))
    return [section for section in (*found, last) if section is not None]


def put_property(section: Element, name: str) -> Element:
    """The property of this name, made where there is none."""
    found = section.find(w(name))
    return _insert(section, name) if found is None else found


def _sized(size: Element, width: int, height: int) -> None:
    size.set(w("w"), str(width))
    size.set(w("h"), str(height))
    if width > height:
        size.set(w("orient"), "landscape")
    else:
        size.attrib.pop(w("orient"), None)
    size.attrib.pop(w("code"), None)


def _drop(section: Element, name: str) -> None:
    found = section.find(w(name))
    if found is not None:
        section.remove(found)


def _insert(section: Element, name: str) -> Element:
    """A new property at the place that the schema gives it."""
    later = _AFTER_TYPE[_AFTER_TYPE.index(name) + 1 :] if name in _AFTER_TYPE else _AFTER_TYPE
    return made_before(section, name, later)


def _put(body: Element, section: Element, small: Element) -> None:
    """Into the last paragraph of the body; after a table into a small one of its own."""
    last = body[-1]
    if last.tag != w("p"):
        body.append(small)
        last = small
    properties = last.find(w("pPr"))
    if properties is None:
        properties = last.makeelement(w("pPr"), {})
        last.insert(0, properties)
    change = properties.find(w("pPrChange"))
    if change is None:
        properties.append(section)
    else:
        change.addprevious(section)
