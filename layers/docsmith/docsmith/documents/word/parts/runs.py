"""Spans as runs: text, links, fields, footnote marks, drawings."""
# ruff: noqa: E501 - XML in one line reads better than cut in two

import re

from docsmith.documents.ooxml.text import attribute, escaped
from docsmith.documents.word.design.look import Look
from docsmith.documents.word.nodes import Drawing, Span
from docsmith.documents.word.parts.drawing import drawing_xml
from docsmith.documents.word.parts.links import Links

_RTL = re.compile(r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")
_EAST = re.compile(r"[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]")


def run_xml(span: Span, look: Look, links: Links) -> str:
    """One span; a link is a hyperlink around its run."""
    if span.link:
        run = _text_run(span, look, style="Hyperlink")
        if span.link.startswith("#"):
            return f'<w:hyperlink w:anchor="{attribute(span.link[1:])}" w:history="1">{run}</w:hyperlink>'
        id_ = links.to("hyperlink", span.link, external=True)
        return f'<w:hyperlink r:id="{id_}" w:history="1">{run}</w:hyperlink>'
    if span.field:
        instruction = attribute(f" {span.field} ")
        return f'<w:fldSimple w:instr="{instruction}">{_text_run(span, look)}</w:fldSimple>'
    if span.footnote:
        return (
            '<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr>'
            f'<w:footnoteReference w:id="{span.footnote}"/></w:r>'
        )
    if span.drawing is not None:
        return f"<w:r>{_drawing(span.drawing, links)}</w:r>"
    if span.line_break:
        return "<w:r><w:br/></w:r>"
    if span.tab:
        return "<w:r><w:tab/></w:r>"
    return _text_run(span, look)


def _drawing(drawing: Drawing, links: Links) -> str:
    return drawing_xml(drawing, links)


def _text_run(span: Span, look: Look, style: str = "") -> str:
    if not span.text:
        return ""
    text = escaped(span.text).replace("\n", " ").replace("\t", " ")
    return f'<w:r>{_properties(span, look, style)}<w:t xml:space="preserve">{text}</w:t></w:r>'


def _properties(span: Span, look: Look, style: str) -> str:
    named = style or span.style or ("Code" if span.code else "")
    out = f'<w:rStyle w:val="{named}"/>' if named else ""
    if _EAST.search(span.text):
        out += '<w:rFonts w:hint="eastAsia"/>'
    if span.bold:
        out += "<w:b/><w:bCs/>"
    if span.italic:
        out += "<w:i/><w:iCs/>"
    if span.strike:
        out += "<w:strike/>"
    if span.color:
        out += f'<w:color w:val="{look.color(span.color)}"/>'
    if span.size:
        half = round(span.size * 2)
        out += f'<w:sz w:val="{half}"/><w:szCs w:val="{half}"/>'
    if _RTL.search(span.text):
        out += "<w:rtl/>"
    return f"<w:rPr>{out}</w:rPr>" if out else ""
