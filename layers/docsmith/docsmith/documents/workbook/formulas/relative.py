"""A formula in relative form: equal for cells that say the same of their own neighbours."""

import re
from functools import lru_cache

from docsmith.documents.workbook.cells import column_number
from docsmith.documents.workbook.formulas.tokens import Kind, tokens

_PART = re.compile(r"(\$?)([A-Za-z]{1,3})(\$?)([0-9]+)|(\$?)([A-Za-z]{1,3})|(\$?)([0-9]+)")


@lru_cache(maxsize=65_536)
def relative(formula: str, row: int, column: int) -> str:
    """`B2*$C$1` in D2 → `R[0]C[-2]*R1C3`."""
    out: list[str] = []
    for token in tokens(formula):
        if token.kind is not Kind.REFERENCE or "#" in token.text:
            out.append(token.text if token.kind is not Kind.SPACE else "")
            continue
        sheet, mark, area = token.text.rpartition("!")
        ends = ":".join(_end(part, row, column) for part in area.split(":"))
        out.append(f"{sheet}{mark}{ends}")
    return "".join(out)


def _end(text: str, row: int, column: int) -> str:
    match = _PART.fullmatch(text)
    if not match:
        return text
    a, letters, b, digits, c, only_letters, d, only_digits = match.groups()
    if letters:
        return _axis("R", int(digits), row, bool(b)) + _axis(
            "C", column_number(letters), column, bool(a)
        )
    if only_letters:
        return _axis("C", column_number(only_letters), column, bool(c))
    return _axis("R", int(only_digits), row, bool(d))


def _axis(name: str, number: int, own: int, fixed: bool) -> str:
    return f"{name}{number}" if fixed else f"{name}[{number - own}]"
