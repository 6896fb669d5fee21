"""Dates as people write them: ISO, German, British, American, with month names in English and
German.

`day_first` decides `03/04/2025`; `order_evidence` says what one cell proves. Excel's calendar
begins in
1900 and has a day that never was (29 February 1900), so dates before March 1900 stay text.
"""

import re
from datetime import date, datetime

from docsmith.documents.sources.words import words

_ISO = re.compile(
    r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})"
    r"(?:[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*(?:Z|[+-]\d{2}:?\d{2})?)?"
)
_NUMERIC = re.compile(
    r"(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})(?:,?\s+(\d{1,2}):(\d{2})(?::(\d{2}))?\s*([AaPp][Mm])?)?"
)
_MONTH = re.compile(r"(\d{4})-(\d{2})")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_DAY_NAME = re.compile(r"(\d{1,2})\.?[\s-]+([A-Za-zäÄ]{3,9})\.?[\s,-]+(\d{4}|\d{2})")
_NAME_DAY = re.compile(r"([A-Za-zäÄ]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})")
_NAME_YEAR = re.compile(r"([A-Za-zäÄ]{3,9})\.?[\s-]+(\d{4})")
FIRST = date(1900, 3, 1)


def order_evidence(text: str) -> str | None:
    """`day` or `month`: what comes first, when this cell proves it."""
    match = _NUMERIC.fullmatch(text.strip())
    if not match or match.group(2) == ".":
        return None
    first, second = int(match.group(1)), int(match.group(3))
    if first > 12 >= second:
        return "day"
    return "month" if second > 12 >= first else None


def parse_date(text: str, day_first: bool, compact: bool = False) -> date | datetime | None:
    """The date in `text`; a `datetime` when a time of day stands there; None when it is no date."""
    text = text.strip()
    if len(text) < 6 or len(text) > 35:
        return None
    try:
        found = _iso(text) or _numeric(text, day_first) or _named(text) or _bare(text, compact)
    except ValueError:
        return None
    if found is None:
        return None
    day = found.date() if isinstance(found, datetime) else found
    return found if FIRST <= day < date(10000 - 1, 12, 31) else None


def is_month(text: str) -> bool:
    """Whether the text names a month without a day."""
    text = text.strip()
    return bool(_MONTH.fullmatch(text) or _NAME_YEAR.fullmatch(text))


def _iso(text: str) -> date | datetime | None:
    match = _ISO.fullmatch(text)
    if not match:
        return None
    year, month, day, hour, minute, second = match.groups()
    if hour is None:
        return date(int(year), int(month), int(day))
    return datetime(  # noqa: DTZ001 - a cell has no time zone; Excel stores wall time
        int(year), int(month), int(day), int(hour), int(minute), int(second or 0)
    )


def _numeric(text: str, day_first: bool) -> date | datetime | None:
    match = _NUMERIC.fullmatch(text)
    if not match:
        return None
    a, sign, b, year, hour, minute, second, half = match.groups()
    day, month = (int(a), int(b)) if day_first or sign == "." else (int(b), int(a))
    if hour is None:
        return date(_year(year), month, day)
    return datetime(  # noqa: DTZ001 - a cell has no time zone; Excel stores wall time
        _year(year), month, day, _hour(int(hour), half), int(minute), int(second or 0)
    )


def _hour(hour: int, half: str | None) -> int:
    if half is None:
        return hour
    return hour % 12 + (12 if half.lower() == "pm" else 0)


def _named(text: str) -> date | None:
    months = words().months
    if match := _DAY_NAME.fullmatch(text):
        day, name, year = match.groups()
    elif match := _NAME_DAY.fullmatch(text):
        name, day, year = match.groups()
    elif match := _NAME_YEAR.fullmatch(text):
        name, year = match.groups()
        day = "1"
    else:
        return None
    month = months.get(name.lower())
    return date(_year(year), month, int(day)) if month else None


def _bare(text: str, compact: bool) -> date | None:
    if match := _MONTH.fullmatch(text):
        return date(int(match.group(1)), int(match.group(2)), 1)
    if compact and (match := _COMPACT.fullmatch(text)):
        return date(int(match.group(1)), int(match.group(2)), int(match.group(3)))
    return None


def _year(text: str) -> int:
    year = int(text)
    if len(text) > 2:
        return year
    return year + (2000 if year < 70 else 1900)
