"""Widths of a table's columns, and the size of its text: no word and no number is broken.

Numbers get what they need; text columns share the rest by what they would like.
"""

from dataclasses import dataclass

from docsmith.documents.operations import word_content as op
from docsmith.documents.word.compose.context import Context
from docsmith.documents.word.inline import plain
from docsmith.documents.word.pages.metrics import width_of

_CELL_SIDE = 115
_LEAST = 560
SMALLER = (8.5, 7.5)
_MOST_TEXT = 230.0
"""Points from which on a text column is rather wrapped than widened."""


@dataclass(frozen=True, slots=True)
class Texts:
    """A table as texts, `totals` rows at the end."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[bool, ...]
    total: bool


def fitting_size(context: Context, texts: Texts) -> float:
    """The style's size, or the first smaller one at which no word or number must be broken."""
    usual = context.look.style("TableText").size
    room = context.page.text_width
    for size in (usual, *SMALLER):
        if sum(_least(context, texts, i, size) for i in range(len(texts.header))) <= room:
            return size
    return SMALLER[-1]


def column_widths(context: Context, block: op.Table, texts: Texts, size: float) -> tuple[int, ...]:
    """Each column its longest word; the rest by what the columns would like, text twice."""
    room = context.page.text_width
    weights = [c.weight for c in block.columns]
    if weights and len(weights) == len(texts.header) and all(weights):
        total = sum(w or 0.0 for w in weights)
        return _rounded([room * (w or 0.0) / total for w in weights], room)
    columns = range(len(texts.header))
    wanted = [_wanted(context, texts, i, size) for i in columns]
    least = [_least(context, texts, i, size) for i in columns]
    natural = sum(wanted)
    if natural <= room:
        shares = [1 if number else 2 for number in texts.numeric]
        spare = (room - natural) / sum(shares)
        return _rounded([w + spare * s for w, s in zip(wanted, shares, strict=True)], room)
    rest = room - sum(least)
    open_ = [max(0.0, w - f) for w, f in zip(wanted, least, strict=True)]
    if rest <= 0 or not sum(open_):
        return _rounded([room * f / sum(least) for f in least], room)
    return _rounded([f + rest * o / sum(open_) for f, o in zip(least, open_, strict=True)], room)


def _wanted(context: Context, texts: Texts, index: int, size: float) -> float:
    """Twips that a column would take on one line, text bounded."""
    font = context.look.font
    widths = [width_of(plain(row[index]), size, font=font) for row in texts.rows]
    head = width_of(texts.header[index], size, font=font, bold=True)
    most = max([head, *(w * (1.06 if texts.total else 1) for w in widths)])
    bounded = most if texts.numeric[index] else min(most, _MOST_TEXT)
    return bounded * 20 + 2 * _CELL_SIDE + 40


def _least(context: Context, texts: Texts, index: int, size: float) -> float:
    """Twips below which a word of the column, or a number as a whole, would be broken."""
    font = context.look.font
    words = set(plain(texts.header[index]).split())
    for row in texts.rows:
        text = plain(row[index])
        words |= {text} if texts.numeric[index] else set(text.split())
    longest = max((width_of(w, size, font=font, bold=True) for w in words), default=0.0)
    return max(_LEAST, min(longest, 160.0) * 20 + 2 * _CELL_SIDE + 40)


def _rounded(widths: list[float], room: int) -> tuple[int, ...]:
    out = [round(w) for w in widths]
    out[-1] += room - sum(out)
    return tuple(out)
