"""Facts about the values of one column."""

import math
from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, time

from docsmith.documents.sources.table import ColumnStats, ColumnType, SourceValue

_TOP = 50
_SAMPLES = 5


def statistics(
    values: Sequence[SourceValue], kind: ColumnType, notes: tuple[str, ...] = ()
) -> ColumnStats:
    """Count, blanks, extremes, sum, distinct values and samples. Odd text in a number column is
    skipped.
    """
    filled = [v for v in values if v is not None]
    counts = Counter(filled)
    proper = [v for v in filled if not isinstance(v, str)] if kind is not ColumnType.TEXT else []
    numbers = [float(v) for v in proper if isinstance(v, int | float)] if kind.is_number else []
    low, high = _extremes(proper, kind)
    return ColumnStats(
        count=len(filled),
        blanks=len(values) - len(filled),
        distinct=len(counts),
        minimum=low,
        maximum=high,
        total=round(math.fsum(numbers), 6) if numbers else None,
        top=tuple(sorted(counts.most_common(_TOP), key=lambda p: (-p[1], str(p[0])))),
        samples=tuple(dict.fromkeys(filled[:200]))[:_SAMPLES],
        notes=notes,
    )


def _extremes(proper: Sequence[SourceValue], kind: ColumnType) -> tuple[SourceValue, SourceValue]:
    if kind.is_number:
        numbers = [v for v in proper if isinstance(v, int | float)]
        return (min(numbers), max(numbers)) if numbers else (None, None)
    if kind.is_date:
        days = sorted((_moment(v), v) for v in set(proper) if isinstance(v, date))
        return (days[0][1], days[-1][1]) if days else (None, None)
    return None, None


def _moment(day: date) -> datetime:
    return day if isinstance(day, datetime) else datetime.combine(day, time())
