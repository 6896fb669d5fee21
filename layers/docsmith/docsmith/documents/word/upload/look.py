"""How an uploaded document looks, as far as our own blocks follow it: font, colour, page.

What is computed from it: the widths of tables and charts, the colours of callouts and series.
"""
# pyright: basic

import re
from dataclasses import dataclass, replace

from docsmith.documents.word.design.look import Look, Page
from docsmith.documents.word.upload.names import Element, value, w
from docsmith.documents.word.upload.original import Original

_HEX = re.compile(r"[0-9A-Fa-f]{6}")
_LATIN = "{http://schemas.openxmlformats.org/drawingml/2006/main}latin"
_SIDES = ("left", "right", "top", "bottom", "header", "footer")


@dataclass(frozen=True, slots=True)
class Worn:
    """What the document says of itself; None where it says nothing."""

    font: str | None = None
    color: str | None = None


def worn_by(original: Original) -> Worn:
    """The font of its running text and the colour of its headings."""
    root = original.part_tree("styles")
    if root is None:
        return Worn()
    styles = {value(style.find(w("name"))).lower(): style for style in root.findall(w("style"))}
    font = _font(original, styles.get("normal")) or _font(original, _defaults(root))
    first = styles.get("heading 1")
    color = value(first.find(f"{w('rPr')}/{w('color')}")) if first is not None else ""
    return Worn(font, color.upper() if _HEX.fullmatch(color) else None)


def on_its_page(look: Look, original: Original) -> Look:
    """The look on the page of the document's last section."""
    section = original.root.find(f"{w('body')}/{w('sectPr')}")
    page = page_of(section, look.page) if section is not None else look.page
    return replace(look, page=page)


def page_of(section: Element, other: Page) -> Page:
    """The page of a section; what it does not say is that of `other`."""
    size, margins = section.find(w("pgSz")), section.find(w("pgMar"))
    found: dict[str, int] = {}
    for name, attribute in (("width", "w"), ("height", "h")):
        if size is not None and size.get(w(attribute), "").isdigit():
            found[name] = int(size.get(w(attribute)))
    for side in _SIDES:
        given = margins.get(w(side), "") if margins is not None else ""
        if re.fullmatch(r"-?\d+", given):
            found[side] = abs(int(given))
    page = replace(other, **found)
    return page if page.text_width > 1000 and page.text_height > 1000 else other


def _defaults(root: Element) -> Element | None:
    return root.find(f"{w('docDefaults')}/{w('rPrDefault')}")


def _font(original: Original, style: Element | None) -> str | None:
    fonts = style.find(f"{w('rPr')}/{w('rFonts')}") if style is not None else None
    if fonts is None:
        return None
    if fonts.get(w("asciiTheme")):
        return _theme_font(original, "major" in fonts.get(w("asciiTheme")))
    return fonts.get(w("ascii"))


def _theme_font(original: Original, major: bool) -> str | None:
    root = original.part_tree("theme")
    kind = "majorFont" if major else "minorFont"
    for fonts in root.iter() if root is not None else ():
        if str(fonts.tag).endswith(f"}}{kind}"):
            latin = fonts.find(_LATIN)
            return (latin.get("typeface") or None) if latin is not None else None
    return None
