"""Looks that operations bring into an uploaded workbook: appended to its styles, nothing
renumbered.
"""

# pyright: basic, reportAttributeAccessIssue=false
# lxml ships no types.

from copy import deepcopy
from dataclasses import replace

from lxml import etree

from docsmith.documents.ooxml.reading import Element
from docsmith.documents.ooxml.sheets import MAIN
from docsmith.documents.workbook.base.looks import BUILT_IN
from docsmith.documents.workbook.style_xml import alignment_xml, border_xml, fill_xml, font_xml
from docsmith.documents.workbook.styles import Look

_NAMESPACE = MAIN[1:-1]


class PatchedStyles:
    """The styles part of an uploaded file. `changed` tells whether anything was appended."""

    def __init__(self, root: Element, looks: list[Look], font: str) -> None:
        self.root = root
        self.changed = False
        self._font = font
        self._looks = looks
        self._known: dict[Look, int] = {}
        for i, look in enumerate(looks):
            self._known.setdefault(look, i)

    def index(self, look: Look) -> int:
        """The format of that look: the file's own when nothing of it changed, else a new one."""
        plain = replace(look, style="", vertical=look.vertical, edge=look.edge)
        found = self._known.get(plain)
        if found is None and look == Look():
            found = 0
        if found is None:
            found = self._known[plain] = self._append(look)
        return found

    def differential_index(self, xml: str) -> int:
        """A differential format, as conditional formats use them."""
        holder = self._holder("dxfs")
        self._add(holder, xml)
        return len(holder) - 1

    def _append(self, look: Look) -> int:
        holder = self._holder("cellXfs")
        own = self._looks[look.origin] if 0 <= look.origin < len(self._looks) else None
        xf = deepcopy(holder[look.origin]) if own is not None else self._bare()
        if own is None or _font(look) != _font(own):
            self._set(xf, "fontId", "applyFont", "fonts", font_xml(*_font(look), self._font))
        if own is None or look.fill != own.fill:
            self._set(xf, "fillId", "applyFill", "fills", fill_xml(look.fill))
        if own is None or (look.top, look.bottom) != (own.top, own.bottom):
            border = border_xml(look.top, look.bottom, look.edge)
            self._set(xf, "borderId", "applyBorder", "borders", border)
        if own is None or look.format != own.format:
            xf.set("numFmtId", str(self._format(look.format)))
            xf.set("applyNumberFormat", "1")
        if look.quoted:
            xf.set("quotePrefix", "1")
        self._align(xf, look, own)
        holder.append(xf)
        holder.set("count", str(len(holder)))
        self.changed = True
        return len(holder) - 1

    def _bare(self) -> Element:
        return etree.Element(
            f"{MAIN}xf", numFmtId="0", fontId="0", fillId="0", borderId="0", xfId="0"
        )

    def _align(self, xf: Element, look: Look, own: Look | None) -> None:
        if own is not None and (look.align, look.wrap) == (own.align, own.wrap):
            return
        for old in xf.findall(f"{MAIN}alignment"):
            xf.remove(old)
        text = alignment_xml(look)
        if text:
            xf.insert(0, self._parsed(text))
            xf.set("applyAlignment", "1")

    def _set(self, xf: Element, key: str, flag: str, holder: str, xml: str) -> None:
        xf.set(key, str(self._add(self._holder(holder), xml)))
        xf.set(flag, "1")

    def _add(self, holder: Element, xml: str) -> int:
        holder.append(self._parsed(xml))
        holder.set("count", str(len(holder)))
        self.changed = True
        return len(holder) - 1

    def _parsed(self, xml: str) -> Element:
        return etree.fromstring(f'<x xmlns="{_NAMESPACE}">{xml}</x>')[0]

    def _holder(self, name: str) -> Element:
        found = self.root.find(f"{MAIN}{name}")
        if found is not None:
            return found
        made = etree.Element(f"{MAIN}{name}", count="0")
        if name == "numFmts":
            self.root.insert(0, made)
        else:
            last = [self.root.find(f"{MAIN}{n}") for n in ("cellStyles", "cellXfs")]
            anchor = next(e for e in last if e is not None)
            anchor.addnext(made)
        self.changed = True
        return made

    def _format(self, code: str) -> int:
        if not code:
            return 0
        for number, text in BUILT_IN.items():
            if text == code and number < 41:
                return number
        holder = self._holder("numFmts")
        used = {int(f.get("numFmtId")): f.get("formatCode") for f in holder}
        for number, text in used.items():
            if text == code:
                return number
        number = max([163, *used]) + 1
        holder.append(etree.Element(f"{MAIN}numFmt", numFmtId=str(number), formatCode=code))
        holder.set("count", str(len(holder)))
        return number


def _font(look: Look) -> tuple[float, bool, bool, str]:
    return look.size, look.bold, look.italic, look.color
