"""The looks of an uploaded workbook: `xl/styles.xml` read into `Look`s that remember where they
came from.
"""

# pyright: basic
# lxml ships no types.

from docsmith.documents.ooxml.reading import Element
from docsmith.documents.ooxml.sheets import MAIN
from docsmith.documents.workbook.styles import Look

BUILT_IN = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00",
    12: "# ?/?", 13: "# ??/??", 14: "mm-dd-yy", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy",
    18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "m/d/yy h:mm",
    37: "#,##0_);(#,##0)", 38: "#,##0_);[Red](#,##0)", 39: "#,##0.00_);(#,##0.00)",
    40: "#,##0.00_);[Red](#,##0.00)", 41: "#,##0", 42: "#,##0", 43: "#,##0.00", 44: "#,##0.00",
    45: "mm:ss", 46: "[h]:mm:ss", 47: "mmss.0", 48: "##0.0E+0", 49: "@",
}  # fmt: skip


def looks_of(root: Element) -> list[Look]:
    """One look for each cell format, in the order of the file."""
    codes = {int(f.get("numFmtId", 0)): f.get("formatCode", "") for f in root.iter(f"{MAIN}numFmt")}
    fonts = _children(root, "fonts")
    fills = _children(root, "fills")
    borders = _children(root, "borders")
    return [
        _look(i, xf, fonts, fills, borders, BUILT_IN | codes)
        for i, xf in enumerate(_children(root, "cellXfs"))
    ]


def _children(root: Element, name: str) -> list[Element]:
    found = root.find(f"{MAIN}{name}")
    return [] if found is None else [c for c in found if isinstance(c.tag, str)]


def _look(
    index: int,
    xf: Element,
    fonts: list[Element],
    fills: list[Element],
    borders: list[Element],
    codes: dict[int, str],
) -> Look:
    font = _at(fonts, xf.get("fontId"))
    alignment = xf.find(f"{MAIN}alignment")
    flags = alignment.attrib if alignment is not None else {}
    border = _at(borders, xf.get("borderId"))
    return Look(
        style="",
        size=_size(font),
        bold=_flag(font, "b"),
        italic=_flag(font, "i"),
        color=_color(font.find(f"{MAIN}color") if font is not None else None),
        fill=_fill(_at(fills, xf.get("fillId"))),
        format=codes.get(int(xf.get("numFmtId", 0)), ""),
        align=flags.get("horizontal", "")
        if flags.get("horizontal") in {"left", "center", "right"}
        else "",
        wrap=flags.get("wrapText") in {"1", "true"},
        top=_side(border, "top"),
        bottom=_side(border, "bottom"),
        origin=index,
    )


def _at(elements: list[Element], index: str | None) -> Element | None:
    at = int(index) if index and index.isdigit() else 0
    return elements[at] if at < len(elements) else None


def _size(font: Element | None) -> float:
    size = font.find(f"{MAIN}sz") if font is not None else None
    return float(size.get("val", 11)) if size is not None else 11.0


def _flag(font: Element | None, name: str) -> bool:
    found = font.find(f"{MAIN}{name}") if font is not None else None
    return found is not None and found.get("val", "1") not in {"0", "false"}


def _color(element: Element | None) -> str:
    rgb = element.get("rgb", "") if element is not None else ""
    return rgb[-6:].upper() if len(rgb) in {6, 8} else ""


def _fill(fill: Element | None) -> str:
    pattern = fill.find(f"{MAIN}patternFill") if fill is not None else None
    if pattern is None or pattern.get("patternType") != "solid":
        return ""
    return _color(pattern.find(f"{MAIN}fgColor"))


def _side(border: Element | None, name: str) -> str:
    side = border.find(f"{MAIN}{name}") if border is not None else None
    return side.get("style", "") if side is not None else ""
