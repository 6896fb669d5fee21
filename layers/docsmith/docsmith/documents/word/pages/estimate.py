"""On which page each node falls: an estimate by font metrics, without a renderer.

Keeps what a writer keeps: paragraphs with the next one, two lines of a paragraph together at least,
rows whole, small tables whole, footnotes on the page that names them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from docsmith.documents.word.compose.document import Composition
from docsmith.documents.word.design.look import Look, Page
from docsmith.documents.word.nodes import EMU_PER_TWIP, Grid, Node, Para, Placed, Raw, TocMark, Turn
from docsmith.documents.word.pages.lines import line_count
from docsmith.documents.word.pages.metrics import pitch_of
from docsmith.documents.word.parts.grids import kept_together

_CELL_SIDE = 11.5
_CELL_AIR = 6.0
_LAYOUT_AIR = 7.0
_HEAD_RULES, _FOOT_RULES = 1.9, 1.0
_BOX_AIR = 12.0
_EPSILON = 0.5


@dataclass(frozen=True, slots=True)
class Pages:
    """`placed` with their pages, and how many pages there are."""

    placed: tuple[Placed, ...]
    count: int


@dataclass(frozen=True, slots=True)
class Box:
    """How a node takes room, in points: `lines` equal pieces that may be parted unless `whole`."""

    lines: int
    pitch: float
    before: float = 0
    after: float = 0
    whole: bool = False
    keep_next: bool = False
    new_page: bool = False
    notes: float = 0
    heights: tuple[float, ...] = ()
    """Of the pieces, where they differ (rows of a table)."""
    tail: float = 0
    """What must stand on the page of the last two pieces."""
    repeat: float = 0
    """What is said again at the top of each page: a header row."""

    @property
    def height(self) -> float:
        """With the space around it, as inside a cell."""
        return self.before + self.pieces + self.after

    @property
    def pieces(self) -> float:
        return sum(self.heights) if self.heights else self.lines * self.pitch

    @property
    def least(self) -> float:
        """What must stand on a page before the rest may go to the next."""
        if self.whole:
            return self.before + self.pieces
        if self.heights:
            return self.before + sum(self.heights[:3])
        return self.before + self.pitch * min(self.lines, 2 if self.lines > 3 else self.lines)


@dataclass(slots=True)
class _Pager:
    page: Page
    number: int = 1
    used: float = 0
    reserved: float = 0
    started: bool = field(default=False)
    below: float = 0
    """Space that the last box left: the larger of it and the next one's counts, not both."""

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
        if self.started and not self.fits(needed) and needed <= self.page.text_height / 20:
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
    boxes = [_boxes(made, placed.node, headings) for placed in made.placed]
    pager = _Pager(made.look.page)
    out: list[Placed] = []
    for index, placed in enumerate(made.placed):
        if isinstance(placed.node, Turn):
            if pager.started:
                pager.next_page()
            pager.page = made.look.page.turned() if placed.node.landscape else made.look.page
        first = 0
        for box in boxes[index]:
            at = pager.place(box, _chain(boxes, index) if box.keep_next else 0.0)
            first = first or at
        out.append(replace(placed, page=first or pager.number))
        if isinstance(placed.node, Raw) and placed.node.measure.page_after:
            pager.next_page()
    return Pages(tuple(out), pager.number)


def heights_of(made: Composition) -> list[float]:
    """What each node takes with the space around it, in points."""
    return [sum(b.height for b in _boxes(made, one.node, ())) for one in made.placed]


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


def _boxes(made: Composition, node: Node, headings: Sequence[Para | Raw]) -> list[Box]:
    look = made.look
    match node:
        case Para():
            return [_para(made, node, look.page.text_width / 20)]
        case Grid():
            return [_grid(made, node)]
        case TocMark():
            return _contents(look, node, headings)
        case Raw():
            return [_raw(node)]
        case _:
            return []


def _para(made: Composition, para: Para, width: float) -> Box:
    look = made.look
    style = look.style(para.style or "Normal")
    before = style.before if para.before is None else para.before / 20
    after = style.after if para.after is None else para.after / 20
    drawn = max(
        (s.drawing.height for s in para.spans if s.drawing and s.drawing.kind != "panel"), default=0
    )
    pitch = style.size * pitch_of(look.font) * style.line
    notes = sum(_note_height(made, s.footnote, width) for s in para.spans if s.footnote)
    common = Box(
        lines=1,
        pitch=pitch,
        before=before,
        after=after,
        whole=style.keep_lines or bool(para.fill),
        keep_next=para.keep_next or style.keep_next,
        new_page=para.page_break,
        notes=notes,
    )
    if drawn:
        return replace(common, pitch=max(pitch, drawn / EMU_PER_TWIP / 20), whole=True)
    room = width - style.left - style.right - _indent(para)
    first = 24.0 if para.number else 0.0
    lines = line_count(para.spans, style.size, room, font=look.font, bold=style.bold, first=first)
    box = replace(common, lines=lines)
    return replace(box, after=after + _BOX_AIR) if para.fill else box


def _indent(para: Para) -> float:
    if not para.numbering or para.outline:
        return 0.0
    return (340 * para.level + 300) / 20


def _note_height(made: Composition, number: int, width: float) -> float:
    note = made.footnotes[number - 1]
    style = made.look.style("FootnoteText")
    lines = line_count(note.spans, style.size, width, font=made.look.font, bold=False, first=8)
    return lines * style.size * pitch_of(made.look.font) * style.line + style.after + 3


def _grid(made: Composition, grid: Grid) -> Box:
    heights = tuple(_row_height(made, grid, index) for index in range(len(grid.rows)))
    header = heights[0] if grid.rows[0].header else 0.0
    whole = kept_together(grid)
    line = made.look.style("SourceLine")
    tail = line.before + line.size * pitch_of(made.look.font) * line.line if grid.followed else 0.0
    return Box(
        len(heights),
        0.0,
        whole=whole,
        heights=heights,
        repeat=header,
        keep_next=whole and grid.followed,
        tail=0.0 if whole else tail,
    )


def _row_height(made: Composition, grid: Grid, index: int) -> float:
    air = _CELL_AIR if grid.look == "data" else _LAYOUT_AIR
    tallest, column = 0.0, 0
    for cell in grid.rows[index].cells:
        width = sum(grid.widths[column : column + cell.span]) / 20 - _CELL_SIDE
        column += cell.span
        boxes = [_para(made, para, width) for para in cell.paras]
        tallest = max(tallest, sum(box.height for box in boxes))
    rules = {0: _HEAD_RULES, len(grid.rows) - 1: _FOOT_RULES} if grid.look == "data" else {}
    return tallest + air + 0.5 + rules.get(index, 0.0)


def _contents(look: Look, mark: TocMark, headings: Sequence[Para | Raw]) -> list[Box]:
    def line(id: str, *, keep: bool = False) -> Box:
        style = look.style(id)
        pitch = style.size * pitch_of(look.font) * style.line
        return Box(1, pitch, style.before, style.after, keep_next=keep)

    shown = [h for h in headings if h.outline <= mark.levels]
    return [line("TOCHeading", keep=True), *(line(f"TOC{h.outline}") for h in shown)]


def _raw(node: Raw) -> Box:
    given = node.measure
    even = len(set(given.heights)) == 1
    return Box(
        lines=len(given.heights),
        pitch=given.heights[0],
        before=given.before,
        after=given.after,
        whole=given.whole,
        keep_next=given.keep_next,
        new_page=given.new_page,
        heights=() if even else given.heights,
    )
