"""Text of a shape with the looks it inherits: sizes, colours, bullets, insets."""
# pyright: basic, reportAttributeAccessIssue=false
# lxml ships no types.

from dataclasses import dataclass

from docsmith.documents.ooxml.reading import Element
from docsmith.documents.slides.base.looks import (
    Palette,
    first_attribute,
    first_child,
    level_look,
)
from docsmith.documents.slides.views import ParaView, RunView
from docsmith.documents.slides.xml.drawing import EMU
from docsmith.documents.slides.xml.names import A, P

_A, _P = f"{{{A}}}", f"{{{P}}}"
_INSETS = (("lIns", 91440), ("tIns", 45720), ("rIns", 91440), ("bIns", 45720))


@dataclass(frozen=True, slots=True)
class TextReader:
    """Reads one shape's text. `peers` are its placeholders on layout and master, nearest first."""

    palette: Palette
    style: Element | None
    peers: tuple[Element, ...]

    def body(self, body: Element | None) -> tuple[tuple[float, float, float, float], str, bool]:
        """Insets in points, anchor, and whether lines wrap."""
        chain = [
            b
            for e in (body, *self._peer_bodies())
            if e is not None and (b := e.find(f"{_A}bodyPr")) is not None
        ]
        left, top, right, bottom = (
            int(first_attribute(chain, name) or default) / EMU for name, default in _INSETS
        )
        wraps = first_attribute(chain, "wrap") != "none"
        return (left, top, right, bottom), first_attribute(chain, "anchor") or "t", wraps

    def paragraphs(self, body: Element) -> tuple[ParaView, ...]:
        scale = self._font_scale(body)
        return tuple(self._paragraph(p, body, scale) for p in body.iterfind(f"{_A}p"))

    def _peer_bodies(self) -> list[Element]:
        return [b for peer in self.peers if (b := peer.find(f"{_P}txBody")) is not None]

    def _font_scale(self, body: Element) -> float:
        fit = body.find(f"{_A}bodyPr/{_A}normAutofit")
        return int(fit.get("fontScale", "100000")) / 100_000 if fit is not None else 1.0

    def _paragraph(self, paragraph: Element, body: Element, scale: float) -> ParaView:
        own = paragraph.find(f"{_A}pPr")
        level = int(own.get("lvl", "0")) if own is not None else 0
        lists = [b.find(f"{_A}lstStyle") for b in (body, *self._peer_bodies())]
        chain, defaults = level_look([*lists, self.style], level)
        chain = [own, *chain] if own is not None else chain
        runs = tuple(self._runs(paragraph, defaults, scale))
        bullet = first_child(chain, "buNone", "buChar", "buAutoNum", "buBlip")
        indent = int(first_attribute(chain, "marL") or 0) / EMU
        return ParaView(
            runs,
            indent,
            _points(first_child(chain, "spcBef")),
            _share(first_child(chain, "lnSpc")),
            bullet is not None and not bullet.tag.endswith("}buNone"),
            first_attribute(chain, "algn") or "l",
        )

    def _runs(self, paragraph: Element, defaults: list[Element], scale: float):
        for child in paragraph:
            tag = child.tag.rpartition("}")[2] if isinstance(child.tag, str) else ""
            if tag == "br":
                yield self._run("\n", child, defaults, scale)
            elif tag in ("r", "fld"):
                text = child.find(f"{_A}t")
                yield self._run(
                    (text.text or "") if text is not None else "", child, defaults, scale
                )

    def _run(self, text: str, run: Element, defaults: list[Element], scale: float) -> RunView:
        own = run.find(f"{_A}rPr")
        chain = [own, *defaults] if own is not None else defaults
        size = int(first_attribute(chain, "sz") or 1800) / 100 * scale
        fill = first_child(chain, "solidFill", "gradFill", "noFill")
        color = self.palette.color(fill) if fill is not None else self._ink()
        latin = first_child(chain, "latin")
        family = self.palette.family(latin.get("typeface") if latin is not None else None)
        return RunView(text, size, first_attribute(chain, "b") in ("1", "true"), color, family)

    def _ink(self) -> str | None:
        return self.palette.colors.get(self.palette.mapped.get("tx1", "dk1"))


def _points(element: Element | None) -> float:
    found = element.find(f"{_A}spcPts") if element is not None else None
    return int(found.get("val", "0")) / 100 if found is not None else 0.0


def _share(element: Element | None) -> float:
    found = element.find(f"{_A}spcPct") if element is not None else None
    if found is None:
        return 1.0
    text = found.get("val", "100000")
    return float(text.rstrip("%")) / (100 if text.endswith("%") else 100_000)
