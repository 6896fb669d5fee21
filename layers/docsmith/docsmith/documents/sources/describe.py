"""A table as a model reads it: names, types, extremes, commonest values, what is odd. Never the
rows.
"""

from datetime import date
from typing import Any

from docsmith.documents.sources.table import ColumnType, SourceColumn, SourceTable, SourceValue

_TEXT = 60
_TOP, _LISTED = 50, 400
_FULL_COLUMNS = 40


def describe(table: SourceTable, *, rows: int = 3) -> dict[str, Any]:
    """JSON of the schema, statistics and `rows` sample rows. Beyond 40 columns only name and type
    stand. A column of few values lists them all, so that a summary leaves none out.
    """
    shown = table.columns[:_FULL_COLUMNS]
    words = sum(c.type in {ColumnType.TEXT, ColumnType.BOOLEAN} for c in shown)
    most = max(8, min(_TOP, _LISTED // max(1, words)))
    out: dict[str, Any] = {
        "name": table.name,
        "rows": table.row_count,
        "columns": [_column(c, table.row_count, most) for c in shown],
        "sample_rows": [
            [_short(c.values[i]) for c in shown] for i in range(min(rows, table.row_count))
        ],
    }
    if len(table.columns) > _FULL_COLUMNS:
        out["more_columns"] = {c.name: str(c.type) for c in table.columns[_FULL_COLUMNS:]}
    if table.notes:
        out["notes"] = list(table.notes)
    if len(table.parts) > 1:
        out["parts"] = list(table.parts)
    return out


def _column(column: SourceColumn, rows: int, most: int) -> dict[str, Any]:
    stats = column.stats
    out: dict[str, Any] = {"name": column.name, "type": str(column.type)}
    out |= {"distinct": stats.distinct, "blanks": stats.blanks}
    if column.currency:
        out["currency"] = column.currency
    if stats.minimum is not None:
        out |= {"min": _short(stats.minimum), "max": _short(stats.maximum)}
    if stats.total is not None:
        out["sum"] = stats.total
    if column.type in {ColumnType.TEXT, ColumnType.BOOLEAN}:
        if stats.distinct <= max(2, min(50, rows // 2)):
            out["top"] = [[_short(v), n] for v, n in stats.top[:most]]
        else:
            out["samples"] = [_short(v) for v in stats.samples]
    if stats.notes:
        out["notes"] = list(stats.notes)
    return out


def _short(value: SourceValue) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str) and len(value) > _TEXT:
        return value[: _TEXT - 1] + "…"
    return value
