"""Which periods of a chart the data cover in part only: their figures are not comparable."""

from calendar import monthrange
from collections.abc import Mapping
from datetime import date
from statistics import median

from docsmith.documents.operations.slides_content import Query
from docsmith.documents.slides.figures import Asked, Sources
from docsmith.documents.slides.groups import period_key

_SPARE = 0.25
"""The part of a period that may be missing at either end: weekends, holidays, a late entry."""
_SCATTERED = 4
"""From so many days a period on, rows are of single days; fewer are one row a month or week."""
_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_REMEMBERED = 256
_ANSWERS: dict[Asked, tuple[int, ...]] = {}


def partial_periods(sources: Sources, query: Query, path: str) -> tuple[int, ...]:
    """The indices of the first and the last period where the data begin or end within it; none
    where rows are not grouped by months, quarters or years. Raises `OperationRefused` as the query
    does.
    """

    def answer() -> tuple[int, ...]:
        return _partial(sources, query, path)

    return sources.remembered(_ANSWERS, _REMEMBERED, query, answer)


def _partial(sources: Sources, query: Query, path: str) -> tuple[int, ...]:
    column = sources.table(query.slot, path).column(query.by)
    if column is None or not column.type.is_date or query.period not in _MONTHS:
        return ()
    days = {d for v in column.values if (d := _day(v)) and _counts(d, query)}
    keys = sources.grouped(query, path).keys
    held: dict[str, set[date]] = {key: set() for key in keys}
    for day in days:
        held.setdefault(period_key(day, query.period, sources.language), set()).add(day)
    ends = dict.fromkeys((0, len(keys) - 1)) if len(keys) > 2 else {}
    return tuple(i for i in ends if _is_partial(keys[i], query.period, held))


def _counts(day: date, query: Query) -> bool:
    return (query.first or "") <= day.isoformat() <= (query.last or "9999")


def _is_partial(key: str, period: str, held: Mapping[str, set[date]]) -> bool:
    usual = median(len(days) for days in held.values())
    if usual < _SCATTERED:
        return len(held[key]) < usual
    begin, end = _span(key, period)
    spare = (end - begin).days * _SPARE
    late, early = min(held[key], default=end) - begin, end - max(held[key], default=begin)
    return max(late.days, early.days) > spare


def _span(key: str, period: str) -> tuple[date, date]:
    """First and last day of `2026-07|Jul 2026`, `2026-3|Q3 2026`, `2026|2026`."""
    year, _, number = key.partition("|")[0].partition("-")
    months = _MONTHS[period]
    begin = (int(number or "1") - 1) * months + 1
    end = begin + months - 1
    return date(int(year), begin, 1), date(int(year), end, monthrange(int(year), end)[1])


def _day(value: object) -> date | None:
    """Of a date or a moment."""
    return date.fromisoformat(str(value)[:10]) if isinstance(value, date) else None
