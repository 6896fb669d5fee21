"""Which days of its data a prompt wants: the points in time that it names, put together.

A range that the data cover whole is no choice, and one without data is told as missing: neither
narrows anything.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from docsmith.agent.offline.selection.periods import Days, Span, spans_in
from docsmith.agent.offline.selection.relative import relative_in
from docsmith.agent.turns import Value

_DAY = timedelta(days=1)
_THROUGH = re.compile(
    r"^\s*(?:-|–|—|to|through|until|till|up to|bis)\s*"
    r"(?:the\s|end of\s|zum\s|ende\s|einschließlich\s)?$",
    re.I,
)
_BOTH = re.compile(r"^\s*(?:and|und)\s*$", re.I)
_BETWEEN = re.compile(r"\b(?:between|zwischen)\s+(?:the\s)?$", re.I)
_SINCE = re.compile(
    r"\b(?:since|seit|starting(?:\s(?:in|from))?|beginning|beginnend|ab)\s+(?:dem\s|the\s)?$", re.I
)
_FROM = re.compile(r"\b(?:from|von|vom)\s+(?:the\s|dem\s)?$", re.I)
_ONWARDS = re.compile(r"^\s*(?:on\b(?!\s\w)|onwards?\b|and later\b|an\b(?!\s\w)|aufwärts\b)", re.I)
_UNTIL = re.compile(
    r"\b(?:until|till|up to|through|bis)\s+(?:the\s|end of\s|zum\s|ende\s|einschließlich\s)?$", re.I
)
_BEFORE = re.compile(r"\b(?:before|prior to|vor)\s+(?:the\s|dem\s)?$", re.I)
_AFTER = re.compile(r"\b(?:after|nach dem)\s+(?:the\s)?$", re.I)
_LED = re.compile(
    r"(?:\b(?:in|for|from|of|during|only|year|nur|für|aus|von|vom|im|jahre?s?|fy|gj|since|seit|ab|"
    r"through|until|bis|between|zwischen|and|und|to|before|vor)|[-–&,(])\s*"
    r"(?:the\s|month of\s|monat\s)?$",
    re.I,
)


_APPOINTED = re.compile(
    r"\b(?:(?:due|deadline|by)\s+(?:the\s)?(?:end of\s)?|(?:meeting|conference|workshop|"
    r"sitzung|besprechung|tagung|messe|termin)\s+(?:in|on|im|am|at)\s+(?:the\s)?)$",
    re.I,
)
"""What leads to a day on which something happens, not to a period of the data."""


class Asked(Value):
    """The days that were asked and are there, if they narrow the data, and what is not there."""

    days: Days | None = None
    missing: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()
    """Periods with others between them, which no range holds."""


def period_asked(prompt: str, data: tuple[date, date], today: date) -> Asked:
    """`data` are the first and the last day of the data."""
    every = [*relative_in(prompt, data, today), *days_in(prompt, data)]
    found = [days for days in every if days.first is not None or days.last is not None]
    missing = tuple(d.text for d in every if d not in found or not d.within(*data))
    there = [days for days in found if days.within(*data)]
    if not there:
        return Asked(missing=missing)
    whole = _joined(there, data)
    if whole is None:
        return Asked(missing=missing, apart=tuple(days.text for days in there))
    return Asked(days=None if whole.covers(*data) else whole, missing=missing)


def days_in(prompt: str, data: tuple[date, date]) -> Iterator[Days]:
    """The ranges and points that the prompt names, in order."""
    spans = [span for span in spans_in(prompt, data[1]) if _is_meant(span, prompt, data)]
    while spans:
        span, *spans = spans
        if spans and _is_range(prompt, span, spans[0]):
            end, *spans = spans
            span = _dated(span, end)
            yield Days(first=span.first, last=end.last, text=prompt[span.at : end.end])
        elif one := _open(prompt, span):
            yield one


def _is_meant(span: Span, prompt: str, data: tuple[date, date]) -> bool:
    """A year that the data do not have may be a plain number, a month's name a plain word."""
    if _APPOINTED.search(prompt[: span.at]):
        return False
    led = _LED.search(prompt[: span.at]) is not None
    if span.kind == "year" and prompt[span.at].isdigit():
        return led or (data[0].year <= span.first.year <= data[1].year)
    opens = re.match(rf"{_THROUGH.pattern[:-1]}\w", prompt[span.end :], re.I) is not None
    return span.dated or span.kind in ("quarter", "half") or led or opens


def _is_range(prompt: str, span: Span, following: Span) -> bool:
    joint = prompt[span.end : following.at]
    if _THROUGH.match(joint):
        return True
    return bool(_BOTH.match(joint) and _BETWEEN.search(prompt[: span.at]))


def _dated(span: Span, end: Span) -> Span:
    """`January to March 2025`: the year stands once."""
    if span.dated or not end.dated:
        return span
    year = end.last.year - (span.first.replace(year=end.last.year) > end.last)
    return span.model_copy(update={"first": span.first.replace(year=year)})


def _open(prompt: str, span: Span) -> Days | None:
    """A point, or all days on one side of it; a single day alone is no period."""
    before, after = prompt[: span.at], prompt[span.end :]
    text = prompt[span.at : span.end]
    if _SINCE.search(before) or (_FROM.search(before) and _ONWARDS.match(after)):
        return Days(first=span.first, last=None, text=text)
    if _UNTIL.search(before):
        return Days(first=None, last=span.last, text=text)
    if _BEFORE.search(before):
        return Days(first=None, last=span.first - _DAY, text=text)
    if _AFTER.search(before):
        return Days(first=span.last + _DAY, last=None, text=text)
    if span.kind == "day":
        return None
    return Days(first=span.first, last=span.last, text=text)


def _joined(ranges: Sequence[Days], data: tuple[date, date]) -> Days | None:
    """Ranges that touch or overlap, as one, as far as those that are open at one end allow; None
    where days between them were not asked for.
    """
    closed = [days for days in ranges if days.first and days.last]
    whole = _united(closed, data) if closed else Days(first=None, last=None, text="")
    for days in ranges if whole else ():
        if days in closed or whole is None:
            continue
        first = max(filter(None, (whole.first, days.first)), default=None)
        last = min(filter(None, (whole.last, days.last)), default=None)
        if first and last and first > last:
            return None
        whole = Days(first=first, last=last, text=f"{whole.text}, {days.text}".strip(", "))
    return whole


def _united(ranges: Sequence[Days], data: tuple[date, date]) -> Days | None:
    ordered = sorted(ranges, key=lambda days: days.first or data[0])
    whole = ordered[0]
    for days in ordered[1:]:
        last = whole.last or data[1]
        if (days.first or data[0]) > last + _DAY:
            return None
        end = max(last, days.last or data[1])
        whole = Days(first=whole.first, last=end, text=f"{whole.text}, {days.text}")
    return whole
