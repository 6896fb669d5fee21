"""What was asked of an uploaded deck as a whole: title, colour, font, footer, page numbers."""
# pyright: basic, reportAttributeAccessIssue=false, reportOptionalMemberAccess=false
# lxml ships no types.

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from lxml import etree

from docsmith.documents.errors import OperationRefused
from docsmith.documents.ooxml.reading import Element
from docsmith.documents.ooxml.text import attribute, escaped
from docsmith.documents.slides.base.uploaded import Uploaded
from docsmith.documents.slides.base.writing_text import set_paragraphs
from docsmith.documents.slides.parts import Parts
from docsmith.documents.slides.xml.names import ROOT, A, P

_A, _P = f"{{{A}}}", f"{{{P}}}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_NUMBER = (
    '<a:fld id="{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}" type="slidenum"><a:t>‹#›</a:t></a:fld>'
)
_THEIRS = ("title", "primary_color", "font", "footer", "page_numbers", "language")
_WHY = {
    "ratio": "every slide would have to be laid out anew",
    "mode": "colours that its slides set themselves would be lost on another ground",
}


def must_be_theirs(uploaded: Uploaded, given: Mapping[str, Any]) -> None:
    """Raises `OperationRefused` for what an uploaded deck cannot be given."""
    for name, why in _WHY.items():
        if name in given:
            raise OperationRefused(name, f"an uploaded deck keeps its {name}: {why}", _THEIRS)
    for name, kind in (("footer", "ftr"), ("page_numbers", "sldNum")):
        if given.get(name) and not _has_place(uploaded, kind):
            raise OperationRefused(name, "none of the deck's layouts has a place for it")


def edit_deck(
    parts: Parts, uploaded: Uploaded, slides: Sequence[str], asked: Mapping[str, Any]
) -> None:
    """Do what was asked to the parts."""
    if "title" in asked:
        _set_title(parts, asked["title"])
    for theme in _themes(parts, uploaded) if asked.keys() & {"primary_color", "font"} else ():
        if "primary_color" in asked:
            _set_accent(parts.xml(theme), asked["primary_color"].lstrip("#").upper())
        if "font" in asked:
            for name in ("majorFont", "minorFont"):
                latin = parts.xml(theme).find(f".//{_A}{name}/{_A}latin")
                latin.set("typeface", asked["font"])
    for name, kind in (("footer", "ftr"), ("page_numbers", "sldNum")):
        for slide in slides if name in asked else ():
            _set_foot(parts, slide, kind, asked[name])


def _set_title(parts: Parts, title: str) -> None:
    core = parts.related("", "core-properties")
    if core is None or core not in parts.contents:
        return
    root = parts.xml(core)
    found = root.find(f"{_DC}title")
    if found is None:
        found = etree.SubElement(root, f"{_DC}title")
    found.text = title


def _themes(parts: Parts, uploaded: Uploaded) -> Iterator[str]:
    """The themes of the masters, each once."""
    masters = [r.target for r in parts.relations(uploaded.main) if r.kind.endswith("/slideMaster")]
    found = (parts.related(master, "theme") for master in masters)
    yield from dict.fromkeys(theme for theme in found if theme in parts.contents)


def _set_accent(theme: Element, color: str) -> None:
    slot = theme.find(f".//{_A}clrScheme/{_A}accent1")
    for child in list(slot):
        slot.remove(child)
    etree.SubElement(slot, f"{_A}srgbClr", {"val": color})


def _has_place(uploaded: Uploaded, kind: str) -> bool:
    parts = uploaded.parts()
    return any(_holder(parts.look(one.part), kind) is not None for one in uploaded.layouts)


def _holder(root: Element, kind: str) -> Element | None:
    """The shape that is a placeholder of that type."""
    for shape in root.iterfind(f"{_P}cSld/{_P}spTree/{_P}sp"):
        holder = shape.find(f"{_P}nvSpPr/{_P}nvPr/{_P}ph")
        if holder is not None and holder.get("type") == kind:
            return shape
    return None


def _set_foot(parts: Parts, slide: str, kind: str, value: str | bool) -> None:
    """Footer or number on a slide whose layout has a place for it; nothing where it is not
    wanted.
    """
    shape = _holder(parts.look(slide), kind)
    if not value:
        if shape is not None:
            shape = _holder(parts.xml(slide), kind)
            shape.getparent().remove(shape)
        return
    if shape is not None:
        if kind == "ftr":
            set_paragraphs(_holder(parts.xml(slide), kind).find(f"{_P}txBody"), (str(value),))
        return
    layout = parts.related(slide, "slideLayout")
    model = _holder(parts.look(layout), kind) if layout else None
    if model is not None:
        tree = parts.xml(slide).find(f"{_P}cSld/{_P}spTree")
        tree.append(_foot(model, tree, str(value) if kind == "ftr" else None))


def _foot(model: Element, tree: Element, text: str | None) -> Element:
    """A placeholder like the layout's; without a text it shows the slide's number."""
    holder = etree.tostring(model.find(f"{_P}nvSpPr/{_P}nvPr/{_P}ph")).decode()
    name = model.find(f"{_P}nvSpPr/{_P}cNvPr").get("name", "")
    ids = [int(e.get("id", "0")) for e in tree.iter(f"{_P}cNvPr")]
    run = _NUMBER if text is None else f"<a:r><a:t>{escaped(text)}</a:t></a:r>"
    return etree.fromstring(
        f'<p:sp {ROOT}><p:nvSpPr><p:cNvPr id="{max(ids, default=1) + 1}" '
        f'name="{attribute(name)}"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>'
        f"<p:nvPr>{holder}</p:nvPr></p:nvSpPr><p:spPr/>"
        f"<p:txBody><a:bodyPr/><a:lstStyle/><a:p>{run}</a:p></p:txBody></p:sp>"
    )
