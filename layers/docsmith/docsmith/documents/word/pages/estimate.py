"""On which page each node falls: an estimate by font metrics, without a renderer.

Keeps what a writer keeps: paragraphs with the next one, two lines of a paragraph together at least,
rows whole, small tables whole, footnotes on the page that names them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from docsmith.documents.word.compose.document import Composition
from docsmith.documents.word.design.look import Page
from docsmith.documents.word.nodes import Para, Placed, Raw, Turn
from docsmith.documents.word.pages.boxes import Box, boxes_of

_EPSILON = 0.5


@dataclass(frozen=True, slots=True)
class Pages:
    """`placed` with their pages, and how many pages there are. `spilled` are the nodes that begin
    a page because what they are kept with did not fit on the one before, with the points lacking.
    """

    placed: tuple[Placed, ...]
    count: int
    spilled: tuple[tuple[int, float], ...] = ()


@dataclass(slots=True)
class _Pager:
    page: Page
    number: int = 1
    used: float = 0
    reserved: float = 0
    started: bool = field(default=False)
    below: float = 0
    """Space that the last box left: the larger of it and the next one's counts, not both."""
    lacking: float = 0
    """Points that the last box and its chain lacked on the page before."""

    @property
    def room(self) -> float:
        return self.page.text_height / 20 - self.reserved

    def next_page(self) -> None:
        self.number, self.used, self.reserved, self.started = self.number + 1, 0.0, 0.0, False
        self.below = 0.0

    def fits(self, height: float) -> bool:
        return self.used + height <= self.room + _EPSILON

    def place(self, box: Box, chain: float) -> int:
        """Put a box down; `chain` is what must follow on the same page. Returns its first page."""
        if box.new_page and (self.started or self.used):
            self.next_page()
        before = max(0.0, box.before - self.below) if self.started or box.new_page else 0.0
        box = replace(box, before=before)
        needed = box.least + chain + box.notes
        self.lacking = 0.0
        if self.started and not self.fits(needed) and needed <= self.page.text_height / 20:
            self.lacking = self.used + needed - self.room
            self.next_page()
            box = replace(box, before=0.0)
        self.reserved += box.notes
        first = self.number
        self.started = True
        self.used += box.before
        self._pieces(box)
        self.used = min(self.used + box.after, self.room)
        self.below = box.after
        return first

    def _pieces(self, box: Box) -> None:
        heights = box.heights or (box.pitch,) * box.lines
        for index, height in enumerate(heights):
            ends_alone = not box.heights and len(heights) > 3 and index == len(heights) - 2
            wanted = height * 2 if ends_alone else height
            if box.tail and index == len(heights) - 2:
                wanted += heights[index + 1] + box.tail
            if self.used and not self.fits(wanted):
                self.next_page()
                self.started = True
                self.used = box.repeat
            self.used += height


def paged(made: Composition) -> Pages:
    """The composition with a page for every node."""
    nodes = (placed.node for placed in made.placed)
    headings = [node for node in nodes if isinstance(node, Para | Raw) and node.outline]
    boxes = [boxes_of(made, placed.node, headings) for placed in made.placed]
    pager = _Pager(made.look.page)
    out: list[Placed] = []
    spilled: list[tuple[int, float]] = []
    for index, placed in enumerate(made.placed):
        if isinstance(placed.node, Turn):
            if pager.started:
                pager.next_page()
            pager.page = made.look.page.turned() if placed.node.landscape else made.look.page
        first = 0
        for box in boxes[index]:
            at = pager.place(box, _chain(boxes, index) if box.keep_next else 0.0)
            first = first or at
            if pager.lacking and box.keep_next:
                spilled.append((index, pager.lacking))
        out.append(replace(placed, page=first or pager.number))
        if isinstance(placed.node, Raw) and placed.node.measure.page_after:
            pager.next_page()
    return Pages(tuple(out), pager.number, tuple(spilled))


def _chain(boxes: Sequence[Sequence[Box]], index: int) -> float:
    """What follows a box that is kept with the next: all that is kept on, and what ends it."""
    total, below = 0.0, boxes[index][-1].after
    for following in boxes[index + 1 : index + 8]:
        for box in following:
            gap = max(below, box.before) - box.before
            if not box.keep_next:
                return total + gap + box.least
            total += gap + box.before + box.pieces
            below = box.after
    return total
