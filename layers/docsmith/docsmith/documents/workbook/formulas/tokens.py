"""A formula cut into tokens. Joining the tokens' texts gives the formula back, character by
character.
"""

import re
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache


class Kind(Enum):
    STRING = auto()
    NUMBER = auto()
    ERROR = auto()
    REFERENCE = auto()
    """A cell, range, whole column or whole row, with its sheet: `'My sheet'!$A$1:B2`, `A:B`, `3:3`.
    """
    STRUCTURED = auto()
    """`Sales[Amount]`, `[@Amount]`, `Sales[[#This Row],[Amount]]`."""
    FUNCTION = auto()
    """The name before an opening bracket, which is a token of its own."""
    NAME = auto()
    OPERATOR = auto()
    OPEN = auto()
    CLOSE = auto()
    COMMA = auto()
    BRACE = auto()
    SPACE = auto()
    UNKNOWN = auto()


@dataclass(frozen=True, slots=True)
class Token:
    kind: Kind
    text: str
    start: int


_SHEET = r"(?:'(?:[^']|'')+'|(?:\[[^\[\]]+\])?[^\W\d][\w.]*(?::[^\W\d][\w.]*)?|\[\d+\])!"
_CELL = r"\$?[A-Za-z]{1,3}\$?[1-9]\d{0,6}"
_RULES: tuple[tuple[Kind, str], ...] = (
    (Kind.SPACE, r"\s+"),
    (Kind.STRING, r'"(?:[^"]|"")*"'),
    (Kind.ERROR, r"#(?:REF!|DIV/0!|VALUE!|NAME\?|N/A|NUM!|NULL!|SPILL!|CALC!)"),
    (
        Kind.REFERENCE,
        rf"(?:{_SHEET})?(?:{_CELL}(?::{_CELL})?|\$?[A-Za-z]{{1,3}}:\$?[A-Za-z]{{1,3}}"
        r"|\$?[1-9]\d{0,6}:\$?[1-9]\d{0,6})(?![\w(.\[!])",
    ),
    (Kind.REFERENCE, rf"{_SHEET}#REF!"),
    (Kind.NAME, rf"{_SHEET}[^\W\d][\w.]*(?!\()"),
    (Kind.NUMBER, r"(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?"),
    (Kind.FUNCTION, r"[^\W\d][\w.]*(?=\()"),
    (Kind.NAME, r"[^\W\d][\w.\\?]*|\\[\w.]+"),
    (Kind.OPERATOR, r"<=|>=|<>|[-+*/^&=<>%:@#|!]"),
    (Kind.OPEN, r"\("),
    (Kind.CLOSE, r"\)"),
    (Kind.COMMA, r"[,;]"),
    (Kind.BRACE, r"[{}]"),
)
_ALL = re.compile("|".join(f"(?P<g{i}>{pattern})" for i, (_, pattern) in enumerate(_RULES)))
_KINDS = tuple(kind for kind, _ in _RULES)
_TABLE = re.compile(r"(?:[^\W\d][\w.]*)?(?=\[)")


@lru_cache(maxsize=65_536)
def tokens(formula: str) -> tuple[Token, ...]:
    """The tokens of a formula without its `=`. What fits no rule is `UNKNOWN`, one character
    long.
    """
    found: list[Token] = []
    brackets = "[" in formula
    at = 0
    while at < len(formula):
        token = (_structured(formula, at) if brackets else None) or _simple(formula, at)
        found.append(token)
        at += len(token.text)
    return tuple(found)


def _simple(formula: str, at: int) -> Token:
    match = _ALL.match(formula, at)
    if match is None or match.lastgroup is None or match.end() == at:
        return Token(Kind.UNKNOWN, formula[at], at)
    return Token(_KINDS[int(match.lastgroup[1:])], match.group(), at)


def _structured(formula: str, at: int) -> Token | None:
    """A table reference: brackets nest, and `'` makes the next character plain."""
    match = _TABLE.match(formula, at)
    if not match:
        return None
    depth, here = 0, match.end()
    while here < len(formula):
        sign = formula[here]
        if sign == "'":
            here += 1
        elif sign == "[":
            depth += 1
        elif sign == "]":
            depth -= 1
            if depth == 0:
                break
        here += 1
    if depth or here >= len(formula):
        return None
    text = formula[at : here + 1]
    if formula[here + 1 : here + 2] == "!" or _is_external(formula, here):
        return None
    return Token(Kind.STRUCTURED, text, at)


def _is_external(formula: str, end: int) -> bool:
    """`[Book.xlsx]Sheet1!A1`: a sheet name and a mark follow the bracket."""
    return bool(re.match(r"[\w.]+!", formula[end + 1 :]))
