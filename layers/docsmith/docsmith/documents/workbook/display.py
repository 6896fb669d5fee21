"""A value as its number format shows it: for column widths, for `read`, for checks.

It knows the formats this product writes and the common ones of others (sections, thousands,
decimals, percent, literals, dates), not colours, fractions and exponents with digits.
"""

import re
from datetime import date, datetime, timedelta
from functools import lru_cache

_SECTION = re.compile(r'"[^"]*"|\\.|[^;"\\]+|;')
_TOKEN = re.compile(
    r'"(?P<text>[^"]*)"|\\(?P<one>.)|_(?P<gap>.)|\*.|\[[^\]]*\]|(?P<number>[#0?][#0?,.]*)|(?P<any>.)'
)
_DATE = re.compile(r'"([^"]*)"|\\(.)|(AM/PM|am/pm|[yY]+|[mM]+|[dD]+|[hH]+|[sS]+)|(.)')
_MONTHS = "January February March April May June July August September October November December"
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday"
_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - Excel's day zero has no time zone


def serial(day: date) -> float | int:
    """Excel's number of a date."""
    if isinstance(day, datetime):
        delta = day - _EPOCH
        whole = delta.days + delta.seconds / 86_400
        return int(whole) if whole == int(whole) else round(whole, 10)
    return (day - _EPOCH.date()).days


def date_of(number: float) -> datetime:
    """The date of Excel's number. Raises `OverflowError` beyond the calendar."""
    return _EPOCH + timedelta(seconds=round(number * 86_400))


def shown(value: object, number_format: str, is_date: bool = False) -> str:
    """The text a cell shows."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, date):
        return _date(serial(value), number_format or "yyyy-mm-dd")
    if not isinstance(value, int | float):
        return str(value)
    if is_date:
        return _date(value, number_format)
    return _number(value, number_format)


@lru_cache(maxsize=256)
def _sections(number_format: str) -> list[str]:
    parts: list[str] = [""]
    for token in _SECTION.findall(number_format):
        if token == ";":  # noqa: S105 - a sign of a number format
            parts.append("")
        else:
            parts[-1] += token
    return parts


def _number(value: float, number_format: str) -> str:
    if not number_format or number_format in {"General", "@"}:
        return f"{value:.10g}"
    sections = _sections(number_format)
    if value < 0 and len(sections) > 1:
        return _section(-value, sections[1])
    if value == 0 and len(sections) > 2:
        return _section(0, sections[2])
    return ("-" if value < 0 else "") + _section(abs(value), sections[0])


def _section(value: float, section: str) -> str:
    if "%" in section:
        value *= 100
    out: list[str] = []
    for match in _TOKEN.finditer(section):
        if match.group("text") is not None:
            out.append(match.group("text"))
        elif match.group("one"):
            out.append(match.group("one"))
        elif match.group("gap"):
            out.append(" ")
        elif match.group("number"):
            out.append(_digits(value, match.group("number")))
        elif match.group("any"):
            out.append(match.group("any"))
    return "".join(out)


def _digits(value: float, pattern: str) -> str:
    while pattern.endswith(","):
        value, pattern = value / 1000, pattern[:-1]
    whole, _, places = pattern.partition(".")
    text = f"{value:,.{len(places)}f}" if "," in whole else f"{value:.{len(places)}f}"
    optional = len(places) - len(places.rstrip("#"))
    if optional and "." in text:
        keep = len(text) - optional
        text = text[:keep] + text[keep:].rstrip("0")
        text = text.rstrip(".")
    return text


def _date(number: float, number_format: str) -> str:
    try:
        moment = date_of(number)
    except OverflowError:
        return "#" * 8
    out: list[str] = []
    before = ""
    for text, one, code, other in _DATE.findall(_sections(number_format)[0]):
        if code:
            out.append(_date_part(moment, code, before))
            before = code.lower()[0]
        else:
            out.append(text or one or other)
    return "".join(out)


def _date_part(moment: datetime, code: str, before: str) -> str:
    kind, size = code.lower()[0], len(code)
    if code.lower() == "am/pm":
        return "AM" if moment.hour < 12 else "PM"
    if kind == "y":
        return f"{moment.year:04d}" if size > 2 else f"{moment.year % 100:02d}"
    if kind == "m" and before == "h":
        return f"{moment.minute:02d}"
    if kind == "m":
        return _named(moment.month - 1, size, _MONTHS, moment.month)
    if kind == "d":
        return _named(moment.weekday(), size, _DAYS, moment.day)
    return f"{moment.hour if kind == 'h' else moment.second:0{size}d}"


def _named(index: int, size: int, names: str, number: int) -> str:
    name = names.split()[index]
    return name if size > 3 else name[:3] if size == 3 else f"{number:0{size}d}"
