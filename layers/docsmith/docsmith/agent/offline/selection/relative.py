"""Periods told from the day of the request: `last year`, `this quarter`, `letzte 6 Monate`."""

import re
from collections.abc import Iterator
from datetime import date

from docsmith.agent.offline.selection.periods import Days, ends_of
from docsmith.agent.offline.selection.vocabulary import number_in, numbered

_KINDS = {"jahr": "year", "quartal": "quarter", "monat": "month"}
_RELATIVE = re.compile(
    r"\b(?P<which>last|previous|past|letzte[snm]?|vergangene[snm]?|vorige[snm]?|this|current|"
    r"diese[snm]?|laufende[snm]?|aktuelle[snm]?)\s+(?:(?P<count>\d{1,2}|"
    + "|".join(numbered("numbers"))
    + r")\s+)?(?P<kind>year|quarter|month|jahr|quartal|monat)(?:e?s|en?)?\b",
    re.I,
)
_NOW = re.compile(r"this|current|diese|laufende|aktuelle", re.I)
_COMPARED = re.compile(
    r"\b(?:to|with|than|vs\.?|versus|against|over|gegenüber|zum|"
    r"mit dem|als|and|und)\s+(?:the\s|dem\s)?$",
    re.I,
)


def relative_in(prompt: str, data: tuple[date, date], today: date) -> Iterator[Days]:
    """Without days where the data end before the last of the periods."""
    for match in _RELATIVE.finditer(prompt):
        if _COMPARED.search(prompt[: match.start()]):
            continue
        kind = _KINDS.get(match.group("kind").casefold(), match.group("kind").casefold())
        first, last, latest = _window(kind, match, today)
        known = data[1] >= latest
        text = match.group()
        yield Days(first=first if known else None, last=last if known else None, text=text)


def _window(kind: str, match: re.Match[str], today: date) -> tuple[date, date, date]:
    """First and last day, and the first day of the last period in it."""
    now = _NOW.match(match.group("which")) is not None
    count = 1 if now or not match.group("count") else number_in(match.group("count"))
    length = {"year": 12, "quarter": 3, "month": 1}[kind]
    at = today.year * 12 + today.month - 1
    newest = at // length * length - (0 if now else length)
    oldest = newest - (count - 1) * length
    latest = _ends(kind, newest, length)
    return _ends(kind, oldest, length)[0], latest[1], latest[0]


def _ends(kind: str, months: int, length: int) -> tuple[date, date]:
    return ends_of(kind, months // 12, months % 12 // length + 1)
