"""New slides in an uploaded deck: on a layout of its own, or our content on its plain layout."""
# pyright: basic, reportAttributeAccessIssue=false
# lxml ships no types.

from collections.abc import Mapping

from docsmith.documents.errors import OperationRefused
from docsmith.documents.ooxml.text import attribute, escaped
from docsmith.documents.slides.base.picture_edits import add_picture
from docsmith.documents.slides.base.uploaded import LayoutFacts, Uploaded
from docsmith.documents.slides.deck import Deck, FromLayout, Slide
from docsmith.documents.slides.elements import Holder
from docsmith.documents.slides.layouts import draw
from docsmith.documents.slides.parts import Parts
from docsmith.documents.slides.placing import place_slide
from docsmith.documents.slides.template.spec import HolderSpec, LayoutSpec
from docsmith.documents.slides.xml.drawing import TextLook
from docsmith.documents.slides.xml.names import ROOT, XML
from docsmith.documents.slides.xml.slide_xml import TREE, Foot


def add_layout_slide(parts: Parts, deck: Deck, custom: FromLayout) -> str:
    """Texts in the placeholders of one of their layouts; those without a text are left out."""
    uploaded = _of(deck)
    layout = uploaded.layout(custom.layout)
    assert layout is not None, "the operation was refused otherwise"
    name = _on_layout(parts, layout, custom.slots, deck.settings.language)
    for i, (slot, image) in enumerate(custom.images.items(), len(custom.slots) + 2):
        add_picture(parts, name, layout.holder(slot), image, deck.inputs, i)
    return name


def add_content_slide(parts: Parts, deck: Deck, position: int, slide: Slide) -> str:
    """Our content on their layout: title and section slides fill their placeholders, others are
    drawn.
    """
    uploaded, content = _of(deck), slide.content
    assert content is not None
    page = deck.page(position)
    if content.layout in ("title", "section"):
        kinds = ("title",) if content.layout == "title" else ("secHead", "title")
        layout = uploaded.of_type(*kinds)
        if layout is not None and layout.holder("title"):
            under = "subTitle" if layout.holder("subTitle") else "body"
            slots: dict[str, str | tuple[str, ...]] = {"title": content.title}
            if content.subtitle and layout.holder(under):
                slots[under] = content.subtitle
            return _on_layout(parts, layout, slots, deck.settings.language)
    layout = uploaded.plain
    specs = _Specs(_spec(layout, uploaded))
    return place_slide(parts, draw(content, page), page, Foot(), specs, layout.part)


class _Specs(dict[str, LayoutSpec]):
    """Whatever our layout is called, theirs is this one."""

    def __init__(self, spec: LayoutSpec) -> None:
        super().__init__()
        self.spec = spec

    def __missing__(self, name: str) -> LayoutSpec:
        return self.spec


def _spec(layout: LayoutFacts, uploaded: Uploaded) -> LayoutSpec:
    title = layout.holder("title")
    if title is None or title.rect is None:
        return LayoutSpec(layout.name, layout.type, ())
    inherited = "ink" if uploaded.title_reads else "unreadable"
    look = TextLook(uploaded.title_size, inherited, "major", uploaded.title_bold, 1.0)
    holder = HolderSpec(Holder("title"), title.name, title.rect, look, "")
    return LayoutSpec(layout.name, layout.type, (holder,))


def _on_layout(
    parts: Parts,
    layout: LayoutFacts,
    slots: Mapping[str, str | tuple[str, ...]],
    language: str,
) -> str:
    name = parts.free("ppt/slides", "slide", "xml")
    shapes = "".join(
        _filled(layout, slot, value, i, language)
        for i, (slot, value) in enumerate(slots.items(), 2)
    )
    parts.add(
        name,
        f"{XML}<p:sld {ROOT}><p:cSld><p:spTree>{TREE}{shapes}</p:spTree></p:cSld>"
        "<p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sld>",
        "slide",
    )
    parts.relate(name, "slideLayout", layout.part)
    return name


def _filled(
    layout: LayoutFacts, slot: str, value: str | tuple[str, ...], shape_id: int, language: str
) -> str:
    holder = layout.holder(slot)
    if holder is None:
        raise OperationRefused(f"slots.{slot}", f"'{layout.name}' has no placeholder '{slot}'")
    kind = f' type="{holder.holder}"' if holder.holder != "obj" else ""
    index = f' idx="{holder.index}"' if holder.index is not None else ""
    texts = value.split("\n") if isinstance(value, str) else value
    lang = "de-DE" if language == "de" else "en-US"
    look = f'<a:rPr lang="{lang}"/>'
    written = "".join(f"<a:p><a:r>{look}<a:t>{escaped(t)}</a:t></a:r></a:p>" for t in texts)
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{shape_id}" name="{attribute(holder.name)}"/>'
        f'<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph{kind}{index}/></p:nvPr>'
        f"</p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/><a:lstStyle/>{written}</p:txBody></p:sp>"
    )


def _of(deck: Deck) -> Uploaded:
    assert deck.uploaded is not None
    return deck.uploaded
