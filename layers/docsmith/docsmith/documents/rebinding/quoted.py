"""Figures that a text quotes: `€1.2m`, `34%`, `12,345.6`, each with what it may stand for."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_FIGURE = re.compile(
    r"(?<![\w.,/:-])(?P<minus>[-−])?[€$£]?\s?"
    r"(?P<number>\d{1,3}(?:[.,\u202f\u00a0 ]\d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d+)?)"
    r"\s?(?P<unit>%|percent|Prozent|k\b|m\b|bn\b|Tsd\.|Mio\.|Mrd\.|thousand|million|billion)?"
    r"(?![\w/:-]|[.,]\d)(?=(?P<rows>\s(?:rows|entries|records|Zeilen|Einträge|Datensätze)\b)?)"
)
_SCALES = {
    **dict.fromkeys(("%", "percent", "Prozent"), 0.01),
    **dict.fromkeys(("k", "Tsd.", "thousand"), 1e3),
    **dict.fromkeys(("m", "Mio.", "million"), 1e6),
    **dict.fromkeys(("bn", "Mrd.", "billion"), 1e9),
}
_GROUPED = re.compile(r"\d{1,3}(?:[.,\u202f\u00a0 ]\d{3})+")
_MIN_DIGITS = 3
"""Figures of fewer digits match something too easily: counts, days, targets."""


@dataclass(frozen=True, slots=True)
class Quote:
    """A figure as it is written; it stands for whatever is within `reach` of `value`."""

    text: str
    value: float
    reach: float
    telling: bool
    """Whether it is recognised by its digits, by fewer with a unit, or as a number of rows."""

    def means(self, figure: float) -> bool:
        return abs(figure - self.value) <= self.reach


def quotes_in(text: str) -> Iterator[Quote]:
    """Every figure of a text. With one sign in it a number is read both ways: 1,234 and 1.234."""
    for match in _FIGURE.finditer(text):
        for number in _readings(match["number"]):
            yield _quote(match, number)


def _readings(number: str) -> Iterator[str]:
    """The number in English spelling: grouped if it may be, and with a decimal point if it may."""
    plain = re.sub(r"[\u202f\u00a0 ]", "", number)
    whole = re.sub(r"[.,](?=\d{3}(?:\D|$))", "", plain)
    if _GROUPED.fullmatch(number):
        yield whole
    last = max(plain.rfind("."), plain.rfind(","))
    if last < 0:
        yield plain
    elif not (_GROUPED.fullmatch(number) and plain.count(".") + plain.count(",") > 1):
        yield f"{re.sub('[.,]', '', plain[:last])}.{plain[last + 1 :]}"


def _quote(match: re.Match[str], number: str) -> Quote:
    scale = _SCALES.get(match["unit"] or "", 1.0)
    decimals = len(number.partition(".")[2])
    digits = len(number.replace(".", "").strip("0"))
    year = not match["unit"] and not decimals and 1900 <= float(number) <= 2100
    value = float(number) * scale * (-1 if match["minus"] else 1)
    reach = 0.5 * 10**-decimals * scale * (1 + 1e-9)
    enough = digits >= _MIN_DIGITS or (scale != 1.0 and digits >= 2)
    telling = not year and (enough or match["rows"] is not None)
    return Quote(match.group().strip(), value, reach, telling)
