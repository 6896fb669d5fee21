"""Data sources: bytes of a CSV, JSON or XLSX file in, a typed table out.

    read_source(content, kind="csv", name="sales.csv", max_rows=200_000, part=None) -> SourceTable
    describe(table) -> dict            schema, statistics and samples, small enough for a model
    UnreadableSource(reason)           raised for everything that cannot be read as a table

`SourceTable` has `.columns` (each with `name`, `type`, `style`, `values`, `stats`), `.row_count`,
`.notes` and `.rows()`. Values are `str | int | float | bool | date | datetime | None`; text that
begins with `=`, `+`, `-` or `@` is text unless it is a number.
"""

from docsmith.documents.errors import UnreadableSource
from docsmith.documents.sources.describe import describe
from docsmith.documents.sources.read import DEFAULT_MAX_ROWS, read_input, read_source
from docsmith.documents.sources.table import (
    ColumnStats,
    ColumnType,
    SourceColumn,
    SourceTable,
    SourceValue,
)

__all__ = [
    "DEFAULT_MAX_ROWS",
    "ColumnStats",
    "ColumnType",
    "SourceColumn",
    "SourceTable",
    "SourceValue",
    "UnreadableSource",
    "describe",
    "read_input",
    "read_source",
]
