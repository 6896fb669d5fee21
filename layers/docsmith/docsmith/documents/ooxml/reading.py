"""Open a package that somebody sent: bounded in entries, sizes and ratio, without macros,
entities, loops.

`open_package` looks at the directory of the ZIP before it unpacks anything, and `Package.read`
unpacks a part in pieces and stops at its limit, since a ZIP may lie about sizes.
Raises `UnreadableFile` with one sentence for the person who sent the file.
"""
# pyright: basic, reportAttributeAccessIssue=false
# lxml ships no types.

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from docsmith.documents.errors import UnreadableFile

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAX_ENTRIES = 5000
_MAX_PART = 300 * 1024**2
_MAX_TOTAL = 600 * 1024**2
_MAX_RATIO = 200
_RATIO_FROM = 2 * 1024**2
_PIECE = 1 << 16
_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
Element = Any  # lxml ships no types; elements are narrowed where they are read


@dataclass(frozen=True, slots=True)
class Relation:
    """One relationship of a part. `target` is a part name, or an address when `external`."""

    id: str
    kind: str
    target: str
    external: bool


@dataclass(frozen=True, slots=True)
class Package:
    """An opened package. `names` keep the order of the file."""

    content: bytes = field(repr=False)
    infos: Mapping[str, zipfile.ZipInfo] = field(repr=False)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self.infos)

    def read(self, name: str) -> bytes:
        """The bytes of a part. Raises `UnreadableFile` when it is missing, damaged or too large."""
        info = self.infos.get(name)
        if info is None:
            raise UnreadableFile(f"the file has no part {name}")
        pieces: list[bytes] = []
        total = 0
        try:
            with zipfile.ZipFile(io.BytesIO(self.content)) as archive, archive.open(info) as part:
                while piece := part.read(_PIECE):
                    total += len(piece)
                    if total > _MAX_PART:
                        raise UnreadableFile(f"the part {name} is too large")
                    pieces.append(piece)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
            raise UnreadableFile(f"the part {name} is damaged") from error
        except RuntimeError as error:
            raise UnreadableFile("the file is encrypted") from error
        return b"".join(pieces)

    def xml(self, name: str) -> Element:
        """The root of an XML part."""
        return parse_xml(self.read(name), name)

    def relations(self, part: str) -> tuple[Relation, ...]:
        """The relationships of a part, `` for the package; targets as part names."""
        folder, _, base = part.rpartition("/")
        name = posixpath.join(folder, "_rels", f"{base}.rels")
        if name not in self.infos:
            return ()
        return tuple(_relation(folder, r) for r in self.xml(name).iter(f"{_RELATIONS}Relationship"))

    def related(self, part: str, kind: str) -> str | None:
        """The first part that `part` relates to by a relationship whose type ends with `kind`."""
        for relation in self.relations(part):
            if relation.kind.endswith(f"/{kind}") and not relation.external:
                return relation.target
        return None

    def content_type(self, name: str) -> str:
        """The content type of a part, empty when none is declared."""
        root = self.xml("[Content_Types].xml")
        for override in root.iter(f"{_TYPES}Override"):
            if override.get("PartName", "").lstrip("/") == name:
                return override.get("ContentType", "")
        extension = name.rpartition(".")[2].lower()
        for default in root.iter(f"{_TYPES}Default"):
            if default.get("Extension", "").lower() == extension:
                return default.get("ContentType", "")
        return ""


@dataclass(frozen=True, slots=True)
class Kind:
    """What a package may hold: as content types and namespaces name it, and in words."""

    markup: str
    noun: str
    name: str
    ending: str


def main_part(package: Package, kind: Kind) -> tuple[str, Element]:
    """The main part of a package of this kind, and its root. Raises `UnreadableFile`."""
    part = package.related("", "officeDocument")
    if part is None or part not in package.infos:
        raise UnreadableFile(f"the file has no {kind.noun}")
    content_type = package.content_type(part)
    if "macroEnabled" in content_type:
        raise UnreadableFile(f"the file contains macros; save it as {kind.ending}")
    if kind.markup not in content_type:
        raise UnreadableFile(f"the file is no {kind.name} ({kind.ending})")
    root = package.xml(part)
    if root.tag.startswith(f"{{http://purl.oclc.org/ooxml/{kind.markup}/main}}"):
        raise UnreadableFile(
            f"the file is in the strict variant; save it as an ordinary {kind.ending}"
        )
    return part, root


def _relation(folder: str, element: Element) -> Relation:
    target = element.get("Target", "")
    external = element.get("TargetMode") == "External"
    if not external:
        target = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
        target = posixpath.normpath(target)
    return Relation(element.get("Id", ""), element.get("Type", ""), target, external)


def refuse_entities(content: bytes, name: str) -> None:
    """Refuse a part that declares a document type or entities."""
    if b"<!DOCTYPE" in content[:4096] or b"<!ENTITY" in content[:65_536]:
        raise UnreadableFile(f"the part {name} declares XML entities")


def parse_xml(content: bytes, name: str) -> Element:
    """The root element. Entities and document types are refused, whatever they say."""
    refuse_entities(content, name)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
    )
    try:
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise UnreadableFile(f"the part {name} is not valid XML") from error


def walk_xml(content: bytes, name: str, tags: tuple[str, ...]) -> Iterator[Element]:
    """The elements with these tags as they end, each cleared after it was used: bounded memory."""
    refuse_entities(content, name)
    try:
        for _, element in etree.iterparse(
            io.BytesIO(content), tag=tags, resolve_entities=False, no_network=True, load_dtd=False
        ):
            yield element
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
    except etree.XMLSyntaxError as error:
        raise UnreadableFile(f"the part {name} is not valid XML") from error


def open_package(content: bytes) -> Package:
    """The package in these bytes, its directory checked."""
    if content.startswith(_OLE):
        raise UnreadableFile(
            "the file is encrypted or in an old Office format; save it without a password"
        )
    if not content.startswith(b"PK\x03\x04"):
        raise UnreadableFile("the file is no Office file")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            infos = archive.infolist()
    except (zipfile.BadZipFile, EOFError, ValueError, NotImplementedError) as error:
        raise UnreadableFile("the file is damaged or cut off") from error
    _refuse_bomb(infos)
    named = {info.filename: info for info in infos if not info.is_dir()}
    _refuse_shape(infos, named)
    return Package(content, named)


def _refuse_bomb(infos: list[zipfile.ZipInfo]) -> None:
    if len(infos) > _MAX_ENTRIES:
        raise UnreadableFile(
            f"the file has {len(infos):,} parts; at most {_MAX_ENTRIES:,} are read"
        )
    total = sum(info.file_size for info in infos)
    if total > _MAX_TOTAL:
        raise UnreadableFile("the file unpacks to more than 600 MB")
    for info in infos:
        if info.file_size > _MAX_PART:
            raise UnreadableFile(f"the part {info.filename} is too large")
        if info.file_size > _RATIO_FROM and info.file_size > _MAX_RATIO * max(
            1, info.compress_size
        ):
            raise UnreadableFile("the file is compressed beyond what documents are (a ZIP bomb)")


def _refuse_shape(infos: list[zipfile.ZipInfo], named: Mapping[str, zipfile.ZipInfo]) -> None:
    if any(info.flag_bits & 0x1 for info in infos):
        raise UnreadableFile("the file is encrypted")
    if len(named) != sum(not info.is_dir() for info in infos):
        raise UnreadableFile("the file holds two parts of the same name")
    for name in named:
        if name.startswith("/") or ".." in name.split("/") or "\\" in name:
            raise UnreadableFile(f"the part name {name[:80]!r} is not allowed")
        if name.rpartition("/")[2].lower() == "vbaproject.bin":
            raise UnreadableFile("the file contains macros; save it as .xlsx, .docx or .pptx")
    if "[Content_Types].xml" not in named:
        raise UnreadableFile("the file is a ZIP, but no Office file")
