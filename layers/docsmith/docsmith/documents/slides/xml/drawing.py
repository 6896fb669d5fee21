"""Fills, positions and text of shapes as DrawingML."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from docsmith.documents.ooxml.text import attribute, escaped
from docsmith.documents.slides.elements import Para, Run
from docsmith.documents.slides.grid import Rect
from docsmith.documents.slides.scripts import language_tag
from docsmith.documents.slides.theme import SchemeColor, Theme

EMU = 12_700
_BULLET_FONT = '<a:buFont typeface="Arial"/>'


@dataclass(frozen=True, slots=True)
class TextLook:
    """What a placeholder's text looks like on its layout: only what differs is written."""

    size: float | None = None
    color: str | None = None
    font: str | None = "minor"
    bold: bool | None = None
    spacing: float | None = None


NO_LOOK = TextLook(font=None)


def emu(points: float) -> int:
    return round(points * EMU)


def xfrm(rect: Rect, tag: str = "a:xfrm") -> str:
    return (
        f'<{tag}><a:off x="{emu(rect.x)}" y="{emu(rect.y)}"/>'
        f'<a:ext cx="{emu(rect.w)}" cy="{emu(rect.h)}"/></{tag}>'
    )


def color_xml(color: SchemeColor) -> str:
    inner = f'<a:lumMod val="{color.mod * 1000}"/>' if color.mod != 100 else ""
    inner += f'<a:lumOff val="{color.off * 1000}"/>' if color.off else ""
    if not inner:
        return f'<a:schemeClr val="{color.name}"/>'
    return f'<a:schemeClr val="{color.name}">{inner}</a:schemeClr>'


def solid(token: str | None, theme: Theme) -> str:
    """A solid fill, or none."""
    if token is None:
        return "<a:noFill/>"
    return f"<a:solidFill>{color_xml(theme.scheme(token))}</a:solidFill>"


def line_xml(token: str | None, theme: Theme, width: float = 1.5) -> str:
    if token is None:
        return "<a:ln><a:noFill/></a:ln>"
    return f'<a:ln w="{emu(width)}">{solid(token, theme)}</a:ln>'


def paragraphs(paras: Sequence[Para], theme: Theme, language: str, look: TextLook = NO_LOOK) -> str:
    """Paragraphs; a line break inside a text becomes `a:br`."""
    write = _writer(theme, language, look)
    return "".join(write(p, first=i == 0) for i, p in enumerate(paras))


def _writer(theme: Theme, language: str, look: TextLook) -> Callable[..., str]:
    def write(para: Para, *, first: bool) -> str:
        runs = "".join(_run(para, run, theme, language, look) for run in para.runs)
        return f"<a:p>{_paragraph_look(para, look, first=first)}{runs}</a:p>"

    return write


def _paragraph_look(para: Para, look: TextLook, *, first: bool) -> str:
    attributes = ""
    if para.level:
        attributes += f' lvl="{para.level}"'
    if para.bullet or para.indent:
        hang = f' indent="{-emu(para.indent)}"' if para.bullet else ' indent="0"'
        attributes = f' marL="{emu(para.indent)}"{hang}{attributes}'
    else:
        attributes = f' marL="0" indent="0"{attributes}'
    if para.align != "l":
        attributes += f' algn="{para.align}"'
    inner = ""
    if para.spacing != (look.spacing or 1.0):
        inner += f'<a:lnSpc><a:spcPct val="{round(para.spacing * 100_000)}"/></a:lnSpc>'
    before = 0 if first else round(para.before * 100)
    inner += f'<a:spcBef><a:spcPts val="{before}"/></a:spcBef>'
    if para.bullet:
        inner += f'{_BULLET_FONT}<a:buChar char="{attribute(para.bullet)}"/>'
    else:
        inner += "<a:buNone/>"
    return f"<a:pPr{attributes}>{inner}</a:pPr>"


def _run(para: Para, run: Run, theme: Theme, language: str, look: TextLook) -> str:
    attributes = f' lang="{language_tag(run.text, language)}"'
    if para.size != look.size:
        attributes += f' sz="{round(para.size * 100)}"'
    bold = para.bold if run.bold is None else run.bold
    if bold != bool(look.bold):
        attributes += f' b="{int(bold)}"'
    color = run.color or para.color
    inner = "" if color == look.color else solid(color, theme)
    if para.font != look.font:
        face = "+mj-lt" if para.font == "major" else "+mn-lt"
        inner += f'<a:latin typeface="{face}"/>'
    looks = f"<a:rPr{attributes}>{inner}</a:rPr>" if inner else f"<a:rPr{attributes}/>"
    pieces = run.text.split("\n")
    return f"<a:br>{looks}</a:br>".join(
        f"<a:r>{looks}<a:t>{escaped(piece)}</a:t></a:r>" for piece in pieces
    )


def body_properties(anchor: str, inset: Sequence[float], *, fit: bool = True) -> str:
    left, top, right, bottom = (emu(i) for i in inset)
    return (
        f'<a:bodyPr wrap="square" lIns="{left}" tIns="{top}" rIns="{right}" bIns="{bottom}" '
        f'anchor="{anchor}">{"<a:normAutofit/>" if fit else "<a:noAutofit/>"}</a:bodyPr>'
    )
