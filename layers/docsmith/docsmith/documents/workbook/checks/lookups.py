"""Checks of formulas that look right: lookups that drift or guess, errors that are hidden."""

import re
from collections.abc import Iterator

from docsmith.documents.model import Finding, Severity
from docsmith.documents.workbook.book import Sheet
from docsmith.documents.workbook.cells import Area
from docsmith.documents.workbook.checks.scan import Scan, where
from docsmith.documents.workbook.dependencies import FormulaCell
from docsmith.documents.workbook.formulas.parsing import Node, Shape, tree_of
from docsmith.documents.workbook.formulas.references import area_of
from docsmith.documents.workbook.formulas.relative import relative
from docsmith.documents.workbook.formulas.tokens import Kind

_LOOKS_UP = {
    "VLOOKUP", "HLOOKUP", "XLOOKUP", "LOOKUP", "MATCH", "XMATCH", "INDEX", "SUMIF", "SUMIFS",
    "COUNTIF", "COUNTIFS", "AVERAGEIF", "AVERAGEIFS",
}  # fmt: skip
_GUESSES = {"VLOOKUP": 3, "HLOOKUP": 3, "MATCH": 2}
"""The argument that says whether the next best will do."""
_LOOSE_ROWS = re.compile(r"\$?[A-Za-z]+\d+:\$?[A-Za-z]+\d+")
_GUARDS = {"IFERROR", "IFNA"}
_LONG, _DEEP = 170, 8


def nodes(node: Node | None) -> Iterator[Node]:
    if node is not None:
        yield node
        for child in node.children:
            yield from nodes(child)


def lookups(scan: Scan) -> Iterator[Finding]:
    """A lookup keeps its list while it is filled down, and takes what it asks for."""
    for sheet in scan.sheets:
        seen: set[str] = set()
        cells = scan.by_sheet[sheet.name]
        for cell in cells.values():
            form = relative(cell.formula, cell.row, cell.column)
            message = "" if form in seen else _wrong(scan, sheet, cells, cell, form)
            if message:
                seen.add(form)
                yield Finding(
                    "xlsx.lookup",
                    Severity.WARNING,
                    where(sheet.name, cell.row, cell.column),
                    message,
                    "fix the list with $ and ask for an exact match (FALSE or 0)",
                )


def _wrong(
    scan: Scan,
    sheet: Sheet,
    cells: dict[tuple[int, int], FormulaCell],
    cell: FormulaCell,
    form: str,
) -> str:
    calls = [n for n in nodes(tree_of(cell.formula)) if n.shape is Shape.CALL]
    for call in calls:
        if call.text in _GUESSES and _guesses(scan, sheet, call):
            return f"{call.text} takes the next best word of a list that is not sorted"
    below = cells.get((cell.row + 1, cell.column))
    if below is None or relative(below.formula, below.row, below.column) != form:
        return ""
    drifting = [n.text for c in calls if c.text in _LOOKS_UP for n in c.children if _drifts(n)]
    return f"the list {drifting[0]} moves down with each row" if drifting else ""


def _drifts(node: Node) -> bool:
    """A range of several rows, neither end of which is held by `$`."""
    if node.shape is not Shape.LEAF or node.kind is not Kind.REFERENCE or ":" not in node.text:
        return False
    found = area_of(node.text)
    loose = _LOOSE_ROWS.fullmatch(node.text.rpartition("!")[2])
    return found is not None and loose is not None and found[1].top < found[1].bottom


def _guesses(scan: Scan, sheet: Sheet, call: Node) -> bool:
    """Whether a word is sought by an approximate match among words that are not in order."""
    last = _GUESSES[call.text]
    mode = call.children[last].text.upper() if len(call.children) > last else "TRUE"
    if mode in {"FALSE", "0", ""} or len(call.children) < 2 or mode == "-":
        return False
    found = area_of(call.children[1].text) if call.children[1].kind is Kind.REFERENCE else None
    if found is None or found[1].size > 100_000:
        return False
    home = scan.book.sheet(found[0]) if found[0] else sheet
    keys = _keys(scan, home, found[1], call.text) if home is not None else []
    words = [str(k).casefold() for k in keys if isinstance(k, str)]
    return len(words) > 1 and len(words) == len(keys) and words != sorted(words)


def _keys(scan: Scan, sheet: Sheet, area: Area, function: str) -> list[object]:
    along = function == "HLOOKUP" or area.top == area.bottom
    places = (
        [(area.top, column) for column in range(area.left, area.right + 1)]
        if along
        else [(row, area.left) for row in range(area.top, area.bottom + 1)]
    )
    return [v for at in places if (v := scan.value(sheet, *at)) is not None]


def hidden_errors(scan: Scan) -> Iterator[Finding]:
    """IFERROR that shows its second choice wherever it stands hides a formula that never works."""
    for sheet in scan.sheets:
        groups: dict[str, list[FormulaCell]] = {}
        for cell in scan.by_sheet[sheet.name].values():
            if cell.formula.upper().startswith(("IFERROR(", "IFNA(")):
                form = relative(cell.formula, cell.row, cell.column)
                groups.setdefault(form, []).append(cell)
        for cells in groups.values():
            if all(_shows_second(scan, cell) for cell in cells):
                yield Finding(
                    "xlsx.hidden_error",
                    Severity.WARNING,
                    where(sheet.name, cells[0].row, cells[0].column),
                    "the formula always fails; IFERROR hides the error",
                    "mend what it guards, or leave it out",
                )


def _shows_second(scan: Scan, cell: FormulaCell) -> bool:
    """The value is that of the second choice, although everything it reads is filled."""
    tree = tree_of(cell.formula)
    if tree is None or tree.text not in _GUARDS or len(tree.children) != 2:
        return False
    first, second = tree.children
    if second.shape is not Shape.LEAF or second.kind not in {Kind.NUMBER, Kind.STRING}:
        return False
    fallback: object = float(second.text) if second.kind is Kind.NUMBER else second.text[1:-1]
    return scan.computed(cell) == fallback and _can_only_fail(scan, cell, first)


def _can_only_fail(scan: Scan, cell: FormulaCell, first: Node) -> bool:
    """Whether a quotient has no divisor, or a lookup of a fixed word finds nothing."""
    if first.shape is Shape.BINARY and first.text == "/":
        divisor = first.children[1]
        return divisor.kind is Kind.NUMBER and float(divisor.text) == 0
    sought = first.children[0] if first.shape is Shape.CALL and first.children else None
    fixed = sought is not None and sought.kind in {Kind.STRING, Kind.NUMBER}
    return first.text in _LOOKS_UP and (fixed or _all_filled(scan, cell))


def _all_filled(scan: Scan, cell: FormulaCell) -> bool:
    """Whether the single cells it reads hold something: an empty key may find nothing."""
    for name, area in cell.reads:
        sheet = scan.book.sheet(name)
        if (
            sheet is not None
            and area.size == 1
            and scan.value(sheet, area.top, area.left) in (None, "")
        ):
            return False
    return True


def long_formulas(scan: Scan) -> Iterator[Finding]:
    """What nobody can read, nobody can check; one finding for formulas that say the same."""
    seen: set[tuple[str, str]] = set()
    for cell in scan.formulas:
        home = scan.book.sheet(cell.sheet)
        deep = len(cell.formula) > _LONG or _depth(tree_of(cell.formula)) >= _DEEP
        form = (cell.sheet, relative(cell.formula, cell.row, cell.column)) if deep else ("", "")
        if not deep or home is None or home.hidden or form in seen:
            continue
        seen.add(form)
        yield Finding(
            "xlsx.long_formula",
            Severity.WARNING,
            where(cell.sheet, cell.row, cell.column),
            f"the formula has {len(cell.formula)} characters",
            "cut it into steps in cells of their own, or look the value up in a small table",
        )


def _depth(node: Node | None) -> int:
    """How deep IFs stand in IFs."""
    if node is None:
        return 0
    inner = max((_depth(child) for child in node.children), default=0)
    return inner + (node.shape is Shape.CALL and node.text == "IF")
