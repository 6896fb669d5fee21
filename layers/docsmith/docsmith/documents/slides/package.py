"""A deck of our own as a package: theme, master, layouts, slides, notes, sections."""

import uuid
from collections.abc import Sequence

from docsmith.documents.model import Input
from docsmith.documents.ooxml.text import attribute, escaped
from docsmith.documents.slides.deck import Deck, Slide
from docsmith.documents.slides.grid import Grid, Rect
from docsmith.documents.slides.layouts import draw
from docsmith.documents.slides.page import image_facts
from docsmith.documents.slides.parts import Parts
from docsmith.documents.slides.placing import add_image, place_slide
from docsmith.documents.slides.template.master_xml import (
    LOGO_HEIGHT,
    default_text_style,
    layout_xml,
    master_xml,
)
from docsmith.documents.slides.template.specs import layouts_of
from docsmith.documents.slides.template.theme_xml import theme_xml
from docsmith.documents.slides.theme import Theme
from docsmith.documents.slides.xml.drawing import emu
from docsmith.documents.slides.xml.names import P14, ROOT, XML
from docsmith.documents.slides.xml.notes_xml import add_notes
from docsmith.documents.slides.xml.slide_xml import Foot

PRESENTATION = "ppt/presentation.xml"
MASTER = "ppt/slideMasters/slideMaster1.xml"
FIRST_SLIDE_ID = 256
SECTIONS = "{521415D9-36F7-43E2-AB2F-B90AF26B5E84}"
_SPACE = uuid.UUID("5b1f6a2e-6d0c-5f3b-9a55-0d6a3f6f2c11")


def new_package(deck: Deck) -> Parts:
    """Every part of a deck that began empty. Raises `OperationRefused` when a text does not fit."""
    parts = Parts()
    grid, theme = deck.grid, deck.theme
    specs = layouts_of(grid)
    _fixed(parts, deck)
    layout_names = _template(parts, deck, theme, grid)
    names = [
        _slide(parts, deck, position, slide, specs, layout_names)
        for position, slide in enumerate(deck.slides)
    ]
    for name, slide in zip(names, deck.slides, strict=True):
        if slide.notes:
            add_notes(parts, PRESENTATION, name, slide.notes, theme_xml(theme))
    parts.add(PRESENTATION, _presentation(parts, deck, grid, names), "presentation")
    return parts


def _slide(
    parts: Parts,
    deck: Deck,
    position: int,
    slide: Slide,
    specs: object,
    layout_names: dict[str, str],
) -> str:
    page = deck.page(position)
    placed = draw(slide.content, page)
    number = position + 1 if deck.settings.page_numbers else None
    foot = Foot(deck.settings.footer or None, number)
    return place_slide(
        parts,
        placed,
        page,
        foot,
        dict(specs),  # type: ignore[call-overload]
        layout_names[placed.layout],
    )


def _fixed(parts: Parts, deck: Deck) -> None:
    """What stands in every package."""
    parts.relate("", "officeDocument", PRESENTATION)
    core = parts.add("docProps/core.xml", _core(deck), "core-properties")
    parts.relate("", "core-properties", core)
    app = parts.add(
        "docProps/app.xml",
        f'{XML}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/'
        'extended-properties"><Application>Docsmith</Application></Properties>',
        "extended-properties",
    )
    parts.relate("", "extended-properties", app)
    parts.relate(PRESENTATION, "slideMaster", MASTER)
    props = parts.add("ppt/presProps.xml", f"{XML}<p:presentationPr {ROOT}/>", "presProps")
    parts.relate(PRESENTATION, "presProps", props)
    view = parts.add("ppt/viewProps.xml", f"{XML}<p:viewPr {ROOT}/>", "viewProps")
    parts.relate(PRESENTATION, "viewProps", view)
    styles = parts.add(
        "ppt/tableStyles.xml",
        f'{XML}<a:tblStyleLst xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
        'def="{5C22544A-7EE6-4342-B048-85BDC9FD1C3A}"/>',
        "tableStyles",
    )
    parts.relate(PRESENTATION, "tableStyles", styles)


def _template(parts: Parts, deck: Deck, theme: Theme, grid: Grid) -> dict[str, str]:
    """Theme, master and layouts; answers the layouts' parts by name."""
    specs = list(layouts_of(grid).values())
    theme_part = parts.add("ppt/theme/theme1.xml", theme_xml(theme), "theme")
    parts.relate(PRESENTATION, "theme", theme_part)
    names: dict[str, str] = {}
    for i, spec in enumerate(specs, 1):
        names[spec.name] = f"ppt/slideLayouts/slideLayout{i}.xml"
        parts.relate(MASTER, "slideLayout", names[spec.name])
    parts.relate(MASTER, "theme", theme_part)
    logo = _logo(deck)
    image = add_image(parts, logo) if logo else None
    if image:
        parts.relate(MASTER, "image", image)
    small = _logo_place(logo, grid, small=True)
    parts.add(MASTER, master_xml(theme, grid, len(specs), small), "slideMaster")
    for spec in specs:
        name = names[spec.name]
        parts.relate(name, "slideMaster", MASTER)
        if image and spec.name == "Title":
            parts.relate(name, "image", image)
        large = _logo_place(logo, grid, small=False)
        parts.add(name, layout_xml(spec, theme, grid, large), "slideLayout")
    return names


def _logo(deck: Deck) -> Input | None:
    given = deck.inputs.get("logo")
    return given if given and given.kind == "image" and image_facts(given.content) else None


def _logo_place(logo: Input | None, grid: Grid, *, small: bool) -> Rect | None:
    """Bottom right beside the page number, or top left of the title slide."""
    facts = image_facts(logo.content) if logo else None
    if facts is None:
        return None
    shape = facts[1] / facts[2]
    if small:
        wide = min(LOGO_HEIGHT * shape, 110.0)
        return Rect(grid.number.x - wide - 6, 500, wide, wide / shape)
    wide = min(44.0 * shape, 220.0)
    return Rect(grid.body.x, 48, wide, wide / shape)


def _presentation(parts: Parts, deck: Deck, grid: Grid, names: Sequence[str]) -> str:
    ids = "".join(
        f'<p:sldId id="{FIRST_SLIDE_ID + i}" r:id="{parts.relate(PRESENTATION, "slide", name)}"/>'
        for i, name in enumerate(names)
    )
    master = parts.relate(PRESENTATION, "slideMaster", MASTER)
    notes = parts.related(PRESENTATION, "notesMaster")
    notes_list = ""
    if notes:
        relation = parts.relate(PRESENTATION, "notesMaster", notes)
        notes_list = (
            f'<p:notesMasterIdLst><p:notesMasterId r:id="{relation}"/></p:notesMasterIdLst>'
        )
    size = f'cx="{emu(grid.width)}" cy="{emu(grid.height)}"'
    starts = [(s.section, FIRST_SLIDE_ID + i) for i, s in enumerate(deck.slides)]
    slides = f"<p:sldIdLst>{ids}</p:sldIdLst>" if ids else ""
    return (
        f'{XML}<p:presentation {ROOT} saveSubsetFonts="1" autoCompressPictures="0">'
        f'<p:sldMasterIdLst><p:sldMasterId id="2147483648" r:id="{master}"/></p:sldMasterIdLst>'
        f"{notes_list}{slides}<p:sldSz {size}/>"
        f'<p:notesSz cx="6858000" cy="9144000"/>{default_text_style()}{_sections(starts)}'
        "</p:presentation>"
    )


def _sections(starts: Sequence[tuple[str | None, int]]) -> str:
    """The sections as PowerPoint keeps them."""
    inner = sections_xml(starts)
    return f'<p:extLst><p:ext uri="{SECTIONS}">{inner}</p:ext></p:extLst>' if inner else ""


def sections_xml(starts: Sequence[tuple[str | None, int]]) -> str:
    """The section list of slides given by (name of a section that starts here, slide id)."""
    if not any(name for name, _ in starts):
        return ""
    groups: list[tuple[str, list[int]]] = []
    for name, slide_id in starts:
        if name or not groups:
            groups.append((name or "Start", []))
        groups[-1][1].append(slide_id)
    out = ""
    for i, (name, ids) in enumerate(groups):
        key = str(uuid.uuid5(_SPACE, f"{i} {name}")).upper()
        listed = "".join(f'<p14:sldId id="{slide_id}"/>' for slide_id in ids)
        out += (
            f'<p14:section name="{attribute(name)}" id="{{{key}}}">'
            f"<p14:sldIdLst>{listed}</p14:sldIdLst></p14:section>"
        )
    return f'<p14:sectionLst xmlns:p14="{P14}">{out}</p14:sectionLst>'


def _core(deck: Deck) -> str:
    return (
        f'{XML}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
        'core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escaped(deck.title)}</dc:title><dc:creator>Docsmith</dc:creator>"
        '<dcterms:created xsi:type="dcterms:W3CDTF">2020-01-01T00:00:00Z</dcterms:created>'
        '<dcterms:modified xsi:type="dcterms:W3CDTF">2020-01-01T00:00:00Z</dcterms:modified>'
        f"<dc:language>{'de-DE' if deck.settings.language == 'de' else 'en-US'}</dc:language>"
        "</cp:coreProperties>"
    )
