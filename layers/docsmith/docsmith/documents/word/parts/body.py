"""The body of `document.xml`: every node in order, sections closed where they end."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from docsmith.documents.word.compose.document import Composition
from docsmith.documents.word.design.look import Look, Page
from docsmith.documents.word.nodes import Grid, Node, Para, Placed, Raw, TocMark, Turn
from docsmith.documents.word.pages.estimate import Pages
from docsmith.documents.word.parts.contents_list import Entry, contents_xml
from docsmith.documents.word.parts.grids import grid_xml
from docsmith.documents.word.parts.links import Links
from docsmith.documents.word.parts.names import PREFIXES, XML
from docsmith.documents.word.parts.paragraphs import para_xml


@dataclass(slots=True)
class SectionMarks:
    """What a section's properties refer to: ids by `header` or `footer` and whether pages are
    turned.
    """

    frames: dict[tuple[str, bool], str] = field(default_factory=dict[tuple[str, bool], str])
    blank_first: bool = False


@dataclass(slots=True)
class BodyTask:
    made: Composition
    pages: Pages
    links: Links
    marks: SectionMarks = field(default_factory=SectionMarks)

    @property
    def look(self) -> Look:
        return self.made.look


def document_xml(task: BodyTask, children: Sequence[tuple[str, str]]) -> str:
    """The whole part of a new document, from the children of its body."""
    inner = "".join(xml for _, xml in children)
    return f"{XML}<w:document {PREFIXES}><w:body>{inner}</w:body></w:document>"


def body_children(task: BodyTask) -> list[tuple[str, str]]:
    """Each child of the body as XML, with the block it belongs to; the last closes the section."""
    placed = task.pages.placed
    out: list[tuple[str, str]] = []
    page, start, first = task.look.page, 0, True
    for index, one in enumerate(placed):
        if isinstance(one.node, Turn):
            if index > start:
                closing = section_xml(page, task, first=first)
                out += _nodes(task, placed[start:index], page, closing)
                first = False
            page = task.look.page.turned() if one.node.landscape else task.look.page
            start = index + 1
    out += _nodes(task, placed[start:], page, "")
    return [*out, ("", section_xml(page, task, first=first))]


def section_xml(page: Page, task: BodyTask, *, first: bool) -> str:
    """The properties of a section on this page."""
    marks = task.marks
    references = "".join(
        f'<w:{kind}Reference w:type="default" r:id="{id_}"/>'
        for kind in ("header", "footer")
        if (id_ := marks.frames.get((kind, page.width > page.height)))
    )
    orient = ' w:orient="landscape"' if page.width > page.height else ""
    title = "<w:titlePg/>" if first and marks.blank_first else ""
    rtl = "<w:bidi/>" if task.look.language.right_to_left else ""
    return (
        f'<w:sectPr>{references}<w:type w:val="nextPage"/>'
        f'<w:pgSz w:w="{page.width}" w:h="{page.height}"{orient}/>'
        f'<w:pgMar w:top="{page.top}" w:right="{page.right}" w:bottom="{page.bottom}" '
        f'w:left="{page.left}" w:header="{page.header}" w:footer="{page.footer}" w:gutter="0"/>'
        f'<w:cols w:space="708"/>{title}{rtl}</w:sectPr>'
    )


def entries_of(pages: Pages, levels: int) -> tuple[Entry, ...]:
    """The headings that a contents list shows, with their pages."""
    return tuple(
        Entry(
            node.text,
            node.outline,
            node.bookmark,
            placed.page,
            node.number if isinstance(node, Para) else "",
        )
        for placed in pages.placed
        if isinstance(node := placed.node, Para | Raw) and 0 < node.outline <= levels
    )


def node_xml(task: BodyTask, node: Node, page: Page, *, section: str = "") -> str:
    """One node. A raw one is not written here: its element stands in the uploaded body."""
    match node:
        case Para():
            return para_xml(node, task.look, task.links, section=section)
        case Grid():
            return grid_xml(node, task.look, task.links)
        case TocMark():
            entries = entries_of(task.pages, node.levels)
            return contents_xml(node.title, node.levels, entries, task.look, page, task.links)
        case Turn() | Raw():
            return ""


def _nodes(
    task: BodyTask, placed: Sequence[Placed], page: Page, section: str
) -> list[tuple[str, str]]:
    """These nodes; `section` goes into the last paragraph, or into a small one of its own."""
    ends_well = bool(placed) and isinstance(placed[-1].node, Para)
    last = len(placed) - 1
    out = [
        (one.block, node_xml(task, one.node, page, section=section if i == last else ""))
        for i, one in enumerate(placed)
    ]
    if ends_well or (not placed and not section):
        return out
    return [*out, (placed[-1].block if placed else "", _small(task, section))]


def _small(task: BodyTask, section: str) -> str:
    """A table or contents list must be followed by a paragraph."""
    return para_xml(Para((), "AfterTable", after=0), task.look, task.links, section=section)
