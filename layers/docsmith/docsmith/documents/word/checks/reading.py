"""A finished file read back for the checks: body children with their blocks, styles resolved."""
# pyright: basic

import re
from dataclasses import dataclass, field
from typing import Any

from docsmith.documents.ooxml.reading import Package, open_package
from docsmith.documents.word.upload.names import Element, text_of, value, w

_HEADING = re.compile(r"heading (\d)$")
_BOOLEAN = {"": True, "1": True, "true": True, "on": True}


@dataclass(frozen=True, slots=True)
class StyleFacts:
    """A style with what it has from its base. `name` is in lower case."""

    name: str = ""
    level: int = 0
    bold: bool = False
    size: float = 10.0
    color: str = ""
    fill: str = ""


@dataclass(frozen=True, slots=True)
class Child:
    """A child of the body, with the block it belongs to and what it says."""

    element: Element
    block: str
    text: str

    @property
    def is_table(self) -> bool:
        return self.element.tag == w("tbl")

    @property
    def is_paragraph(self) -> bool:
        return self.element.tag == w("p")


@dataclass(slots=True)
class Reading:
    """The file. `blocks` names the block of each child of the body; None for a file as it was
    uploaded, whose n-th block is `un`.
    """

    content: bytes = field(repr=False)
    blocks: tuple[str, ...] | None
    package: Package = field(init=False, repr=False)
    part: str = field(init=False)
    root: Element = field(init=False, repr=False)
    styles: dict[str, StyleFacts] = field(init=False, repr=False)
    default: StyleFacts = field(init=False)
    children: tuple[Child, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self.package = open_package(self.content)
        self.part = self.package.related("", "officeDocument") or ""
        self.root = self.package.xml(self.part)
        self.styles, self.default = _styles(self.package, self.part)
        body = self.root.find(w("body"))
        kept = [c for c in body if isinstance(c.tag, str) and c.tag != w("sectPr")]
        blocks = [f"u{n}" for n, _ in enumerate(kept, 1)] if self.blocks is None else self.blocks
        self.children = tuple(
            Child(element, blocks[i] if i < len(blocks) else "", text_of(element))
            for i, element in enumerate(kept)
        )

    def style(self, paragraph: Element) -> StyleFacts:
        return self.styles.get(self.style_id(paragraph), self.default)

    def style_id(self, element: Element, part: str = "pPr", name: str = "pStyle") -> str:
        return value(element.find(f"{w(part)}/{w(name)}"))

    def level(self, paragraph: Element) -> int:
        """The heading level, 0 for text."""
        own = value(paragraph.find(f"{w('pPr')}/{w('outlineLvl')}"))
        if own.isdigit() and int(own) < 9:
            return int(own) + 1
        return self.style(paragraph).level

    def table_style(self, table: Element) -> str:
        id_ = self.style_id(table, "tblPr", "tblStyle")
        return self.styles[id_].name if id_ in self.styles else ""

    def headings(self) -> list[tuple[Child, int, str]]:
        """Headings of the body in order, with level and text."""
        return [
            (child, level, child.text)
            for child in self.children
            if child.is_paragraph and (level := self.level(child.element))
        ]

    def place(self, child: Child) -> str:
        """The block, or the text where it has none."""
        return child.block or f"“{child.text[:40]}”"


def relations_of(reading: Reading) -> dict[str, Any]:
    return {r.id: r for r in reading.package.relations(reading.part)}


def _styles(package: Package, part: str) -> tuple[dict[str, StyleFacts], StyleFacts]:
    name = package.related(part, "styles")
    if name is None or name not in package.infos:
        return {}, StyleFacts()
    root = package.xml(name)
    base = _facts(root.find(f"{w('docDefaults')}/{w('rPrDefault')}"), StyleFacts(), "")
    elements = {s.get(w("styleId"), ""): s for s in root.findall(w("style"))}
    found: dict[str, StyleFacts] = {}
    for id_ in elements:
        _resolve(id_, elements, found, base, 0)
    default = next(
        (
            found[i]
            for i, s in elements.items()
            if s.get(w("default")) == "1" and s.get(w("type")) == "paragraph"
        ),
        base,
    )
    return found, default


def _resolve(
    id_: str,
    elements: dict[str, Element],
    found: dict[str, StyleFacts],
    base: StyleFacts,
    depth: int,
) -> StyleFacts:
    if id_ in found:
        return found[id_]
    element = elements.get(id_)
    if element is None or depth > 12:
        return base
    parent = value(element.find(w("basedOn")))
    above = _resolve(parent, elements, found, base, depth + 1) if parent else base
    found[id_] = _facts(element, above, value(element.find(w("name"))).lower())
    return found[id_]


def _facts(element: Element | None, above: StyleFacts, name: str) -> StyleFacts:
    if element is None:
        return above
    run, para = element.find(w("rPr")), element.find(w("pPr"))
    match = _HEADING.match(name)
    outline = value(para.find(w("outlineLvl"))) if para is not None else ""
    level = int(match.group(1)) if match else int(outline) + 1 if outline.isdigit() else above.level
    size = value(run.find(w("sz"))) if run is not None else ""
    color = value(run.find(w("color"))) if run is not None else ""
    fill = value(para.find(w("shd")), "fill") if para is not None else ""
    return StyleFacts(
        name=name,
        level=0 if level > 9 else level,
        bold=is_on(run, "b", above.bold),
        size=int(size) / 2 if size.isdigit() else above.size,
        color=color if re.fullmatch(r"[0-9A-Fa-f]{6}", color) else above.color,
        fill=fill if re.fullmatch(r"[0-9A-Fa-f]{6}", fill) else above.fill,
    )


def is_on(properties: Element | None, name: str, default: bool = False) -> bool:
    """A toggle such as `b`: absent leaves the default."""
    found = properties.find(w(name)) if properties is not None else None
    if found is None:
        return default
    return _BOOLEAN.get(value(found), False)


def has_own_content(paragraph: Element) -> bool:
    """Whether a paragraph shows or carries anything but text."""
    names = (
        "drawing",
        "pict",
        "object",
        "sectPr",
        "fldChar",
        "fldSimple",
        "sdt",
        "bookmarkStart",
    )
    breaks = (value(found, "type") for found in paragraph.iter(w("br")))
    carried = next(paragraph.iter(*(w(n) for n in names)), None) is not None
    return carried or any(kind in {"page", "column"} for kind in breaks)
