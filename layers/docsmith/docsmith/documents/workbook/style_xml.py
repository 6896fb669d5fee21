"""`xl/styles.xml`: looks become indices into one table, each used look once, in the order of first
use.
"""

# ruff: noqa: E501 - XML in one line reads better than cut in two

from typing import Protocol, TypeVar

from docsmith.documents.ooxml.text import attribute
from docsmith.documents.workbook.styles import Look, Palette

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_FIRST_CUSTOM_FORMAT = 164
_Key = TypeVar("_Key")
_BUILT_IN = {
    "General": 0,
    "0": 1,
    "0.00": 2,
    "#,##0": 3,
    "#,##0.00": 4,
    "0%": 9,
    "0.00%": 10,
    "@": 49,
}


class StyleTable:
    """Collects looks while sheets are written; `xml` closes it."""

    def __init__(self, palette: Palette) -> None:
        self._palette = palette
        self._fonts: dict[tuple[float, bool, bool, str], int] = {}
        self._fills: dict[str, int] = {"": 0, "gray125": 1}
        self._borders: dict[tuple[str, str, str], int] = {("", "", ""): 0}
        self._formats: dict[str, int] = {}
        self._looks: dict[Look, int] = {}
        self._named: dict[str, int] = {}
        self._xfs: list[str] = []
        self.differential: list[str] = []
        self.index(Look())

    def index(self, look: Look) -> int:
        """The number a cell's `s` attribute takes."""
        found = self._looks.get(look)
        if found is None:
            found = self._looks[look] = len(self._xfs)
            self._xfs.append(self._xf(look))
        return found

    def differential_index(self, xml: str) -> int:
        """The number of a differential format, as conditional formats use them."""
        if xml not in self.differential:
            self.differential.append(xml)
        return self.differential.index(xml)

    def _xf(self, look: Look) -> str:
        font = self._number(self._fonts, (look.size, look.bold, look.italic, look.color))
        fill = self._number(self._fills, look.fill)
        border = self._number(self._borders, (look.top, look.bottom, look.edge))
        code = self._format(look.format)
        flags = f'numFmtId="{code}" fontId="{font}" fillId="{fill}" borderId="{border}" xfId="0"'
        if code:
            flags += ' applyNumberFormat="1"'
        if font:
            flags += ' applyFont="1"'
        if fill:
            flags += ' applyFill="1"'
        if border:
            flags += ' applyBorder="1"'
        if look.quoted:
            flags += ' quotePrefix="1"'
        alignment = alignment_xml(look)
        if not alignment:
            return f"<xf {flags}/>"
        return f'<xf {flags} applyAlignment="1">{alignment}</xf>'

    @staticmethod
    def _number(table: dict[_Key, int], key: _Key) -> int:
        return table.setdefault(key, len(table))

    def _format(self, code: str) -> int:
        if not code:
            return 0
        if code in _BUILT_IN:
            return _BUILT_IN[code]
        return self._formats.setdefault(code, _FIRST_CUSTOM_FORMAT + len(self._formats))

    def xml(self) -> str:
        """The whole part."""
        formats = "".join(
            f'<numFmt numFmtId="{i}" formatCode="{attribute(c)}"/>'
            for c, i in self._formats.items()
        )
        fonts = "".join(font_xml(*key, self._palette.font) for key in self._fonts)
        fills = "".join(fill_xml(f) for f in self._fills)
        borders = "".join(border_xml(*key) for key in self._borders)
        head = (
            f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<styleSheet xmlns="{MAIN}">'
        )
        if formats:
            head += f'<numFmts count="{len(self._formats)}">{formats}</numFmts>'
        return (
            f'{head}<fonts count="{len(self._fonts)}">{fonts}</fonts>'
            f'<fills count="{len(self._fills)}">{fills}</fills>'
            f'<borders count="{len(self._borders)}">{borders}</borders>'
            '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
            f'<cellXfs count="{len(self._xfs)}">{"".join(self._xfs)}</cellXfs>'
            '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
            f'<dxfs count="{len(self.differential)}">{"".join(self.differential)}</dxfs>'
            '<tableStyles count="0" defaultTableStyle="TableStyleMedium2" '
            'defaultPivotStyle="PivotStyleLight16"/></styleSheet>'
        )


class Styles(Protocol):
    """Where sheets take the numbers of looks from: a new table, or the styles of an uploaded file."""

    def index(self, look: Look) -> int: ...

    def differential_index(self, xml: str) -> int: ...


def font_xml(size: float, bold: bool, italic: bool, color: str, font: str) -> str:
    """A `font` element."""
    inner = ("<b/>" if bold else "") + ("<i/>" if italic else "")
    paint = f'<color rgb="FF{color}"/>' if color else '<color theme="1"/>'
    name = attribute(font)
    return f'<font>{inner}<sz val="{size:g}"/>{paint}<name val="{name}"/><family val="2"/></font>'


def fill_xml(color: str) -> str:
    if not color or color == "gray125":
        return f'<fill><patternFill patternType="{color or "none"}"/></fill>'
    return (
        f'<fill><patternFill patternType="solid"><fgColor rgb="FF{color}"/>'
        '<bgColor indexed="64"/></patternFill></fill>'
    )


def border_xml(top: str, bottom: str, color: str) -> str:
    def side(name: str, style: str) -> str:
        if not style:
            return f"<{name}/>"
        return f'<{name} style="{style}"><color rgb="FF{color or "000000"}"/></{name}>'

    return f"<border><left/><right/>{side('top', top)}{side('bottom', bottom)}<diagonal/></border>"


def alignment_xml(look: Look) -> str:
    parts = ""
    if look.align:
        parts += f' horizontal="{look.align}"'
    if look.vertical:
        parts += f' vertical="{look.vertical}"'
    if look.wrap:
        parts += ' wrapText="1"'
    if look.indent:
        parts += f' indent="{look.indent}"'
    return f"<alignment{parts}/>" if parts else ""
