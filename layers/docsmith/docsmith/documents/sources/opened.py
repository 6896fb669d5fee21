"""The table of an input, read once: every turn replays the operations, every format reads it."""

from dataclasses import dataclass, field, replace
from functools import lru_cache

from docsmith.documents.model import Input
from docsmith.documents.operations.selecting import Condition
from docsmith.documents.sources.read import read_source
from docsmith.documents.sources.selecting import selected
from docsmith.documents.sources.table import SourceTable


@dataclass(frozen=True, slots=True)
class _Rows:
    """Rows of an input as a cache key: its digest stands for its bytes."""

    sha256: str
    kind: str
    name: str
    part: str | None
    where: tuple[Condition, ...]
    content: bytes = field(compare=False, repr=False)


def source_table(source: Input, part: str | None = None) -> SourceTable:
    """The table of an input, or of the rows of it that meet its conditions, remembered.

    Raises `UnreadableSource`.
    """
    given = (source.sha256, source.kind, source.name, part, source.where)
    return _rows(_Rows(*given, source.content))


@lru_cache(maxsize=4)
def _rows(rows: _Rows) -> SourceTable:
    whole = replace(_file(rows.content, rows.kind, rows.part), name=rows.name)
    return selected(whole, rows.where)


@lru_cache(maxsize=2)
def _file(content: bytes, kind: str, part: str | None) -> SourceTable:
    """By the bytes themselves, which rows that are chosen share with the whole."""
    return read_source(content, kind=kind, part=part)
