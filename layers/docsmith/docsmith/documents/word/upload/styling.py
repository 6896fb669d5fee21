"""What `setup` changes of an uploaded document: its properties, its main colour, its font, its
paper.
"""
# pyright: basic

import re

from docsmith.documents.errors import OperationRefused
from docsmith.documents.ooxml.reading import parse_xml
from docsmith.documents.operations.word import Setup
from docsmith.documents.word.upload.names import Element, made_before, value, w
from docsmith.documents.word.upload.original import Original
from docsmith.documents.word.upload.sections import all_sections, resize

_CORE = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_DC = "http://purl.org/dc/elements/1.1/"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_RELATIONSHIP = f"{{{_PACKAGE}}}Relationship"
_TO_PROPERTIES = {
    "Id": "docsmithProperties",
    "Type": f"{_PACKAGE}/metadata/core-properties",
    "Target": "docProps/core.xml",
}
_NO_PROPERTIES = f'<cp:coreProperties xmlns:cp="{_CORE}" xmlns:dc="{_DC}"/>'
_PROPERTIES = {
    "title": f"{{{_DC}}}title",
    "subject": f"{{{_DC}}}subject",
    "author": f"{{{_DC}}}creator",
    "keywords": f"{{{_CORE}}}keywords",
}
_COLORED = re.compile(r"title$|heading \d$")
_OWN = {
    "design": "an uploaded document keeps its own design",
    "numbered_headings": "an uploaded document keeps the numbers of its own headings",
}
_AFTER_COLOR = (
    "spacing", "w", "kern", "position", "sz", "szCs", "highlight", "u", "effect", "bdr", "shd",
    "fitText", "vertAlign", "rtl", "cs", "em", "lang",
)  # fmt: skip
_THEMED = ("asciiTheme", "hAnsiTheme", "cstheme")


def refuse_own(op: Setup) -> None:
    """Refuse what is the document's own."""
    for name, reason in _OWN.items():
        if getattr(op, name) is not None:
            hint = "color, font and paper can be set" if name == "design" else "do it in Word"
            raise OperationRefused(name, reason, hint=hint)


def styled(original: Original, setup: Setup) -> None:
    """Apply what was set to the parts of the document."""
    _tell(original, setup)
    root = original.part_tree("styles")
    if root is not None and (setup.color or setup.font):
        for style in root.findall(w("style")):
            name = value(style.find(w("name"))).lower()
            if setup.color and _COLORED.match(name):
                _color(style, setup.color.lstrip("#").upper())
            if setup.font and (name == "normal" or _COLORED.match(name)):
                _font(style, setup.font, always=name == "normal")
        original.dirty.add(original.related("styles"))
    if setup.paper:
        for section in all_sections(original.root):
            resize(section, setup.paper)
        original.dirty.add(original.part)


def _tell(original: Original, setup: Setup) -> None:
    """The properties of the file; made where it has none of that name."""
    told = {name: getattr(setup, name) for name in _PROPERTIES if getattr(setup, name)}
    if not told:
        return
    part = original.package.related("", "core-properties") or ""
    if part not in original.package.infos:
        part = "docProps/core.xml"
        original.trees[part] = parse_xml(_NO_PROPERTIES.encode(), part)
        relations = original.tree("_rels/.rels")
        relations.append(relations.makeelement(_RELATIONSHIP, _TO_PROPERTIES))
        original.dirty.add("_rels/.rels")
    root = original.tree(part)
    for name, given in told.items():
        found = root.find(_PROPERTIES[name])
        if found is None:
            found = root.makeelement(_PROPERTIES[name], {})
            root.append(found)
        found.text = given if isinstance(given, str) else ", ".join(given)
    original.dirty.add(part)


def _color(style: Element, color: str) -> None:
    found = _of_run(style, "color", _AFTER_COLOR)
    found.attrib.clear()
    found.set(w("val"), color)


def _font(style: Element, font: str, *, always: bool) -> None:
    """Headings have it where they have a font of their own."""
    if not always and style.find(f"{w('rPr')}/{w('rFonts')}") is None:
        return
    found = _of_run(style, "rFonts", None)
    for name in _THEMED:
        found.attrib.pop(w(name), None)
    for name in ("ascii", "hAnsi", "cs"):
        found.set(w(name), font)


def _of_run(style: Element, name: str, later: tuple[str, ...] | None) -> Element:
    """A property of the style's text: made at its place, first where `later` is None."""
    looks = style.find(w("rPr"))
    if looks is None:
        looks = made_before(style, "rPr", ("tblPr", "tblStylePr"))
    found = looks.find(w(name))
    if found is not None:
        return found
    if later is not None:
        return made_before(looks, name, later)
    found = looks.makeelement(w(name), {})
    looks.insert(0, found)
    return found
