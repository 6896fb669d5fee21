"""Checks of formulas: errors, checks that hold, consistency along rows, constants, what they
read.
"""

import re
from collections import Counter
from collections.abc import Iterator

from docsmith.documents.model import Finding, Severity
from docsmith.documents.workbook.book import Book, Sheet
from docsmith.documents.workbook.cells import Area
from docsmith.documents.workbook.checks.scan import Scan, header_of, is_filled, label_of, where
from docsmith.documents.workbook.dependencies import FormulaCell, areas_read
from docsmith.documents.workbook.engine import EXCEL_ERRORS
from docsmith.documents.workbook.formulas.parsing import FormulaSyntaxError, Node, Shape, parse
from docsmith.documents.workbook.formulas.relative import relative
from docsmith.documents.workbook.formulas.spelling import functions
from docsmith.documents.workbook.formulas.tokens import Kind, tokens

_CHECK = re.compile(
    r"\bchecks?\b(?![- ]?(?:in|out|list|up)\b)|\bbalances\?|\breconcil", re.IGNORECASE
)
_HOLDS = {"ok", "true", "yes", "pass", "✓", ""}
_FREE = {
    0,
    1,
    2,
    4,
    7,
    10,
    12,
    24,
    30,
    52,
    60,
    90,
    100,
    180,
    360,
    365,
    366,
    1000,
    10_000,
    1_000_000,
}
_WEIGHS = {"SUM", "MAX", "MIN", "AVERAGE", "PRODUCT", "IF", "IFERROR", "ABS", "SUMPRODUCT", "IFS"}
_WHOLE = re.compile(r"(?:.*!)?\$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3}")
_REMEDIES = {
    "#DIV/0!": "guard the division: IF(B2=0,0,A2/B2)",
    "#CIRC!": "the formula depends on itself; break the loop",
    "#REF!": "it refers to a cell or sheet that is not there",
    "#NAME?": "a name or function is not known; check the spelling",
    "#N/A": "a lookup found nothing; check the key, or wrap it in IFERROR",
    "#VALUE!": "text stands where a number is needed; check the cells it reads",
}


def errors(scan: Scan) -> Iterator[Finding]:
    """No formula may show an error. Regions report their first bad row of each column."""
    for sheet in scan.sheets:
        seen: set[int] = set()
        for (row, column), value in scan.values.cells.get(sheet.name, {}).items():
            if not (isinstance(value, str) and value in EXCEL_ERRORS):
                continue
            in_region = any(r.area.covers(row, column) for r in sheet.regions)
            if in_region and column in seen:
                continue
            if in_region:
                seen.add(column)
            yield Finding(
                "xlsx.formula_error",
                Severity.BLOCKING,
                where(sheet.name, row, column),
                f"the formula shows {value}",
                _REMEDIES.get(value, "check the arguments of the formula"),
            )


def check_rows(scan: Scan) -> Iterator[Finding]:
    """A row that is called a check, or styled as one, must be 0, TRUE or OK in every period."""
    for sheet in scan.sheets:
        for (row, column), cell in scan.by_sheet[sheet.name].items():
            look = sheet.cells[row, column].look
            if look.style != "check" and not _CHECK.search(label_of(sheet, row, column)):
                continue
            value = scan.computed(cell)
            if not _holds(value):
                yield Finding(
                    "xlsx.check_row",
                    Severity.BLOCKING,
                    where(sheet.name, row, column),
                    f"the check shows {value}",
                    "find which of the two sides is wrong; the difference says by how much",
                )


def _holds(value: object) -> bool:
    if isinstance(value, bool) or value is None:
        return value is not False
    if isinstance(value, int | float):
        return abs(value) < 0.01
    return not isinstance(value, str) or value.strip().casefold() in _HOLDS or value in EXCEL_ERRORS


def not_verified(scan: Scan) -> Iterator[Finding]:
    """Cells whose value is left for Excel to compute."""
    for spot in sorted(scan.values.unverified):
        yield Finding(
            "xlsx.not_verified",
            Severity.WARNING,
            spot,
            "the value could not be computed with certainty and is not stored",
            "Excel computes it when the file is opened; or write it with SUMIFS or a helper column",
        )


def row_consistency(scan: Scan) -> Iterator[Finding]:
    """Formulas along a row of periods, or down a list, say the same of their own cells."""
    for sheet in scan.sheets:
        cells = scan.by_sheet[sheet.name]
        seen: set[tuple[int, int]] = set()
        for down in (False, True):
            for run in _runs(cells, sheet, down):
                for cell in _odd_ones(sheet, cells, run, down):
                    if (cell.row, cell.column) in seen:
                        continue
                    seen.add((cell.row, cell.column))
                    yield Finding(
                        "xlsx.row_consistency",
                        Severity.WARNING,
                        where(sheet.name, cell.row, cell.column),
                        f"={cell.formula} differs from the other formulas of its "
                        f"{'column' if down else 'row'}",
                        "fill one formula along; put exceptions into a row of their own",
                    )


def _odd_ones(
    sheet: Sheet, cells: dict[tuple[int, int], FormulaCell], run: list[FormulaCell], down: bool
) -> Iterator[FormulaCell]:
    """The cells of a run that say something else than most of it, ends and crossing runs
    left out.
    """
    forms = [_form(c) for c in run]
    common, count = Counter(forms).most_common(1)[0]
    share = 0.75 if down else 0.6
    if count < share * len(run) or count == len(run) or count < (3 if down else 2):
        return
    for i, (cell, form) in enumerate(zip(run, forms, strict=True)):
        if form == common or _crosses(cells, cell, down):
            continue
        if down and (i in {0, len(run) - 1} or _closes(sheet, cell)):
            continue
        if not _may_differ(sheet, run, i):
            yield cell


def _closes(sheet: Sheet, cell: FormulaCell) -> bool:
    """A total or check under a list: styled as one, or reading several cells of its own column."""
    if sheet.cells[cell.row, cell.column].look.style in {"total", "subtotal", "check"}:
        return True
    return any(
        name == cell.sheet and area.left == area.right == cell.column and area.top < area.bottom
        for name, area in cell.reads
    )


def _form(cell: FormulaCell) -> str:
    return relative(cell.formula, cell.row, cell.column)


def _crosses(cells: dict[tuple[int, int], FormulaCell], cell: FormulaCell, down: bool) -> bool:
    """Whether the cell says the same as its neighbours across the run: then it belongs to them."""
    across = ((0, -1), (0, 1)) if down else ((-1, 0), (1, 0))
    around = [cells.get((cell.row + r, cell.column + c)) for r, c in across]
    return any(other is not None and _form(other) == _form(cell) for other in around)


def _may_differ(sheet: Sheet, run: list[FormulaCell], position: int) -> bool:
    """The first period has none before it; the last column may sum the row up."""
    if position == 0:
        return _opens(sheet, run[0])
    return position == len(run) - 1 and _sums_up(run[-1], sheet)


def _runs(
    cells: dict[tuple[int, int], FormulaCell], sheet: Sheet, down: bool
) -> Iterator[list[FormulaCell]]:
    """Formulas beside each other, three or more; a number between them does not end the run."""
    run: list[FormulaCell] = []
    least = 4 if down else 3
    for at in sorted(cells, key=lambda place: (place[1], place[0]) if down else place):
        cell = cells[at]
        if run and not _follows(run[-1], cell, sheet, down):
            if len(run) >= least:
                yield run
            run = []
        run.append(cell)
    if len(run) >= least:
        yield run


def _follows(before: FormulaCell, cell: FormulaCell, sheet: Sheet, down: bool) -> bool:
    step = (cell.row - before.row, cell.column - before.column)
    if step == ((1, 0) if down else (0, 1)):
        return True
    if step != ((2, 0) if down else (0, 2)):
        return False
    between = sheet.cells.get((before.row + down, before.column + (not down)))
    return between is not None and isinstance(between.value, int | float)


def _opens(sheet: Sheet, cell: FormulaCell) -> bool:
    """A first period may begin differently: it has no period before it."""
    before = sheet.cells.get((cell.row, cell.column - 1))
    return before is None or before.formula is None


def _sums_up(cell: FormulaCell, sheet: Sheet) -> bool:
    """A total at the end of a row."""
    head = header_of(sheet, cell.row, cell.column).casefold()
    reads_row = any(a.top == a.bottom == cell.row and a.size > 1 for _, a in cell.reads)
    words = ("total", "sum", "cagr", "average", "change", "yoy", "growth", "share", "fy")
    return reads_row or any(word in head for word in words)


def constant_among_formulas(scan: Scan) -> Iterator[Finding]:
    """A number typed over a formula: its neighbours on both sides are the same formula."""
    for sheet in scan.sheets:
        cells = scan.by_sheet[sheet.name]
        for (row, column), cell in scan.cells(sheet):
            if cell.formula is not None or not isinstance(cell.value, int | float):
                continue
            if isinstance(cell.value, bool) or not _surrounded(cells, row, column):
                continue
            yield Finding(
                "xlsx.constant_in_formulas",
                Severity.WARNING,
                where(sheet.name, row, column),
                f"the number {cell.value:g} stands where its neighbours are formulas",
                "write the formula of the neighbours, or move the number to an input of its own",
            )


def _surrounded(cells: dict[tuple[int, int], FormulaCell], row: int, column: int) -> bool:
    for down, right in ((0, 1), (1, 0)):
        around = [cells.get((row + down * n, column + right * n)) for n in (-2, -1, 1, 2)]
        forms = [relative(c.formula, c.row, c.column) if c else None for c in around]
        if forms[1] is not None and forms[1] == forms[2]:
            return True
        if right and forms[0] is not None and forms[0] == forms[1] and around[2] is None:
            return True
    return False


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
        found = sorted(set(_constants(_tree(cell.formula))))
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


def _tree(formula: str) -> Node | None:
    try:
        return parse(formula)
    except FormulaSyntaxError:
        return None


def _constants(node: Node | None, weighs: bool = True) -> Iterator[float]:
    """Numbers that take part in arithmetic or comparison; places, digits and dates do not."""
    if node is None:
        return
    if node.shape is Shape.LEAF:
        if node.kind is Kind.NUMBER and weighs and float(node.text) not in _FREE:
            yield float(node.text)
        return
    if node.shape is Shape.CALL:
        for child in node.children:
            plain = child.shape is Shape.LEAF or (child.shape is Shape.UNARY and child.text == "-")
            yield from _constants(child, not plain or node.text in _WEIGHS)
        return
    for i, child in enumerate(node.children):
        yield from _constants(child, weighs and not (node.text == "^" and i == 1))


def empty_references(scan: Scan) -> Iterator[Finding]:
    """A formula that reads an empty cell reads the wrong one."""
    for cell in scan.formulas:
        home = scan.book.sheet(cell.sheet)
        if home is None or home.hidden:
            continue
        for name, area in cell.reads:
            sheet = scan.book.sheet(name)
            whole = area.size > 1_000_000
            if sheet is None or whole or is_filled(sheet, area):
                continue
            yield Finding(
                "xlsx.empty_reference",
                Severity.WARNING,
                where(cell.sheet, cell.row, cell.column),
                f"the formula reads {name}!{area.text}, which is empty",
                "point it at the cell that holds the value",
            )
            break


def unused_inputs(scan: Scan) -> Iterator[Finding]:
    """An input that nothing reads misleads whoever changes it."""
    read = _read_areas(scan)
    for sheet in scan.sheets:
        areas = read.get(sheet.name, [])
        for (row, column), cell in scan.cells(sheet):
            number = isinstance(cell.value, int | float) and not isinstance(cell.value, bool)
            if not number or cell.look.style != "input":
                continue
            if not any(area.covers(row, column) for area in areas):
                yield Finding(
                    "xlsx.unused_input",
                    Severity.WARNING,
                    where(sheet.name, row, column),
                    f"no formula reads this input ({label_of(sheet, row, column) or 'no label'})",
                    "use it in the formulas it belongs to, or remove it",
                )


def _read_areas(scan: Scan) -> dict[str, list[Area]]:
    """By sheet, every area that a formula, a computed column or a rule reads."""
    found: dict[str, list[Area]] = {}
    for cell in scan.formulas:
        for name, area in cell.reads:
            found.setdefault(name, []).append(area)
    for sheet in scan.book.sheets:
        for name, area in _other_reads(scan.book, sheet):
            found.setdefault(name, []).append(area)
    return found


def _other_reads(book: Book, sheet: Sheet) -> Iterator[tuple[str, Area]]:
    for region in sheet.regions:
        for column in region.columns:
            if column.formula is not None:
                first = region.area.top + 1
                yield from areas_read(book, sheet, first, region.area.left, column.formula)
    for rule in sheet.rules:
        for formula in rule.formulas:
            yield from areas_read(book, sheet, rule.area.top, rule.area.left, formula)


def volatile(scan: Scan) -> Iterator[Finding]:
    """OFFSET and INDIRECT hide what they read; RAND changes the answer."""
    hidden = set(functions()["volatile"]) - {"TODAY", "NOW"}
    for cell in scan.formulas:
        used = {t.text.upper() for t in tokens(cell.formula) if t.kind is Kind.FUNCTION}
        for name in sorted(used & hidden):
            yield Finding(
                "xlsx.volatile",
                Severity.WARNING,
                where(cell.sheet, cell.row, cell.column),
                f"{name} is volatile and hides what it reads",
                "use INDEX with MATCH, or a direct reference",
            )


def whole_columns(scan: Scan) -> Iterator[Finding]:
    """Whole columns are slow and take in whatever is written below."""
    for cell in scan.formulas:
        for token in tokens(cell.formula):
            if token.kind is Kind.REFERENCE and _WHOLE.fullmatch(token.text):
                yield Finding(
                    "xlsx.whole_column",
                    Severity.WARNING,
                    where(cell.sheet, cell.row, cell.column),
                    f"{token.text} takes a whole column",
                    "name the rows, or a column of a table",
                )
                break
