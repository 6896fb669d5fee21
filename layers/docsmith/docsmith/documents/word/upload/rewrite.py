"""An edited upload as bytes: changed parts anew, everything else as it came."""
# pyright: basic

import re
from dataclasses import dataclass, field

from docsmith.documents.ooxml.reading import parse_xml
from docsmith.documents.ooxml.writing import PackageWriter
from docsmith.documents.word.compose.document import Composition
from docsmith.documents.word.nodes import Para, Raw, Turn
from docsmith.documents.word.pages.estimate import Pages
from docsmith.documents.word.parts import fixed
from docsmith.documents.word.parts.body import BodyTask, node_xml
from docsmith.documents.word.parts.links import Links
from docsmith.documents.word.parts.package import Finished, Parts, add_media, resolved
from docsmith.documents.word.upload.frames import Framing
from docsmith.documents.word.upload.headings import mark_heading
from docsmith.documents.word.upload.marks import highest_id
from docsmith.documents.word.upload.merging import Merger, elements_of, serialised
from docsmith.documents.word.upload.names import w
from docsmith.documents.word.upload.original import Original
from docsmith.documents.word.upload.sections import Sections, all_sections, own_section
from docsmith.documents.word.upload.styling import styled

_SMALL = Para((), "AfterTable", after=0)
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}"


@dataclass(slots=True)
class _Rewrite:
    """The changed and added parts, by name."""

    original: Original
    parts: Parts = field(default_factory=Parts)
    blocks: list[str] = field(default_factory=list)
    """The block of each child of the body, in order."""


def rewritten(made: Composition, pages: Pages) -> Finished:
    """The file with the story's edits. Without any, the bytes that came."""
    original = made.story.original
    assert original is not None, "nothing was uploaded"
    story = made.story
    set_ = set(story.setup.model_fields_set) - {"op", "language"}
    touched = bool(set_) or story.frame is not None or any(b.content for b in story.blocks)
    order = [block.raw for block in made.story.blocks]
    if not touched and not original.dirty and order == list(original.keys):
        return Finished(original.package.content, tuple(b.id for b in made.story.blocks))
    out = _rewrite(made, pages)
    return Finished(_written(out), tuple(out.blocks))


def _rewrite(made: Composition, pages: Pages) -> _Rewrite:
    original = made.story.original
    assert original is not None, "nothing was uploaded"
    out = _Rewrite(original)
    merger = Merger(original, made.look)
    links = Links(first=_free_relation(original), drawings=[highest_id(original)])
    styled(original, made.story.setup)
    out.blocks = _body(made, pages, merger, links)
    Framing(made, merger, links, out.parts, pages.count).frame(all_sections(original.root))
    _notes(made, out, merger, links)
    _attach(out, "styles", "styles", merger.styles_part(), links)
    _attach(out, "numbering", "numbering", merger.numbering_part(made.lists), links)
    add_media(made, out.parts)
    out.parts.add(original.part, serialised(original.root))
    for part in original.dirty - {original.part}:
        out.parts.add(part, serialised(original.tree(part)))
    _relations(out, resolved(links, made))
    _types(out)
    return out


def _body(made: Composition, pages: Pages, merger: Merger, links: Links) -> list[str]:
    """The children of the body in the order of the story's blocks; the block of each."""
    blocks: list[str] = []
    original = merger.original
    body = original.root.find(w("body"))
    last = body.find(w("sectPr"))
    for child in list(body):
        body.remove(child)
    if last is None and any(isinstance(placed.node, Turn) for placed in pages.placed):
        last = body.makeelement(w("sectPr"), {})
    sections = Sections(last)
    task = BodyTask(made, pages, links)
    for index, placed in enumerate(pages.placed):
        if isinstance(placed.node, Raw):
            element = original.elements[placed.node.key]
            if placed.node.bookmark:
                mark_heading(element, placed.node.bookmark, links)
            if (own := own_section(element)) is not None:
                sections.end(own)
            body.append(element)
            blocks.append(placed.block)
        elif isinstance(placed.node, Turn):
            coming = (p.node for p in pages.placed[index:])
            raw = [original.elements[node.key] for node in coming if isinstance(node, Raw)]
            before = len(body)
            small = elements_of(merger.fitted(node_xml(task, _SMALL, made.look.page)))[0]
            sections.begin(body, placed.node, raw, small)
            blocks += [placed.block] * (len(body) - before)
        else:
            xml = merger.fitted(node_xml(task, placed.node, made.look.page))
            xml = xml.replace("<w:footnoteReference w:id=", "<w:footnoteReference docsmith=")
            for element in elements_of(xml):
                body.append(element)
                blocks.append(placed.block)
    if len(body) and body[-1].tag == w("tbl"):
        body.append(body.makeelement(w("p"), {}))
    if last is not None:
        sections.end(last)
        body.append(last)
    return blocks


def _notes(made: Composition, out: _Rewrite, merger: Merger, links: Links) -> None:
    """Our footnotes after the document's own, with numbers that are free."""
    if not made.footnotes:
        return
    original = out.original
    part = original.package.related(original.part, "footnotes")
    own = Links(first=_free_relation(original, part or ""), drawings=links.drawings)
    if part is None or part not in original.package.infos:
        xml = merger.fitted(fixed.footnotes_xml(made.footnotes, made.look, own))
        _number_marks(original, 0)
        out.parts.add("word/footnotes.xml", xml)
        links.to("footnotes", "footnotes.xml")
        if own.found:
            out.parts.add("word/_rels/footnotes.xml.rels", own.xml())
        return
    root = original.tree(part)
    highest = max((int(n.get(w("id"), "0")) for n in root.findall(w("footnote"))), default=0)
    for number, note in enumerate(made.footnotes, 1):
        xml = merger.fitted(fixed.note_xml(note, number + highest, made.look, own))
        root.extend(elements_of(xml))
    _number_marks(original, highest)
    out.parts.add(part, serialised(root))
    if own.found:
        _add_relations(out, part, own)


def _number_marks(original: Original, highest: int) -> None:
    """The marks of our notes get numbers after the document's own."""
    for mark in original.root.iter(w("footnoteReference")):
        if mark.get("docsmith"):
            mark.set(w("id"), str(int(mark.get("docsmith")) + highest))
            del mark.attrib["docsmith"]


def _attach(out: _Rewrite, kind: str, name: str, content: bytes | None, links: Links) -> None:
    """A part that was changed, or is new and must be related to."""
    if content is None:
        return
    original = out.original
    part = original.related(kind)
    if not part:
        folder = original.part.rpartition("/")[0]
        part = f"{folder}/{name}.xml"
        links.to(kind, f"{name}.xml")
    out.parts.add(part, content)


def _relations(out: _Rewrite, links: Links) -> None:
    if links.found:
        _add_relations(out, out.original.part, links)


def _add_relations(out: _Rewrite, part: str, links: Links) -> None:
    folder, _, base = part.rpartition("/")
    name = f"{folder}/_rels/{base}.rels"
    if name not in out.original.package.infos:
        out.parts.add(name, links.xml())
        return
    root = out.original.tree(name)
    inner = f'<r xmlns="{_RELATIONS[1:-1]}">{links.elements()}</r>'
    for element in list(parse_xml(inner.encode(), "our own XML")):
        root.append(element)
    out.parts.add(name, serialised(root))


def _types(out: _Rewrite) -> None:
    """Content types for parts that are new."""
    root = out.original.tree("[Content_Types].xml")
    known = {e.get("PartName", "").lstrip("/") for e in root.iter(f"{_TYPES}Override")}
    endings = {e.get("Extension", "").lower() for e in root.iter(f"{_TYPES}Default")}
    changed = False
    for name in out.parts.found:
        if name in out.original.package.infos or name in known:
            continue
        kind = fixed.override_of(name)
        ending = name.rpartition(".")[2]
        if kind:
            attributes = {"PartName": f"/{name}", "ContentType": kind}
            root.append(root.makeelement(f"{_TYPES}Override", attributes))
            changed = True
        elif ending not in endings and ending in fixed.DEFAULTS:
            attributes = {"Extension": ending, "ContentType": fixed.DEFAULTS[ending]}
            root.insert(0, root.makeelement(f"{_TYPES}Default", attributes))
            endings.add(ending)
            changed = True
    if changed:
        out.parts.add("[Content_Types].xml", serialised(root))


def _written(out: _Rewrite) -> bytes:
    original = out.original
    with PackageWriter() as package:
        for name in original.package.names:
            found = out.parts.found.get(name)
            package.part(name, original.package.read(name) if found is None else found)
        for name, content in out.parts.found.items():
            if name not in original.package.infos:
                package.part(name, content)
    return package.bytes()


def _free_relation(original: Original, part: str | None = None) -> int:
    """A number from which on no relationship id of a part is taken."""
    found = (
        original.package.relations(original.part if part is None else part) if part != "" else ()
    )
    numbers = [int(m.group(1)) for r in found if (m := re.search(r"(\d+)$", r.id))]
    return max(numbers, default=0) + 1
