"""How a formula is spelled: as Excel shows it, as the file stores it, as the engine reads it.

The file wants `_xlfn.` before functions newer than 2007 (`_xlfn._xlws.` before FILTER and SORT,
`_xlpm.` before the parameters of LET and LAMBDA), and `Sales[[#This Row],[Qty]]` for `[@Qty]`.
The engine walks every row of `A:B` and does not know `ROWS(Sales)`: its copy gets `A$1:B$last` and
`Sales[#Data]`; the values are the same.
"""

import json
import re
from collections.abc import Callable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from docsmith.documents.workbook.formulas.references import escaped_column, table_reference
from docsmith.documents.workbook.formulas.tokens import Kind, Token, tokens

_PREFIXES = re.compile(r"_xlfn\.(?:_xlws\.)?|_xlws\.|_xlpm\.|_xludf\.", re.IGNORECASE)
_WHOLE = re.compile(r"((?:.*!)?)(\$?)([A-Za-z]{1,3}):(\$?)([A-Za-z]{1,3})")


@cache
def functions() -> dict[str, Any]:
    """`functions.json`: the functions known to Excel, and what is special about some."""
    return json.loads(files(__package__ or "").joinpath("functions.json").read_text("utf-8"))


def calls_any(formula: str, listed: str) -> bool:
    """Whether a function of this list of `functions.json` occurs in a formula."""
    names: list[str] = functions()[listed]
    upper = formula.upper()
    if not any(name in upper for name in names):
        return False
    return any(t.kind is Kind.FUNCTION and t.text.upper() in names for t in tokens(formula))


def shown(formula: str) -> str:
    """As Excel shows it: without prefixes."""
    if "_xl" not in formula.lower():
        return formula
    return "".join(
        t.text if t.kind is Kind.STRING else _PREFIXES.sub("", t.text) for t in tokens(formula)
    )


def stored(formula: str, table: str | None = None) -> str:
    """As the file stores it. `table` is the table the cell stands in, for `[@Column]`."""
    if _is_plain(formula):
        return formula
    parameters = _parameters(formula)
    return "".join(_stored_token(t, table, parameters) for t in tokens(formula))


@cache
def _plain() -> re.Pattern[str]:
    """Cells, numbers, operators and functions of before 2007: spelled alike everywhere.

    Most formulas of a model are; taking them apart cost twice as much as computing them.
    """
    special = "|".join(re.escape(name) for name in _special_functions())
    function = rf"(?!(?:{special})\()[A-Z][A-Z0-9.]*\("
    cell = r"\$?[A-Z]{1,3}\$?[1-9][0-9]*(?![A-Z0-9.(])"
    return re.compile(rf"(?:{cell}|{function}|[0-9.]+|[-+*/^&=<>(),:% ])*")


def _special_functions() -> list[str]:
    known = functions()
    return sorted({*known["new"], *known["worksheet_prefix"], "LET", "LAMBDA"})


def _is_plain(formula: str) -> bool:
    return _plain().fullmatch(formula) is not None


def _stored_token(token: Token, table: str | None, parameters: frozenset[str]) -> str:
    if token.kind is Kind.FUNCTION:
        return prefix_of(token.text) + token.text
    if token.kind is Kind.NAME and token.text.casefold() in parameters:
        return f"_xlpm.{token.text}"
    if token.kind is Kind.STRUCTURED:
        return _stored_table(token, table)
    return token.text


def _stored_table(token: Token, table: str | None) -> str:
    found = table_reference(token)
    if "@" not in token.text.partition("[")[2][:1]:
        return token.text
    name = found.table or table or ""
    columns = ":".join(f"[{escaped_column(c)}]" for c in found.columns)
    return f"{name}[[#This Row],{columns}]" if columns else f"{name}[#This Row]"


def prefix_of(function: str) -> str:
    """What stands before a function's name in the file."""
    name = function.upper()
    if name in functions()["worksheet_prefix"]:
        return "_xlfn._xlws."
    return "_xlfn." if name in functions()["new"] else ""


def _parameters(formula: str) -> frozenset[str]:
    """Names that LET and LAMBDA introduce: every first, third … argument that is a bare name."""
    if "LET(" not in formula.upper() and "LAMBDA(" not in formula.upper():
        return frozenset()
    found: set[str] = set()
    for before, token, after in _triples(formula):
        opens = before is not None and before.kind in {Kind.OPEN, Kind.COMMA}
        if token.kind is Kind.NAME and opens and after is not None and after.kind is Kind.COMMA:
            found.add(token.text.casefold())
    return frozenset(found)


def _triples(formula: str) -> list[tuple[Token | None, Token, Token | None]]:
    plain = [t for t in tokens(formula) if t.kind is not Kind.SPACE]
    padded: list[Token | None] = [None, *plain, None]
    return [(padded[i], t, padded[i + 2]) for i, t in enumerate(plain)]


def rounded_texts(formula: str) -> str:
    """`TEXT(x,"0.0")` as `TEXT(ROUND(x,1),"0.0")`, for the engine's copy.

    IronCalc 0.9.1 shows 310.25 as 310.2, Excel as 310.3; its ROUND agrees with Excel.
    """
    if "TEXT(" not in formula.upper():
        return formula
    found = list(tokens(formula))
    for at in reversed(range(len(found))):
        if found[at].kind is Kind.FUNCTION and found[at].text.upper() == "TEXT":
            _round_text(found, at)
    return "".join(t.text for t in found)


def _round_text(found: list[Token], at: int) -> None:
    """Wrap the first argument of the TEXT at this position, when its format is a plain
    number format.
    """
    depth, comma = 0, 0
    for i in range(at + 1, len(found)):
        depth += (found[i].kind is Kind.OPEN) - (found[i].kind is Kind.CLOSE)
        if depth == 1 and found[i].kind is Kind.COMMA and not comma:
            comma = i
        if depth == 0:
            code = [t for t in found[comma + 1 : i] if t.kind is not Kind.SPACE]
            places = _places(code[0].text) if comma and len(code) == 1 else None
            if places is not None:
                inner = "".join(t.text for t in found[at + 2 : comma])
                found[at + 2 : comma] = [Token(Kind.UNKNOWN, f"ROUND({inner},{places})", at)]
            return


_PLAIN_CODE = re.compile(r'"([#,0]*[0#])(?:\.(0+))?(,*)(%?)(?:;.*)?"')


def _places(code: str) -> int | None:
    """How many decimals a number format keeps of the value; None when it is no plain one."""
    match = _PLAIN_CODE.fullmatch(code)
    if not match:
        return None
    return len(match.group(2) or "") + (2 if match.group(4) else 0) - 3 * len(match.group(3))


def for_engine(
    formula: str,
    last_row: int,
    is_table: Callable[[str], bool],
    names: Mapping[str, str] | None = None,
) -> str:
    """A stored formula as the engine reads it fast. `last_row` bounds whole columns.

    `names` are defined names that stand for formulas, in lower case: the engine knows only areas.
    """
    if _is_plain(formula):
        return formula
    formula = rounded_texts(formula)
    if ":" not in formula and not any(t.kind is Kind.NAME for t in tokens(formula)):
        return formula
    return "".join(_engine_token(t, last_row, is_table, names or {}) for t in tokens(formula))


def _engine_token(
    token: Token, last_row: int, is_table: Callable[[str], bool], names: Mapping[str, str]
) -> str:
    if token.kind is Kind.NAME and token.text.casefold() in names:
        return f"({names[token.text.casefold()]})"
    if token.kind is Kind.NAME and is_table(token.text):
        return f"{token.text}[#Data]"
    if token.kind is Kind.STRUCTURED and token.text.endswith("[]"):
        return f"{token.text[:-2]}[#Data]"
    match = _WHOLE.fullmatch(token.text) if token.kind is Kind.REFERENCE else None
    if not match:
        return token.text
    sheet, a, left, b, right = match.groups()
    return f"{sheet}{a}{left}$1:{b}{right}${last_row}"
