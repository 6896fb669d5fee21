"""A text document as its operations build it: blocks in order, how it looks, figures, sources.

It is mutable and lives for one replay, like a workbook's `Book`.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from docsmith.documents.errors import OperationRefused
from docsmith.documents.model import Input
from docsmith.documents.operations.base import OperationBase
from docsmith.documents.operations.word import HeaderFooter, Setup, Source
from docsmith.documents.operations.word_data import Figures
from docsmith.documents.word.language import Language
from docsmith.documents.word.upload.original import Original


@dataclass(slots=True)
class Block:
    """One block. Exactly one of `content` (made here) and `raw` (of the uploaded file) is set."""

    id: str
    content: OperationBase | None = None
    raw: str | None = None


@dataclass(frozen=True, slots=True)
class Brand:
    """What the request's brand says; colours as six hex digits."""

    color: str | None = None
    font: str | None = None
    logo: str | None = None


@dataclass(slots=True)
class Story:
    """The document. `setup` holds what was set, merged; `original` the uploaded file, if one."""

    inputs: Mapping[str, Input] = field(default_factory=dict[str, Input])
    setup: Setup = field(default_factory=lambda: Setup(op="setup"))
    frame: HeaderFooter | None = None
    blocks: list[Block] = field(default_factory=list[Block])
    figures: list[Figures] = field(default_factory=list[Figures])
    sources: dict[str, Source] = field(default_factory=dict[str, Source])
    original: Original | None = None

    @property
    def language(self) -> Language:
        return Language(self.setup.language or (self.original.language if self.original else "en"))

    @property
    def brand(self) -> Brand:
        given = next((i for i in self.inputs.values() if i.kind == "brand"), None)
        facts: dict[str, Any] = json.loads(given.content) if given else {}
        color = facts.get("primary_color")
        logo = facts.get("logo") or ("logo" if "logo" in self.inputs else None)
        return Brand(
            str(color).lstrip("#").upper() if color else None,
            str(facts["font"]) if facts.get("font") else None,
            logo if logo in self.inputs else None,
        )

    def index(self, id: str, path: str = "block") -> int:
        """Where a block stands. Refused when it is not there."""
        for index, block in enumerate(self.blocks):
            if block.id == id:
                return index
        known = tuple(block.id for block in self.blocks)
        hint = "read the outline for the ids" if len(known) > 40 else None
        raise OperationRefused(path, f"there is no block '{id}'", known[:40], hint)

    def span(self, first: str, through: str | None) -> tuple[int, int]:
        """The positions from `first` through `through`, the end excluded."""
        start = self.index(first)
        end = self.index(through, "through") if through else start
        if end < start:
            raise OperationRefused("through", f"'{through}' stands before '{first}'")
        return start, end + 1


def named_blocks(number: int, contents: Sequence[OperationBase], first: str = "") -> list[Block]:
    """Blocks made by the operation of this number; `first` is the id that the first one takes
    over.
    """
    out: list[Block] = []
    for position, content in enumerate(contents, 1):
        own = f"b{number}" if position == 1 else f"b{number}.{position}"
        out.append(Block(first if position == 1 and first else own, content))
    return out
