"""Images on slides that somebody made: another one in the same frame, one in a placeholder."""
# pyright: basic, reportAttributeAccessIssue=false
# lxml ships no types.

from collections.abc import Mapping

from lxml import etree

from docsmith.documents.errors import OperationRefused
from docsmith.documents.model import Input
from docsmith.documents.ooxml.reading import Element
from docsmith.documents.ooxml.text import attribute
from docsmith.documents.operations.slides_content import ImageSlot
from docsmith.documents.slides.grid import Rect
from docsmith.documents.slides.page import crop_of, image_facts
from docsmith.documents.slides.parts import Parts
from docsmith.documents.slides.placing import add_image
from docsmith.documents.slides.views import ShapeView
from docsmith.documents.slides.xml.names import ROOT, A, P, R

_A, _P, _R = f"{{{A}}}", f"{{{P}}}", f"{{{R}}}"


def set_picture(
    parts: Parts,
    part: str,
    shape: Element,
    view: ShapeView,
    image: ImageSlot,
    inputs: Mapping[str, Input],
) -> None:
    """Another image in the frame of a picture or of an empty placeholder. Raises
    `OperationRefused` when there is no such image, or the shape is neither.
    """
    if view.rect is None:
        raise OperationRefused("shape", f"nothing says where '{view.name}' stands")
    crop = _crop(image, view.rect, inputs)
    blip = shape.find(f"{_P}blipFill/{_A}blip")
    if blip is None:
        _must_be_empty(shape, view)
        relation = parts.relate(part, "image", add_image(parts, inputs[image.slot]))
        holder = etree.tostring(shape.find(f".//{_P}nvPr")).decode()
        made = _picture(view.id, view.name, image.alt, holder, relation, crop, view.rect)
        shape.getparent().replace(shape, made)
        return
    if blip.find(f"{_A}extLst") is not None:
        blip.remove(blip.find(f"{_A}extLst"))  # a vector twin, which would be shown instead
    blip.set(f"{_R}embed", parts.relate(part, "image", add_image(parts, inputs[image.slot])))
    old = shape.find(f"{_P}blipFill/{_A}srcRect")
    if old is not None:
        old.getparent().remove(old)
    blip.addnext(etree.fromstring(f'<a:srcRect xmlns:a="{A}"{_sides(crop)}/>'))
    shape.find(f".//{_P}cNvPr").set("descr", image.alt)


def add_picture(
    parts: Parts,
    part: str,
    holder: ShapeView | None,
    image: ImageSlot,
    inputs: Mapping[str, Input],
    shape_id: int,
) -> None:
    """An image in a placeholder of the slide's layout."""
    if holder is None or holder.rect is None:
        raise OperationRefused("images", "the layout has no such placeholder")
    crop = _crop(image, holder.rect, inputs)
    kind = f' type="{holder.holder}"' if holder.holder != "obj" else ""
    index = f' idx="{holder.index}"' if holder.index is not None else ""
    relation = parts.relate(part, "image", add_image(parts, inputs[image.slot]))
    told = f'<p:nvPr xmlns:p="{P}"><p:ph{kind}{index}/></p:nvPr>'
    made = _picture(shape_id, holder.name, image.alt, told, relation, crop, holder.rect)
    parts.xml(part).find(f"{_P}cSld/{_P}spTree").append(made)


def _crop(image: ImageSlot, frame: Rect, inputs: Mapping[str, Input]) -> tuple[float, ...]:
    given = inputs.get(image.slot)
    facts = image_facts(given.content) if given and given.kind == "image" else None
    if facts is None:
        slots = tuple(s for s, i in inputs.items() if i.kind == "image")
        raise OperationRefused("image.slot", f"there is no image '{image.slot}'", slots)
    return crop_of((facts[1], facts[2]), frame, image.focus)


def _must_be_empty(shape: Element, view: ShapeView) -> None:
    if shape.tag != f"{_P}sp" or view.holder not in ("pic", "obj", "clipArt") or view.text:
        raise OperationRefused(
            "shape", f"'{view.name}' is neither a picture nor an empty placeholder for one"
        )


def _picture(
    shape_id: int,
    name: str,
    alt: str,
    holder: str,
    relation: str,
    crop: tuple[float, ...],
    rect: Rect,
) -> Element:
    return etree.fromstring(
        f'<p:pic {ROOT}><p:nvPicPr><p:cNvPr id="{shape_id}" name="{attribute(name)}" '
        f'descr="{attribute(alt)}"/><p:cNvPicPr><a:picLocks noGrp="1" noChangeAspect="1"/>'
        f'</p:cNvPicPr>{holder}</p:nvPicPr><p:blipFill><a:blip r:embed="{relation}"/>'
        f"<a:srcRect{_sides(crop)}/><a:stretch><a:fillRect/></a:stretch></p:blipFill>"
        "<p:spPr/></p:pic>"
    )


def _sides(crop: tuple[float, ...]) -> str:
    sides = zip("ltrb", crop, strict=True)
    return "".join(f' {side}="{round(cut * 100_000)}"' for side, cut in sides if cut)
