"""Placeholders: their type and index, and the one of a layout or master that a slide's follows."""
# pyright: basic, reportAttributeAccessIssue=false
# lxml ships no types.

from docsmith.documents.ooxml.reading import Element
from docsmith.documents.slides.xml.names import P

_P = f"{{{P}}}"
TITLES = ("title", "ctrTitle")
BODY_LIKE = ("body", "subTitle", "obj", "tbl", "chart", "pic", "dgm", "media", "clipArt")


def find_holder(root: Element, kind: str, index: int | None) -> Element | None:
    """The placeholder of a layout or master with that index, else the first of that type."""
    holders = [
        (shape, holder_of(ph))
        for shape in root.iterfind(f"{_P}cSld/{_P}spTree/*")
        if (ph := shape.find(f".//{_P}nvPr/{_P}ph")) is not None
    ]
    if index is not None:
        for shape, (_, at) in holders:
            if at == index:
                return shape
    titles = kind in TITLES
    for shape, (sort, _) in holders:
        if sort == kind or (titles and sort in TITLES):
            return shape
    return None


def holder_of(element: Element | None) -> tuple[str | None, int | None]:
    """Type and index of a placeholder; a missing type means `obj`."""
    if element is None:
        return None, None
    index = element.get("idx")
    return element.get("type", "obj"), int(index) if index and index.isdigit() else None
