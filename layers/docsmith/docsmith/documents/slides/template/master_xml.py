"""The master and the layouts as parts."""

from docsmith.documents.ooxml.text import attribute, escaped
from docsmith.documents.slides.grid import Grid, Rect
from docsmith.documents.slides.template.spec import HolderSpec, LayoutSpec
from docsmith.documents.slides.template.tiles import quarter_xml, tiles_xml
from docsmith.documents.slides.theme import Theme
from docsmith.documents.slides.xml.drawing import TextLook, body_properties, emu, solid, xfrm
from docsmith.documents.slides.xml.names import ROOT, XML

_CLEAR = (0.0, 0.0, 0.0, 0.0)
_MAPS = {
    "light": ("lt1", "dk1", "lt2", "dk2"),
    "dark": ("dk1", "lt1", "dk2", "lt2"),
}
_TREE = (
    '<p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr>'
    '<a:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/><a:chOff x="0" y="0"/>'
    '<a:chExt cx="0" cy="0"/></a:xfrm></p:grpSpPr>'
)
LOGO_HEIGHT = 20.0


def master_xml(theme: Theme, grid: Grid, layouts: int, logo: Rect | None) -> str:
    """The master: placeholders, styles, the corner mark; `layouts` are listed as rId1…"""
    ids = "".join(
        f'<p:sldLayoutId id="{2147483649 + i}" r:id="rId{i + 1}"/>' for i in range(layouts)
    )
    corner = quarter_xml(Rect(grid.width - 40, 0, 40, 40), "tr", theme.scheme("accent"), 90)
    body = _placeholder(2, "Title", "title", None, grid.title, "t", "Title")
    body += _placeholder(3, "Text", "body", 1, grid.body, "t", "Text")
    body += _footer(4, "Footer", "ftr", 3, grid.footer, "l")
    body += _footer(5, "Slide number", "sldNum", 4, grid.number, "r")
    bg1, tx1, bg2, tx2 = _MAPS[theme.mode]
    accents = "".join(f' accent{i}="accent{i}"' for i in range(1, 7))
    return (
        f"{XML}<p:sldMaster {ROOT}><p:cSld><p:bg><p:bgPr>{solid('paper', theme)}<a:effectLst/>"
        f"</p:bgPr></p:bg><p:spTree>{_TREE}{corner}{_logo(logo, layouts + 2)}{body}</p:spTree>"
        f'</p:cSld><p:clrMap bg1="{bg1}" tx1="{tx1}" bg2="{bg2}" tx2="{tx2}"{accents} '
        'hlink="hlink" folHlink="folHlink"/>'
        f"<p:sldLayoutIdLst>{ids}</p:sldLayoutIdLst>{_text_styles(theme)}</p:sldMaster>"
    )


def layout_xml(spec: LayoutSpec, theme: Theme, grid: Grid, logo: Rect | None) -> str:
    """One layout. Dark ones hide the master's shapes and bring their own ground."""
    ground = f"<p:bg><p:bgPr>{solid('panel', theme)}<a:effectLst/></p:bgPr></p:bg>"
    tiles = tiles_xml(spec.tiles, grid, theme, 50)
    holders = "".join(_holder(2 + i, h, theme) for i, h in enumerate(spec.holders))
    base = 2 + len(spec.holders)
    if not spec.dark:
        holders += _footer(base, "Footer", "ftr", 31, spec.foot or grid.footer, "l")
        if spec.foot is None:
            holders += _footer(base + 1, "Slide number", "sldNum", 32, grid.number, "r")
    shown = _logo(logo, 2) if logo and spec.name == "Title" else ""
    kind = f' type="{spec.type}"' if spec.type != "cust" else ""
    hide = ' showMasterSp="0"' if spec.dark else ""
    return (
        f'{XML}<p:sldLayout {ROOT}{kind}{hide} preserve="1" userDrawn="1">'
        f'<p:cSld name="{attribute(spec.name)}">{ground if spec.dark else ""}'
        f"<p:spTree>{_TREE}{tiles}{shown}{holders}</p:spTree></p:cSld>"
        "<p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sldLayout>"
    )


def _logo(rect: Rect | None, relation: int) -> str:
    if rect is None:
        return ""
    return (
        '<p:pic><p:nvPicPr><p:cNvPr id="91" name="Logo" descr="Logo"/>'
        '<p:cNvPicPr><a:picLocks noChangeAspect="1"/></p:cNvPicPr><p:nvPr userDrawn="1"/>'
        f'</p:nvPicPr><p:blipFill><a:blip r:embed="rId{relation}"/><a:stretch><a:fillRect/>'
        f"</a:stretch></p:blipFill><p:spPr>{xfrm(rect)}"
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr></p:pic>'
    )


def _holder(shape_id: int, spec: HolderSpec, theme: Theme) -> str:
    kind, index = spec.holder.type, spec.holder.index
    return _placeholder(
        shape_id,
        spec.name,
        kind,
        index,
        spec.rect,
        spec.anchor,
        spec.prompt,
        _list_style(spec.look, theme),
    )


def _list_style(look: TextLook, theme: Theme) -> str:
    spacing = (
        f'<a:lnSpc><a:spcPct val="{round(look.spacing * 100_000)}"/></a:lnSpc>'
        if look.spacing
        else ""
    )
    size = f' sz="{round((look.size or 18) * 100)}" b="{int(bool(look.bold))}"'
    face = '<a:latin typeface="+mj-lt"/>' if look.font == "major" else ""
    return (
        f'<a:lstStyle><a:lvl1pPr marL="0" indent="0">{spacing}<a:buNone/>'
        f"<a:defRPr{size}>{solid(look.color or 'ink', theme)}{face}</a:defRPr></a:lvl1pPr>"
        "</a:lstStyle>"
    )


def _placeholder(
    shape_id: int,
    name: str,
    kind: str,
    index: int | None,
    rect: Rect,
    anchor: str,
    prompt: str,
    style: str = "<a:lstStyle/>",
) -> str:
    idx = f' idx="{index}"' if index is not None else ""
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{shape_id}" name="{attribute(name)}"/>'
        '<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>'
        f'<p:nvPr><p:ph type="{kind}"{idx}/></p:nvPr></p:nvSpPr>'
        f'<p:spPr>{xfrm(rect)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr>'
        f"<p:txBody>{body_properties(anchor, _CLEAR)}{style}"
        f'<a:p><a:r><a:rPr lang="en-US"/><a:t>{escaped(prompt)}</a:t></a:r></a:p></p:txBody></p:sp>'
    )


def _footer(
    shape_id: int,
    name: str,
    kind: str,
    index: int,
    rect: Rect,
    align: str,
) -> str:
    """Footer and page number."""
    algn = f' algn="{align}"' if align else ""
    look = f'<a:lvl1pPr{algn}><a:defRPr sz="1100"><a:solidFill><a:schemeClr val="accent4"/>'
    face = '</a:solidFill><a:latin typeface="+mn-lt"/></a:defRPr></a:lvl1pPr>'
    style = f"<a:lstStyle>{look}{face}</a:lstStyle>"
    if kind == "sldNum":
        text = (
            '<a:fld id="{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}" type="slidenum">'
            '<a:rPr lang="en-US"/><a:t>‹#›</a:t></a:fld>'
        )
    else:
        text = ""
    place = f'{xfrm(rect)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
    body = body_properties("ctr", _CLEAR, fit=False)
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{shape_id}" name="{name}"/>'
        '<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>'
        f'<p:nvPr><p:ph type="{kind}" sz="quarter" idx="{index}"/></p:nvPr></p:nvSpPr>'
        f"<p:spPr>{place}</p:spPr><p:txBody>{body}{style}"
        f'<a:p>{text}<a:endParaRPr lang="en-US"/></a:p></p:txBody></p:sp>'
    )


def _text_styles(theme: Theme) -> str:
    ink = solid("ink", theme)
    title = (
        '<a:lvl1pPr algn="l" defTabSz="914400" rtl="0" eaLnBrk="1" latinLnBrk="0" hangingPunct="1">'
        '<a:lnSpc><a:spcPct val="95000"/></a:lnSpc><a:spcBef><a:spcPct val="0"/></a:spcBef>'
        f'<a:buNone/><a:defRPr sz="2800" b="1" kern="1200">{ink}<a:latin typeface="+mj-lt"/>'
        '<a:ea typeface="+mj-ea"/><a:cs typeface="+mj-cs"/></a:defRPr></a:lvl1pPr>'
    )
    levels = "".join(_level(i, ink) for i in range(1, 10))
    plain = "".join(_plain_level(i, ink) for i in range(1, 10))
    return (
        f"<p:txStyles><p:titleStyle>{title}</p:titleStyle><p:bodyStyle>{levels}</p:bodyStyle>"
        f"<p:otherStyle>{plain}</p:otherStyle></p:txStyles>"
    )


def _level(level: int, ink: str) -> str:
    size = max(1400, 2200 - 200 * level)
    left = emu(18.0 * level)
    return (
        f'<a:lvl{level}pPr marL="{left}" indent="-{emu(18.0)}" algn="l" defTabSz="914400" rtl="0" '
        'eaLnBrk="1" latinLnBrk="0" hangingPunct="1"><a:spcBef><a:spcPts val="800"/></a:spcBef>'
        f'<a:buFont typeface="Arial"/><a:buChar char="–"/><a:defRPr sz="{size}" kern="1200">{ink}'
        '<a:latin typeface="+mn-lt"/><a:ea typeface="+mn-ea"/><a:cs typeface="+mn-cs"/>'
        f"</a:defRPr></a:lvl{level}pPr>"
    )


def default_text_style() -> str:
    """How text looks outside placeholders."""
    ink = '<a:solidFill><a:schemeClr val="tx1"/></a:solidFill>'
    levels = "".join(_plain_level(i, ink) for i in range(1, 10))
    return f"<p:defaultTextStyle>{levels}</p:defaultTextStyle>"


def _plain_level(level: int, ink: str) -> str:
    return (
        f'<a:lvl{level}pPr marL="0" algn="l" defTabSz="914400" rtl="0" eaLnBrk="1" '
        f'latinLnBrk="0" hangingPunct="1"><a:defRPr sz="1800" kern="1200">{ink}'
        '<a:latin typeface="+mn-lt"/><a:ea typeface="+mn-ea"/><a:cs typeface="+mn-cs"/>'
        f"</a:defRPr></a:lvl{level}pPr>"
    )
