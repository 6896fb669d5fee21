"""How many lines a paragraph takes in a width: words placed one after another, as a writer
would.
"""

import re
from collections.abc import Iterator, Sequence

from docsmith.documents.word.nodes import Span
from docsmith.documents.word.pages.metrics import is_wide, width_of

_WORD = re.compile(r"\S+|\s+")
_TAB = 36.0


def line_count(
    spans: Sequence[Span], size: float, width: float, *, font: str, bold: bool, first: float = 0
) -> int:
    """Lines of these spans in `width` points; `first` shortens the first line. At least one."""
    lines, used = 1, first
    for text, wide, is_break in _words(spans, size, font, bold):
        if is_break:
            lines, used = lines + 1, 0.0
        elif text.isspace():
            used += wide
        elif used + wide > width + 0.01 and used > 0:
            lines, used = (
                lines + max(1, _pieces(wide, width)),
                wide if wide <= width else wide % width,
            )
        else:
            lines, used = (
                lines + (_pieces(wide, width) - 1),
                (used + wide) if wide <= width else wide % width,
            )
    return lines


def _pieces(wide: float, width: float) -> int:
    """Lines that one unbreakable word takes."""
    return max(1, -int(-wide // width)) if width > 0 else 1


def _words(
    spans: Sequence[Span], size: float, font: str, bold: bool
) -> Iterator[tuple[str, float, bool]]:
    for span in spans:
        if span.line_break:
            yield "", 0.0, True
            continue
        if span.tab:
            yield " ", _TAB, False
            continue
        for word in _split(span.text):
            yield word, width_of(word, span.size or size, font=font, bold=bold or span.bold), False


def _split(text: str) -> Iterator[str]:
    """Words and blanks; East Asian signs one by one."""
    for word in _WORD.findall(text):
        if any(is_wide(sign) for sign in word):
            yield from word
        else:
            yield word
