"""Operations on what stands already: replace, insert, delete, move, say otherwise."""

import re
from collections.abc import Callable

from docsmith.documents.errors import OperationRefused
from docsmith.documents.operations.base import OperationBase
from docsmith.documents.operations.word_content import (
    Callout,
    Heading,
    Letterhead,
    ListBlock,
    ListItem,
    Paragraph,
    Table,
    Title,
)
from docsmith.documents.operations.word_edits import (
    AddRow,
    Delete,
    DeleteRow,
    InsertAfter,
    InsertBefore,
    Move,
    Replace,
    ReplaceText,
    SetText,
)
from docsmith.documents.word.changes import Changes
from docsmith.documents.word.story import Block, named_blocks
from docsmith.documents.word.texts import with_texts
from docsmith.documents.word.upload.original import Original

Content = OperationBase


def replace(changes: Changes, op: Replace) -> None:
    start, end = changes.story.span(op.block, op.through)
    _may_go(changes, start, end)
    blocks = named_blocks(changes.number, op.blocks, op.block)
    changes.story.blocks[start:end] = blocks
    _added(changes, blocks)


def insert_after(changes: Changes, op: InsertAfter) -> None:
    _insert(changes, changes.story.index(op.block) + 1, op.blocks)


def insert_before(changes: Changes, op: InsertBefore) -> None:
    _insert(changes, changes.story.index(op.block), op.blocks)


def delete(changes: Changes, op: Delete) -> None:
    start, end = changes.story.span(op.block, op.through)
    _may_go(changes, start, end)
    for block in changes.story.blocks[start:end]:
        changes.touch(block.id)
    del changes.story.blocks[start:end]


def move(changes: Changes, op: Move) -> None:
    start, end = changes.story.span(op.block, op.through)
    blocks = changes.story.blocks
    moved = blocks[start:end]
    if op.after in {block.id for block in moved}:
        raise OperationRefused("after", f"'{op.after}' is one of the blocks to move")
    rest = blocks[:start] + blocks[end:]
    at = 0
    if op.after is not None:
        changes.story.index(op.after, "after")
        at = next(i for i, block in enumerate(rest) if block.id == op.after) + 1
    _may_move(changes, start, end)
    changes.story.blocks = rest[:at] + moved + rest[at:]
    for block in moved:
        changes.touch(block.id)


def set_text(changes: Changes, op: SetText) -> None:
    block = changes.story.blocks[changes.story.index(op.block)]
    if block.raw is not None:
        _original(changes).set_text(block.raw, op.text, row=op.row, column=op.column)
    elif block.content is not None:
        block.content = _said_otherwise(block.content, op)
        changes.written(block.content, block.id, "text")
    changes.touch(block.id)


def replace_text(changes: Changes, op: ReplaceText) -> None:
    """Refused when the wording stands nowhere: a silent nothing would be taken for done."""
    change = _replacer(op)
    found = 0
    for block in changes.story.blocks:
        if block.content is not None:
            after = with_texts(block.content, change)
            if after is not block.content:
                block.content, found = after, found + 1
                changes.touch(block.id)
        elif block.raw is not None and _original(changes).replace_text(block.raw, change):
            found += 1
            changes.touch(block.id)
    if changes.story.frame:
        frame = with_texts(changes.story.frame, change)
        found += frame is not changes.story.frame
        changes.story.frame = frame
    if changes.story.original:
        found += changes.story.original.replace_in_frames(change)
    if not found:
        raise OperationRefused(
            "find",
            f"'{op.find}' stands nowhere in the document",
            hint="what is computed from a data source follows the data",
        )


def add_row(changes: Changes, op: AddRow) -> None:
    block = changes.story.blocks[changes.story.index(op.block)]
    changes.touch(block.id)
    if block.raw is not None:
        _original(changes).add_row(block.raw, op.cells, op.row)
        return
    table = _typed_table(block)
    width = max((len(table.header), *(len(row) for row in table.rows)))
    if len(op.cells) != width:
        raise OperationRefused("cells", f"the table has {width} columns, not {len(op.cells)}")
    end = len(table.rows) - (1 if table.total_row else 0)
    at = end if op.row is None else op.row - (2 if table.header else 1)
    if not 0 <= at <= len(table.rows):
        raise OperationRefused("row", f"there is no row {op.row}")
    rows = (*table.rows[:at], op.cells, *table.rows[at:])
    block.content = table.model_copy(update={"rows": rows})
    changes.written(block.content, block.id, "cells")


def delete_row(changes: Changes, op: DeleteRow) -> None:
    block = changes.story.blocks[changes.story.index(op.block)]
    changes.touch(block.id)
    if block.raw is not None:
        _original(changes).delete_row(block.raw, op.row)
        return
    table = _typed_table(block)
    at = op.row - (2 if table.header else 1)
    if not 0 <= at < len(table.rows):
        raise OperationRefused("row", f"there is no row {op.row} to delete; row 1 is the header")
    if len(table.rows) == 1:
        raise OperationRefused("row", "it is the last row", hint="delete the block instead")
    rows = (*table.rows[:at], *table.rows[at + 1 :])
    total = table.total_row and at < len(table.rows) - 1
    block.content = table.model_copy(update={"rows": rows, "total_row": total})


def _insert(changes: Changes, at: int, contents: tuple[OperationBase, ...]) -> None:
    blocks = named_blocks(changes.number, contents)
    changes.story.blocks[at:at] = blocks
    _added(changes, blocks)


def _added(changes: Changes, blocks: list[Block]) -> None:
    for index, block in enumerate(blocks):
        changes.touch(block.id)
        if block.content is not None:
            changes.written(block.content, block.id, f"blocks[{index}]")


def _original(changes: Changes) -> Original:
    original = changes.story.original
    assert original is not None, "a raw block without an uploaded file"
    return original


def _may_go(changes: Changes, start: int, end: int) -> None:
    raw = [b.raw for b in changes.story.blocks[start:end] if b.raw is not None]
    if raw:
        _original(changes).refuse_removal(raw)


def _may_move(changes: Changes, start: int, end: int) -> None:
    raw = [b.raw for b in changes.story.blocks[start:end] if b.raw is not None]
    if raw:
        _original(changes).refuse_move(raw)


def _typed_table(block: Block) -> Table:
    if not isinstance(block.content, Table):
        raise OperationRefused("block", f"'{block.id}' is no table")
    if block.content.is_computed:
        raise OperationRefused(
            "block", "its rows are computed from a source", hint="replace it with another query"
        )
    return block.content


def _said_otherwise(content: Content, op: SetText) -> Content:
    """The block with its main text, one item or one cell changed."""
    match content:
        case Heading() | Paragraph() | Callout():
            return content.model_copy(update={"text": op.text})
        case Title():
            return content.model_copy(update={"title": op.text})
        case Letterhead():
            return content.model_copy(update={"subject": op.text})
        case ListBlock():
            return content.model_copy(update={"items": _items(content, op)})
        case Table():
            return _cell_changed(content, op)
        case _:
            name = getattr(content, "op", "block")
            raise OperationRefused("block", f"a {name} has no text to set", hint="replace it")


def _items(block: ListBlock, op: SetText) -> tuple[ListItem | str, ...]:
    if op.item is None or op.item > len(block.items):
        raise OperationRefused("item", f"name one of the {len(block.items)} items, from 1")
    items = list(block.items)
    before = items[op.item - 1]
    level = before.level if isinstance(before, ListItem) else 0
    items[op.item - 1] = ListItem(text=op.text, level=level) if level else op.text
    return tuple(items)


def _cell_changed(table: Table, op: SetText) -> Table:
    if op.row is None or op.column is None:
        raise OperationRefused("row", "name the row and the column of the cell, from 1")
    if table.is_computed:
        raise OperationRefused("block", "its cells are computed from a source")
    header = 1 if table.header else 0
    if op.row == 1 and header:
        if op.column > len(table.header):
            raise OperationRefused("column", f"the table has {len(table.header)} columns")
        texts = [*table.header]
        texts[op.column - 1] = op.text
        return table.model_copy(update={"header": tuple(texts)})
    at = op.row - 1 - header
    if not 0 <= at < len(table.rows) or op.column > len(table.rows[at]):
        raise OperationRefused("row", f"there is no cell in row {op.row}, column {op.column}")
    row = (*table.rows[at][: op.column - 1], op.text, *table.rows[at][op.column :])
    return table.model_copy(update={"rows": (*table.rows[:at], row, *table.rows[at + 1 :])})


def _replacer(op: ReplaceText) -> Callable[[str], str]:
    pattern = re.escape(op.find)
    if op.whole_words:
        start = r"(?<!\w)" if op.find[:1].isalnum() else ""
        end = r"(?!\w)" if op.find[-1:].isalnum() else ""
        pattern = f"{start}{pattern}{end}"
    compiled = re.compile(pattern)
    return lambda text: compiled.sub(lambda _: op.text, text)
