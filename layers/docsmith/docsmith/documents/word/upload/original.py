"""An uploaded document: its blocks told, edited in place.

A block is a child of the body; `key` is its position in the file as it was uploaded, so that it
never changes. Trees of parts are parsed when first needed; `dirty` names those that changed.
"""
# pyright: basic

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from docsmith.documents.errors import OperationRefused
from docsmith.documents.ooxml.reading import Package
from docsmith.documents.word.inline import plain
from docsmith.documents.word.upload import refusals, rows, wording
from docsmith.documents.word.upload.entries import is_entry, reword_entries
from docsmith.documents.word.upload.names import Element, in_fallback, own_text, text_of, value, w

_HEADING = re.compile(r"heading (\d)$")
_TITLES = frozenset({"title", "cover title", "subject line"})
_FRAMES = ("header", "footer", "footnotes", "endnotes")


@dataclass(slots=True)
class Original:
    """The file, its body's children by key, and what was changed of it."""

    package: Package = field(repr=False)
    part: str
    root: Element = field(repr=False)
    elements: dict[str, Element] = field(repr=False)
    styles: dict[str, tuple[str, str, int]]
    """Style id to name, base, outline level (0 for none)."""
    language: str
    trees: dict[str, Element] = field(default_factory=dict, repr=False)
    dirty: set[str] = field(default_factory=set)

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(self.elements)

    @property
    def free_prefix(self) -> str:
        """A beginning that no part of the package has: ours have it."""
        prefix = "docsmith"
        while any(f"/{prefix}" in name for name in self.package.names):
            prefix += "x"
        return prefix

    @property
    def captions(self) -> tuple[int, int]:
        """How many tables and figures are numbered already."""
        codes = [(e.text or e.get(w("instr")) or "").split() for e in self._codes()]
        names = [code[1].casefold() for code in codes if len(code) > 1 and code[0] == "SEQ"]
        tables = sum(name in {"table", "tabelle", "tableau"} for name in names)
        figures = sum(name in {"figure", "abbildung", "chart"} for name in names)
        return tables, figures

    def _codes(self) -> list[Element]:
        return list(self.root.iter(w("instrText"), w("fldSimple")))

    def text_of(self, key: str) -> str:
        return text_of(self.elements[key])

    def described(self, key: str) -> tuple[str, int, str]:
        """What kind of block it is, its heading level, its text."""
        element = self.elements[key]
        text = own_text(element) if element.tag == w("p") else text_of(element)
        if element.tag == w("tbl"):
            return "table", 0, text
        if element.tag == w("sdt"):
            gallery = element.find(f".//{w('docPartGallery')}")
            kind = "contents" if "Contents" in value(gallery) else "content_control"
            return kind, 0, text
        if element.tag != w("p"):
            return "other", 0, text
        if self.style_name(element).lower() in _TITLES:
            return "title", 0, text
        level = self.level(element)
        if level:
            return "heading", level, text
        if element.find(f"{w('pPr')}/{w('numPr')}") is not None:
            return "list", 0, text
        if next(element.iter(w("drawing"), w("pict")), None) is not None and not text:
            return "drawing", 0, text
        return "paragraph", 0, text

    def told(self, key: str) -> dict[str, Any]:
        """The block in full: its text, or the texts of its cells; `boxes` are text boxes that hang
        on it.
        """
        kind, level, text = self.described(key)
        out: dict[str, Any] = {"op": kind, "style": self.style_name(self.elements[key])}
        if level:
            out["level"] = level
        if kind == "table":
            found = self.elements[key].findall(w("tr"))
            out["rows"] = [[text_of(cell) for cell in row.findall(w("tc"))] for row in found]
        else:
            out["text"] = text
            out["boxes"] = [text_of(box) for box in _boxes(self.elements[key])]
        return {name: found for name, found in out.items() if found}

    def level(self, paragraph: Element) -> int:
        """The heading level of a paragraph, by its own outline level or its style's; 0 for none."""
        own = paragraph.find(f"{w('pPr')}/{w('outlineLvl')}")
        if own is not None and value(own).isdigit() and int(value(own)) < 9:
            return int(value(own)) + 1
        id_ = value(paragraph.find(f"{w('pPr')}/{w('pStyle')}"))
        for _ in range(12):
            if id_ not in self.styles:
                return 0
            name, base, outline = self.styles[id_]
            match = _HEADING.match(name.lower())
            if match or outline:
                return int(match.group(1)) if match else outline
            id_ = base
        return 0

    def style_name(self, element: Element) -> str:
        id_ = value(element.find(f"{w('pPr')}/{w('pStyle')}"))
        return self.styles.get(id_, (id_, "", 0))[0]

    def set_text(self, key: str, text: str, *, row: int | None, column: int | None) -> None:
        element = self.elements[key]
        if element.tag == w("tbl"):
            element = rows.cell_paragraph(element, row, column)
        if element.tag != w("p"):
            raise OperationRefused(
                "block", "it is neither a paragraph nor a table", hint="use replace_text"
            )
        before = wording.shown_text(element)
        wording.set_text(element, plain(text, line="\n"))
        if self.level(element):
            reword_entries(self.root, element, before.strip(), wording.shown_text(element).strip())
        self.dirty.add(self.part)

    def replace_text(self, key: str, change: Callable[[str], str]) -> bool:
        """In every paragraph but the entries of a contents list, which follow their headings."""
        changed = False
        for paragraph in list(self.elements[key].iter(w("p"))):
            before = wording.shown_text(paragraph)
            after = change(before)
            if after == before or is_entry(paragraph):
                continue
            wording.set_text(paragraph, after, "find")
            if self.level(paragraph):
                reword_entries(self.root, paragraph, before.strip(), after.strip())
            self.dirty.add(self.part)
            changed = True
        return changed

    def replace_in_frames(self, change: Callable[[str], str]) -> int:
        """In headers, footers and notes: how many parts changed."""
        count = 0
        for relation in self.package.relations(self.part):
            kind = relation.kind.rpartition("/")[2]
            inside = not relation.external and relation.target in self.package.infos
            if kind not in _FRAMES or not inside:
                continue
            if wording.replace_text(self.tree(relation.target), change):
                self.dirty.add(relation.target)
                count += 1
        return count

    def add_row(self, key: str, cells: Sequence[Any], row: int | None) -> None:
        rows.add_row(self._table(key), cells, row)
        self.dirty.add(self.part)

    def delete_row(self, key: str, row: int) -> None:
        rows.delete_row(self._table(key), row, self.root)
        self.dirty.add(self.part)

    def refuse_removal(self, keys: Sequence[str]) -> None:
        refusals.refuse_removal([self.elements[key] for key in keys], self.root)

    def refuse_move(self, keys: Sequence[str]) -> None:
        refusals.refuse_move([self.elements[key] for key in keys])

    def tree(self, part: str) -> Element:
        """The parsed tree of a part, the same one each time."""
        if part not in self.trees:
            self.trees[part] = self.package.xml(part)
        return self.trees[part]

    def related(self, kind: str) -> str:
        """The part of this kind that the document relates to; empty when it has none."""
        part = self.package.related(self.part, kind) or ""
        return part if part in self.package.infos else ""

    def part_tree(self, kind: str) -> Element | None:
        """Its tree; None when the document has no such part."""
        part = self.related(kind)
        return self.tree(part) if part else None

    def related_trees(self, *kinds: str) -> list[Element]:
        """The trees of all parts of these kinds."""
        found = (
            relation.target
            for relation in self.package.relations(self.part)
            if relation.kind.rpartition("/")[2] in kinds and not relation.external
        )
        return [self.tree(part) for part in found if part in self.package.infos]

    @property
    def lists_contents(self) -> bool:
        """Whether a contents list stands in it."""
        codes = ((e.text or e.get(w("instr")) or "").split() for e in self._codes())
        return any(code[:1] == ["TOC"] for code in codes)

    def _table(self, key: str) -> Element:
        element = self.elements[key]
        if element.tag != w("tbl"):
            raise OperationRefused("block", "it is no table")
        return element


def _boxes(element: Element) -> list[Element]:
    """The text boxes that hang on a paragraph, each once."""
    return [box for box in element.iter(w("txbxContent")) if not in_fallback(box)]
