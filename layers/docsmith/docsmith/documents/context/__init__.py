"""Context files: bytes of a docx, pdf, pptx, xlsx, md, txt or html file in, text with places out.

    extract(content, name="report.pdf") -> ContextText      raises `UnreadableSource`
    ContextText.page(number)            -> ContextPage      `anchor` is what a citation names

A page is about 4,000 characters with the place that it stands at: `p. 3`, `slide 2`,
`Prices!A1:F40`, `lines 1-80`, `¶ 12-30`. Whatever the text says, it is text.
"""

from docsmith.documents.context.pages import ContextPage, ContextText
from docsmith.documents.context.read import extract

__all__ = ["ContextPage", "ContextText", "extract"]
