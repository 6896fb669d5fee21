"""The contents list: a TOC field whose result is there, with page numbers, when the file is opened.

The field is not marked as to be updated: Word would ask the reader whether it may. It updates when
the reader updates fields or prints.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from docsmith.documents.ooxml.text import attribute, escaped
from docsmith.documents.word.design.look import Look, Page
from docsmith.documents.word.nodes import Para, Span
from docsmith.documents.word.parts.links import Links
from docsmith.documents.word.parts.paragraphs import para_xml


@dataclass(frozen=True, slots=True)
class Entry:
    """A heading in the list."""

    text: str
    level: int
    bookmark: str
    page: int
    number: str = ""


def contents_xml(
    title: str, levels: int, entries: Sequence[Entry], look: Look, page: Page, links: Links
) -> str:
    """A content control around heading and field, as Word makes it."""
    heading = para_xml(Para((Span(title),), "TOCHeading"), look, links)
    lines = "".join(
        _line(entry, look, page, links, levels, first=i == 0, last=i == len(entries) - 1)
        for i, entry in enumerate(entries)
    )
    if not entries:
        lines = para_xml(Para((), "TOC1"), look, links, inner=_begin(levels) + _END)
    return (
        "<w:sdt><w:sdtPr><w:docPartObj>"
        '<w:docPartGallery w:val="Table of Contents"/><w:docPartUnique/></w:docPartObj></w:sdtPr>'
        f"<w:sdtContent>{heading}{lines}</w:sdtContent></w:sdt>"
    )


_END = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
_SEPARATE = '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'


def _begin(levels: int) -> str:
    code = attribute(f' TOC \\o "1-{levels}" \\h \\z \\u ')
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve">{code}</w:instrText></w:r>{_SEPARATE}'
    )


def _line(
    entry: Entry, look: Look, page: Page, links: Links, levels: int, *, first: bool, last: bool
) -> str:
    anchor = attribute(entry.bookmark)
    number = f"<w:r><w:t>{entry.number}</w:t></w:r><w:r><w:tab/></w:r>" if entry.number else ""
    reference = attribute(f" PAGEREF {entry.bookmark} \\h ")
    rtl = "<w:rPr><w:rtl/></w:rPr>" if look.language.right_to_left else ""
    link = (
        f'<w:hyperlink w:anchor="{anchor}" w:history="1">{number}'
        f'<w:r>{rtl}<w:t xml:space="preserve">{escaped(entry.text)}</w:t></w:r><w:r><w:tab/></w:r>'
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve">{reference}</w:instrText></w:r>{_SEPARATE}'
        f"<w:r><w:t>{entry.page}</w:t></w:r>{_END}</w:hyperlink>"
    )
    inner = (_begin(levels) if first else "") + link + (_END if last else "")
    para = Para((), f"TOC{entry.level}", tabs=_tabs(entry, look, page))
    return para_xml(para, look, links, inner=inner)


def _tabs(entry: Entry, look: Look, page: Page) -> tuple[tuple[int, str, str], ...]:
    right = (page.text_width, "right", "dot")
    if not entry.number:
        return (right,)
    left = round(look.style(f"TOC{entry.level}").left * 20)
    return ((left + 360 + 160 * entry.level, "left", ""), right)
