"""Drawings: pictures and charts in line with the text, panels of colour behind a page."""
# ruff: noqa: E501 - XML in one line reads better than cut in two

from docsmith.documents.ooxml.text import attribute
from docsmith.documents.word.nodes import Drawing
from docsmith.documents.word.parts.links import Links
from docsmith.documents.word.parts.names import DECORATIVE, PIC, A, C, R

_DECORATIVE = (
    '<a:extLst><a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}">'
    f'<adec:decorative xmlns:adec="{DECORATIVE}" val="1"/></a:ext></a:extLst>'
)


def drawing_xml(drawing: Drawing, links: Links) -> str:
    """The element that stands in a run. `links` knows where the media are: `media:NAME`."""
    number = links.drawing()
    if drawing.kind == "panel":
        return _panel(drawing, number)
    graphic = (
        _chart(drawing, links) if drawing.kind == "chart" else _picture(drawing, links, number)
    )
    label = "Chart" if drawing.kind == "chart" else "Picture"
    return (
        '<w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{drawing.width}" cy="{drawing.height}"/>'
        f"{_described(number, label, drawing.alt)}<wp:cNvGraphicFramePr/>"
        f'<a:graphic xmlns:a="{A}">{graphic}</a:graphic></wp:inline></w:drawing>'
    )


def _described(number: int, label: str, alt: str) -> str:
    head = f'<wp:docPr id="{number}" name="{label} {number}"'
    if alt:
        return f'{head} descr="{attribute(alt)}"/>'
    return f"{head}>{_DECORATIVE.replace('<a:extLst>', f'<a:extLst xmlns:a={chr(34)}{A}{chr(34)}>')}</wp:docPr>"


def _chart(drawing: Drawing, links: Links) -> str:
    id_ = links.to("chart", f"charts/{drawing.name}.xml")
    return f'<a:graphicData uri="{C}"><c:chart xmlns:c="{C}" xmlns:r="{R}" r:id="{id_}"/></a:graphicData>'


def _picture(drawing: Drawing, links: Links, number: int) -> str:
    id_ = links.to("image", f"media/{drawing.name}")
    size = f'<a:ext cx="{drawing.width}" cy="{drawing.height}"/>'
    return (
        f'<a:graphicData uri="{PIC}"><pic:pic xmlns:pic="{PIC}"><pic:nvPicPr>'
        f'<pic:cNvPr id="{number}" name="Picture {number}"/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip r:embed="{id_}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/>{size}</a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData>'
    )


def _panel(drawing: Drawing, number: int) -> str:
    """A rectangle of colour at the left edge of the page, behind everything."""
    shape = (
        "<wps:wsp><wps:cNvSpPr/><wps:spPr>"
        f'<a:xfrm><a:off x="0" y="0"/><a:ext cx="{drawing.width}" cy="{drawing.height}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        f'<a:solidFill><a:srgbClr val="{drawing.fill}"/></a:solidFill><a:ln><a:noFill/></a:ln></wps:spPr>'
        "<wps:bodyPr/></wps:wsp>"
    )
    return (
        '<mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>'
        '<wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="1" behindDoc="1" '
        'locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>'
        '<wp:positionH relativeFrom="page">'
        f"<wp:posOffset>{drawing.left}</wp:posOffset></wp:positionH>"
        '<wp:positionV relativeFrom="page"><wp:posOffset>0</wp:posOffset></wp:positionV>'
        f'<wp:extent cx="{drawing.width}" cy="{drawing.height}"/><wp:wrapNone/>'
        f"{_described(number, 'Panel', '')}<wp:cNvGraphicFramePr/>"
        f'<a:graphic xmlns:a="{A}"><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">'
        f"{shape}</a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice></mc:AlternateContent>"
    )
