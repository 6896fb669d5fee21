"""The package of an upload put together again: relationships, content types, parts in order."""

# pyright: basic, reportAttributeAccessIssue=false
# lxml ships no types.

import posixpath

from lxml import etree

from docsmith.documents.ooxml.writing import PackageWriter
from docsmith.documents.workbook import parts
from docsmith.documents.workbook.base.work import Work, as_bytes

_TYPE = "{http://schemas.openxmlformats.org/package/2006/content-types}"


def drop_calc_chain(work: Work) -> None:
    """The chain lists cells with formulas; Excel makes it anew."""
    name = work.base.package.related(work.base.workbook_part, "calcChain")
    if name is not None:
        work.gone.add(name)


def write_relations(work: Work) -> None:
    package = work.base.package
    touched = set(work.relations)
    if work.gone:
        touched.add(work.base.workbook_part)
    for part in sorted(touched):
        folder, _, leaf = part.rpartition("/")
        name = f"{folder}/_rels/{leaf}.rels"
        if name in package.infos:
            root = package.xml(name)
        else:
            root = etree.fromstring(parts.relationships([]).encode())
        added = etree.fromstring(parts.relationships(work.relations.get(part, [])).encode())
        root.extend(list(added))
        for relation in list(root):
            own = relation.get("Target", "")
            target = posixpath.normpath(posixpath.join(folder, own))
            if target in work.gone or (own.startswith("/") and own[1:] in work.gone):
                root.remove(relation)
        work.written[name] = as_bytes(root)


def _content_types(work: Work) -> bytes:
    root = work.base.package.xml("[Content_Types].xml")
    for override in list(root.iter(f"{_TYPE}Override")):
        if override.get("PartName", "").lstrip("/") in work.gone:
            root.remove(override)
    added = [n for n in work.written if n not in work.base.package.infos]
    known = {d.get("Extension", "").lower() for d in root.iter(f"{_TYPE}Default")}
    if any(n.endswith(".vml") for n in added) and "vml" not in known:
        kind = "application/vnd.openxmlformats-officedocument.vmlDrawing"
        root.insert(0, etree.Element(f"{_TYPE}Default", Extension="vml", ContentType=kind))
    for name in sorted(added):
        kind = parts.content_type(name)
        if kind:
            etree.SubElement(root, f"{_TYPE}Override", PartName=f"/{name}", ContentType=kind)
    return as_bytes(root)


def packed(work: Work) -> bytes:
    """The file's parts in their order, then the new ones."""
    package = work.base.package
    for name in work.gone:
        work.written.pop(name, None)
    if work.gone or any(n not in package.infos for n in work.written):
        work.written["[Content_Types].xml"] = _content_types(work)
    with PackageWriter() as writer:
        for name in package.names:
            if name not in work.gone:
                writer.part(name, work.written.pop(name, None) or package.read(name))
        for name in sorted(work.written):
            writer.part(name, work.written[name])
    return writer.bytes()
