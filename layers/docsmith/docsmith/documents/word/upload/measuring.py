"""How much room the elements of an uploaded document take, estimated from their styles and texts.

Only needed where a contents list of ours names the pages of headings that somebody else wrote.
"""
# pyright: basic

from dataclasses import dataclass, field

from docsmith.documents.word.design.look import Look
from docsmith.documents.word.nodes import EMU_PER_TWIP, Measure, Span
from docsmith.documents.word.pages.lines import line_count
from docsmith.documents.word.pages.metrics import pitch_of
from docsmith.documents.word.upload.names import Element, is_set, own_text, value, w
from docsmith.documents.word.upload.original import Original
from docsmith.documents.word.upload.sections import own_section

_TWIPS = 20
_ROW_AIR = 1.0
_CELL_SIDE = 10.8
_EXTENT = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}extent"


@dataclass(slots=True)
class Measurer:
    """Measures one document; styles are looked up through what they are based on."""

    original: Original
    look: Look
    styles: dict[str, Element] = field(init=False)
    defaults: list[Element] = field(init=False)
    normal: str = field(init=False)

    def __post_init__(self) -> None:
        root = self.original.part_tree("styles")
        found = root.findall(w("style")) if root is not None else []
        self.styles = {style.get(w("styleId"), ""): style for style in found}
        both = root.find(w("docDefaults")) if root is not None else None
        self.defaults = [] if both is None else [part for outer in both for part in outer.iter()]
        own = (s for s in found if s.get(w("default")) == "1" and s.get(w("type")) == "paragraph")
        self.normal = next((s.get(w("styleId"), "") for s in own), "")

    def measure(self, element: Element) -> Measure:
        if element.tag == w("tbl"):
            return Measure(self._rows(element), after=0)
        width = self.look.page.text_width / _TWIPS
        if element.tag == w("p"):
            return self._paragraph(element, width)
        inner = [self._paragraph(p, width) for p in element.iter(w("p"))]
        return Measure(tuple(m.height for m in inner) or (0.0,), after=0)

    def _paragraph(self, paragraph: Element, width: float) -> Measure:
        size = self._number(paragraph, "rPr", "sz", "val", 20) / 2
        line = self._number(paragraph, "pPr", "spacing", "line", 240)
        rule = self._said(paragraph, "pPr", "spacing", "lineRule")
        pitch = size * pitch_of(self.look.font) * line / 240
        if rule in {"exact", "atLeast"}:
            pitch = line / _TWIPS
        room = width - self._number(paragraph, "pPr", "ind", "left", 0) / _TWIPS
        spans = (Span(own_text(paragraph)),)
        lines = line_count(spans, size, max(room, 72), font=self.look.font, bold=False)
        drawn = max((int(e.get("cy", "0")) for e in paragraph.iter(_EXTENT)), default=0)
        heights = (pitch,) * lines
        if drawn:
            heights = (max(pitch, drawn / EMU_PER_TWIP / _TWIPS),)
        section = own_section(paragraph)
        continues = section is not None and value(section.find(w("type"))) == "continuous"
        breaks = any(value(b, "type") == "page" for b in paragraph.iter(w("br")))
        return Measure(
            heights,
            before=self._number(paragraph, "pPr", "spacing", "before", 0) / _TWIPS,
            after=self._number(paragraph, "pPr", "spacing", "after", 0) / _TWIPS,
            whole=self._on(paragraph, "keepLines"),
            keep_next=self._on(paragraph, "keepNext"),
            new_page=self._on(paragraph, "pageBreakBefore"),
            page_after=breaks or (section is not None and not continues),
        )

    def _rows(self, table: Element) -> tuple[float, ...]:
        """The heights of its rows."""
        columns = table.findall(f"{w('tblGrid')}/{w('gridCol')}")
        width = sum(int(float(c.get(w("w"), "0"))) for c in columns)
        width = width or self.look.page.text_width
        out: list[float] = []
        for row in table.findall(w("tr")):
            cells = row.findall(w("tc"))
            rooms = [(_wide(cell) or width / len(cells)) / _TWIPS - _CELL_SIDE for cell in cells]
            tall = (self._cell(c, room) for c, room in zip(cells, rooms, strict=True))
            out.append(max(tall, default=0.0) + _ROW_AIR)
        return tuple(out)

    def _cell(self, cell: Element, room: float) -> float:
        return sum(self._paragraph(p, room).height for p in cell.findall(w("p")))

    def _number(
        self, paragraph: Element, part: str, name: str, attribute: str, other: int
    ) -> float:
        said = self._said(paragraph, part, name, attribute)
        return float(said) if said.lstrip("-").isdigit() else other

    def _on(self, paragraph: Element, name: str) -> bool:
        return is_set(next(iter(self._chain(paragraph, "pPr", name)), None))

    def _said(self, paragraph: Element, part: str, name: str, attribute: str) -> str:
        """What the paragraph, its styles or the defaults say, the nearest first."""
        for element in self._chain(paragraph, part, name):
            if element.get(w(attribute)) is not None:
                return element.get(w(attribute))
        return ""

    def _chain(self, paragraph: Element, part: str, name: str) -> list[Element]:
        own = paragraph.find(f"{w('r')}/{w('rPr')}" if part == "rPr" else w("pPr"))
        found = [own.find(w(name))] if own is not None else []
        id_ = value(paragraph.find(f"{w('pPr')}/{w('pStyle')}")) or self.normal
        for _ in range(12):
            style = self.styles.get(id_)
            if style is None:
                break
            found.append(style.find(f"{w(part)}/{w(name)}"))
            id_ = value(style.find(w("basedOn")))
        found += [e for e in self.defaults if e.tag == w(name)]
        return [element for element in found if element is not None]


def _wide(cell: Element) -> float:
    """The width that a cell gives itself, in twips; 0 for none."""
    own = cell.find(f"{w('tcPr')}/{w('tcW')}")
    given = own.get(w("w"), "") if own is not None and value(own, "type") == "dxa" else ""
    return float(given) if given.isdigit() else 0.0
