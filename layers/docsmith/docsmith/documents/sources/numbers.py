"""Numbers as people write them: `1,234.56`, `1.234,56`, `1'234`, `(5)`, `€ 3`, `12 %`, `1 234,5`.

Whether a comma is a decimal or a thousands sign is a property of the column, or of the whole file:
`evidence` says what one cell proves, `parse_number` reads it under a decision.
Text such as `00123`, `1E5`, `+49 301` or a digit string longer than 15 is an identifier, not a
number.
"""

import re
from dataclasses import dataclass
from functools import cache

from docsmith.documents.sources.words import words

_POINT = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d{1,3}(?:['’]\d{3})+|\d+)?(?:\.\d+)?")
_COMMA = re.compile(r"[+-]?(?:\d{1,3}(?:\.\d{3})+|\d{1,3}(?:[  \u202f]\d{3})+|\d+)?(?:,\d+)?")
_SPACED_POINT = re.compile(r"-?\d{1,3}(?:[  \u202f]\d{3})+(?:\.\d+)?")
_EXPONENT = re.compile(r"[+-]?\d+\.\d+[eE][+-]?\d+")
_AMBIGUOUS = re.compile(r"[+-]?\d{1,3}(?:[.,]\d{3})")
_BLANKS = str.maketrans("", "", " \u00a0\u202f'’")


@dataclass(frozen=True, slots=True)
class Number:
    """A number that stood in a cell. `percent` values are already divided by 100."""

    value: int | float
    percent: bool = False
    currency: str | None = None


@cache
def _currency_pattern() -> re.Pattern[str]:
    signs = "|".join(re.escape(s) for s in words().currency_signs)
    codes = "|".join(words().currency_codes)
    return re.compile(
        rf"^(?:({signs}|\b(?:{codes})\b)\s*)?(.*?)(?:\s*({signs}|\b(?:{codes})\b))?$", re.I
    )


def evidence(text: str) -> str | None:
    """`point` or `comma` when the cell can only be read with that decimal sign, else None."""
    core = _undressed(text)[0]
    point, comma = bool(_reads(_POINT, core)), bool(_reads(_COMMA, core))
    if point == comma or _AMBIGUOUS.fullmatch(core):
        return None
    return "point" if point else "comma"


def parse_number(text: str, decimal: str) -> Number | None:
    """The number in `text`, or None. `decimal` is `point` or `comma`."""
    core, currency, percent, negative = _undressed(text)
    plain = _plain(core, decimal)
    if plain is None or _is_identifier(plain):
        return None
    value = float(plain)
    if "." not in plain and "e" not in plain.lower():
        value = int(plain)
    value = -value if negative else value
    return Number(_share(value) if percent else value, percent, currency)


def _share(value: int | float) -> float:
    return round(value / 100, 12)


def _undressed(text: str) -> tuple[str, str | None, bool, bool]:
    """Core digits, currency, percent sign, and whether brackets or a trailing minus make it
    negative.
    """
    core = text.strip().replace("−", "-")
    negative = core.startswith("(") and core.endswith(")")
    core = core[1:-1].strip() if negative else core
    sign = core[:1] == "-" and len(core) > 1 and not core[1].isdigit()
    core = core[1:].strip() if sign else core
    percent = core.endswith("%")
    core = core[:-1].strip() if percent else core
    match = _currency_pattern().match(core) if core and not core.isdigit() else None
    currency = (match.group(1) or match.group(3)) if match else None
    core = match.group(2).strip() if match else core
    if core.endswith("-"):
        core, sign = core[:-1].strip(), not sign
    return core, currency, percent, negative or sign


def _reads(pattern: re.Pattern[str], core: str) -> bool:
    return bool(core) and core[-1].isdigit() and pattern.fullmatch(core) is not None


def _plain(core: str, decimal: str) -> str | None:
    """The digits in Python's own spelling, or None."""
    if _EXPONENT.fullmatch(core):
        return core
    if decimal == "point" and (_reads(_POINT, core) or _SPACED_POINT.fullmatch(core)):
        return core.translate(_BLANKS).replace(",", "")
    if decimal == "comma" and _reads(_COMMA, core):
        return core.translate(_BLANKS).replace(".", "").replace(",", ".")
    return None


def _is_identifier(plain: str) -> bool:
    """Leading zeros and more than 15 digits would not survive as a number."""
    digits = plain.lstrip("+-")
    whole = digits.split(".")[0]
    if len(whole) > 1 and whole.startswith("0"):
        return True
    return len(digits.replace(".", "")) > 15 and "." not in digits
