"""What a model sees of a text: an outline of headings and blocks, or blocks in full; in pages."""

from collections.abc import Iterator
from typing import Any

from docsmith.documents.errors import OperationRefused
from docsmith.documents.model import Scope, View
from docsmith.documents.operations.base import OperationBase
from docsmith.documents.operations.word_content import Letterhead, Title
from docsmith.documents.word.compose.document import Composition
from docsmith.documents.word.inline import plain
from docsmith.documents.word.nodes import Grid, Node, Para, Raw, TocMark
from docsmith.documents.word.pages.estimate import Pages
from docsmith.documents.word.story import Block, Story

_BLOCKS_A_PAGE = 120
_SHORT = 90
_CHARACTERS_A_PAGE = 12_000


def view_of(made: Composition, pages: Pages, scope: Scope) -> View:
    """The page that `scope` asks for. Raises `OperationRefused` for a place that is not there."""
    if scope.what == "outline":
        return _outline(made, pages, scope)
    if scope.what == "block":
        return _blocks(made, pages, scope)
    raise OperationRefused(
        "scope", f"a text has no {scope.what}", ("outline", "block ID"), "read the outline first"
    )


def _outline(made: Composition, pages: Pages, scope: Scope) -> View:
    story = made.story
    first = _start(scope, len(story.blocks))
    shown = story.blocks[first : first + _BLOCKS_A_PAGE]
    at = _pages_of(pages)
    content: dict[str, Any] = {
        "design": made.look.design if story.original is None else "uploaded",
        "language": made.look.language.full,
        **({"pages": pages.count} if story.original is None else {}),
        "blocks": [_line(made, block, at) for block in shown],
    }
    if story.setup.title:
        content["title"] = story.setup.title
    if story.sources:
        content["sources"] = sorted(story.sources)
    if story.figures:
        content["figures"] = sorted(f.name for op in story.figures for f in op.figures)
    more = first + len(shown)
    return View("outline", content, str(more) if more < len(story.blocks) else None)


def _line(made: Composition, block: Block, at: dict[str, int]) -> dict[str, Any]:
    out: dict[str, Any] = {"id": block.id}
    if made.story.original is None:
        out["page"] = at.get(block.id, 1)
    if block.content is not None:
        out["op"] = getattr(block.content, "op", "")
        if level := getattr(block.content, "level", None):
            out["level"] = level
        text = _shown(block.content) or _text(made, block.id)
    else:
        original = made.story.original
        assert original is not None, "a raw block without an uploaded file"
        out["op"], level, text = original.described(block.raw or "")
        if level:
            out["level"] = level
    if text:
        out["text"] = text if len(text) <= _SHORT else text[: _SHORT - 1] + "…"
    return out


def _shown(content: OperationBase) -> str:
    """What a block is known by, where that is not its text as a whole."""
    match content:
        case Title():
            return plain(content.title)
        case Letterhead():
            return plain(content.subject)
        case _:
            return ""


def _blocks(made: Composition, pages: Pages, scope: Scope) -> View:
    """The block named, and those after it as far as the page goes."""
    story = made.story
    first = story.index(scope.block or "")
    first = max(first, _start(scope, len(story.blocks)))
    at = _pages_of(pages)
    out: list[dict[str, Any]] = []
    size = 0
    for block in story.blocks[first:]:
        shown = _whole(story, block)
        if story.original is None:
            shown |= {"page": at.get(block.id, 1)}
        size += len(str(shown))
        if out and size > _CHARACTERS_A_PAGE:
            break
        out.append(shown)
    more = first + len(out)
    content = {"blocks": out}
    return View(f"block {scope.block}", content, str(more) if more < len(story.blocks) else None)


def _whole(story: Story, block: Block) -> dict[str, Any]:
    """The block as it would be written by an operation; an uploaded one as its texts."""
    if block.content is not None:
        return {"id": block.id, **block.content.model_dump(mode="json", exclude_defaults=True)}
    assert story.original is not None, "a raw block without an uploaded file"
    return {"id": block.id, **story.original.told(block.raw or "")}


def _start(scope: Scope, count: int) -> int:
    if scope.page is None:
        return 0
    if not scope.page.isdigit() or int(scope.page) >= max(count, 1):
        raise OperationRefused("page", f"'{scope.page}' is no page of this document")
    return int(scope.page)


def _pages_of(pages: Pages) -> dict[str, int]:
    out: dict[str, int] = {}
    for placed in pages.placed:
        out.setdefault(placed.block, placed.page)
    return out


def _text(made: Composition, block: str) -> str:
    texts = (t for p in made.placed if p.block == block for t in node_texts(p.node))
    return " ".join(text for text in texts if text)


def node_texts(node: Node) -> Iterator[str]:
    """What a reader reads in a node."""
    match node:
        case Para():
            yield node.text
        case Grid():
            for row in node.rows:
                for cell in row.cells:
                    yield from (para.text for para in cell.paras)
        case TocMark():
            yield node.title
        case Raw():
            yield node.text
        case _:
            return
