"""The last page of a document: not a few lines alone.

Where little is left over for it, the section before begins a new page, so that both stand together.
"""

from collections.abc import Sequence
from dataclasses import replace

from docsmith.documents.word.compose.document import Composition, compose
from docsmith.documents.word.nodes import Grid, Para, Placed
from docsmith.documents.word.pages.boxes import heights_of
from docsmith.documents.word.pages.estimate import Pages, paged
from docsmith.documents.word.pages.fitting import fitted
from docsmith.documents.word.story import Story

_LITTLE = 0.2
"""Of a page: less than this does not stand alone."""
_MOST = 0.55
"""What the two together may take: as much is left blank on the page before."""


def laid_out(story: Story) -> tuple[Composition, Pages]:
    """The story composed and paged, its last page balanced."""
    made = compose(story)
    made = fitted(made) if story.original is None else made
    pages = paged(made)
    at = _parting(made, pages) if story.original is None else None
    if at is None:
        return made, pages
    node = made.placed[at].node
    assert isinstance(node, Para), "only headings begin a page"
    broken = replace(made.placed[at], node=replace(node, page_break=True, before=0))
    placed = (*made.placed[:at], broken, *made.placed[at + 1 :])
    balanced = replace(made, placed=placed)
    again = paged(balanced)
    return (balanced, again) if again.count == pages.count else (made, pages)


def _parting(made: Composition, pages: Pages) -> int | None:
    """Where the heading stands that is to begin the last page; None when all is well."""
    placed = pages.placed
    last = [i for i, one in enumerate(placed) if one.page == pages.count and _shows(one)]
    if pages.count < 3 or not last or _begins(placed, last[0]):
        return None
    whole = made.look.page.text_height / 20
    heights = heights_of(made)
    if sum(heights[last[0] :]) > whole * _LITTLE:
        return None
    for at in range(last[0] - 1, 0, -1):
        node = placed[at].node
        if placed[at].page < pages.count - 1 or sum(heights[at:]) > whole * _MOST:
            return None
        if isinstance(node, Para) and node.outline == 1 and not node.page_break:
            return at
    return None


def _begins(placed: Sequence[Placed], at: int) -> bool:
    """Whether this page was begun on purpose."""
    node = placed[at].node
    return isinstance(node, Para) and node.page_break


def _shows(placed: Placed) -> bool:
    node = placed.node
    return isinstance(node, Grid) or (isinstance(node, Para) and bool(node.spans))
