"""Changes to what stands already, by block id. Ids are told by `document_apply` and the outline.

A block made by the n-th operation of a document is `b<n>`, its neighbours from the same operation
`b<n>.2` and so on; the n-th block of an uploaded file is `u<n>`. An id never changes its block:
what replaces a block takes over its id.
"""

from typing import Annotated, Literal

from pydantic import Field

from docsmith.documents.operations.base import OperationBase
from docsmith.documents.operations.word_content import Content, Scalar, Text

BlockId = Annotated[str, Field(pattern=r"^[bu][1-9][0-9]*(\.[1-9][0-9]*)?$")]
Blocks = Annotated[tuple[Content, ...], Field(min_length=1, max_length=40)]


class Replace(OperationBase):
    """Put other blocks in place of one, or of all from `block` through `through`."""

    op: Literal["replace"]
    block: BlockId
    through: BlockId | None = None
    blocks: Blocks


class InsertAfter(OperationBase):
    op: Literal["insert_after"]
    block: BlockId
    blocks: Blocks


class InsertBefore(OperationBase):
    op: Literal["insert_before"]
    block: BlockId
    blocks: Blocks


class Delete(OperationBase):
    """Remove a block, or all from `block` through `through`."""

    op: Literal["delete"]
    block: BlockId
    through: BlockId | None = None


class Move(OperationBase):
    """Move a block, or all from `block` through `through`, behind another; to the front if none."""

    op: Literal["move"]
    block: BlockId
    through: BlockId | None = None
    after: BlockId | None = None


class SetText(OperationBase):
    """Say something else in a heading, paragraph, list item or table cell; its look stays.

    Words that stay keep their formatting. `item` counts list items from 1; `row` and `column` count
    cells from 1, the header row included.
    """

    op: Literal["set_text"]
    block: BlockId
    text: Text
    item: Annotated[int, Field(ge=1)] | None = None
    row: Annotated[int, Field(ge=1)] | None = None
    column: Annotated[int, Field(ge=1)] | None = None


class ReplaceText(OperationBase):
    """Replace a wording wherever it stands, headers and footers included; formatting stays."""

    op: Literal["replace_text"]
    find: Annotated[str, Field(min_length=1, max_length=500)]
    text: Annotated[str, Field(max_length=2_000)]
    whole_words: bool = True


class AddRow(OperationBase):
    """Add a row to a table at its end (before a total), or put one at `row`, counted from 1 with
    the header.
    """

    op: Literal["add_row"]
    block: BlockId
    cells: Annotated[tuple[Scalar, ...], Field(min_length=1, max_length=20)]
    row: Annotated[int, Field(ge=2)] | None = None


class DeleteRow(OperationBase):
    op: Literal["delete_row"]
    block: BlockId
    row: Annotated[int, Field(ge=1)]
