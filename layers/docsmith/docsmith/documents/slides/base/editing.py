"""An uploaded deck with its edits: only what an operation touched is written anew.

Slides keep their parts; copies and new slides get names and ids that are free. What no longer hangs
on the deck when a slide was deleted (its notes, its charts) leaves with it.
"""
# pyright: basic, reportAttributeAccessIssue=false
# lxml ships no types.

from collections.abc import Sequence

from lxml import etree

from docsmith.documents.ooxml.reading import Element
from docsmith.documents.slides.base.adding import add_content_slide, add_layout_slide
from docsmith.documents.slides.base.deck_edits import edit_deck
from docsmith.documents.slides.base.edits import edit
from docsmith.documents.slides.base.uploaded import Uploaded
from docsmith.documents.slides.base.writing_text import set_paragraphs
from docsmith.documents.slides.deck import Deck, Slide
from docsmith.documents.slides.package import SECTIONS, sections_xml
from docsmith.documents.slides.parts import Parts, rels_name
from docsmith.documents.slides.xml.names import CONTENT, P14, A, P, R
from docsmith.documents.slides.xml.notes_xml import add_notes

_A, _P, _R, _P14 = f"{{{A}}}", f"{{{P}}}", f"{{{R}}}", f"{{{P14}}}"
_FIRST_ID = 256


def edited_package(deck: Deck) -> Parts:
    """The parts of the uploaded deck, edited. Raises `OperationRefused` when an edit does not
    apply.
    """
    uploaded = deck.uploaded
    assert uploaded is not None
    parts = uploaded.parts()
    if parts.content_type(uploaded.main) != CONTENT["presentation"]:
        parts.retype(uploaded.main, CONTENT["presentation"])  # a template or a show
    before = _reachable(parts)
    names = [_slide(parts, deck, i, slide) for i, slide in enumerate(deck.slides)]
    for name, slide in zip(names, deck.slides, strict=True):
        if slide.notes is not None:
            _set_notes(parts, uploaded, name, slide.notes)
    edit_deck(parts, uploaded, names, deck.asked)
    changed = _order(parts, uploaded, deck.slides, names)
    if changed:
        _drop_links(parts, names, {s.part for s in uploaded.slides} - set(names))
        for gone in sorted(before - _reachable(parts)):
            parts.drop(gone)
    return parts


def _slide(parts: Parts, deck: Deck, position: int, slide: Slide) -> str:
    """The part of a slide, made or edited."""
    if slide.part is None:
        if slide.custom is not None:
            return add_layout_slide(parts, deck, slide.custom)
        return add_content_slide(parts, deck, position, slide)
    name = _copied(parts, slide.part) if slide.copy else slide.part
    for op in slide.edits:
        edit(parts, name, op, deck)
    return name


def _copied(parts: Parts, part: str) -> str:
    """A slide's copy. Charts are copied with it, since they would otherwise be edited in both."""
    name = parts.free("ppt/slides", "slide", "xml")
    parts.add(name, parts.contents[part], "slide")
    root = parts.xml(name)
    for relation in parts.relations(part):
        if relation.kind.endswith("/notesSlide"):
            continue
        kind = relation.kind.rpartition("/")[2]
        target = relation.target
        if kind == "chart" and target in parts.contents:
            target = _copied_chart(parts, target)
        fresh = _related(parts, name, relation.kind, target, external=relation.external)
        _renamed(root, relation.id, fresh)
    for element in root.iter():
        for key, value in element.attrib.items():
            if key.startswith(_R) and value.startswith("fresh-"):
                element.set(key, value.removeprefix("fresh-"))
    return name


def _renamed(root: Element, old: str, fresh: str) -> None:
    """Point what named one relationship to another; marked, so that none is renamed twice."""
    for element in root.iter():
        for key, value in element.attrib.items():
            if key.startswith(_R) and value == old:
                element.set(key, f"fresh-{fresh}")


def _related(parts: Parts, part: str, full_kind: str, target: str, *, external: bool) -> str:
    """A relationship of any type, named in full."""
    relation = parts.relate(part, full_kind.rpartition("/")[2], target, external=external)
    for element in parts.xml(rels_name(part)):
        if element.get("Id") == relation:
            element.set("Type", full_kind)
    return relation


def _copied_chart(parts: Parts, chart: str) -> str:
    name = parts.free("ppt/charts", "chart", "xml")
    parts.add(name, parts.contents[chart], "chart")
    source = rels_name(chart)
    if source in parts.contents:
        parts.contents[rels_name(name)] = parts.contents[source]
    for relation in parts.relations(name):
        if relation.kind.endswith("/package") and relation.target in parts.contents:
            book = parts.free("ppt/embeddings", "Microsoft_Excel_Sheet", "xlsx")
            parts.add_media(book, parts.contents[relation.target])
            for element in parts.xml(rels_name(name)):
                if element.get("Id") == relation.id:
                    element.set("Target", f"../embeddings/{book.rpartition('/')[2]}")
    return name


def _set_notes(parts: Parts, uploaded: Uploaded, slide: str, notes: str) -> None:
    """Notes that are there keep their looks; a slide without any gets a notes slide."""
    name = parts.related(slide, "notesSlide")
    if name is None:
        if notes:
            theme = parts.related(uploaded.main, "theme")
            text = parts.contents[theme].decode() if theme else ""
            add_notes(parts, uploaded.main, slide, notes, text)
            _list_notes_master(parts, uploaded.main)
        return
    for shape in parts.xml(name).iter(f"{_P}sp"):
        holder = shape.find(f"{_P}nvSpPr/{_P}nvPr/{_P}ph")
        body = shape.find(f"{_P}txBody")
        if holder is not None and holder.get("type") == "body" and body is not None:
            set_paragraphs(body, tuple(notes.split("\n")))


def _list_notes_master(parts: Parts, main: str) -> None:
    root = parts.xml(main)
    if root.find(f"{_P}notesMasterIdLst") is not None:
        return
    master = parts.related(main, "notesMaster")
    assert master is not None
    listed = root.makeelement(f"{_P}notesMasterIdLst", {})
    entry = etree.SubElement(listed, f"{_P}notesMasterId")
    entry.set(f"{_R}id", parts.relate(main, "notesMaster", master))
    root.find(f"{_P}sldMasterIdLst").addnext(listed)


def _order(parts: Parts, uploaded: Uploaded, slides: Sequence[Slide], names: Sequence[str]) -> bool:
    """The list of slides and the sections, when they are not as they came."""
    same = names == [s.part for s in uploaded.slides]
    starts = [s.section for s in slides]
    if same and starts == [s.section for s in uploaded.slides]:
        return False
    root = parts.xml(uploaded.main)
    ids = {s.part: s.slide_id for s in uploaded.slides}
    following = max([*ids.values(), _FIRST_ID - 1]) + 1
    for name in names:
        if name not in ids:
            ids[name] = following
            following += 1
    if not same:
        _list_slides(parts, uploaded, root, names, ids)
    _list_sections(root, [(s, ids[n]) for s, n in zip(starts, names, strict=True)])
    return True


def _list_slides(
    parts: Parts, uploaded: Uploaded, root: Element, names: Sequence[str], ids: dict[str, int]
) -> None:
    listed = root.find(f"{_P}sldIdLst")
    if listed is None:
        listed = root.makeelement(f"{_P}sldIdLst", {})
        root.find(f"{_P}sldSz").addprevious(listed)
    entries = {int(e.get("id", "0")): e for e in listed}
    for child in list(listed):
        listed.remove(child)
    for name in names:
        entry = entries.get(ids[name])
        if entry is None:
            entry = listed.makeelement(f"{_P}sldId", {"id": str(ids[name])})
            entry.set(f"{_R}id", parts.relate(uploaded.main, "slide", name))
        listed.append(entry)
    for relation in parts.relations(uploaded.main):
        if relation.kind.endswith("/slide") and relation.target not in names:
            parts.unrelate(uploaded.main, relation.id)
    _forget_shows(root, {e.get(f"{_R}id") for e in listed})


def _forget_shows(root: Element, kept: set[str | None]) -> None:
    """Custom shows do not list slides that are gone."""
    for entry in list(root.iter(f"{_P}sld")):
        if entry.get(f"{_R}id") not in kept:
            entry.getparent().remove(entry)


def _list_sections(root: Element, starts: Sequence[tuple[str | None, int]]) -> None:
    extensions = root.find(f"{_P}extLst")
    held = extensions if extensions is not None else ()
    old = next((e for e in held if e.get("uri") == SECTIONS), None)
    text = sections_xml(starts)
    if old is not None:
        old.getparent().remove(old)
    if not text:
        if extensions is not None and not len(extensions):
            root.remove(extensions)
        return
    if extensions is None:
        extensions = etree.SubElement(root, f"{_P}extLst")
    entry = etree.Element(f"{_P}ext", {"uri": SECTIONS})
    entry.append(etree.fromstring(text))
    extensions.insert(0, entry)


def _drop_links(parts: Parts, names: Sequence[str], gone: set[str]) -> None:
    """Jumps to a slide that was deleted lead nowhere: the link goes, its text stays."""
    for name in names:
        for relation in parts.relations(name):
            if relation.external or relation.target not in gone:
                continue
            for element in list(parts.xml(name).iter(f"{_A}hlinkClick", f"{_A}hlinkHover")):
                if element.get(f"{_R}id") == relation.id:
                    element.getparent().remove(element)
            parts.unrelate(name, relation.id)


def _reachable(parts: Parts) -> set[str]:
    """The parts that hang on the package, with their relationships."""
    found: set[str] = set()
    waiting = [""]
    while waiting:
        part = waiting.pop()
        for relation in parts.relations(part):
            target = relation.target
            if relation.external or target in found or target not in parts.contents:
                continue
            found.add(target)
            waiting.append(target)
    return found
