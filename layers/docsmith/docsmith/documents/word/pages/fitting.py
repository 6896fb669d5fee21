"""Charts that lack a little room on a page: made smaller, so that the page is full.

Some writers leave a heading behind whose chart goes on to the next page, although it is kept with
it. So a little is taken from the chart, or, where that is not enough, the heading begins the page.
"""

from collections.abc import Iterator
from dataclasses import replace

from docsmith.documents.word.compose.document import Composition
from docsmith.documents.word.nodes import EMU_PER_TWIP, Drawing, Para
from docsmith.documents.word.pages.estimate import paged

_LEAST = 0.76
"""Of its height, what a chart keeps."""
_AIR = 14.0
"""Points to spare, estimates being estimates."""
_MOST = 12


def fitted(made: Composition) -> Composition:
    """The composition with charts made smaller where that fills a page."""
    seen: set[int] = set()
    for _ in range(_MOST):
        spilled = ((index, lack) for index, lack in paged(made).spilled if index not in seen)
        found = next(spilled, None)
        if found is None:
            return made
        seen.add(found[0])
        made = _smaller(made, *found) or _begun(made, found[0]) or made
    return made


def _smaller(made: Composition, index: int, lacking: float) -> Composition | None:
    wanted = round((lacking + _AIR) * 20 * EMU_PER_TWIP)
    for at in _chained(made, index):
        para = made.placed[at].node
        assert isinstance(para, Para), "only paragraphs hold charts"
        drawing = next(span.drawing for span in para.spans if span.drawing)
        if wanted <= drawing.height * (1 - _LEAST):
            smaller = replace(drawing, height=drawing.height - wanted)
            return _with(made, at, _redrawn(para, drawing, smaller))
    return None


def _chained(made: Composition, index: int) -> Iterator[int]:
    """The charts that stand with the node, each in a paragraph of its own."""
    for at in range(index, min(index + 4, len(made.placed))):
        node = made.placed[at].node
        if not isinstance(node, Para):
            return
        if any(span.drawing and span.drawing.kind == "chart" for span in node.spans):
            yield at
            return


def _begun(made: Composition, index: int) -> Composition | None:
    node = made.placed[index].node
    drawn = any(_chained(made, index))
    if not isinstance(node, Para) or not node.outline or not drawn:
        return None
    return _with(made, index, replace(node, page_break=True, before=0))


def _redrawn(para: Para, old: Drawing, new: Drawing) -> Para:
    spans = (replace(s, drawing=new) if s.drawing == old else s for s in para.spans)
    return replace(para, spans=tuple(spans))


def _with(made: Composition, at: int, node: Para) -> Composition:
    placed = replace(made.placed[at], node=node)
    return replace(made, placed=(*made.placed[:at], placed, *made.placed[at + 1 :]))
