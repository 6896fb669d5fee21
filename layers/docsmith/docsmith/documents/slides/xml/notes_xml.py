"""Speaker notes: a notes slide a slide, and the notes master that they need."""

from docsmith.documents.ooxml.text import escaped
from docsmith.documents.slides.parts import Parts
from docsmith.documents.slides.xml.names import ROOT, XML

_TREE = '<p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/>'
_MAP = (
    '<p:clrMap bg1="lt1" tx1="dk1" bg2="lt2" tx2="dk2" accent1="accent1" accent2="accent2" '
    'accent3="accent3" accent4="accent4" accent5="accent5" accent6="accent6" hlink="hlink" '
    'folHlink="folHlink"/>'
)
_IMAGE_PLACE = '<a:xfrm><a:off x="685800" y="1143000"/><a:ext cx="5486400" cy="3086100"/></a:xfrm>'
_TEXT_PLACE = '<a:xfrm><a:off x="685800" y="4400550"/><a:ext cx="5486400" cy="3600450"/></a:xfrm>'
_BOX = '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'


def add_notes(parts: Parts, presentation: str, slide: str, notes: str, theme: str) -> None:
    """Notes for a slide that has none; the notes master is made when there is none."""
    master = parts.related(presentation, "notesMaster") or _add_master(parts, presentation, theme)
    name = parts.free("ppt/notesSlides", "notesSlide", "xml")
    parts.add(name, _notes_slide(notes), "notesSlide")
    parts.relate(name, "notesMaster", master)
    parts.relate(name, "slide", slide)
    parts.relate(slide, "notesSlide", name)


def notes_paragraphs(notes: str) -> str:
    """One paragraph a line."""
    return "".join(
        f'<a:p><a:r><a:rPr lang="en-US"/><a:t>{escaped(line)}</a:t></a:r></a:p>'
        if line
        else '<a:p><a:endParaRPr lang="en-US"/></a:p>'
        for line in notes.split("\n")
    )


def _add_master(parts: Parts, presentation: str, theme: str) -> str:
    name = "ppt/notesMasters/notesMaster1.xml"
    theme_part = parts.add(parts.free("ppt/theme", "theme", "xml"), theme, "theme")
    parts.add(
        name,
        f'{XML}<p:notesMaster {ROOT}><p:cSld><p:bg><p:bgRef idx="1001"><a:schemeClr val="bg1"/>'
        f"</p:bgRef></p:bg><p:spTree>{_TREE}"
        f"{_image(2, _IMAGE_PLACE + _BOX)}{_text(3, _TEXT_PLACE + _BOX, '<a:p/>')}"
        f"</p:spTree></p:cSld>{_MAP}</p:notesMaster>",
        "notesMaster",
    )
    parts.relate(name, "theme", theme_part)
    parts.relate(presentation, "notesMaster", name)
    return name


def _notes_slide(notes: str) -> str:
    return (
        f"{XML}<p:notes {ROOT}><p:cSld><p:spTree>{_TREE}{_image(2, '')}"
        f"{_text(3, '', notes_paragraphs(notes))}</p:spTree></p:cSld>"
        "<p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:notes>"
    )


def _image(shape_id: int, place: str) -> str:
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{shape_id}" name="Slide image"/><p:cNvSpPr>'
        '<a:spLocks noGrp="1" noRot="1" noChangeAspect="1"/></p:cNvSpPr>'
        f'<p:nvPr><p:ph type="sldImg"/></p:nvPr></p:nvSpPr><p:spPr>{place}</p:spPr></p:sp>'
    )


def _text(shape_id: int, place: str, paragraphs: str) -> str:
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{shape_id}" name="Notes"/><p:cNvSpPr>'
        '<a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph type="body" idx="1"/></p:nvPr></p:nvSpPr>'
        f"<p:spPr>{place}</p:spPr><p:txBody><a:bodyPr/><a:lstStyle/>{paragraphs}</p:txBody></p:sp>"
    )
