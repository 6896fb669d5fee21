"""What is hard to read: weak contrast, pictures too coarse, fonts beyond measure."""
# pyright: basic

import io
import re
from collections.abc import Iterator

from PIL import Image

from docsmith.documents.word.checks.faults import Fault
from docsmith.documents.word.checks.reading import Reading, is_on, relations_of
from docsmith.documents.word.design.colors import contrast
from docsmith.documents.word.upload.names import Element, r, value, w

_HEX = re.compile(r"[0-9A-Fa-f]{6}")
_LEAST_DPI = 90
_LEAST_SIZE = 7.0
_EMU_PER_INCH = 914_400
_MARKERS = {
    "yellow": "FFFF00", "green": "00FF00", "cyan": "00FFFF", "magenta": "FF00FF", "blue": "0000FF",
    "red": "FF0000", "darkBlue": "000080", "darkCyan": "008080", "darkGreen": "008000",
    "darkMagenta": "800080", "darkRed": "800000", "darkYellow": "808000", "darkGray": "808080",
    "lightGray": "C0C0C0", "black": "000000", "white": "FFFFFF",
}  # fmt: skip
"""What the markers of Word look like."""
_BLIP = "{http://schemas.openxmlformats.org/drawingml/2006/main}blip"


def weak_contrast(reading: Reading) -> Iterator[Fault]:
    """Text stands out from its ground: 4.5, or 3 where it is large."""
    for child in reading.children:
        for paragraph in child.element.iter(w("p")):
            found = _weakest(reading, paragraph)
            if found is not None:
                ratio, color, ground, text = found
                yield Fault(
                    reading.place(child),
                    f"“{text[:40]}” in #{color} on #{ground} has a contrast of {ratio:.1f}",
                    "choose a darker or lighter colour",
                    f"{text[:60]} {color}",
                )


def small_text(reading: Reading) -> Iterator[Fault]:
    for child in reading.children:
        for run in child.element.iter(w("r")):
            size = value(run.find(f"{w('rPr')}/{w('sz')}"))
            if size.isdigit() and int(size) / 2 < _LEAST_SIZE and text_of_run(run).strip():
                yield Fault(
                    reading.place(child),
                    f"text of {int(size) / 2:g} pt is too small to read",
                    f"use at least {_LEAST_SIZE:g} pt",
                    text_of_run(run),
                )


def coarse_pictures(reading: Reading) -> Iterator[Fault]:
    """A picture has enough dots for the size it is shown at."""
    relations = relations_of(reading)
    for child in reading.children:
        for inline in child.element.iter():
            if not isinstance(inline.tag, str) or not inline.tag.endswith(("}inline", "}anchor")):
                continue
            blip = next(inline.iter(_BLIP), None)
            extent = next((e for e in inline if str(e.tag).endswith("}extent")), None)
            relation = relations.get(blip.get(r("embed"))) if blip is not None else None
            if relation is None or extent is None or relation.external:
                continue
            pixels = _pixels(reading, relation.target)
            width = int(extent.get("cx", "0")) / _EMU_PER_INCH
            if pixels and width > 0 and pixels / width < _LEAST_DPI:
                yield Fault(
                    reading.place(child),
                    f"the picture has {pixels / width:.0f} dots an inch",
                    "show it smaller, or send a larger one",
                    relation.target,
                )


def text_of_run(run: Element) -> str:
    return "".join(t.text or "" for t in run.iter(w("t")))


def _pixels(reading: Reading, part: str) -> int:
    if part not in reading.package.infos:
        return 0
    try:
        with Image.open(io.BytesIO(reading.package.read(part))) as image:
            return image.width
    except (OSError, ValueError, Image.DecompressionBombError):
        return 0


def _weakest(reading: Reading, paragraph: Element) -> tuple[float, str, str, str] | None:
    style = reading.style(paragraph)
    ground = _ground(reading, paragraph)
    for run in paragraph.iter(w("r")):
        text = text_of_run(run)
        properties = run.find(w("rPr"))
        if not text.strip() or next(run.iterancestors(w("p"))) is not paragraph:
            continue
        own = value(properties.find(w("color"))) if properties is not None else ""
        color = own if _HEX.fullmatch(own) else ("000000" if own else style.color or "000000")
        shade = value(properties.find(w("shd")), "fill") if properties is not None else ""
        marked = value(properties.find(w("highlight"))) if properties is not None else ""
        behind = _MARKERS.get(marked) or (shade if _HEX.fullmatch(shade) else ground)
        sized = value(properties.find(w("sz"))) if properties is not None else ""
        size = int(sized) / 2 if sized.isdigit() else style.size
        large = size >= 18 or (size >= 14 and is_on(properties, "b", style.bold))
        ratio = contrast(color.upper(), behind.upper())
        if ratio < (3.0 if large else 4.5) - 0.05:
            return ratio, color, behind, text
    return None


def _ground(reading: Reading, paragraph: Element) -> str:
    own = value(paragraph.find(f"{w('pPr')}/{w('shd')}"), "fill")
    if _HEX.fullmatch(own):
        return own
    style = reading.style(paragraph).fill
    if style:
        return style
    for cell in paragraph.iterancestors(w("tc")):
        fill = value(cell.find(f"{w('tcPr')}/{w('shd')}"), "fill")
        if _HEX.fullmatch(fill):
            return fill
    return "FFFFFF"
