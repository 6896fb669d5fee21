"""How nodes take room on a page, in points: lines that may be parted, rows, drawings, notes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from docsmith.documents.word.compose.document import Composition
from docsmith.documents.word.design.look import Look
from docsmith.documents.word.nodes import EMU_PER_TWIP, Grid, Node, Para, Raw, TocMark
from docsmith.documents.word.pages.lines import line_count
from docsmith.documents.word.pages.metrics import pitch_of
from docsmith.documents.word.parts.grids import kept_together

_CELL_SIDE = 11.5
_CELL_AIR = 6.0
_LAYOUT_AIR = 7.0
_HEAD_RULES, _FOOT_RULES = 1.9, 1.0
_BOX_AIR = 12.0


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


def heights_of(made: Composition) -> list[float]:
    """What each node takes with the space around it, in points."""
    return [sum(b.height for b in boxes_of(made, one.node, ())) for one in made.placed]


def boxes_of(made: Composition, node: Node, headings: Sequence[Para | Raw]) -> list[Box]:
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
