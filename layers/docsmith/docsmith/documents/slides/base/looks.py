"""Colours and text looks as a file resolves them: theme, colour map, placeholders, list styles."""
# pyright: basic, reportAttributeAccessIssue=false
# lxml ships no types.

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from docsmith.documents.ooxml.reading import Element
from docsmith.documents.slides.colors import modulated
from docsmith.documents.slides.xml.names import A, P

_A, _P = f"{{{A}}}", f"{{{P}}}"
_FILLS = ("solidFill", "gradFill", "blipFill", "pattFill", "noFill", "grpFill")


@dataclass(frozen=True, slots=True)
class Palette:
    """The theme's colours and fonts, and how a master maps `bg1` and its like."""

    colors: Mapping[str, str]
    mapped: Mapping[str, str]
    major: str
    minor: str

    def color(self, element: Element | None) -> str | None:
        """The colour that a fill holds, as hex; None for none or one that cannot be known."""
        if element is None:
            return None
        for child in element:
            found = self._one(child)
            if found is not None:
                return found
        return None

    def family(self, name: str | None) -> str:
        if name is None or name.startswith("+mn"):
            return self.minor
        return self.major if name.startswith("+mj") else name

    def _one(self, child: Element) -> str | None:
        tag = child.tag.rpartition("}")[2]
        if tag == "srgbClr":
            plain = child.get("val", "").upper()
        elif tag == "sysClr":
            plain = child.get("lastClr", "000000").upper()
        elif tag == "schemeClr":
            name = child.get("val", "")
            plain = self.colors.get(self.mapped.get(name, name), "")
        else:
            return None
        if len(plain) != 6:
            return None
        return _changed(plain, child)


def _changed(plain: str, element: Element) -> str | None:
    """With the modulations PowerPoint writes; None where it is see-through."""
    mod, off = 1.0, 0.0
    for child in element:
        tag, value = child.tag.rpartition("}")[2], float(child.get("val", "0")) / 100_000
        if tag == "lumMod":
            mod *= value
        elif tag == "lumOff":
            off += value
        elif tag == "shade":
            mod *= value
        elif tag == "tint":
            mod, off = mod * value, off + (1 - value)
        elif tag == "alpha" and value < 0.95:
            return None
    return plain if (mod, off) == (1.0, 0.0) else modulated(plain, mod, off)


def palette_of(theme: Element, color_map: Element | None) -> Palette:
    """The palette of a master."""
    colors: dict[str, str] = {}
    scheme = theme.find(f".//{_A}clrScheme")
    for slot in scheme if scheme is not None else ():
        for value in slot:
            colors[slot.tag.rpartition("}")[2]] = (
                value.get("lastClr") or value.get("val") or "000000"
            ).upper()
    fonts = [(theme.find(f".//{_A}{name}/{_A}latin")) for name in ("majorFont", "minorFont")]
    major, minor = (f.get("typeface") or "Arial" if f is not None else "Arial" for f in fonts)
    mapped = dict(color_map.attrib) if color_map is not None else {}
    return Palette(colors, mapped, major, minor)


def fill_of(properties: Element | None, palette: Palette) -> tuple[str | None, bool]:
    """The fill of shape properties as (hex, vague)."""
    if properties is None:
        return None, False
    for child in properties:
        tag = child.tag.rpartition("}")[2]
        if tag == "solidFill":
            color = palette.color(child)
            return color, color is None
        if tag in ("gradFill", "blipFill", "pattFill", "grpFill"):
            return None, True
        if tag == "noFill":
            return None, False
    return None, False


def level_look(
    sources: Sequence[Element | None], level: int
) -> tuple[list[Element], list[Element]]:
    """The `a:lvlNpPr` and `a:defRPr` of a level, nearest first."""
    paragraphs: list[Element] = []
    for source in sources:
        if source is None:
            continue
        found = source.find(f"{_A}lvl{level + 1}pPr")
        if found is not None:
            paragraphs.append(found)
    runs = [r for p in paragraphs if (r := p.find(f"{_A}defRPr")) is not None]
    return paragraphs, runs


def first_attribute(elements: Sequence[Element], name: str) -> str | None:
    """The nearest element's attribute."""
    return next((e.get(name) for e in elements if e.get(name) is not None), None)


def first_child(elements: Sequence[Element], *tags: str) -> Element | None:
    """The nearest element's child of one of these tags."""
    for element in elements:
        for child in element:
            if child.tag.rpartition("}")[2] in tags:
                return child
    return None
