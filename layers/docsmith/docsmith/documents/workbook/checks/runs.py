"""Checks along rows and down lists: do formulas beside each other say the same?"""

import re
from collections import Counter
from collections.abc import Iterator

from docsmith.documents.model import Finding, Severity
from docsmith.documents.workbook.book import Sheet
from docsmith.documents.workbook.checks.scan import Scan, header_of, label_of, where
from docsmith.documents.workbook.dependencies import FormulaCell
from docsmith.documents.workbook.formulas.relative import relative

LEFT_OVER = re.compile(
    r"^\W*(?:all )?others?\b|^\W*(?:rest|remain\w*|unknown|blank|none|without|no usable|not)\b"
    r"|^\W*(?:sonstige|übrige|ohne|rest|leer|unbekannt)\b",
    re.IGNORECASE,
)
"""Lines that take what no other line of a list took: their formulas are others by nature."""


def row_consistency(scan: Scan) -> Iterator[Finding]:
    """Formulas along a row of periods, or down a list, say the same of their own cells."""
    for sheet in scan.sheets:
        cells = scan.by_sheet[sheet.name]
        seen: set[tuple[int, int]] = set()
        for down in (False, True):
            for run in runs(cells, sheet, down):
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
        if down and LEFT_OVER.search(label_of(sheet, cell.row, cell.column)):
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


def runs(
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
    if _pasted(cells, row, column):
        return True
    for down, right in ((0, 1), (1, 0)):
        around = [cells.get((row + down * n, column + right * n)) for n in (-2, -1, 1, 2)]
        forms = [relative(c.formula, c.row, c.column) if c else None for c in around]
        if forms[1] is not None and forms[1] == forms[2]:
            return True
        if right and forms[0] is not None and forms[0] == forms[1] and around[2] is None:
            return True
    return False


def _pasted(cells: dict[tuple[int, int], FormulaCell], row: int, column: int) -> bool:
    """One of two numbers beside each other, with the same formula twice before and twice after."""
    for down, right in ((0, 1), (1, 0)):
        for start in (-1, 0):
            steps = (start - 2, start - 1, start + 2, start + 3)
            around = [cells.get((row + down * n, column + right * n)) for n in steps]
            forms = {_form(c) if c else "" for c in around}
            between = [
                cells.get((row + down * (start + n), column + right * (start + n))) for n in (0, 1)
            ]
            if len(forms) == 1 and "" not in forms and between == [None, None]:
                return True
    return False
