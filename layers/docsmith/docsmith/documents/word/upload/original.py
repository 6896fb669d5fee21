"""An uploaded document: opened safely, its blocks told, edited in place.

A block is a child of the body; `key` is its position in the file as it was uploaded, so that it
never changes. Trees of parts are parsed when first needed; `dirty` names those that changed.
"""
# pyright: basic

import re
from collections.abc import Callable, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from docsmith.documents.errors import OperationRefused, UnreadableFile
from docsmith.documents.ooxml.reading import Package, open_package
from docsmith.documents.word.inline import plain
from docsmith.documents.word.upload import refusals, wording
from docsmith.documents.word.upload.names import Element, text_of, value, w

_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_HEADING = re.compile(r"heading (\d)$")
_TITLES = frozenset({"title", "cover title", "subject line"})
_FRAMES = ("header", "footer", "footnotes", "endnotes")
_UNIQUE = re.compile(
    r"\{http://schemas\.microsoft\.com/office/word/2010/wordml\}(?:paraId|textId)$"
)


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
        text = text_of(element)
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
        """The block in full: its text, or the texts of its cells."""
        kind, level, text = self.described(key)
        out: dict[str, Any] = {"op": kind, "style": self.style_name(self.elements[key])}
        if level:
            out["level"] = level
        if kind == "table":
            rows = self.elements[key].findall(w("tr"))
            out["rows"] = [[text_of(cell) for cell in row.findall(w("tc"))] for row in rows]
        else:
            out["text"] = text
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
            element = self._cell_paragraph(element, row, column)
        if element.tag != w("p"):
            raise OperationRefused(
                "block", "it is neither a paragraph nor a table", hint="use replace_text"
            )
        wording.set_text(element, plain(text))
        self.dirty.add(self.part)

    def replace_text(self, key: str, change: Callable[[str], str]) -> bool:
        changed = wording.replace_text(self.elements[key], change)
        if changed:
            self.dirty.add(self.part)
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
        """A row like the one before it, with other texts."""
        table = self._table(key)
        rows = table.findall(w("tr"))
        at = len(rows) if row is None else row - 1
        if not 1 <= at <= len(rows):
            raise OperationRefused("row", f"the table has {len(rows)} rows")
        model = rows[at - 1] if at > 1 or len(rows) == 1 else rows[1]
        self._refuse_row(model)
        if len(model.findall(w("tc"))) != len(cells):
            found = len(model.findall(w("tc")))
            raise OperationRefused("cells", f"the table has {found} columns, not {len(cells)}")
        added = deepcopy(model)
        for node in added.iter():
            for name in [n for n in node.attrib if _UNIQUE.match(n)]:
                del node.attrib[name]
        header = added.find(f"{w('trPr')}/{w('tblHeader')}")
        if header is not None:
            header.getparent().remove(header)
        for cell, given in zip(added.findall(w("tc")), cells, strict=True):
            text = "" if given is None else plain(str(given))
            first, *others = cell.findall(w("p"))
            for other in others:
                cell.remove(other)
            wording.set_text(first, text, "cells")
        rows[at - 1].addnext(added)
        self.dirty.add(self.part)

    def delete_row(self, key: str, row: int) -> None:
        table = self._table(key)
        rows = table.findall(w("tr"))
        if not 1 <= row <= len(rows):
            raise OperationRefused("row", f"the table has {len(rows)} rows")
        if len(rows) == 1:
            raise OperationRefused("row", "it is the last row", hint="delete the block instead")
        self._refuse_row(rows[row - 1])
        table.remove(rows[row - 1])
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

    def _table(self, key: str) -> Element:
        element = self.elements[key]
        if element.tag != w("tbl"):
            raise OperationRefused("block", "it is no table")
        return element

    def _refuse_row(self, row: Element) -> None:
        if next(row.iter(w("vMerge"), w("gridSpan")), None) is not None:
            raise OperationRefused("row", "the row has merged cells; edit it in Word")
        refusals.refuse_removal([row], self.root, "row")

    def _cell_paragraph(self, table: Element, row: int | None, column: int | None) -> Element:
        if row is None or column is None:
            raise OperationRefused("row", "name the row and the column of the cell, from 1")
        rows = table.findall(w("tr"))
        cells = rows[row - 1].findall(w("tc")) if row <= len(rows) else []
        if column > len(cells):
            raise OperationRefused("row", f"there is no cell in row {row}, column {column}")
        paras = cells[column - 1].findall(w("p"))
        filled = [p for p in paras if text_of(p)]
        if len(filled) > 1:
            raise OperationRefused(
                "column", "the cell holds several paragraphs", hint="use replace_text"
            )
        return (filled or paras)[0]


def open_original(content: bytes) -> Original:
    """Raises `UnreadableFile` with one sentence for the person who sent the file."""
    package = open_package(content)
    part = package.related("", "officeDocument")
    if part is None or part not in package.infos:
        raise UnreadableFile("the file has no document")
    kind = package.content_type(part)
    if "macroEnabled" in kind:
        raise UnreadableFile("the file contains macros; save it as .docx")
    if "wordprocessingml" not in kind:
        raise UnreadableFile("the file is no Word document (.docx)")
    root = package.xml(part)
    if root.tag.startswith(f"{{{_STRICT}}}"):
        raise UnreadableFile("the file is in the strict variant; save it as an ordinary .docx")
    body = root.find(w("body"))
    if body is None:
        raise UnreadableFile("the document has no body")
    children = [child for child in body if isinstance(child.tag, str)]
    kept = [c for c in children if c.tag != w("sectPr")]
    elements = {str(i): child for i, child in enumerate(kept, 1)}
    styles, language = _styles(package, part)
    return Original(package, part, root, elements, styles, language)


def _styles(package: Package, part: str) -> tuple[dict[str, tuple[str, str, int]], str]:
    """The styles by id, and the language that the document says it is in."""
    name = package.related(part, "styles")
    if name is None or name not in package.infos:
        return {}, "en"
    root = package.xml(name)
    found: dict[str, tuple[str, str, int]] = {}
    for style in root.findall(w("style")):
        outline = value(style.find(f"{w('pPr')}/{w('outlineLvl')}"))
        level = int(outline) + 1 if outline.isdigit() and int(outline) < 9 else 0
        found[style.get(w("styleId"), "")] = (
            value(style.find(w("name"))),
            value(style.find(w("basedOn"))),
            level,
        )
    tag = value(root.find(f"{w('docDefaults')}//{w('lang')}"))
    return found, tag if re.fullmatch(r"[a-z]{2}(-[A-Z]{2})?", tag) else "en"
