"""Paragraphs as XML: properties in the schema's order, bookmarks, runs."""

from docsmith.documents.ooxml.text import attribute
from docsmith.documents.word.design.look import Look
from docsmith.documents.word.nodes import Para
from docsmith.documents.word.parts.links import Links
from docsmith.documents.word.parts.numbering import HEADINGS
from docsmith.documents.word.parts.runs import run_xml

_JUSTIFY = {"justify": "both"}


def para_xml(
    para: Para, look: Look, links: Links, *, section: str = "", keep: bool = False, inner: str = ""
) -> str:
    """`section` is a sectPr that ends with this paragraph; `keep` ties it to the next whatever it
    says; `inner` stands in place of the spans.
    """
    body = inner or _body(para, look, links)
    return f"<w:p>{_properties(para, look, section, keep=keep)}{body}</w:p>"


def _body(para: Para, look: Look, links: Links) -> str:
    runs = "".join(run_xml(span, look, links) for span in para.spans)
    if not para.bookmark:
        return runs
    number = links.drawing()
    return (
        f'<w:bookmarkStart w:id="{number}" w:name="{attribute(para.bookmark)}"/>{runs}'
        f'<w:bookmarkEnd w:id="{number}"/>'
    )


def _properties(para: Para, look: Look, section: str, *, keep: bool) -> str:
    out = f'<w:pStyle w:val="{para.style}"/>' if para.style else ""
    if para.keep_next or keep:
        out += "<w:keepNext/>"
    if para.page_break:
        out += "<w:pageBreakBefore/>"
    out += _numbering(para, look)
    out += _box(para, "right" if look.language.right_to_left else "left")
    if para.tabs:
        out += f"<w:tabs>{''.join(_tab(*tab) for tab in para.tabs)}</w:tabs>"
    drawn = any(span.drawing and span.drawing.kind == "chart" for span in para.spans)
    if drawn and look.language.right_to_left:
        out += '<w:bidi w:val="0"/>'  # LibreOffice mirrors the texts of a chart in such a line
    if para.before is not None or para.after is not None:
        before = f' w:before="{para.before}"' if para.before is not None else ""
        after = f' w:after="{para.after}"' if para.after is not None else ""
        out += f"<w:spacing{before}{after}/>"
    if para.align:
        out += f'<w:jc w:val="{_JUSTIFY.get(para.align, para.align)}"/>'
    out += section
    return f"<w:pPr>{out}</w:pPr>" if out else ""


def _numbering(para: Para, look: Look) -> str:
    if para.numbering == HEADINGS:
        return ""  # the heading styles carry it
    if para.numbering:
        level = f'<w:ilvl w:val="{para.level}"/>'
        return f'<w:numPr>{level}<w:numId w:val="{para.numbering}"/></w:numPr>'
    if para.outline and look.numbered:
        return '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="0"/></w:numPr>'
    return ""


def _box(para: Para, side: str) -> str:
    """A bar at the side where reading begins, and air of the fill's colour above and below."""
    if not para.fill:
        return ""
    air = f'w:val="single" w:sz="4" w:space="6" w:color="{para.fill}"'
    bar = f'<w:{side} w:val="single" w:sz="36" w:space="8" w:color="{para.edge}"/>'
    below = f"<w:bottom {air}/>"
    sides = f"{bar}{below}" if side == "left" else f"{below}{bar}"
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{para.fill}"/>'
    return f"<w:pBdr><w:top {air}/>{sides}</w:pBdr>{shade}"


def _tab(position: int, kind: str, leader: str) -> str:
    dots = f' w:leader="{leader}"' if leader else ""
    return f'<w:tab w:val="{kind}"{dots} w:pos="{position}"/>'
