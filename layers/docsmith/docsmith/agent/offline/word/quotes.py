"""What a text puts into quotation marks, whichever marks it uses.

An apostrophe within a word neither opens nor closes a quotation.
"""

import re

_SINGLE = r"(?<!\w)'(?=\S)(?:[^'\n]|(?<=\w)'(?=\w))+(?<=\S)'(?!\w)"
_CURLY = r"(?<!\w)‘(?:[^‘’\n]|(?<=\w)’(?=\w))+’(?!\w)"
_PAIRS = ('""', "“”", "„“", "„”", '„"', "«»", "»«", "‚‘", "‹›", "›‹", "「」", "『』")
QUOTED = "(?:" + "|".join([*(f"{a}[^{b}\n]+{b}" for a, b in _PAIRS), _SINGLE, _CURLY]) + ")"
"""One quotation with its marks, as part of a pattern; it has no groups."""
_QUOTED = re.compile(QUOTED)


def unquoted(text: str) -> str:
    """The text without marks around the whole of it."""
    clean = text.strip()
    return clean[1:-1].strip() if _QUOTED.fullmatch(clean) else clean


def quoted_in(text: str) -> tuple[str, ...]:
    """Every quotation, without its marks."""
    return tuple(unquoted(match.group()) for match in _QUOTED.finditer(text))


def outside_quotes(text: str, position: int) -> bool:
    return not any(m.start() < position < m.end() for m in _QUOTED.finditer(text))
