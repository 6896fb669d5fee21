"""Read the slides of a package as views: what stands where, how large, in which colour.

Places and looks that a slide leaves out come from its layout's placeholder, then the master's:
matched by index, else by type.
"""
# pyright: basic, reportAttributeAccessIssue=false
# lxml ships no types.

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field

from docsmith.documents.errors import UnreadableFile
from docsmith.documents.ooxml.reading import Element
from docsmith.documents.slides.base.looks import Palette, fill_of, palette_of
from docsmith.documents.slides.base.shapes import SlideReader
from docsmith.documents.slides.parts import Parts
from docsmith.documents.slides.views import ShapeView, SlideView
from docsmith.documents.slides.xml.drawing import EMU
from docsmith.documents.slides.xml.names import A, P, R

_A, _P, _R = f"{{{A}}}", f"{{{P}}}", f"{{{R}}}"


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
        reader = SlideReader(self.root, self.parts, self.main, part, layout, master, palette)
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
        reader = SlideReader(
            self.root, self.parts, self.main, layout, "", master, self.palette(master)
        )
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

    def ground(self, layout: str) -> str | None:
        """The background of slides on this layout; None where it is no plain colour."""
        master = self.parts.related(layout, "slideMaster")
        chain = [self.root(part) for part in (layout, master) if part]
        return _ground(chain, self.palette(master or ""))

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
        self, reader: SlideReader, root: Element, layout: str, master: str
    ) -> Iterator[ShapeView]:
        """Shapes of the master and the layout that are shown under the slide's own."""
        shown = root.get("showMasterSp") != "0"
        if not (layout and shown):
            return
        layout_root = self.root(layout)
        if master and layout_root.get("showMasterSp") != "0":
            yield from reader.plain_shapes(self.root(master))
        yield from reader.plain_shapes(layout_root)


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
    kind = parts.content_type(main)
    if "macroEnabled" in kind:
        raise UnreadableFile("the file contains macros; save it as .pptx")
    root = parts.look(main)
    if root.tag != f"{_P}presentation" or "presentationml" not in kind:
        raise UnreadableFile(f"{posixpath.basename(main)} is no presentation")
    return main
