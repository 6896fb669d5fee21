"""Where a formula would spread an array: refused, with the form that works.

IronCalc takes one cell of a range where Excel takes all (measured: `SUMPRODUCT((MONTH(r)=3)*q)`
gives 0
instead of 2, `SUM((YEAR(r)=2026)*1)` 1 instead of 10), and the file format of spilling formulas is
not written. So a range may stand where a function takes ranges; operators over ranges only within
SUMPRODUCT and the conditions of FILTER, which agree; a scalar function over a range nowhere.
"""

from collections.abc import Callable
from dataclasses import dataclass

from docsmith.documents.workbook.formulas.parsing import Node, Shape
from docsmith.documents.workbook.formulas.references import area_of, table_reference
from docsmith.documents.workbook.formulas.spelling import functions
from docsmith.documents.workbook.formulas.tokens import Kind, tokens

_HELPER = "add a helper column with a formula for each row, and sum or count that"
_DATES = (
    'with dates use bounds: SUMIFS(q,d,">="&DATE(2026,3,1),d,"<"&DATE(2026,4,1)); else ' + _HELPER
)
_DATE_PARTS = {"MONTH", "YEAR", "DAY", "WEEKDAY", "WEEKNUM", "EOMONTH", "EDATE", "TEXT"}


@dataclass(frozen=True, slots=True)
class Spread:
    """Why a formula is refused, and what to write instead."""

    reason: str
    hint: str


class _Found(Exception):
    def __init__(self, spread: Spread) -> None:
        super().__init__(spread.reason)
        self.spread = spread


class _Array:
    """What an expression gives: one value, a range as it stands, or an array that was worked
    out.
    """

    ONE, RANGE, WORKED = range(3)


def spread_of(tree: Node, is_range: Callable[[str], bool]) -> Spread | None:
    """The first place where an array would spread; None when there is none. `is_range` knows
    names.
    """
    try:
        shape = _shape(tree, is_range, {}, worked=False)
    except _Found as found:
        return found.spread
    if shape == _Array.ONE:
        return None
    if tree.shape is Shape.CALL and tree.text in functions()["spilling"]:
        return Spread(
            f"{tree.text} would spill over several cells",
            "write one formula a cell, as with INDEX, SUMIFS or LARGE, or wrap it in an aggregate",
        )
    return Spread(
        "the formula gives several cells where one is shown",
        "wrap the range in SUM or name one cell",
    )


def _shape(node: Node, is_range: Callable[[str], bool], known: dict[str, int], worked: bool) -> int:
    """What `node` gives. `worked` says that operators over ranges are taken here."""
    if node.shape is Shape.LEAF:
        return _leaf(node, is_range, known)
    if node.shape is Shape.ARRAY:
        return _Array.WORKED if "," in node.text or ";" in node.text else _Array.ONE
    if node.shape is Shape.EMPTY:
        return _Array.ONE
    if node.shape is Shape.CALL:
        return _call(node, is_range, known, worked)
    inner = [_shape(child, is_range, known, worked) for child in node.children]
    if node.text in {":", ","}:
        return _Array.RANGE
    if node.text == "@":
        return _Array.ONE
    if all(shape == _Array.ONE for shape in inner):
        return _Array.ONE
    if not worked:
        raise _Found(
            Spread(f"'{node.text}' over a range gives many values", f"use SUMPRODUCT, or {_HELPER}")
        )
    return _Array.WORKED


def _leaf(node: Node, is_range: Callable[[str], bool], known: dict[str, int]) -> int:
    if node.kind is Kind.REFERENCE:
        found = area_of(node.text)
        return _Array.RANGE if found is not None and found[1].size > 1 else _Array.ONE
    if node.kind is Kind.STRUCTURED:
        reference = table_reference(tokens(node.text)[0])
        one = len(reference.columns) == 1 and bool(
            {"#this row", "#headers", "#totals"} & reference.items
        )
        return _Array.ONE if one and not reference.span else _Array.RANGE
    if node.kind is Kind.NAME:
        name = node.text.casefold()
        return known.get(name, _Array.RANGE if is_range(node.text) else _Array.ONE)
    return _Array.ONE


def _call(node: Node, is_range: Callable[[str], bool], known: dict[str, int], worked: bool) -> int:
    name = node.text
    if name == "LET":
        return _let(node, is_range, known, worked)
    if name == "LAMBDA":
        return _Array.ONE
    takes = functions()["ranges"].get(name, "(s)")
    given = [
        _argument(node, i, child, _taken(takes, i), is_range, known)
        for i, child in enumerate(node.children)
    ]
    return _result(node, given)


def _taken(pattern: str, position: int) -> str:
    """The sign for an argument: `r` a range, `c` also an array worked out, `s` one value."""
    fixed, _, rest = pattern.partition("(")
    if position < len(fixed):
        return fixed[position]
    loop = rest.rstrip(")") or "s"
    return loop[(position - len(fixed)) % len(loop)]


def _argument(
    call: Node,
    position: int,
    child: Node,
    taken: str,
    is_range: Callable[[str], bool],
    known: dict[str, int],
) -> int:
    shape = _shape(child, is_range, known, worked=taken == "c")
    if taken == "s" and shape != _Array.ONE:
        hint = _DATES if call.text in _DATE_PARTS else _HELPER
        raise _Found(
            Spread(f"{call.text} takes one value, not a range, as argument {position + 1}", hint)
        )
    if taken == "r" and shape == _Array.WORKED and child.shape is not Shape.CALL:
        raise _Found(
            Spread(
                f"{call.text} takes a range here, not worked-out values",
                f"use SUMPRODUCT, or {_HELPER}",
            )
        )
    return shape


def _result(node: Node, given: list[int]) -> int:
    """Whether a call gives an array."""
    name = node.text
    if name in functions()["spilling"]:
        return _Array.WORKED
    if name == "INDEX":
        picks = node.children[1:3]
        return (
            _Array.RANGE
            if any(p.shape is Shape.EMPTY or p.text == "0" for p in picks)
            else _Array.ONE
        )
    if name == "OFFSET":
        return _Array.RANGE if len(given) > 3 else _Array.ONE
    if name == "INDIRECT":
        literal = node.children[0] if node.children else None
        return _Array.RANGE if literal is not None and ":" in literal.text else _Array.ONE
    if name in {"IF", "CHOOSE", "XLOOKUP"}:
        wide = given[1:] if name != "XLOOKUP" else [_xlookup_width(node)]
        return max(wide, default=_Array.ONE)
    return _Array.ONE


def _xlookup_width(node: Node) -> int:
    """A lookup that returns from several columns gives several cells."""
    if len(node.children) < 3 or node.children[2].kind is not Kind.REFERENCE:
        return _Array.ONE
    found = area_of(node.children[2].text)
    wide = found is not None and found[1].left != found[1].right and found[1].top != found[1].bottom
    return _Array.RANGE if wide else _Array.ONE


def _let(node: Node, is_range: Callable[[str], bool], known: dict[str, int], worked: bool) -> int:
    inner = dict(known)
    pairs = node.children[:-1]
    for name, value in zip(pairs[::2], pairs[1::2], strict=False):
        inner[name.text.casefold()] = _shape(value, is_range, inner, worked)
    return _shape(node.children[-1], is_range, inner, worked) if node.children else _Array.ONE
