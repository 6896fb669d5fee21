"""A deck as the editor draws it: one page a slide, read back from the finished package.

Places are per cent of the slide, sizes points. A paragraph with `edit` can be said otherwise: its
slot (`set_slot`), or its place in a table of an uploaded slide (`table_cell`), and what stands
there now with its inline marks.
"""
# pyright: basic, reportAttributeAccessIssue=false
# lxml ships no types.

from typing import Any

from docsmith.documents.ooxml.reading import Element
from docsmith.documents.slides.base.reading import Reading, main_part
from docsmith.documents.slides.deck import Deck, Slide
from docsmith.documents.slides.grid import Rect
from docsmith.documents.slides.parts import Parts
from docsmith.documents.slides.shape_facts import Facts, facts_of, geometry_of
from docsmith.documents.slides.slot_texts import slots_of
from docsmith.documents.slides.views import FOOT, ParaView, ShapeView, SlideView
from docsmith.documents.slides.xml.names import P

Json = dict[str, Any]


def project_deck(deck: Deck, parts: Parts) -> Json:
    """`head` lists the slides, `pages` holds one page for each, by the slide's id."""
    reading = Reading(parts, main_part(parts))
    views = reading.views()
    wide, high = reading.size()
    pages: dict[str, list[Json]] = {}
    listed: list[Json] = []
    for slide, view in zip(deck.slides, views, strict=True):
        pages[slide.id] = [_Projector(reading, deck, slide, view).page()]
        title = view.title or f"Slide {view.number}"
        line: Json = {"id": slide.id, "name": title[:120], "pages": 1, "number": view.number}
        if slide.section:
            line["section"] = slide.section
        if view.hidden:
            line["hidden"] = True
        listed.append(line)
    head: Json = {
        "kind": "slides",
        "uploaded": deck.uploaded is not None,
        "size": [wide, high],
        "parts": listed,
        "series": _series(reading, views),
    }
    return {"head": head, "pages": pages}


def _series(reading: Reading, views: tuple[SlideView, ...]) -> list[str]:
    """The colours of chart series: the theme's accents, in the order our charts take them."""
    if not views:
        return []
    layout = reading.parts.related(views[0].part, "slideLayout") or ""
    master = (reading.parts.related(layout, "slideMaster") or "") if layout else ""
    colors = reading.palette(master).colors
    return [colors[f"accent{n}"] for n in (1, 3, 2, 6, 5, 4) if f"accent{n}" in colors]


class _Projector:
    """One slide. Its own shapes may be edited, what lies behind is only drawn."""

    def __init__(self, reading: Reading, deck: Deck, slide: Slide, view: SlideView) -> None:
        self._parts = reading.parts
        self._slide = slide
        self._view = view
        self._size = view.size
        layout = self._parts.related(view.part, "slideLayout") or ""
        master = (self._parts.related(layout, "slideMaster") or "") if layout else ""
        self._sources = [(p, reading.root(p)) for p in (view.part, layout, master) if p]
        self._slots = slots_of(slide.content) if slide.content is not None else None
        names = [shape.name for shape in view.shapes]
        self._unique = {name for name in names if name and names.count(name) == 1}
        self._uploaded = slide.part is not None

    def page(self) -> Json:
        view = self._view
        shapes = [self._shape(s, behind=True) for s in view.behind]
        shapes += [self._shape(s, behind=False) for s in view.shapes]
        out: Json = {
            "number": view.number,
            "title": view.title,
            "ground": view.ground or "FFFFFF",
            "shapes": [shape for shape in shapes if shape],
        }
        if view.notes:
            out["notes"] = view.notes
        return out

    def _shape(self, shape: ShapeView, *, behind: bool) -> Json | None:
        if shape.rect is None or (shape.rect.w <= 0 and shape.rect.h <= 0):
            return None
        if not behind and shape.holder and not shape.says and shape.fill is None:
            return None  # an empty placeholder shows only its prompt, and only in PowerPoint
        part, element = self._element(shape, behind)
        out: Json = {"id": shape.id, "kind": shape.kind, "box": self._box(shape.rect)}
        if shape.name:
            out["name"] = shape.name
        if element is not None:
            out |= geometry_of(element, shape)
        if shape.fill:
            out["fill"] = shape.fill
        if shape.decorative or behind:
            out["decorative"] = True
        if shape.alt:
            out["alt"] = shape.alt
        facts = facts_of(self._parts, part, element, shape) if element is not None else Facts()
        if facts.chart is not None:
            out["chart"] = facts.chart
        if facts.picture is not None:
            out["source"] = facts.picture
        if shape.cells:
            out["table"] = self._table(shape, facts)
        elif shape.text:
            out |= self._text(shape, facts, behind)
        return out

    def _element(self, shape: ShapeView, behind: bool) -> tuple[str, Element | None]:
        """The shape in the file, and the part it stands in."""
        for part, root in self._sources[1:] if behind else self._sources[:1]:
            for facts in root.iter(f"{{{P}}}cNvPr"):
                if facts.get("id") == str(shape.id) and facts.get("name", "") == shape.name:
                    return part, facts.getparent().getparent()
        return self._view.part, None

    def _box(self, rect: Rect) -> list[float]:
        wide, high = self._size
        sides = ((rect.x, wide), (rect.y, high), (rect.w, wide), (rect.h, high))
        return [round(100 * length / whole, 3) for length, whole in sides]

    def _text(self, shape: ShapeView, facts: Facts, behind: bool) -> Json:
        paras: list[Json] = []
        for i, para in enumerate(shape.paras):
            out = _para(para)
            align = facts.aligns[i] if i < len(facts.aligns) else None
            if align or shape.holder == "sldNum":
                out["align"] = align or "r"
            edit = None if behind or shape.holder in FOOT else self._edit(shape, i, para)
            if edit:
                out["edit"] = edit
            paras.append(out)
        return {
            "paras": paras,
            "inset": [round(side, 2) for side in shape.inset],
            "anchor": shape.anchor,
            "wraps": shape.wraps,
            "title": shape.is_title,
        }

    def _edit(self, shape: ShapeView, index: int, para: ParaView) -> Json | None:
        if self._slots is not None:
            return self._slots.take(para.text)
        if not self._uploaded or not para.text or shape.name not in self._unique:
            return None
        texts = [p.text for p in shape.paras]
        return {"slot": shape.name, "index": index, "texts": texts, "source": para.text}

    def _table(self, shape: ShapeView, facts: Facts) -> Json:
        rows = [
            [self._cell(shape, text, r, c) for c, text in enumerate(row, 1)]
            for r, row in enumerate(shape.cells, 1)
        ]
        return {
            "rows": rows,
            "widths": facts.widths,
            "heights": facts.heights,
            "size": facts.size,
            "looks": facts.cells,
        }

    def _cell(self, shape: ShapeView, text: str, row: int, column: int) -> Json:
        out: Json = {"t": text}
        if self._slots is not None:
            edit = self._slots.take(text)
        elif self._uploaded and shape.name in self._unique:
            edit = {"table": shape.name, "row": row, "column": column, "source": text}
        else:
            edit = None
        return {**out, "edit": edit} if edit else out


def _para(para: ParaView) -> Json:
    runs: list[Json] = []
    for run in para.runs:
        out: Json = {"t": run.text, "size": round(run.size, 2)}
        if run.bold:
            out["b"] = True
        if run.color:
            out["color"] = run.color
        if run.family:
            out["font"] = run.family
        runs.append(out)
    given: Json = {
        "indent": round(para.indent, 2),
        "before": round(para.before, 2),
        "spacing": round(para.spacing, 3) if para.spacing != 1.0 else 0,
        "bullet": para.bullet,
    }
    return {"runs": runs, **{name: value for name, value in given.items() if value}}
