"""Figures that a prompt states: amounts, percentages, spans of time, calendar years.

`1,250.50`, `1.250,50`, `250k`, `1.2m`, `3 Mio`, `4.5 %`, `FY26-FY30`, `over 10 years`, `24 Monate`.
"""

import re

from docsmith.agent.turns import Value

_NUMBER = r"\d{1,3}(?:[.,'\u202f ]\d{3})+(?:[.,]\d{1,2})?|\d+(?:[.,]\d+)?"
_SCALE = r"(?:\s?(k|tsd|thousand|m|mio|mn|million|millionen|bn|mrd|billion)\b\.?)?"
_SIGN = r"([€$£]|\b(?:eur|usd|gbp|chf)\b)?"
_UNIT = r"([€$£%]|\b(?:eur|euro|usd|gbp|chf|percent|prozent|dollars?)\b)?"
_FIGURE = re.compile(rf"{_SIGN}\s?({_NUMBER}){_SCALE}\s?{_UNIT}", re.I)
_SCALES = {
    **dict.fromkeys(("k", "tsd", "thousand"), 1e3),
    **dict.fromkeys(("m", "mio", "mn", "million", "millionen"), 1e6),
    **dict.fromkeys(("bn", "mrd", "billion"), 1e9),
}
_YEARS = re.compile(
    r"(\d+(?:[.,]\d+)?)[\s-]*(?:-?\s*)(?:years?|yrs?|jahren?|jahre?n?|jährig\w*)\b", re.I
)
_MONTHS = re.compile(r"(\d+)[\s-]*(?:months?|monaten?|monate?n?|monatig\w*)\b", re.I)
_WEEKS = re.compile(r"(\d+)[\s-]*(?:weeks?|wochen?|wöchig\w*)\b", re.I)
_RANGE = re.compile(
    r"\b(?:fy|gj)?\s?'?(20\d\d|\d\d)\s?(?:-|–|—|to|through|until|bis)\s?(?:fy|gj)?\s?'?(20\d\d|\d\d)\b",
    re.I,
)
_YEAR = re.compile(r"\b(?:fy\s?'?(\d\d)|(20[0-4]\d))\b", re.I)
_CURRENCIES = {"€": "EUR", "$": "USD", "£": "GBP", "euro": "EUR", "dollar": "USD", "dollars": "USD"}


class Figure(Value):
    """A number in the prompt. `before` are the words that lead to it."""

    value: float
    percent: bool = False
    currency: str | None = None
    before: str = ""
    after: str = ""


class Period(Value):
    """Calendar years, both included."""

    first: int
    last: int

    @property
    def years(self) -> tuple[int, ...]:
        return tuple(range(self.first, self.last + 1))


def figures_in(text: str) -> tuple[Figure, ...]:
    """Every number, in order, percentages as fractions."""
    return tuple(_figure(match, text) for match in _FIGURE.finditer(text))


def number_of(text: str) -> float:
    """Reads `1.250,50` and `1,250.50`: the last sign before one or two digits is decimal."""
    plain = re.sub(r"['\u202f ]", "", text)
    grouped = re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+", plain)
    if grouped:
        return float(re.sub(r"[.,]", "", plain))
    whole, _, decimals = plain.replace(",", ".").rpartition(".")
    return float(f"{whole.replace('.', '')}.{decimals}") if whole else float(decimals)


def years_in(text: str) -> float | None:
    """A span in years: `over 10 years` is 10, `24 months` is 2."""
    years = _YEARS.search(text)
    if years:
        return float(years.group(1).replace(",", "."))
    months = _MONTHS.search(text)
    return int(months.group(1)) / 12 if months else None


def weeks_in(text: str) -> int | None:
    """A span in weeks: `in 12 weeks`, or months at four weeks and a third."""
    weeks = _WEEKS.search(text)
    if weeks:
        return int(weeks.group(1))
    months = _MONTHS.search(text)
    return round(int(months.group(1)) * 52 / 12) if months else None


def period_in(text: str) -> Period | None:
    """The calendar years named: `FY26-FY30`, `2026 to 2028`, or a single year."""
    span = _RANGE.search(text)
    if span:
        first, last = (_full_year(group) for group in span.groups())
        return Period(first=first, last=last) if first <= last <= first + 30 else None
    years = sorted(_full_year(a or b) for a, b in _YEAR.findall(text))
    return Period(first=years[0], last=years[-1]) if years else None


def _figure(match: re.Match[str], text: str) -> Figure:
    sign, number, scale, unit = match.groups()
    mark = (unit or "").casefold()
    percent = mark in {"%", "percent", "prozent"}
    money = None if percent else (sign or unit)
    value = number_of(number) * _SCALES.get((scale or "").casefold(), 1)
    return Figure(
        value=round(value / 100, 8) if percent else value,
        percent=percent,
        currency=_CURRENCIES.get(money.casefold(), money.upper()) if money else None,
        before=text[max(0, match.start() - 40) : match.start()].casefold(),
        after=text[match.end() : match.end() + 30].casefold(),
    )


def _full_year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text)
