"""Whether the file holds together: parts, relationships, ids, styles that are there."""
# pyright: basic

from collections import Counter
from collections.abc import Iterator

from docsmith.documents.ooxml.integrity import broken_parts
from docsmith.documents.word.checks.faults import Fault
from docsmith.documents.word.checks.reading import Reading, relations_of
from docsmith.documents.word.parts.names import R
from docsmith.documents.word.upload.names import in_fallback, value, w

_OURS = "report this: it is our fault"


def broken_package(reading: Reading) -> Iterator[Fault]:
    for message in broken_parts(reading.package):
        yield Fault("package", message, _OURS, message)
    known = relations_of(reading)
    for element in reading.root.iter():
        for name, id_ in element.attrib.items():
            if str(name).startswith(f"{{{R}}}") and id_ not in known:
                yield Fault("package", f"the relationship {id_} is not there", _OURS, id_)


def duplicate_ids(reading: Reading) -> Iterator[Fault]:
    """Drawings, bookmarks and paragraphs have ids of their own."""
    found = [e for e in reading.root.iter() if isinstance(e.tag, str) and not in_fallback(e)]
    drawings = Counter(e.get("id") for e in found if e.tag.endswith("}docPr"))
    marks = [e for e in found if e.tag == w("bookmarkStart")]
    bookmarks = Counter(e.get(w("id")) for e in marks)
    names = Counter(e.get(w("name")) for e in marks)
    for what, counts in (("drawing", drawings), ("bookmark", bookmarks), ("bookmark", names)):
        for id_, count in counts.items():
            if count > 1:
                yield Fault("package", f"{count} {what}s have the id {id_}", _OURS, f"{what} {id_}")


def missing_styles(reading: Reading) -> Iterator[Fault]:
    """Every style that a paragraph or table names is defined."""
    seen: set[str] = set()
    for child in reading.children:
        for named in child.element.iter(w("pStyle"), w("tblStyle"), w("rStyle")):
            id_ = value(named)
            if id_ not in reading.styles and id_ not in seen:
                seen.add(id_)
                yield Fault(reading.place(child), f"the style {id_} is not defined", _OURS, id_)


def no_language(reading: Reading) -> Iterator[Fault]:
    """The document says its language, so that it is spelled and read out rightly."""
    part = reading.package.related(reading.part, "styles")
    root = reading.package.xml(part) if part and part in reading.package.infos else None
    found = root.find(f"{w('docDefaults')}//{w('lang')}") if root is not None else None
    if found is None:
        yield Fault("document", "the document does not say its language", "set it with setup")


def no_properties(reading: Reading) -> Iterator[Fault]:
    """The document has a title among its properties."""
    part = reading.package.related("", "core-properties")
    root = reading.package.xml(part) if part and part in reading.package.infos else None
    title = root.find("{http://purl.org/dc/elements/1.1/}title") if root is not None else None
    if title is None or not (title.text or "").strip():
        yield Fault("document", "the properties of the file have no title", "set it with setup")
