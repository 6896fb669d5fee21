"""Make text fit its box: shrink within bounds, or refuse with the number of characters that fit."""

import re
from collections.abc import Sequence
from dataclasses import replace

from docsmith.documents.errors import OperationRefused
from docsmith.documents.slides import metrics
from docsmith.documents.slides.elements import Para, Run
from docsmith.documents.slides.grid import Rect
from docsmith.documents.slides.theme import Theme

SMALLEST = 12.0
_STEP = 0.04
_SLACK = 1.0
_BOLD = re.compile(r"\*\*(.+?)\*\*")


def runs_of(text: str, strong: str | None = None) -> tuple[Run, ...]:
    """Runs of a text with `**bold**` stretches; `strong` is the colour these get."""
    runs: list[Run] = []
    at = 0
    for match in _BOLD.finditer(text):
        if match.start() > at:
            runs.append(Run(text[at : match.start()]))
        runs.append(Run(match.group(1), bold=True, color=strong))
        at = match.end()
    if at < len(text) or not runs:
        runs.append(Run(text[at:]))
    return tuple(runs)


def height_of(paras: Sequence[Para], theme: Theme, room: float) -> float:
    """Height in points of paragraphs in a box `room` points wide."""
    total = 0.0
    for i, para in enumerate(paras):
        family = theme.family(para.font)
        lines = metrics.line_count(
            para.text, family, para.size, _is_bold(para), max(1.0, room - para.indent)
        )
        total += lines * para.size * metrics.pitch(family) * para.spacing
        total += para.before if i else 0.0
    return total


def fits(paras: Sequence[Para], theme: Theme, box: Rect) -> bool:
    """Whether every line and every word has room."""
    if height_of(paras, theme, box.w) > box.h + _SLACK:
        return False
    return all(
        metrics.widest_word(p.text, theme.family(p.font), p.size, _is_bold(p)) <= box.w - p.indent
        for p in paras
    )


def fitted(
    paras: Sequence[Para], theme: Theme, box: Rect, *, path: str, least: float = SMALLEST
) -> tuple[Para, ...]:
    """The paragraphs, all shrunk alike until they fit, none below `least` points.

    Raises `OperationRefused` that says how many characters would fit.
    """
    scale = 1.0
    shrunk = tuple(paras)
    while not fits(shrunk, theme, box):
        scale -= _STEP
        smaller = tuple(_scaled(p, scale, least) for p in paras)
        if smaller == shrunk and scale < 0.3:
            raise _too_long(shrunk, theme, box, path)
        shrunk = smaller
    return shrunk


def fit_together(
    groups: Sequence[Sequence[Para]],
    theme: Theme,
    boxes: Sequence[Rect],
    *,
    paths: Sequence[str],
    least: float = SMALLEST,
) -> tuple[tuple[Para, ...], ...]:
    """Several boxes of one kind at one size: the smallest that one of them needs."""
    alone = [
        fitted(g, theme, b, path=p, least=least)
        for g, b, p in zip(groups, boxes, paths, strict=True)
    ]
    shares = [
        min((a.size / p.size for a, p in zip(small, group, strict=True)), default=1.0)
        for small, group in zip(alone, groups, strict=True)
    ]
    scale = min(shares, default=1.0)
    return tuple(tuple(_scaled(p, scale, least) for p in group) for group in groups)


def room_for(paras: Sequence[Para], theme: Theme, box: Rect) -> int:
    """How many characters of these paragraphs the box holds at their sizes."""
    low, high = 0, 1000
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if fits(_cut(paras, middle), theme, box) else (low, middle - 1)
    return sum(len(p.text) for p in _cut(paras, low))


def _too_long(paras: Sequence[Para], theme: Theme, box: Rect, path: str) -> OperationRefused:
    given = sum(len(p.text) for p in paras)
    room = room_for(paras, theme, box)
    return OperationRefused(
        path,
        f"the text is too long for its place: {given} characters, about {room} fit",
        hint=f"cut it to {room} characters, or spread it over two slides",
    )


def _cut(paras: Sequence[Para], thousandths: int) -> tuple[Para, ...]:
    cut = (replace(p, runs=(Run(p.text[: len(p.text) * thousandths // 1000]),)) for p in paras)
    return tuple(p for p in cut if p.text)


def _scaled(para: Para, scale: float, least: float) -> Para:
    size = max(min(para.size, least), round(para.size * scale * 2) / 2)
    return replace(para, size=size, before=para.before * max(scale, 0.6))


def _is_bold(para: Para) -> bool:
    return para.bold or (bool(para.runs) and all(run.bold for run in para.runs))
