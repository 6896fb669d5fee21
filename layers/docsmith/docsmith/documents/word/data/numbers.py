"""How a computed number is written: its style, decimals and currency, in the document's
language.
"""

from dataclasses import dataclass

from docsmith.documents.operations.word_data import NumberStyle
from docsmith.documents.word.language import Language

NOTHING = "–"
"""A figure that cannot be computed."""
_LARGE = 1_000
_SCALES = ((1e9, "billion"), (1e6, "million"))


@dataclass(frozen=True, slots=True)
class NumberLook:
    """`decimals` None follows the size of the numbers."""

    style: NumberStyle = "number"
    decimals: int | None = None
    currency: str | None = None
    plain: bool = False
    """Without separators: a year."""

    def written(self, value: float | None, language: Language, *, among: float = 0) -> str:
        """The number as text; `among` is the largest of the numbers it stands with."""
        if value is None:
            return NOTHING
        if self.plain:
            return f"{value:.0f}"
        places = self.places(max(abs(value), abs(among)))
        match self.style:
            case "percent":
                return language.percent(value, places)
            case "money":
                return language.money(value, places, self.currency)
            case _:
                return language.number(value, places)

    def places(self, size: float) -> int:
        if self.decimals is not None:
            return self.decimals
        if self.style == "integer":
            return 0
        if self.style == "percent":
            return 1
        return 0 if size >= _LARGE else 2

    def compact(self, value: float, language: Language) -> str:
        """`€1.23 million`; smaller numbers are written in full."""
        for scale, word in _SCALES:
            if abs(value) >= scale and self.style != "percent":
                text = NumberLook("number", 2).written(value / scale, language)
                scaled = f"{text} {language.label(word)}".replace(" ", "\u00a0")
                return _with_currency(scaled, text, value / scale, self, language)
        return self.written(value, language)

    @property
    def excel(self) -> str:
        """The number format of a chart's data."""
        places = 0 if self.decimals is None and self.style == "integer" else (self.decimals or 0)
        zeros = "." + "0" * places if places else ""
        return f"0{zeros}%" if self.style == "percent" else f"#,##0{zeros}"


def _with_currency(
    scaled: str, text: str, value: float, look: NumberLook, language: Language
) -> str:
    if look.style != "money" or look.currency is None:
        return scaled
    return language.money(value, 2, look.currency).replace(
        text.lstrip("\u2212"), scaled.lstrip("\u2212"), 1
    )
