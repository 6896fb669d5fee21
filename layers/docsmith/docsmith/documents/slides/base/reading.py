"""Read the slides of a package as views: what stands where, how large, in which colour.

Places and looks that a slide leaves out come from its layout's placeholder, then the master's:
matched by index, else by type.
"""
# pyright: basic, reportAttributeAccessIssue=false
# lxml ships no types.

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from docsmith.documents.errors import UnreadableFile
from docsmith.documents.ooxml.reading import Element
from docsmith.documents.slides.base.looks import Palette, fill_of, palette_of
from docsmith.documents.slides.base.texts import TextReader
from docsmith.documents.slides.grid import Rect
from docsmith.documents.slides.parts import Parts
from docsmith.documents.slides.views import Kind, ShapeView, SlideView
from docsmith.documents.slides.xml.names import A, P, R

EMU = 12_700
_A, _P, _R = f"{{{A}}}", f"{{{P}}}", f"{{{R}}}"
_SHAPES = ("sp", "pic", "graphicFrame", "cxnSp", "grpSp", "contentPart")
_TITLES = ("title", "ctrTitle")
_BODY_LIKE = ("body", "subTitle", "obj", "chart", "tbl", "pic", "clipArt", "dgm", "media")


@dataclass(slots=True)
class Reading:
    """A package being read. Layouts and masters are parsed once."""

    parts: Parts
    main: str
    cache: dict[str, Element] = field(default_factory=dict[str, Element])
    palettes: dict[str, Palette] = field(default_factory=dict[str, Palette])

    def root(self, part: str) -> Element:
        if part not in self.cache:
            self.cache[part] = self.parts.look(part)
        return self.cache[part]

    def slide_parts(self) -> list[tuple[int, str]]:
        """The slides in order, as (slide id, part)."""
        targets = {r.id: r.target for r in self.parts.relations(self.main)}
        found = self.root(self.main).iterfind(f"{_P}sldIdLst/{_P}sldId")
        out: list[tuple[int, str]] = []
        for entry in found:
            part = targets.get(entry.get(f"{_R}id", ""))
            if part is None or part not in self.parts.contents:
                raise UnreadableFile("a slide of the file is missing")
            out.append((int(entry.get("id", "0")), part))
        return out

    def size(self) -> tuple[float, float]:
        """Width and height of the slides in points."""
        size = self.root(self.main).find(f"{_P}sldSz")
        if size is None:
            return 720.0, 540.0
        return int(size.get("cx", "0")) / EMU, int(size.get("cy", "0")) / EMU

    def views(self) -> tuple[SlideView, ...]:
        """Every slide."""
        size = self.size()
        slides = enumerate(self.slide_parts(), 1)
        return tuple(self.view(number, part, size) for number, (_, part) in slides)

    def view(self, number: int, part: str, size: tuple[float, float]) -> SlideView:
        root = self.root(part)
        layout = self.parts.related(part, "slideLayout") or ""
        master = self.parts.related(layout, "slideMaster") or "" if layout else ""
        palette = self.palette(master)
        reader = _SlideReader(self, part, layout, master, palette)
        chain = [p for p in (part, layout, master) if p]
        return SlideView(
            number,
            part,
            self.layout_name(layout),
            size,
            tuple(reader.shapes(root)),
            tuple(self._behind(reader, root, layout, master)),
            _ground([self.root(p) for p in chain], palette),
            self.notes(part),
            root.get("show") == "0",
        )

    def layout_view(self, layout: str, master: str) -> tuple[ShapeView, ...]:
        """The shapes of a layout, with what its master gives them."""
        reader = _SlideReader(self, layout, "", master, self.palette(master))
        return tuple(reader.shapes(self.root(layout)))

    def layout_name(self, layout: str) -> str:
        if not layout:
            return ""
        found = self.root(layout).find(f"{_P}cSld")
        return found.get("name", "") if found is not None else ""

    def palette(self, master: str) -> Palette:
        if master not in self.palettes:
            theme = self.parts.related(master, "theme") if master else None
            if theme is None:
                theme = self.parts.related(self.main, "theme")
            color_map = self.root(master).find(f"{_P}clrMap") if master else None
            empty = Palette({}, {}, "Arial", "Arial")
            self.palettes[master] = palette_of(self.root(theme), color_map) if theme else empty
        return self.palettes[master]

    def notes(self, part: str) -> str:
        notes = self.parts.related(part, "notesSlide")
        if notes is None or notes not in self.parts.contents:
            return ""
        for shape in self.root(notes).iter(f"{_P}sp"):
            holder = shape.find(f"{_P}nvSpPr/{_P}nvPr/{_P}ph")
            if holder is not None and holder.get("type") == "body":
                lines = (
                    "".join(t.text or "" for t in p.iter(f"{_A}t")) for p in shape.iter(f"{_A}p")
                )
                return "\n".join(lines).strip()
        return ""

    def _behind(
        self, reader: "_SlideReader", root: Element, layout: str, master: str
    ) -> Iterator[ShapeView]:
        """Shapes of the master and the layout that are shown under the slide's own."""
        shown = root.get("showMasterSp") != "0"
        if not (layout and shown):
            return
        layout_root = self.root(layout)
        if master and layout_root.get("showMasterSp") != "0":
            yield from reader.plain_shapes(self.root(master))
        yield from reader.plain_shapes(layout_root)


@dataclass(slots=True)
class _SlideReader:
    """Reads shapes of one slide with its layout and master at hand."""

    reading: Reading
    part: str
    layout: str
    master: str
    palette: Palette

    def shapes(self, root: Element) -> Iterator[ShapeView]:
        tree = root.find(f"{_P}cSld/{_P}spTree")
        if tree is not None:
            yield from self._tree(tree, (0.0, 0.0, 1.0, 1.0))

    def plain_shapes(self, root: Element) -> Iterator[ShapeView]:
        """Those that are no placeholders."""
        for shape in self.shapes(root):
            if shape.holder is None:
                yield shape

    def _tree(self, tree: Element, frame: tuple[float, float, float, float]) -> Iterator[ShapeView]:
        for child in tree:
            if not isinstance(child.tag, str):
                continue
            tag = child.tag.rpartition("}")[2]
            if tag == "AlternateContent":
                chosen = next(iter(child), None)
                if chosen is not None:
                    yield from self._tree(chosen, frame)
            elif tag == "grpSp":
                yield from self._tree(child, _inner(child, frame))
            elif tag in _SHAPES:
                yield self._shape(child, tag, frame)

    def _shape(
        self, shape: Element, tag: str, frame: tuple[float, float, float, float]
    ) -> ShapeView:
        facts = shape.find(f".//{_P}cNvPr")
        holder = shape.find(f".//{_P}nvPr/{_P}ph")
        kind, index = _holder(holder)
        peers = self._peers(kind, index)
        place, turned = _place(shape)
        for peer in peers:
            place = place if place is not None else _place(peer)[0]
        properties = shape.find(f"{_P}spPr")
        fill, vague = fill_of(properties, self.palette)
        for peer in peers:
            if fill is None and not vague and not _has_fill(properties):
                fill, vague = fill_of(peer.find(f"{_P}spPr"), self.palette)
        texts = TextReader(self.palette, self._styles(kind), tuple(peers))
        body = shape.find(f"{_P}txBody")
        inset, anchor, wraps = texts.body(body)
        paras = texts.paragraphs(body) if body is not None else ()
        what = _kind(shape, tag, self.reading, self.part)
        return ShapeView(
            id=int(facts.get("id", "0")) if facts is not None else 0,
            name=facts.get("name", "") if facts is not None else "",
            kind="media" if _is_media(shape) else what,
            rect=_scaled(place, frame),
            holder=kind,
            index=index,
            paras=paras,
            fill=fill,
            alt=(facts.get("descr") or "") if facts is not None else "",
            decorative=b"decorative" in _extensions(facts),
            inset=inset,
            anchor=anchor,
            wraps=wraps,
            cells=_cells(shape) if what == "table" else (),
            slices=_slices(self.reading, self.part, shape) if what == "chart" else 0,
            turned=turned,
            vague=vague,
        )

    def _peers(self, kind: str | None, index: int | None) -> list[Element]:
        """The layout's and the master's placeholder for a slide's, nearest first."""
        if kind is None:
            return []
        out: list[Element] = []
        wanted = kind
        if self.layout:
            found = find_holder(self.reading.root(self.layout), kind, index)
            if found is not None:
                out.append(found)
                wanted = _holder(found.find(f".//{_P}nvPr/{_P}ph"))[0] or kind
        if self.master:
            base = "title" if wanted in _TITLES else wanted
            base = "body" if base in _BODY_LIKE else base
            found = find_holder(self.reading.root(self.master), base, None)
            if found is not None:
                out.append(found)
        return out

    def _styles(self, kind: str | None) -> Element | None:
        """The master's text style for this sort of shape."""
        if not self.master:
            return None
        name = "otherStyle"
        if kind in _TITLES:
            name = "titleStyle"
        elif kind in _BODY_LIKE:
            name = "bodyStyle"
        if kind is None:
            style = self.reading.root(self.reading.main).find(f"{_P}defaultTextStyle")
            if style is not None:
                return style
        return self.reading.root(self.master).find(f"{_P}txStyles/{_P}{name}")


def find_holder(root: Element, kind: str, index: int | None) -> Element | None:
    """The placeholder of a layout or master with that index, else the first of that type."""
    holders = [
        (shape, _holder(ph))
        for shape in root.iterfind(f"{_P}cSld/{_P}spTree/*")
        if (ph := shape.find(f".//{_P}nvPr/{_P}ph")) is not None
    ]
    if index is not None:
        for shape, (_, at) in holders:
            if at == index:
                return shape
    titles = kind in _TITLES
    for shape, (sort, _) in holders:
        if sort == kind or (titles and sort in _TITLES):
            return shape
    return None


def _holder(element: Element | None) -> tuple[str | None, int | None]:
    """Type and index of a placeholder; a missing type means `obj`."""
    if element is None:
        return None, None
    index = element.get("idx")
    return element.get("type", "obj"), int(index) if index and index.isdigit() else None


def _place(shape: Element) -> tuple[Rect | None, bool]:
    """The shape's own place, and whether it is turned."""
    xfrm = shape.find(f"{_P}spPr/{_A}xfrm")
    if xfrm is None:
        xfrm = shape.find(f"{_P}xfrm")
    if xfrm is None:
        return None, False
    off, ext = xfrm.find(f"{_A}off"), xfrm.find(f"{_A}ext")
    if off is None or ext is None:
        return None, False
    x, y, w, h = (
        int(off.get("x", "0")) / EMU,
        int(off.get("y", "0")) / EMU,
        int(ext.get("cx", "0")) / EMU,
        int(ext.get("cy", "0")) / EMU,
    )
    return Rect(x, y, w, h), xfrm.get("rot", "0") not in ("0", "")


def _inner(
    group: Element, frame: tuple[float, float, float, float]
) -> tuple[float, float, float, float]:
    """The frame in which a group's children stand: shift and scale."""
    xfrm = group.find(f"{_P}grpSpPr/{_A}xfrm")
    if xfrm is None:
        return frame
    numbers: list[float] = []
    for tag, a, b in (
        ("off", "x", "y"),
        ("ext", "cx", "cy"),
        ("chOff", "x", "y"),
        ("chExt", "cx", "cy"),
    ):
        found = xfrm.find(f"{_A}{tag}")
        if found is None:
            return frame
        numbers += [int(found.get(a, "0")) / EMU, int(found.get(b, "0")) / EMU]
    x, y, w, h, cx, cy, cw, ch = numbers
    sx, sy = (w / cw if cw else 1.0), (h / ch if ch else 1.0)
    fx, fy, fsx, fsy = frame
    return fx + (x - cx * sx) * fsx, fy + (y - cy * sy) * fsy, fsx * sx, fsy * sy


def _scaled(place: Rect | None, frame: tuple[float, float, float, float]) -> Rect | None:
    if place is None:
        return None
    x, y, sx, sy = frame
    return Rect(x + place.x * sx, y + place.y * sy, place.w * sx, place.h * sy)


def _kind(shape: Element, tag: str, reading: Reading, part: str) -> Kind:
    if tag == "pic":
        return "picture"
    if tag == "cxnSp":
        return "line"
    if tag == "graphicFrame":
        data = shape.find(f".//{_A}graphicData")
        uri = data.get("uri", "") if data is not None else ""
        if uri.endswith(("/chart", "/chartex")):
            return "chart"
        return "table" if uri.endswith("/table") else "other"
    return "text" if tag == "sp" else "other"


def _is_media(shape: Element) -> bool:
    return any(shape.find(f".//{_A}{t}") is not None for t in ("videoFile", "audioFile"))


def _has_fill(properties: Element | None) -> bool:
    names = {"solidFill", "gradFill", "blipFill", "pattFill", "noFill", "grpFill"}
    return properties is not None and any(c.tag.rpartition("}")[2] in names for c in properties)


def _extensions(facts: Element | None) -> bytes:
    if facts is None:
        return b""
    return b"".join(
        etree.tostring(e)
        for e in facts.iter()
        if e.tag.endswith("}decorative") and e.get("val") == "1"
    )


def _cells(shape: Element) -> tuple[tuple[str, ...], ...]:
    return tuple(
        tuple(_lines(cell) for cell in row.iterfind(f"{_A}tc")) for row in shape.iter(f"{_A}tr")
    )


def _lines(element: Element) -> str:
    """The text of an element, a line a paragraph."""
    paragraphs = element.iter(f"{_A}p")
    return "\n".join("".join(t.text or "" for t in p.iter(f"{_A}t")) for p in paragraphs)


def _slices(reading: Reading, part: str, shape: Element) -> int:
    """How many slices a pie or doughnut has; 0 for other charts."""
    chart = chart_part(reading.parts, part, shape)
    if chart is None:
        return 0
    root = reading.root(chart)
    for element in root.iter():
        name = element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
        if name in ("pieChart", "doughnutChart", "pie3DChart"):
            counts = [
                int(c.get("val", "0")) for c in element.iter() if str(c.tag).endswith("}ptCount")
            ]
            return max(counts, default=0)
    return 0


def chart_part(parts: Parts, slide: str, shape: Element) -> str | None:
    """The part of a chart that a graphic frame shows."""
    for element in shape.iter():
        if isinstance(element.tag, str) and element.tag.endswith("}chart"):
            wanted = element.get(f"{_R}id")
            for relation in parts.relations(slide):
                if relation.id == wanted and relation.target in parts.contents:
                    return relation.target
    return None


def _ground(roots: list[Element], palette: Palette) -> str | None:
    """The colour of the background: the slide's, else the layout's, else the master's."""
    for root in roots:
        ground = root.find(f"{_P}cSld/{_P}bg")
        if ground is None:
            continue
        properties = ground.find(f"{_P}bgPr")
        if properties is not None:
            return fill_of(properties, palette)[0]
        reference = ground.find(f"{_P}bgRef")
        return palette.color(reference)
    return palette.colors.get(palette.mapped.get("bg1", "lt1"), "FFFFFF")


def main_part(parts: Parts) -> str:
    """The presentation part. Raises `UnreadableFile` when the package holds no deck."""
    main = parts.related("", "officeDocument")
    if main is None or main not in parts.contents:
        raise UnreadableFile("the file is no presentation")
    root = parts.look(main)
    if root.tag != f"{_P}presentation":
        raise UnreadableFile(f"{posixpath.basename(main)} is no presentation")
    return main
