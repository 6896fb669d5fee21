"""A text document as the editor draws it: its styles and page, and its nodes in order, with the
pages on which they are estimated to fall.

A node that can be said otherwise carries `edit`: what `set_text` takes beside the block's id, and
`source`, the text as it is written there, inline marks included. Sizes are points.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from docsmith.documents.operations import word_content as op
from docsmith.documents.operations.base import OperationBase
from docsmith.documents.word.compose.document import Composition
from docsmith.documents.word.design.look import Style
from docsmith.documents.word.inline import plain
from docsmith.documents.word.nodes import (
    Cell,
    Grid,
    Para,
    Placed,
    Raw,
    TocMark,
    Turn,
)
from docsmith.documents.word.pages.estimate import Pages
from docsmith.documents.word.parts.numbering import BULLET, CHECK, FIRST_NUMBERED
from docsmith.documents.word.projected_runs import runs_of
from docsmith.documents.word.upload.list_marks import Mark, list_marks
from docsmith.documents.word.upload.projection import project_raw

PAGE_BYTES = 400_000
_TWIPS = 20
_SIGNS = ("•", "–", "▪", "•")

Json = dict[str, Any]


def project_text(made: Composition, pages: Pages) -> Json:
    """`head` with looks, `pages` with the nodes of the one part, `document`."""
    nodes = list(_Projector(made, pages).nodes())
    windows = list(_windows(nodes))
    part: Json = {"id": "document", "name": made.story.setup.title or "", "pages": len(windows)}
    return {"head": {**_head(made, pages), "parts": [part]}, "pages": {"document": windows}}


def _head(made: Composition, pages: Pages) -> Json:
    look, frame, page = made.look, made.story.frame, made.look.page
    sides = ("width", "height", "left", "right", "top", "bottom")
    uploaded = made.story.original is not None
    return {
        "kind": "word",
        "uploaded": uploaded,
        "count": None if uploaded else pages.count,
        "page": {side: getattr(page, side) / _TWIPS for side in sides},
        "font": look.font,
        "colors": dict(look.colors),
        "series": list(look.series),
        "language": look.language.full,
        "rtl": look.language.right_to_left,
        "styles": {id: _style(made, style) for id, style in look.styles.items()},
        "header": frame.header if frame else None,
        "footer": frame.footer if frame else None,
        "numbers": frame is None or frame.page_numbers,
        "cover": made.cover,
        "notes": [runs_of(made, note) for note in made.footnotes],
    }


def _style(made: Composition, style: Style) -> Json:
    given: Json = {
        "size": style.size,
        "bold": style.bold,
        "italic": style.italic,
        "caps": style.caps,
        "color": made.look.color(style.color),
        "line": style.line,
        "before": style.before,
        "after": style.after,
        "left": style.left,
        "right": style.right,
        "hanging": style.hanging,
        "align": style.align if style.align != "left" else "",
        "tabular": style.tabular,
        "spaced": style.spaced,
    }
    return {name: value for name, value in given.items() if value}


def _windows(nodes: list[Json]) -> Iterator[Json]:
    """The nodes in pieces of at most about `PAGE_BYTES`; at least one, if empty."""
    held: list[Json] = []
    size = 0
    for node in nodes:
        size += len(str(node))
        if held and size > PAGE_BYTES:
            yield {"nodes": held}
            held, size = [], len(str(node))
        held.append(node)
    yield {"nodes": held}


@dataclass(slots=True)
class _Projector:
    """Goes through the nodes once; lists count on."""

    made: Composition
    pages: Pages
    counts: dict[tuple[int, int], int] = field(default_factory=dict[tuple[int, int], int])
    within: dict[str, int] = field(default_factory=dict[str, int])
    """How many paragraphs of a block were met."""
    marks: dict[str, Mark] = field(init=False)
    """Of an uploaded document's own lists."""

    def __post_init__(self) -> None:
        original = self.made.story.original
        self.marks = list_marks(original) if original is not None else {}

    def nodes(self) -> Iterator[Json]:
        contents = {block.id: block.content for block in self.made.story.blocks}
        for placed in self.pages.placed:
            node = self._node(placed, contents.get(placed.block))
            yield {"id": placed.block, "page": placed.page, **node}

    def _node(self, placed: Placed, content: OperationBase | None) -> Json:
        match placed.node:
            case Para() as para:
                met = self.within[placed.block] = self.within.get(placed.block, 0) + 1
                edit = _edit_of(content, para, met)
                return {**self._para(para), **({"edit": edit} if edit else {})}
            case Grid() as grid:
                return self._grid(grid, content)
            case TocMark() as mark:
                return {
                    "k": "toc",
                    "title": mark.title,
                    "entries": list(self._entries(mark.levels)),
                }
            case Turn() as turn:
                return {"k": "turn", "landscape": turn.landscape}
            case Raw() as raw:
                original = self.made.story.original
                assert original is not None, "a raw block without an uploaded file"
                return project_raw(original, raw.key, self.marks.get(raw.key))

    def _entries(self, levels: int) -> Iterator[Json]:
        for placed in self.pages.placed:
            node = placed.node
            if isinstance(node, Para | Raw) and 0 < node.outline <= levels:
                number = node.number if isinstance(node, Para) else ""
                text = f"{number} {node.text}".strip()
                yield {"level": node.outline, "text": text, "page": placed.page}

    def _para(self, para: Para) -> Json:
        color = self.made.look.color
        given: Json = {
            "style": para.style,
            "align": para.align,
            "outline": para.outline,
            "mark": para.number or self._mark(para),
            "level": para.level if para.numbering and not para.outline else 0,
            "fill": color(para.fill) if para.fill else "",
            "edge": color(para.edge) if para.edge else "",
            "before": para.before / _TWIPS if para.before is not None else None,
            "after": para.after / _TWIPS if para.after is not None else None,
            "break": para.page_break,
        }
        kept = {name: value for name, value in given.items() if value not in ("", False, None)}
        return {"k": "p", **kept, "runs": runs_of(self.made, para)}

    def _mark(self, para: Para) -> str:
        """What stands before a list item."""
        if not para.numbering or para.outline:
            return ""
        if para.numbering in (BULLET, CHECK):
            return "☐" if para.numbering == CHECK else _SIGNS[para.level]
        if para.numbering < FIRST_NUMBERED:
            return ""
        place = (para.numbering, para.level)
        self.counts[place] = self.counts.get(place, 0) + 1
        for deeper in range(para.level + 1, 4):
            self.counts.pop((para.numbering, deeper), None)
        count = self.counts[place]
        return f"{chr(96 + min(count, 26))}." if para.level % 2 else f"{count}."

    def _grid(self, grid: Grid, content: OperationBase | None) -> Json:
        whole = sum(grid.widths) or 1
        typed = content if isinstance(content, op.Table) and not content.is_computed else None
        return {
            "k": "grid",
            "look": grid.look,
            "total": grid.total,
            "alt": grid.alt,
            "gap": grid.gap / _TWIPS,
            "widths": [round(100 * width / whole, 2) for width in grid.widths],
            "rows": [
                {
                    "header": row.header,
                    "cells": [self._cell(cell, typed, r, c) for c, cell in enumerate(row.cells, 1)],
                }
                for r, row in enumerate(grid.rows, 1)
            ],
        }

    def _cell(self, cell: Cell, typed: op.Table | None, row: int, column: int) -> Json:
        color = self.made.look.color
        given: Json = {
            "fill": color(cell.fill) if cell.fill else "",
            "top": color(cell.top) if cell.top else "",
            "bottom": color(cell.bottom) if cell.bottom else "",
            "span": cell.span if cell.span > 1 else 0,
        }
        out: Json = {name: value for name, value in given.items() if value}
        out["paras"] = [self._para(para) for para in cell.paras]
        if typed is not None:
            source = _cell_source(typed, row, column, cell)
            out["edit"] = {"row": row, "column": column, "source": source}
        return out


def _edit_of(content: OperationBase | None, para: Para, met: int) -> Json | None:
    """How `set_text` says the `met`-th paragraph of a block otherwise; None where it cannot."""
    match content:
        case op.Heading() | op.Paragraph() | op.Callout() if met == 1:
            return {"source": content.text}
        case op.Title() if para.text == plain(content.title):
            return {"source": content.title}
        case op.Letterhead() if para.text == plain(content.subject):
            return {"source": content.subject}
        case op.ListBlock() if met <= len(content.items):
            item = content.items[met - 1]
            return {"item": met, "source": item if isinstance(item, str) else item.text}
        case _:
            return None


def _cell_source(table: op.Table, row: int, column: int, cell: Cell) -> str:
    """The text as typed; of a number what is shown."""
    shown = "\n".join(para.text for para in cell.paras)
    header = 1 if table.header else 0
    if row <= header:
        return table.header[column - 1] if column <= len(table.header) else shown
    at = row - 1 - header
    value = table.rows[at][column - 1] if column <= len(table.rows[at]) else None
    return value if isinstance(value, str) else shown
