"""One door for every kind of data source."""

from docsmith.documents.errors import UnreadableSource
from docsmith.documents.model import Input
from docsmith.documents.sources import csv_text, json_text
from docsmith.documents.sources.grid import Row, table_of
from docsmith.documents.sources.table import SourceTable

DEFAULT_MAX_ROWS = 200_000


def read_input(source: Input, *, max_rows: int = DEFAULT_MAX_ROWS) -> SourceTable:
    """`read_source` for an input of a document."""
    return read_source(source.content, kind=source.kind, name=source.name, max_rows=max_rows)


def read_source(
    content: bytes,
    *,
    kind: str,
    name: str = "",
    max_rows: int = DEFAULT_MAX_ROWS,
    part: str | None = None,
) -> SourceTable:
    """The table in a file. `kind` is `csv`, `json` or `xlsx`; `part` names a sheet or list, else
    the largest.

    Raises `UnreadableSource` with the reason.
    """
    readers = {"csv": _read_csv, "tsv": _read_csv, "json": _read_json, "xlsx": _read_xlsx}
    reader = readers.get(kind)
    if reader is None:
        raise UnreadableSource(f"{kind} is not a kind of data source; send csv, json or xlsx")
    return reader(content, name, max_rows, part)


def _read_csv(content: bytes, name: str, max_rows: int, part: str | None) -> SourceTable:
    del part
    rows, delimiter = csv_text.rows_of(csv_text.decode(content))
    grid: list[Row] = list(rows)
    return table_of(name, grid, max_rows=max_rows, semicolons=delimiter == ";")


def _read_json(content: bytes, name: str, max_rows: int, part: str | None) -> SourceTable:
    return _chosen(json_text.grids_of(content), name, max_rows, part)


def _read_xlsx(content: bytes, name: str, max_rows: int, part: str | None) -> SourceTable:
    from docsmith.documents.sources.xlsx_sheets import grids_of  # only this kind loads lxml

    return _chosen(grids_of(content), name, max_rows, part)


def _chosen(
    grids: dict[str, list[Row]] | dict[str, json_text.Grid],
    name: str,
    max_rows: int,
    part: str | None,
) -> SourceTable:
    parts = tuple(grids)
    if part is not None and part not in grids:
        raise UnreadableSource(f"the file has no part '{part}'; it has {', '.join(parts)}")
    wanted = part if part is not None else max(parts, key=lambda p: len(grids[p]))
    return table_of(name, list(grids[wanted]), max_rows=max_rows, parts=parts)
