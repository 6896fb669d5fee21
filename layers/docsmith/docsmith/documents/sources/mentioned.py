"""Which values of a table's columns stand in a text, for columns too long to list."""

import re
from collections.abc import Iterator

from docsmith.documents.sources.table import ColumnType, SourceColumn, SourceTable

MOST = 20
_SHORT = 3


def mentioned(table: SourceTable, text: str) -> dict[str, list[str]]:
    """By column at most 20 values, as they are spelt there; columns without any are left out."""
    words = [column for column in table.columns if column.type is ColumnType.TEXT]
    found = {column.name: list(_values(column, text))[:MOST] for column in words}
    return {name: values for name, values in found.items() if values}


def _values(column: SourceColumn, text: str) -> Iterator[str]:
    folded = text.casefold()
    for value in dict.fromkeys(column.values):
        if not isinstance(value, str) or len(value) <= _SHORT or value.casefold() not in folded:
            continue
        if re.search(rf"(?<!\w){re.escape(value)}(?!\w)", text, re.I):
            yield value
