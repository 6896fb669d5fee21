"""The parts of a package under way: what was there stays byte for byte, what is added is numbered.

One allocator names new parts and relationships, so that nothing is given twice.
"""
# pyright: basic, reportAttributeAccessIssue=false
# lxml ships no types.

import posixpath
import re
from dataclasses import dataclass, field

from lxml import etree

from docsmith.documents.ooxml.reading import Element, Package, Relation, parse_xml
from docsmith.documents.ooxml.writing import PackageWriter
from docsmith.documents.slides.xml.names import (
    CONTENT,
    PACKAGE_RELATIONS,
    TYPES,
    relation_type,
)

_TYPES_PART = "[Content_Types].xml"


@dataclass(slots=True)
class Parts:
    """Name to bytes. XML that is edited is held parsed until it is written."""

    contents: dict[str, bytes] = field(default_factory=dict[str, bytes])
    parsed: dict[str, Element] = field(default_factory=dict[str, Element])

    def add(self, name: str, content: str | bytes, kind: str | None = None) -> str:
        """A new part. `kind` is a key of `CONTENT`; images and workbooks go by their ending."""
        self.contents[name] = content.encode() if isinstance(content, str) else content
        if kind is not None:
            self._override(name, CONTENT[kind])
        return name

    def add_media(self, name: str, content: bytes) -> str:
        """A part whose type is known by its ending."""
        self.contents[name] = content
        ending = name.rpartition(".")[2]
        self._default(ending, CONTENT[ending])
        return name

    def free(self, folder: str, stem: str, ending: str) -> str:
        """The next name of its family: `ppt/slides/slide4.xml`."""
        pattern = re.compile(rf"{re.escape(folder)}/{re.escape(stem)}(\d+)\.\w+$", re.I)
        taken = [int(m.group(1)) for name in self.contents if (m := pattern.match(name))]
        return f"{folder}/{stem}{max(taken, default=0) + 1}.{ending}"

    def xml(self, name: str) -> Element:
        """The root of a part, to be edited in place; it is written back at the end."""
        if name not in self.parsed:
            self.parsed[name] = parse_xml(self.contents[name], name)
        return self.parsed[name]

    def look(self, name: str) -> Element:
        """The root of a part, to be read only."""
        return self.parsed[name] if name in self.parsed else parse_xml(self.contents[name], name)

    def relate(self, part: str, kind: str, target: str, *, external: bool = False) -> str:
        """A relationship of a part; answers its id. The same target is related to once."""
        name = rels_name(part)
        if name not in self.contents:
            self.contents[name] = f'<Relationships xmlns="{PACKAGE_RELATIONS}"/>'.encode()
        root = self.xml(name)
        folder = posixpath.dirname(part)
        shown = target if external else posixpath.relpath(target, folder or ".")
        full = relation_type(kind)
        ids: set[str] = set()
        for relation in root:
            ids.add(relation.get("Id", ""))
            if relation.get("Type") == full and relation.get("Target") == shown:
                return relation.get("Id")
        number = 1
        while f"rId{number}" in ids:
            number += 1
        attributes = {"Id": f"rId{number}", "Type": full, "Target": shown}
        if external:
            attributes["TargetMode"] = "External"
        etree.SubElement(root, f"{{{PACKAGE_RELATIONS}}}Relationship", attributes)
        return f"rId{number}"

    def relations(self, part: str) -> tuple[Relation, ...]:
        """The relationships of a part, targets as part names."""
        name = rels_name(part)
        if name not in self.contents:
            return ()
        folder = posixpath.dirname(part)
        return tuple(_relation(folder, r) for r in self.look(name))

    def related(self, part: str, kind: str) -> str | None:
        """The first part related to by that kind."""
        for relation in self.relations(part):
            if relation.kind.endswith(f"/{kind}") and not relation.external:
                return relation.target
        return None

    def content_type(self, name: str) -> str:
        """The type that is declared for a part, empty when none is."""
        for override in self.look(_TYPES_PART).iter(f"{{{TYPES}}}Override"):
            if override.get("PartName") == f"/{name}":
                return override.get("ContentType", "")
        return ""

    def retype(self, name: str, content_type: str) -> None:
        """Declare another type for a part."""
        for override in self.xml(_TYPES_PART).iter(f"{{{TYPES}}}Override"):
            if override.get("PartName") == f"/{name}":
                override.set("ContentType", content_type)

    def unrelate(self, part: str, relation_id: str) -> None:
        root = self.xml(rels_name(part))
        for relation in list(root):
            if relation.get("Id") == relation_id:
                root.remove(relation)

    def drop(self, name: str) -> None:
        """Remove a part with its relationships and its content type."""
        for gone in (name, rels_name(name)):
            self.contents.pop(gone, None)
            self.parsed.pop(gone, None)
        root = self.xml(_TYPES_PART)
        for override in list(root):
            if override.get("PartName") == f"/{name}":
                root.remove(override)

    def package(self) -> bytes:
        """The package; its bytes depend on its parts alone."""
        with PackageWriter() as writer:
            for name in sorted(self.contents, key=_order):
                writer.part(name, self._written(name))
        return writer.bytes()

    def snapshot(self) -> dict[str, bytes]:
        """Every part as it would be written."""
        return {name: self._written(name) for name in self.contents}

    def _written(self, name: str) -> bytes:
        root = self.parsed.get(name)
        if root is None:
            return self.contents[name]
        return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)

    def _override(self, name: str, content_type: str) -> None:
        root = self._types()
        for override in root.iter(f"{{{TYPES}}}Override"):
            if override.get("PartName") == f"/{name}":
                return
        attributes = {"PartName": f"/{name}", "ContentType": content_type}
        etree.SubElement(root, f"{{{TYPES}}}Override", attributes)

    def _default(self, ending: str, content_type: str) -> None:
        root = self._types()
        for default in root.iter(f"{{{TYPES}}}Default"):
            if default.get("Extension", "").lower() == ending:
                return
        attributes = {"Extension": ending, "ContentType": content_type}
        root.insert(0, root.makeelement(f"{{{TYPES}}}Default", attributes))

    def _types(self) -> Element:
        if _TYPES_PART not in self.contents:
            self.contents[_TYPES_PART] = f'<Types xmlns="{TYPES}"/>'.encode()
            self._default("xml", CONTENT["xml"])
            self._default("rels", CONTENT["rels"])
        return self.xml(_TYPES_PART)


def parts_of(package: Package) -> Parts:
    """The parts of an opened package, untouched."""
    return Parts({name: package.read(name) for name in package.names})


def rels_name(part: str) -> str:
    folder, _, base = part.rpartition("/")
    return posixpath.join(folder, "_rels", f"{base}.rels")


def _relation(folder: str, element: Element) -> Relation:
    target = element.get("Target", "")
    external = element.get("TargetMode") == "External"
    if not external:
        target = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
        target = posixpath.normpath(target)
    return Relation(element.get("Id", ""), element.get("Type", ""), target, external)


def _order(name: str) -> tuple[int, str]:
    """Content types first, then the package's relationships, as readers expect."""
    first = {_TYPES_PART: 0, "_rels/.rels": 1}
    return first.get(name, 2), name
