"""The theme part: the twelve colours, two fonts, plain formats."""

from docsmith.documents.ooxml.text import attribute
from docsmith.documents.slides.theme import Theme
from docsmith.documents.slides.xml.names import XML, A

_ORDER = (
    "dk1",
    "lt1",
    "dk2",
    "lt2",
    "accent1",
    "accent2",
    "accent3",
    "accent4",
    "accent5",
    "accent6",
    "hlink",
    "folHlink",
)


def theme_xml(theme: Theme, name: str = "Docsmith") -> str:
    """The whole part."""
    colors = "".join(f'<a:{n}><a:srgbClr val="{theme.slots[n]}"/></a:{n}>' for n in _ORDER)
    fill = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    line = f'<a:ln w="9525" cap="flat" cmpd="sng" algn="ctr">{fill}<a:prstDash val="solid"/></a:ln>'
    effect = "<a:effectStyle><a:effectLst/></a:effectStyle>"
    return (
        f'{XML}<a:theme xmlns:a="{A}" name="{attribute(name)}"><a:themeElements>'
        f'<a:clrScheme name="{attribute(name)}">{colors}</a:clrScheme>'
        f'<a:fontScheme name="{attribute(name)}">{_font("majorFont", theme.major)}'
        f"{_font('minorFont', theme.minor)}</a:fontScheme>"
        f'<a:fmtScheme name="{attribute(name)}"><a:fillStyleLst>{fill * 3}</a:fillStyleLst>'
        f"<a:lnStyleLst>{line * 3}</a:lnStyleLst><a:effectStyleLst>{effect * 3}</a:effectStyleLst>"
        f"<a:bgFillStyleLst>{fill * 3}</a:bgFillStyleLst></a:fmtScheme></a:themeElements>"
        "<a:objectDefaults/><a:extraClrSchemeLst/></a:theme>"
    )


def _font(tag: str, family: str) -> str:
    latin = f'<a:latin typeface="{attribute(family)}"/>'
    return f'<a:{tag}>{latin}<a:ea typeface=""/><a:cs typeface=""/></a:{tag}>'
