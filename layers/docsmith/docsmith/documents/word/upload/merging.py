"""What our own blocks need in somebody else's document: styles, list definitions, notes, relations.

Styles are matched by name, so that a heading of ours looks like the document's own; only what it
lacks is added.
"""
# pyright: basic

import re
from collections import Counter
from dataclasses import dataclass, field

from lxml import etree  # pyright: ignore[reportAttributeAccessIssue] lxml ships no types

from docsmith.documents.ooxml.reading import parse_xml
from docsmith.documents.word.design.look import Look, raw_styles
from docsmith.documents.word.parts.names import MC, PREFIXES, W14, XML, W
from docsmith.documents.word.parts.numbering import numbering_xml
from docsmith.documents.word.parts.styles_xml import styles_xml
from docsmith.documents.word.upload.names import Element, value, w
from docsmith.documents.word.upload.original import Original

_STYLE = re.compile(r'(<w:(?:pStyle|rStyle|tblStyle) w:val=")([^"]+)(")')
_NUMBER = re.compile(r'(<w:numId w:val=")(\d+)(")')


@dataclass(slots=True)
class Merger:
    """Maps our style ids and list numbers to those of the document, noting what must be added."""

    original: Original
    look: Look
    added: dict[str, str] = field(default_factory=dict)
    """Our style id to the id it gets in the document."""
    numbers: int = 0
    """How much our list numbers are raised."""
    lists_used: bool = False
    worn: dict[str, str] = field(default_factory=dict)
    """Our styles of tables, to what the document's own tables wear."""

    def __post_init__(self) -> None:
        root = self.original.part_tree("numbering")
        nums = root.findall(w("num")) if root is not None else []
        self.numbers = max((int(n.get(w("numId"), "0")) for n in nums), default=0)
        self.worn = _worn_table(self.original)

    def fitted(self, xml: str) -> str:
        """Our XML with the document's style ids and list numbers."""

        def styled(match: re.Match[str]) -> str:
            return f"{match.group(1)}{self._style(match.group(2))}{match.group(3)}"

        def numbered(match: re.Match[str]) -> str:
            self.lists_used = True
            return f"{match.group(1)}{int(match.group(2)) + self.numbers}{match.group(3)}"

        return _NUMBER.sub(numbered, _STYLE.sub(styled, xml))

    def _style(self, id_: str) -> str:
        id_ = self.worn.get(id_, id_)
        if id_ == self.worn.get("DocsmithTable"):
            return id_
        if id_ in self.added:
            return self.added[id_]
        name = _names().get(id_, id_).lower()
        for theirs, (called, _, _) in self.original.styles.items():
            if called.lower() == name:
                return theirs
        taken = id_ in self.original.styles
        self.added[id_] = f"Docsmith{id_}" if taken else id_
        return self.added[id_]

    def styles_part(self) -> bytes | None:
        """The document's styles with those added that our blocks use; None when none are."""
        if not self.added:
            return None
        part = self.original.package.related(self.original.part, "styles")
        root = self.original.tree(part) if part else _root(f'{XML}<w:styles xmlns:w="{W}"/>')
        ours = {s.get(w("styleId")): s for s in _root(styles_xml(self.look)).findall(w("style"))}
        queue = list(self.added)
        while queue:
            id_ = queue.pop(0)
            style = ours.get(id_)
            if style is None:
                continue
            for tag in ("basedOn", "next", "link"):
                found = style.find(w(tag))
                if found is None:
                    continue
                before = set(self.added)
                found.set(w("val"), self._style(value(found)))
                queue += [new for new in self.added if new not in before]
            style.set(w("styleId"), self.added[id_])
            _drop_unknown(style, root)
            style.attrib.pop(w("default"), None)
            root.append(style)
        return serialised(root)

    def numbering_part(self, lists: int) -> bytes | None:
        """The document's list definitions with ours; None when no list of ours stands in it."""
        if not self.lists_used:
            return None
        ours = _root(numbering_xml(self.look, lists))
        root = self.original.part_tree("numbering")
        if root is None:
            return serialised(ours)
        known = root.findall(w("abstractNum"))
        offset = max((int(a.get(w("abstractNumId"), "0")) for a in known), default=-1) + 1
        first_num = root.find(w("num"))
        for abstract in ours.findall(w("abstractNum")):
            abstract.set(w("abstractNumId"), str(int(abstract.get(w("abstractNumId"))) + offset))
            for tied in list(abstract.iter(w("pStyle"))):
                tied.getparent().remove(tied)
            if first_num is not None:
                first_num.addprevious(abstract)
            else:
                root.append(abstract)
        for num in ours.findall(w("num")):
            num.set(w("numId"), str(int(num.get(w("numId"))) + self.numbers))
            target = num.find(w("abstractNumId"))
            target.set(w("val"), str(int(value(target)) + offset))
            root.append(num)
        tail = root.find(w("numIdMacAtCleanup"))
        if tail is not None:
            root.append(tail)
        return serialised(root)


def _worn_table(original: Original) -> dict[str, str]:
    """The style that most of the document's tables have stands for ours; where it dresses the
    first row itself, the header wears no style of ours.
    """
    root = original.part_tree("styles")
    styles = root.findall(w("style")) if root is not None else []
    known = {s.get(w("styleId")): s for s in styles if s.get(w("type")) == "table"}
    tables = original.root.iter(w("tbl"))
    used = Counter(value(table.find(f"{w('tblPr')}/{w('tblStyle')}")) for table in tables)
    chosen = next((id_ for id_, _ in used.most_common() if id_ in known), None)
    if chosen is None or "normal" in value(known[chosen].find(w("name"))).lower():
        return {}
    dressed = any(value(p, "type") == "firstRow" for p in known[chosen].iter(w("tblStylePr")))
    plain = {"TableHeader": "TableText", "TableNumberHeader": "TableNumber"} if dressed else {}
    return {"DocsmithTable": chosen, **plain}


def _drop_unknown(style: Element, root: Element) -> None:
    """Takes out what Word 2010 added, where the part does not let older programs skip it."""
    skipped = {root.nsmap.get(prefix) for prefix in root.get(f"{{{MC}}}Ignorable", "").split()}
    if W14 not in skipped:
        for found in [e for e in style.iter() if str(e.tag).startswith(f"{{{W14}}}")]:
            found.getparent().remove(found)


def elements_of(xml: str) -> list[Element]:
    """Fragments of our XML as elements."""
    return list(_root(f"<w:body {PREFIXES}>{xml}</w:body>"))


def serialised(root: Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _root(xml: str) -> Element:
    return parse_xml(xml.encode(), "our own XML")


def _names() -> dict[str, str]:
    """Our style ids to the names that Word knows them by."""
    fixed = {
        "Hyperlink": "Hyperlink",
        "FootnoteReference": "footnote reference",
        "Code": "Code",
        "DefaultParagraphFont": "Default Paragraph Font",
        "TableNormal": "Normal Table",
        "DocsmithTable": "Docsmith Table",
        "DocsmithLayout": "Docsmith Layout",
    }
    return fixed | {id_: spec["name"] for id_, spec in raw_styles()["styles"].items()}
