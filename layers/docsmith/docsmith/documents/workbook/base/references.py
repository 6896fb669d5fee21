"""References in parts that are carried over: charts, rules and links of an uploaded workbook.

When rows of a sheet moved or a sheet got another name, the formulas in those parts follow.
"""

# pyright: basic, reportAttributeAccessIssue=false
# lxml ships no types.

from collections.abc import Callable

from lxml import etree

from docsmith.documents.ooxml.reading import Element
from docsmith.documents.workbook.base.facts import BaseFile
from docsmith.documents.workbook.cells import quoted_sheet, split_place
from docsmith.documents.workbook.formulas.moving import moved, renamed

_RULES = {"formula", "formula1", "formula2"}
_SHEET_F = "{http://schemas.microsoft.com/office/excel/2006/main}f"
_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}f"


def rewrite_parts(base: BaseFile, written: dict[str, bytes]) -> None:
    """Rewrite every part of the file that names a moved place. `written` holds the parts changed
    so far.
    """
    change = _change(base)
    if change is None:
        return
    homes = {facts.part: facts.name for facts in base.sheets.values()}
    for name in base.package.names:
        charts = name.startswith("xl/charts/") and name.endswith(".xml")
        if not charts and name not in homes:
            continue
        content = written.get(name) or base.package.read(name)
        root = etree.fromstring(content)
        if _rewrite(root, charts, homes.get(name, ""), change, base):
            written[name] = etree.tostring(
                root, xml_declaration=True, encoding="UTF-8", standalone=True
            )


def _change(base: BaseFile) -> Callable[[str, str], str] | None:
    if not base.shifts and not base.renamed:
        return None

    def change(formula: str, home: str) -> str:
        for shift in base.shifts:
            formula = moved(formula, home, shift) or formula
        for old, new in base.renamed:
            formula = renamed(formula, old, new)
        return formula

    return change


def _rewrite(
    root: Element, charts: bool, home: str, change: Callable[[str, str], str], base: BaseFile
) -> bool:
    hit = False
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        local = element.tag.rpartition("}")[2]
        wanted = element.tag == _CHART if charts else local in _RULES or element.tag == _SHEET_F
        if wanted and element.text:
            text = change(element.text, home)
            hit, element.text = hit or text != element.text, text
        elif local == "hyperlink" and element.get("location"):
            hit = _relink(element, base) or hit
    return hit


def _relink(element: Element, base: BaseFile) -> bool:
    """An internal link follows the name of its sheet."""
    location = element.get("location")
    if "!" not in location:
        return False
    sheet, area = split_place(location)
    for old, new in base.renamed:
        if sheet == old:
            element.set("location", f"{quoted_sheet(new)}!{area}")
            return True
    return False
