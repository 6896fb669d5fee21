"""An uploaded workbook on its way to a file: parts written anew, relationships added."""

# pyright: basic, reportAttributeAccessIssue=false
# lxml ships no types.

import posixpath
from dataclasses import dataclass, field

from lxml import etree

from docsmith.documents.ooxml.reading import Element
from docsmith.documents.workbook.base.facts import BaseFile
from docsmith.documents.workbook.base.style_patch import PatchedStyles
from docsmith.documents.workbook.book import Book
from docsmith.documents.workbook.engine import Values


@dataclass(slots=True)
class Work:
    """Parts as they will be: `written` replaces or adds, `gone` is left out."""

    book: Book
    base: BaseFile
    values: Values
    styles: PatchedStyles
    written: dict[str, bytes] = field(default_factory=dict)
    relations: dict[str, list[tuple[str, str, str]]] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)

    def free(self, pattern: str) -> str:
        """The first part name `pattern` with a number that nobody uses."""
        number = 1
        while (
            pattern.format(number) in self.base.package.infos
            or pattern.format(number) in self.written
        ):
            number += 1
        return pattern.format(number)

    def relate(self, part: str, kind: str, target: str) -> str:
        """A new relationship of a part; answers its id."""
        known = {r.id for r in self.base.package.relations(part)}
        added = self.relations.setdefault(part, [])
        number = len(known) + len(added) + 1
        while f"rId{number}" in known or any(i == f"rId{number}" for i, _, _ in added):
            number += 1
        relative = posixpath.relpath(target, posixpath.dirname(part))
        added.append((f"rId{number}", kind, relative))
        return f"rId{number}"


def as_bytes(root: Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
