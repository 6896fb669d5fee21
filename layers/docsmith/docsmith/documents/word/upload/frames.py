"""Headers and footers of ours in an uploaded document: parts of their own, named by every section.

What the document says at the top and bottom of its pages stays unless it is replaced in words.
"""
# pyright: basic

from dataclasses import dataclass, field

from docsmith.documents.errors import OperationRefused
from docsmith.documents.operations.word import HeaderFooter
from docsmith.documents.word.compose.document import Composition
from docsmith.documents.word.parts.frames import frame_xml
from docsmith.documents.word.parts.links import Links
from docsmith.documents.word.parts.package import Parts, resolved
from docsmith.documents.word.upload.look import page_of
from docsmith.documents.word.upload.merging import Merger
from docsmith.documents.word.upload.names import Element, is_set, r, text_of, value, w
from docsmith.documents.word.upload.original import Original
from docsmith.documents.word.upload.sections import put_property

KINDS = ("header", "footer")


def wanted(op: HeaderFooter, original: Original) -> tuple[str, ...]:
    """Which of header and footer the operation writes. Page numbers that nobody asked for are not
    put in place of a footer that stands.
    """
    asked_for = "page_numbers" in op.model_fields_set
    numbers = op.page_numbers and (asked_for or not _said(original, "footer"))
    asked = {"header": bool(op.header or op.logo), "footer": bool(op.footer or numbers)}
    return tuple(kind for kind in KINDS if asked[kind])


def refuse_loss(op: HeaderFooter, original: Original) -> None:
    """Refuse what would put a logo or numbers in place of words that stand."""
    for kind in wanted(op, original):
        said = _said(original, kind)
        if said and not getattr(op, kind):
            raise OperationRefused(
                kind,
                f"the document's {kind} says “{said[:80]}”, which would be lost",
                hint=f"give {kind} too: its text, or another to replace it",
            )


@dataclass(slots=True)
class Framing:
    """Writes one part for each width of text, and refers to it from every section."""

    made: Composition
    merger: Merger
    links: Links
    parts: Parts
    count: int
    """Of the document's pages."""
    ids: dict[tuple[str, int], str] = field(default_factory=dict)

    def frame(self, sections: list[Element]) -> None:
        op = self.made.story.frame
        original = self.merger.original
        if self.made.cover and sections:
            put_property(sections[0], "titlePg")
        if op is None:
            return
        both = _odd_and_even(original)
        for kind in wanted(op, original):
            types = ["default", *(["even"] if both else []), *(["first"] if op.first_page else [])]
            for section in sections:
                self._refer(section, kind, types)
        if "first_page" in op.model_fields_set and not op.first_page and sections:
            put_property(sections[0], "titlePg")

    def _refer(self, section: Element, kind: str, types: list[str]) -> None:
        page = page_of(section, self.made.look.page)
        key = (kind, page.text_width)
        if key not in self.ids:
            own = Links(drawings=self.links.drawings)
            tabs = tuple(t for t in _tabs(self.merger.original, kind) if t != page.text_width)
            xml = frame_xml(kind, self.made, page, own, self.count, tabs)
            if xml is None:
                return
            name = self._free(kind)
            self.parts.add(f"word/{name}.xml", self.merger.fitted(xml))
            if own.found:
                self.parts.add(f"word/_rels/{name}.xml.rels", resolved(own, self.made).xml())
            self.ids[key] = self.links.to(kind, f"{name}.xml")
        for old in section.findall(w(f"{kind}Reference")):
            if old.get(w("type")) in types:
                section.remove(old)
        for name in types:
            attributes = {w("type"): name, r("id"): self.ids[key]}
            section.insert(0, section.makeelement(w(f"{kind}Reference"), attributes))

    def _free(self, kind: str) -> str:
        taken = {*self.merger.original.package.names, *self.parts.found}
        number = 1
        while f"word/{kind}{number}.xml" in taken:
            number += 1
        return f"{kind}{number}"


def _tabs(original: Original, kind: str) -> list[int]:
    """The tabs that the document's own style for a header or footer has."""
    root = original.part_tree("styles")
    for style in root.findall(w("style")) if root is not None else ():
        if value(style.find(w("name"))).lower() == kind:
            stops = style.findall(f"{w('pPr')}/{w('tabs')}/{w('tab')}")
            positions = (stop.get(w("pos"), "") for stop in stops)
            return sorted(int(position) for position in positions if position.isdigit())
    return []


def _said(original: Original, kind: str) -> str:
    """The words of the document's headers or footers."""
    found = original.related_trees(kind)
    return " ".join(text for tree in found if (text := text_of(tree).strip()))


def _odd_and_even(original: Original) -> bool:
    settings = original.part_tree("settings")
    return settings is not None and is_set(settings.find(w("evenAndOddHeaders")))
