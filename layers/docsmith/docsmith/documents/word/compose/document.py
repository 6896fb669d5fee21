"""`compose`: a whole story as nodes in order, with its footnotes and media."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from docsmith.documents.operations import word_content as op
from docsmith.documents.operations.base import OperationBase
from docsmith.documents.word.compose import drawings, flow, front, tables
from docsmith.documents.word.compose.breaks import Break, settled
from docsmith.documents.word.compose.context import Context, Media
from docsmith.documents.word.computed import computed_figures
from docsmith.documents.word.design.look import Look, look_of
from docsmith.documents.word.inline import keys_of
from docsmith.documents.word.nodes import Node, Para, Placed, Turn
from docsmith.documents.word.pictures import picture_of
from docsmith.documents.word.story import Block, Story
from docsmith.documents.word.texts import texts_of
from docsmith.documents.word.upload.headings import carried
from docsmith.documents.word.upload.look import on_its_page, worn_by
from docsmith.documents.word.upload.marks import bookmark_names
from docsmith.documents.word.upload.measuring import Measurer
from docsmith.documents.word.upload.original import Original

_LETTER_REGIONS = frozenset({"US", "CA", "MX", "PH"})


@dataclass(frozen=True, slots=True)
class Composition:
    """A document ready to be laid out and written. `logo` is the media name of the header's
    logo.
    """

    story: Story
    look: Look
    placed: tuple[Placed, ...]
    footnotes: tuple[Para, ...]
    media: Mapping[str, Media]
    lists: int
    cover: bool
    logo: str | None = None


def compose(story: Story) -> Composition:
    """Raises `OperationRefused` for a source that cannot be read."""
    look = story_look(story)
    context = Context(
        story=story,
        look=look,
        figures=computed_figures(story),
        cited=cited_in(story),
        page=look.page,
    )
    if story.original is not None:
        context.chart_prefix = story.original.free_prefix
        context.tables, context.drawn = story.original.captions
        _avoid_names(context, story, story.original)
    logo = (story.frame.logo if story.frame else None) or story.brand.logo
    if story.original is not None and story.frame is None:
        logo = None
    if logo is not None:
        picture = picture_of(story.inputs, logo, "logo")
        context.media[picture.name] = picture
    placed = tuple(settled(_nodes(context)))
    first = next((block.content for block in story.blocks), None)
    return Composition(
        story=story,
        look=look,
        placed=placed,
        footnotes=tuple(context.footnotes),
        media=context.media,
        lists=context.lists,
        cover=isinstance(first, op.Title) and first.cover,
        logo=f"pic-{logo}" if logo else None,
    )


def _avoid_names(context: Context, story: Story, original: Original) -> None:
    """Bookmarks of ours beside those of an uploaded document; read only where there are ours. Its
    elements are measured only for a contents list.
    """
    ours = [block.content for block in story.blocks if block.content is not None]
    if ours:
        context.taken = bookmark_names(original)
        if any(isinstance(content, op.Contents) for content in ours):
            context.measurer = Measurer(original, context.look)
        context.own_references = any(isinstance(content, op.References) for content in ours)


def story_look(story: Story) -> Look:
    """The look that setup, brand and language give."""
    setup, brand, language = story.setup, story.brand, story.language
    region = language.full.partition("-")[2]
    explicit = "-" in (setup.language or "")
    paper = setup.paper or ("letter" if explicit and region in _LETTER_REGIONS else "a4")
    color = setup.color.lstrip("#").upper() if setup.color else brand.color
    font = setup.font or brand.font
    if story.original is not None:
        worn = worn_by(story.original)
        color, font = color or worn.color, font or worn.font
    look = look_of(
        setup.design or "report",
        paper=paper,
        language=language,
        color=color,
        font=font,
        numbered=bool(setup.numbered_headings),
    )
    return look if story.original is None else on_its_page(look, story.original)


def cited_in(story: Story) -> dict[str, int]:
    """Each cited source's number, in the order of first citation."""
    numbers: dict[str, int] = {}
    for block in story.blocks:
        if block.content is None:
            continue
        for _, text in texts_of(block.content):
            for key in keys_of(text, "cite"):
                numbers.setdefault(key, len(numbers) + 1)
    return numbers


_COMPOSERS: Mapping[type[OperationBase], Callable[[Context, Any], Iterator[Node | Break]]] = {
    op.Title: front.title,
    op.Letterhead: front.letterhead,
    op.Signatures: front.signatures,
    op.Heading: flow.heading,
    op.Paragraph: flow.paragraph,
    op.ListBlock: flow.bullets,
    op.Callout: flow.callout,
    op.Kpis: flow.kpis,
    op.References: flow.references,
    op.Contents: flow.contents,
    op.Table: tables.table,
    op.Chart: drawings.chart,
    op.Image: drawings.image,
}


def _nodes(context: Context) -> Iterator[tuple[str, Node | Break]]:
    for block in context.story.blocks:
        for node in _composed(context, block):
            yield block.id, node


def _composed(context: Context, block: Block) -> Iterator[Node | Break]:
    if block.content is None:
        assert context.story.original is not None, "a raw block without an uploaded file"
        yield carried(context, context.story.original, block.raw or "")
    elif isinstance(block.content, op.PageBreak):
        yield Break()
    elif isinstance(block.content, op.Section):
        landscape = block.content.orientation == "landscape"
        context.page = context.look.page.turned() if landscape else context.look.page
        yield Turn(landscape, block.content.restart_pages)
    else:
        composer = _COMPOSERS[type(block.content)]
        yield from composer(context, block.content)
