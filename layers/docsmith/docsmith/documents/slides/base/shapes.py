"""Read the shapes of one slide, with its layout and master at hand."""
# pyright: basic, reportAttributeAccessIssue=false
# lxml ships no types.

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from docsmith.documents.ooxml.reading import Element
from docsmith.documents.slides.base.frames import Frame, inner_frame, place_of, scaled, turn_of
from docsmith.documents.slides.base.holders import BODY_LIKE, TITLES, find_holder, holder_of
from docsmith.documents.slides.base.looks import Palette, fill_of
from docsmith.documents.slides.base.shape_facts import (
    cells_of,
    chart_part,
    is_decoration,
    is_media,
    kind_of,
    slices_of,
)
from docsmith.documents.slides.base.texts import TextReader
from docsmith.documents.slides.parts import Parts
from docsmith.documents.slides.views import ShapeView
from docsmith.documents.slides.xml.names import P

_P = f"{{{P}}}"
_SHAPES = ("sp", "pic", "graphicFrame", "cxnSp", "grpSp", "contentPart")
_FILLS = frozenset({"solidFill", "gradFill", "blipFill", "pattFill", "noFill", "grpFill"})
_WHOLE: Frame = (0.0, 0.0, 1.0, 1.0)


@dataclass(slots=True)
class SlideReader:
    """Reads shapes of one slide; `root` answers the root of a part."""

    root: Callable[[str], Element]
    parts: Parts
    main: str
    part: str
    layout: str
    master: str
    palette: Palette

    def shapes(self, root: Element) -> Iterator[ShapeView]:
        tree = root.find(f"{_P}cSld/{_P}spTree")
        if tree is not None:
            yield from self._tree(tree, _WHOLE)

    def plain_shapes(self, root: Element) -> Iterator[ShapeView]:
        """Those that are no placeholders."""
        for shape in self.shapes(root):
            if shape.holder is None:
                yield shape

    def _tree(self, tree: Element, frame: Frame) -> Iterator[ShapeView]:
        for child in tree:
            if not isinstance(child.tag, str):
                continue
            tag = child.tag.rpartition("}")[2]
            if tag == "AlternateContent":
                chosen = next(iter(child), None)
                if chosen is not None:
                    yield from self._tree(chosen, frame)
            elif tag == "grpSp":
                yield from self._tree(child, inner_frame(child, frame))
            elif tag in _SHAPES:
                yield self._shape(child, tag, frame)

    def _shape(self, shape: Element, tag: str, frame: Frame) -> ShapeView:
        facts = shape.find(f".//{_P}cNvPr")
        holder = shape.find(f".//{_P}nvPr/{_P}ph")
        kind, index = holder_of(holder)
        peers = self._peers(kind, index)
        place = place_of(shape)
        for peer in peers:
            place = place if place is not None else place_of(peer)
        properties = shape.find(f"{_P}spPr")
        fill, vague = fill_of(properties, self.palette)
        for peer in peers:
            if fill is None and not vague and not _has_fill(properties):
                fill, vague = fill_of(peer.find(f"{_P}spPr"), self.palette)
        texts = TextReader(self.palette, self._styles(kind), tuple(peers))
        body = shape.find(f"{_P}txBody")
        inset, anchor, wraps = texts.body(body)
        paras = texts.paragraphs(body) if body is not None else ()
        what = kind_of(shape, tag)
        return ShapeView(
            id=int(facts.get("id", "0")) if facts is not None else 0,
            name=facts.get("name", "") if facts is not None else "",
            kind="media" if is_media(shape) else what,
            rect=scaled(place, frame),
            holder=kind,
            index=index,
            paras=paras,
            fill=fill,
            alt=(facts.get("descr") or "") if facts is not None else "",
            decorative=is_decoration(facts),
            inset=inset,
            anchor=anchor,
            wraps=wraps,
            cells=cells_of(shape) if what == "table" else (),
            slices=self._slices(shape) if what == "chart" else 0,
            angle=turn_of(shape),
            vague=vague,
        )

    def _slices(self, shape: Element) -> int:
        chart = chart_part(self.parts, self.part, shape)
        return slices_of(self.root(chart)) if chart is not None else 0

    def _peers(self, kind: str | None, index: int | None) -> list[Element]:
        """The layout's and the master's placeholder for a slide's, nearest first."""
        if kind is None:
            return []
        out: list[Element] = []
        wanted = kind
        if self.layout:
            found = find_holder(self.root(self.layout), kind, index)
            if found is not None:
                out.append(found)
                wanted = holder_of(found.find(f".//{_P}nvPr/{_P}ph"))[0] or kind
        if self.master:
            base = "title" if wanted in TITLES else wanted
            base = "body" if base in BODY_LIKE else base
            found = find_holder(self.root(self.master), base, None)
            if found is not None:
                out.append(found)
        return out

    def _styles(self, kind: str | None) -> Element | None:
        """The master's text style for this sort of shape."""
        if not self.master:
            return None
        name = "otherStyle"
        if kind in TITLES:
            name = "titleStyle"
        elif kind in BODY_LIKE:
            name = "bodyStyle"
        if kind is None:
            style = self.root(self.main).find(f"{_P}defaultTextStyle")
            if style is not None:
                return style
        return self.root(self.master).find(f"{_P}txStyles/{_P}{name}")


def _has_fill(properties: Element | None) -> bool:
    return properties is not None and any(c.tag.rpartition("}")[2] in _FILLS for c in properties)
