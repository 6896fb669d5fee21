"""Decks: a page a slide with its texts, tables and speaker's notes."""
# pyright: basic
# lxml ships no types.

from collections.abc import Iterator

from docsmith.documents.context.pages import LONGEST_PIECE, ContextPage
from docsmith.documents.ooxml.reading import Element, Package, open_package

MAX_SLIDES = 1_000


def pages_of(content: bytes) -> Iterator[ContextPage]:
    package = open_package(content)
    main = package.related("", "officeDocument") or "ppt/presentation.xml"
    for number, part in enumerate(_slides(package, main)[:MAX_SLIDES], 1):
        text = _texts(package.xml(part))
        notes = package.related(part, "notesSlide")
        if notes is not None:
            said = _texts(package.xml(notes))
            text += f"\nNotes: {said}" if said else ""
        yield ContextPage(f"slide {number}", text[:LONGEST_PIECE])


def _slides(package: Package, main: str) -> list[str]:
    """The parts of the slides, in the order in which they are shown."""
    targets = {relation.id: relation.target for relation in package.relations(main)}
    shown = [node for node in package.xml(main).iter() if _name(node) == "sldId"]
    ids = [value for node in shown for key, value in node.attrib.items() if key.endswith("}id")]
    return [targets[id] for id in ids if targets.get(id) in package.infos]


def _texts(root: Element) -> str:
    """Paragraphs of the slide, one a line; a field such as the slide's number is none."""
    lines = []
    for paragraph in (node for node in root.iter() if _name(node) == "p"):
        runs = [node for node in paragraph if _name(node) in ("r", "br")]
        line = "".join(_run(run) for run in runs).strip()
        if line:
            lines.append(line)
    return "\n".join(lines)


def _run(run: Element) -> str:
    if _name(run) == "br":
        return " "
    return "".join(node.text or "" for node in run if _name(node) == "t")


def _name(node: Element) -> str:
    return str(node.tag).rpartition("}")[2]
