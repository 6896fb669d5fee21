"""The period that a prompt names: years, quarters, halves, months, days, from one to another.

`Q3 2025`, `since March 2025`, `zwischen Januar und März 2025`, `im 2. Halbjahr 2024`, `last year`.
What is named without its year is the latest that the data reach.
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from docsmith.agent.offline.selection.vocabulary import numbered
from docsmith.agent.turns import Value

_MONTHS = "|".join(sorted(numbered("months"), key=len, reverse=True))
_ORDINALS = "|".join(sorted(numbered("ordinals"), key=len, reverse=True))
_YEAR = r"(?:19|20)\d\d(?!\w|[.,/]\d|\.[a-z]|\s?[€$£%])"
_SOLID = r"(?<![\w€$£.,/])(?:(?<!-)|(?<=(?:19|20)\d\d-))"
_FORMS = (
    ("day", rf"(?P<day_iso>{_SOLID}\d{{4}}-\d\d-\d\d)"),
    ("day", rf"(?P<day_dots>{_SOLID}\d{{1,2}}\.\s?\d{{1,2}}\.\s?(?:19|20)\d\d)"),
    ("day", rf"\b(?P<d1>\d{{1,2}})(?:st|nd|rd|th|\.)?\s(?P<m1>{_MONTHS})\.?,?\s(?P<y1>{_YEAR})"),
    ("day", rf"\b(?P<m2>{_MONTHS})\.?\s(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?,\s(?P<y2>{_YEAR})"),
    ("quarter", rf"\bq(?P<q1>[1-4])(?:[\s/'-]*(?:of\s)?(?P<yq1>{_YEAR}))?\b"),
    ("quarter", rf"{_SOLID}(?P<yq2>(?:19|20)\d\d)[\s/-]?q(?P<q2>[1-4])\b"),
    (
        "quarter",
        rf"\b(?P<q3>{_ORDINALS}|[1-4]\.)\s?(?:quarter|quartals?)(?:\s(?:of\s)?(?P<yq3>{_YEAR}))?",
    ),
    ("half", rf"\b(?-i:H|HJ)(?P<h1>[12])(?:[\s/]*(?P<yh1>{_YEAR}))?\b"),
    (
        "half",
        rf"\b(?P<h2>{_ORDINALS}|[12]\.)\s?(?:half|halbjahre?s?)(?:\s(?:of\s)?(?P<yh2>{_YEAR}))?",
    ),
    ("month", rf"\b(?P<m3>{_MONTHS})\.?\s(?:of\s)?(?P<y3>{_YEAR})"),
    ("month", rf"{_SOLID}(?P<m4>0?[1-9]|1[0-2])/(?P<y4>(?:19|20)\d\d)\b"),
    ("month", rf"{_SOLID}(?P<y5>(?:19|20)\d\d)-(?P<m5>0[1-9]|1[0-2])(?![\d-])"),
    ("bare_month", rf"\b(?P<m6>{_MONTHS})\b\.?"),
    ("year", r"\b(?:fy|gj)\s?'?(?P<y7>20\d\d|\d\d)\b"),
    ("year", rf"{_SOLID}(?P<y6>{_YEAR})"),
)
_POINT = re.compile("|".join(f"(?P<f{i}>{form})" for i, (_, form) in enumerate(_FORMS)), re.I)
_KINDS = tuple(kind for kind, _ in _FORMS)


class Span(Value):
    """Days, both included. `kind` is what was named; `at` and `end` are where in the prompt."""

    first: date
    last: date
    kind: str
    at: int
    end: int
    dated: bool = True
    """Whether the year was named as well."""


class Days(Value):
    """From the first day to the last, either None where it is open. `text` is how it was asked."""

    first: date | None
    last: date | None
    text: str

    def within(self, first: date, last: date) -> bool:
        """Whether some day of these lies there."""
        return (self.first or first) <= last and first <= (self.last or last)

    def covers(self, first: date, last: date) -> bool:
        return (self.first or first) <= first and last <= (self.last or last)


def spans_in(prompt: str, latest: date) -> Iterator[Span]:
    """Every point in time that the prompt names, in order. What lacks its year is put in the last
    year in which it begins no later than `latest`.
    """
    for match in _POINT.finditer(prompt):
        groups = {k: v for k, v in match.groupdict().items() if v and not re.match(r"f\d+$", k)}
        number = next(i for i in range(len(_FORMS)) if match.group(f"f{i}"))
        kind = _KINDS[number].removeprefix("bare_")
        bounds = _bounds(kind, groups, latest)
        if bounds is not None:
            dated = kind == "day" or any(k.startswith("y") for k in groups)
            first, last = bounds
            yield Span(
                first=first, last=last, kind=kind, at=match.start(), end=match.end(), dated=dated
            )


def ends_of(kind: str, year: int, number: int = 1) -> tuple[date, date]:
    """First and last day of a year, half, quarter or month."""
    months = {"year": 12, "half": 6, "quarter": 3, "month": 1}[kind]
    first = date(year, (number - 1) * months + 1, 1)
    following = first.month + months
    end = date(year + (following > 12), (following - 1) % 12 + 1, 1)
    return first, end - timedelta(days=1)


def _bounds(kind: str, groups: dict[str, str], latest: date) -> tuple[date, date] | None:
    if kind == "day":
        day = _day(groups)
        return (day, day) if day else None
    year = next((int(v) for k, v in groups.items() if k.startswith("y")), None)
    year = year + 2000 if year is not None and year < 100 else year
    if kind == "year":
        return ends_of("year", year or latest.year)
    number = _number(next(v for k, v in groups.items() if k[0] in "qhm"))
    if number is None or not 1 <= number <= {"half": 2, "quarter": 4, "month": 12}[kind]:
        return None
    if year is None:
        year = latest.year - (ends_of(kind, latest.year, number)[0] > latest)
    return ends_of(kind, year, number)


def _number(text: str) -> int | None:
    folded = text.casefold().rstrip(".")
    if folded.isdigit():
        return int(folded)
    return numbered("months").get(folded) or numbered("ordinals").get(folded)


def _day(groups: dict[str, str]) -> date | None:
    try:
        if "day_iso" in groups:
            return date.fromisoformat(groups["day_iso"])
        if "day_dots" in groups:
            day, month, year = re.findall(r"\d+", groups["day_dots"])
        else:
            day, name, year = (next(v for k, v in groups.items() if k[0] == s) for s in "dmy")
            month = numbered("months")[name.casefold()]
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
