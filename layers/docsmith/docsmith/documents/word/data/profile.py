"""What a data source is, as a text says it: its size, and its columns one a row."""

from collections.abc import Mapping

from docsmith.documents.model import Input
from docsmith.documents.sources.table import SourceColumn
from docsmith.documents.word.data.compute import source_of
from docsmith.documents.word.data.remarks import remark_in
from docsmith.documents.word.inline import literal
from docsmith.documents.word.language import Language

MAX_COLUMNS = 16
NUMERIC = (False, False, True, True, False)
"""Which columns of a profile are numbers."""
Lines = tuple[tuple[str, ...], ...]


def size_of(inputs: Mapping[str, Input], slot: str, language: Language) -> str:
    """`150 rows, 5 columns`. Raises `OperationRefused`."""
    table = source_of(inputs, slot, None, "slot")
    rows = language.number(table.row_count, 0)
    return language.label("rows_columns", rows=rows, columns=len(table.columns))


def profile_of(inputs: Mapping[str, Input], slot: str, language: Language) -> Lines:
    """A header, then the columns with their kind, filled and blank cells and what is odd in them;
    at the end what is odd in the file. Raises `OperationRefused`.
    """
    table = source_of(inputs, slot, None, "profile")
    rows = [_row(column, language) for column in table.columns[:MAX_COLUMNS]]
    if table.notes:
        whole = language.number(table.row_count, 0)
        rows.append((language.label("whole_file"), "", whole, "", _joined(table.notes, language)))
    header = tuple(language.label("profile").split("|"))
    return (header, *rows)


def _row(column: SourceColumn, language: Language) -> tuple[str, ...]:
    stats = column.stats
    counts = (language.number(count, 0) for count in (stats.count, stats.blanks))
    kind = language.label(f"kind_{column.type}")
    return (literal(column.name), kind, *counts, _joined(stats.notes, language))


def _joined(notes: tuple[str, ...], language: Language) -> str:
    """What files say is not meant as markdown."""
    return literal("; ".join(remark_in(language, note) for note in notes))
