"""A composition as a .docx: parts in a fixed order, with fixed times."""

from dataclasses import dataclass, field

from docsmith.documents.ooxml.writing import PackageWriter
from docsmith.documents.word.compose.context import ChartMedia
from docsmith.documents.word.compose.document import Composition
from docsmith.documents.word.nodes import Para, Turn
from docsmith.documents.word.pages.estimate import Pages
from docsmith.documents.word.parts import fixed
from docsmith.documents.word.parts.body import (
    BodyTask,
    SectionMarks,
    body_children,
    document_xml,
)
from docsmith.documents.word.parts.chart_part import chart_part, chart_workbook, palette_of
from docsmith.documents.word.parts.frames import frame_xml
from docsmith.documents.word.parts.links import Links
from docsmith.documents.word.parts.numbering import numbering_xml
from docsmith.documents.word.parts.styles_xml import styles_xml
from docsmith.documents.word.pictures import Picture
from docsmith.documents.workbook.parts import app_properties, relationships, theme


@dataclass(slots=True)
class Parts:
    """Parts by name, in the order in which they are written."""

    found: dict[str, str | bytes] = field(default_factory=dict[str, str | bytes])

    def add(self, name: str, content: str | bytes) -> None:
        self.found[name] = content


@dataclass(frozen=True, slots=True)
class Finished:
    """A finished file. `blocks` names the block of each child of its body, in order."""

    content: bytes = field(repr=False)
    blocks: tuple[str, ...]


def package_of(made: Composition, pages: Pages) -> Finished:
    """The finished file of a new document."""
    parts = Parts()
    links = Links()
    for kind, target in (
        ("styles", "styles.xml"),
        ("settings", "settings.xml"),
        ("fontTable", "fontTable.xml"),
        ("numbering", "numbering.xml"),
        ("theme", "theme/theme1.xml"),
    ):
        links.to(kind, target)
    marks = _frames(made, pages, links, parts)
    task = BodyTask(made, pages, links, marks)
    children = body_children(task)
    parts.add("word/document.xml", document_xml(task, children))
    if made.footnotes:
        links.to("footnotes", "footnotes.xml")
    add_footnotes(made, links, parts)
    add_media(made, parts)
    parts.add("word/styles.xml", styles_xml(made.look))
    parts.add("word/settings.xml", fixed.settings_xml(made.look, footnotes=bool(made.footnotes)))
    parts.add("word/fontTable.xml", fixed.font_table(made.look))
    parts.add("word/numbering.xml", numbering_xml(made.look, made.lists))
    parts.add("word/theme/theme1.xml", theme(palette_of(made.look)))
    parts.add("docProps/core.xml", fixed.core_properties(made, title_of(made)))
    parts.add("docProps/app.xml", app_properties())
    parts.add("word/_rels/document.xml.rels", resolved(links, made).xml())
    return Finished(_written(parts), tuple(block for block, _ in children))


def title_of(made: Composition) -> str:
    """The title that was set, else the text of the first title or heading."""
    if made.story.setup.title:
        return made.story.setup.title
    wanted = ("Title", "CoverTitle", "SubjectLine", "Heading1")
    for style in wanted:
        for placed in made.placed:
            if isinstance(placed.node, Para) and placed.node.style == style:
                return placed.node.text
    return ""


def add_footnotes(made: Composition, links: Links, parts: Parts) -> None:
    if not made.footnotes:
        return
    own = Links(drawings=links.drawings)
    parts.add("word/footnotes.xml", fixed.footnotes_xml(made.footnotes, made.look, own))
    if own.found:
        parts.add("word/_rels/footnotes.xml.rels", own.xml())


def add_media(made: Composition, parts: Parts) -> None:
    """Charts with their workbooks, and pictures that something shows."""
    for name, media in made.media.items():
        if isinstance(media, ChartMedia):
            parts.add(f"word/charts/{name}.xml", chart_part(media, made.look))
            book = relationships([("rId1", "package", f"../embeddings/{name}.xlsx")])
            parts.add(f"word/charts/_rels/{name}.xml.rels", book)
            parts.add(f"word/embeddings/{name}.xlsx", chart_workbook(media))
        else:
            parts.add(f"word/media/{name}.{media.extension}", media.content)


def resolved(links: Links, made: Composition) -> Links:
    """Links whose pictures are named by slot, pointing at the files they became."""
    out = Links(first=links.first, drawings=links.drawings)
    for (kind, target, external), id_ in links.found.items():
        media = made.media.get(target.removeprefix("media/"))
        if kind == "image" and isinstance(media, Picture):
            target = f"{target}.{media.extension}"
        out.found[kind, target, external] = id_
    return out


def _frames(made: Composition, pages: Pages, links: Links, parts: Parts) -> SectionMarks:
    """Headers and footers for upright pages, and for turned ones where there are any."""
    frame = made.story.frame
    first_too = frame.first_page if frame else made.look.design != "letter"
    marks = SectionMarks(blank_first=made.cover or not first_too)
    upright = made.look.page
    turned = any(isinstance(p.node, Turn) and p.node.landscape for p in made.placed)
    for number, page in enumerate((upright, upright.turned()) if turned else (upright,), 1):
        for kind in ("header", "footer"):
            own = Links(drawings=links.drawings)
            xml = frame_xml(kind, made, page, own, pages.count)
            if xml is None:
                continue
            parts.add(f"word/{kind}{number}.xml", xml)
            marks.frames[kind, number == 2] = links.to(kind, f"{kind}{number}.xml")
            if own.found:
                parts.add(f"word/_rels/{kind}{number}.xml.rels", resolved(own, made).xml())
    return marks


def _written(parts: Parts) -> bytes:
    with PackageWriter() as package:
        package.part("[Content_Types].xml", fixed.content_types(parts.found))
        package.part("_rels/.rels", fixed.package_relations())
        for name, content in parts.found.items():
            package.part(name, content)
    return package.bytes()
