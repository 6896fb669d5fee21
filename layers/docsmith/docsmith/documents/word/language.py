"""The language of a document: its labels, its direction, how it writes numbers and dates."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

_RIGHT_TO_LEFT = frozenset({"ar", "he", "fa", "ur"})
_EAST_ASIAN = frozenset({"ja", "zh", "ko"})
_COMMA_DECIMAL = frozenset({"de", "fr", "es", "it", "nl", "pt", "pl", "da", "sv", "nb", "fi", "cs"})
_THIN = frozenset({"fr", "sv", "nb", "fi", "pl", "cs"})
_REGIONS = {
    "en": "en-US", "de": "de-DE", "fr": "fr-FR", "ja": "ja-JP", "ar": "ar-SA", "es": "es-ES",
    "it": "it-IT", "zh": "zh-CN", "ko": "ko-KR", "nl": "nl-NL", "pt": "pt-PT", "he": "he-IL",
}  # fmt: skip
_SIGNS = {"EUR": "€", "USD": "$", "GBP": "£", "JPY": "¥", "€": "€", "$": "$", "£": "£", "¥": "¥"}
_SPACE = "\u00a0"
_MINUS = "\u2212"


@dataclass(frozen=True, slots=True)
class Language:
    """A language tag such as `de-DE`."""

    tag: str = "en-US"

    @property
    def code(self) -> str:
        return self.tag.partition("-")[0]

    @property
    def full(self) -> str:
        """With a region: `de` becomes `de-DE`."""
        return self.tag if "-" in self.tag else _REGIONS.get(self.tag, self.tag)

    @property
    def right_to_left(self) -> bool:
        return self.code in _RIGHT_TO_LEFT

    @property
    def east_asian(self) -> bool:
        return self.code in _EAST_ASIAN

    def label(self, key: str, **fields: object) -> str:
        """The word for `key`; English where this language has none."""
        text = (_labels()["en"] | _labels().get(self.code, {}))[key]
        return text.format(**fields) if fields else text

    def month(self, year: int, month: int) -> str:
        """`Mar 2026`."""
        if self.code == "ja":
            return f"{year}年{month}月"
        return f"{self.label('months').split()[month - 1]} {year}"

    def day(self, day: date) -> str:
        """`24 Nov 2026`."""
        month = self.label("months").split()[day.month - 1]
        if self.tag == "en-US":
            return f"{month} {day.day}, {day.year}"
        return self.label("day", day=day.day, month=month, year=day.year)

    def number(self, value: float, decimals: int) -> str:
        """`1,234.50`, `1.234,50`, with a real minus sign."""
        text = f"{abs(value):,.{decimals}f}"
        if self.code in _COMMA_DECIMAL:
            group = "\u202f" if self.code in _THIN else "."
            text = text.translate(str.maketrans({",": group, ".": ","}))
        negative = value < 0 and any(digit in text for digit in "123456789")
        return f"{_MINUS}{text}" if negative else text

    def percent(self, value: float, decimals: int = 1) -> str:
        """`12.5%` of 0.125."""
        gap = _SPACE if self.code in _COMMA_DECIMAL else ""
        return f"{self.number(value * 100, decimals)}{gap}%"

    def money(self, value: float, decimals: int, currency: str | None) -> str:
        """`€1,234` or `1.234 €`; a code stands apart."""
        if currency is None:
            return self.number(value, decimals)
        sign = _SIGNS.get(currency, currency)
        text = self.number(abs(value), decimals)
        negative = _MINUS if self.number(value, decimals).startswith(_MINUS) else ""
        if self.code in _COMMA_DECIMAL or len(sign) > 1:
            first = len(sign) > 1 and self.code not in _COMMA_DECIMAL
            both = f"{sign}{_SPACE}{text}" if first else f"{text}{_SPACE}{sign}"
            return f"{negative}{both}"
        return f"{negative}{sign}{text}"


@cache
def _labels() -> dict[str, dict[str, str]]:
    return tomllib.loads(files(__package__ or "").joinpath("labels.toml").read_text("utf-8"))
