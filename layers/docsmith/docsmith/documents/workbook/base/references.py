"""References in parts that are carried over: charts, drawings, tables, rules, links.

When rows of a sheet moved or a sheet got another name, the formulas in those parts follow.
"""

# pyright: basic, reportAttributeAccessIssue=false
# lxml ships no types.

from collections.abc import Iterator

from docsmith.documents.ooxml.reading import Element, Package, parse_xml
from docsmith.documents.workbook.base.facts import BaseFile
from docsmith.documents.workbook.base.following import followed
from docsmith.documents.workbook.base.row_bytes import joined, split
from docsmith.documents.workbook.base.work import as_bytes
from docsmith.documents.workbook.formulas.moving import Shift, moved

_RULES = {"formula", "formula1", "formula2", "calculatedColumnFormula", "totalsRowFormula"}
_F = {
    "{http://schemas.microsoft.com/office/excel/2006/main}f",
    "{http://schemas.openxmlformats.org/drawingml/2006/chart}f",
    "{http://schemas.microsoft.com/office/drawing/2014/chartex}f",
}
_LINKS = {"hyperlink": "location", "sp": "textlink", "pic": "textlink"}


def rewrite_parts(base: BaseFile, written: dict[str, bytes]) -> None:
    """Rewrite every part of the file that names a moved place. `written` holds the parts changed
    so far; sheets among them have followed already.
    """
    if not base.moves:
        return
    for name in _objects(base.package):
        root = _root(base.package, name, written)
        if follow_references(root, "", base):
            written[name] = as_bytes(root)
    for facts in base.sheets.values():
        if facts.part not in written:
            _rewrite_sheet(base, facts.part, facts.name, written)


def _objects(package: Package) -> Iterator[str]:
    folders = ("xl/charts/", "xl/drawings/", "xl/tables/")
    return (n for n in package.names if n.startswith(folders) and n.endswith(".xml"))


def _root(package: Package, name: str, written: dict[str, bytes]) -> Element:
    return parse_xml(written[name], name) if name in written else package.xml(name)


def _rewrite_sheet(base: BaseFile, part: str, home: str, written: dict[str, bytes]) -> None:
    """A sheet whose cells are as they were: its rules and links may name others."""
    pieces = split(base.package.read(part))
    root = pieces.frame(part) if pieces is not None else base.package.xml(part)
    if follow_references(root, home, base):
        written[part] = joined(as_bytes(root), pieces.rows) if pieces else as_bytes(root)


def follow_references(root: Element, home: str, base: BaseFile) -> bool:
    """Formulas and links of a part after all that moved; says whether any changed."""
    hit = False
    for element, key, text in references_of(root):
        now = followed(text, home, base.moves) or text
        if now == text:
            continue
        hit = True
        if key is None:
            element.text = now
        else:
            element.set(key, now)
    return hit


def references_of(root: Element) -> Iterator[tuple[Element, str | None, str]]:
    """Every formula and link outside of cells: the element, its attribute or None, the text."""
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        local = element.tag.rpartition("}")[2]
        if (local in _RULES or element.tag in _F) and element.text:
            yield element, None, element.text
        elif local in _LINKS and element.get(_LINKS[local]):
            yield element, _LINKS[local], element.get(_LINKS[local])


def parts_with_references(base: BaseFile) -> Iterator[tuple[str, str, Element]]:
    """Every part of the file that may name cells: its name, the sheet it is, its root without
    cells.
    """
    for name in _objects(base.package):
        yield name, "", base.package.xml(name)
    for facts in base.sheets.values():
        pieces = split(base.package.read(facts.part))
        root = pieces.frame(facts.part) if pieces is not None else base.package.xml(facts.part)
        yield facts.part, facts.name, root


def lost_references(base: BaseFile, shift: Shift) -> list[str]:
    """Parts of the file whose charts or rules a deletion would leave pointing at nothing."""
    return [
        part
        for part, home, root in parts_with_references(base)
        if home != shift.sheet and _loses(root, home, base, shift)
    ]


def _loses(root: Element, home: str, base: BaseFile, shift: Shift) -> bool:
    return any(
        (now := followed(text, home, base.moves)) is not None and moved(now, home, shift) is None
        for _, key, text in references_of(root)
        if key is None
    )
