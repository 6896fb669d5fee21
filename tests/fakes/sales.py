"""The sales of a head office, and of branches over the same columns."""

import csv
import io
from collections.abc import Sequence

HEADER = ("Date", "Region", "Product", "Revenue")
Row = tuple[str, str, str, float]
_REGIONS = ("North", "South", "East")


def rows_of(factor: int) -> list[Row]:
    """Two years of months, so that every split has something to say."""
    return [
        (f"{2024 + i // 12}-{i % 12 + 1:02d}-15", _REGIONS[i % 3], "AB"[i % 2], i * factor)
        for i in range(1, 24)
    ]


def a_csv(rows: Sequence[Sequence[object]], header: tuple[str, ...] = HEADER) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows([header, *rows])
    return out.getvalue().encode()
