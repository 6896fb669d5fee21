"""Page breaks, made a property of what follows, so that no empty paragraph stands for one."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from docsmith.documents.word.nodes import Node, Para, Placed, TocMark, Turn


@dataclass(frozen=True, slots=True)
class Break:
    """What follows begins a new page."""


def settled(items: Iterable[tuple[str, Node | Break]]) -> Iterator[Placed]:
    """The nodes, each break moved into the paragraph that follows it.

    Before a table it becomes a small paragraph, since a table cannot break a page; a break before a
    new section, or at the end, is none."""
    pending = False
    for block, item in items:
        if isinstance(item, Break):
            pending = True
            continue
        if pending and isinstance(item, Para):
            item = replace(item, page_break=True, before=0)
        elif (pending and isinstance(item, TocMark)) or (pending and not isinstance(item, Turn)):
            yield Placed(block, Para((), "AfterTable", page_break=True, after=0))
        pending = isinstance(item, TocMark) and item.page_break
        yield Placed(block, item)
