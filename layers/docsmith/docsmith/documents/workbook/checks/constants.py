"""The check for numbers that hide in formulas."""

from collections.abc import Iterator

from docsmith.documents.model import Finding, Severity
from docsmith.documents.workbook.checks.scan import Scan, where
from docsmith.documents.workbook.formulas.parsing import Node, Shape, tree_of
from docsmith.documents.workbook.formulas.relative import relative
from docsmith.documents.workbook.formulas.tokens import Kind

_FREE = {
    0, 1, 2, 4, 7, 10, 12, 24, 30, 52, 60, 90, 100, 180, 360, 365, 366, 1000, 10_000, 1_000_000,
}  # fmt: skip
_WEIGHS = {"SUM", "MAX", "MIN", "AVERAGE", "PRODUCT", "IF", "IFERROR", "ABS", "SUMPRODUCT", "IFS"}


def hard_coded(scan: Scan) -> Iterator[Finding]:
    """No number that means something may hide in a formula."""
    seen: set[tuple[str, int, str]] = set()
    for cell in scan.formulas:
        home = scan.book.sheet(cell.sheet)
        if home is None or home.hidden:
            continue
        form = relative(cell.formula, cell.row, cell.column)
        if (cell.sheet, cell.row, form) in seen:
            continue
        found = sorted(set(_constants(tree_of(cell.formula))))
        if found:
            seen.add((cell.sheet, cell.row, form))
            shown = ", ".join(f"{n:g}" for n in found[:4])
            yield Finding(
                "xlsx.hard_coded",
                Severity.WARNING,
                where(cell.sheet, cell.row, cell.column),
                f"the formula hides the number {shown}",
                "put it into a labelled input cell and refer to that",
            )


def _is_fixed(call: Node) -> bool:
    return all(child.kind is Kind.NUMBER for child in call.children)


def _constants(node: Node | None, weighs: bool = True, inner: bool = False) -> Iterator[float]:
    """Numbers that take part in arithmetic or comparison; places and digits do not.

    A date is an input of its own: alone in a cell it is one, inside a formula it hides.
    """
    if node is None:
        return
    if node.shape is Shape.LEAF:
        if node.kind is Kind.NUMBER and weighs and float(node.text) not in _FREE:
            yield float(node.text)
        return
    if node.shape is Shape.CALL and node.text == "DATE" and inner and _is_fixed(node):
        yield float(node.children[0].text)
        return
    if node.shape is Shape.CALL:
        for child in node.children:
            plain = child.shape is Shape.LEAF or (child.shape is Shape.UNARY and child.text == "-")
            yield from _constants(child, not plain or node.text in _WEIGHS, inner=True)
        return
    for i, child in enumerate(node.children):
        yield from _constants(child, weighs and not (node.text == "^" and i == 1), inner=True)
