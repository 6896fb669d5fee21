"""The check of contrast: can a text be read on its ground?"""

from collections.abc import Iterator

from docsmith.documents.model import Finding, Severity
from docsmith.documents.workbook.book import Cell, Sheet
from docsmith.documents.workbook.branding import contrast_with_white
from docsmith.documents.workbook.checks.lists import is_written
from docsmith.documents.workbook.checks.scan import Scan, where

_LEAST_CONTRAST = 2.0
"""Muted notes are pale on purpose; below this ratio of WCAG nobody reads anything."""
_MOST_SAID = 5


def contrasts(scan: Scan) -> Iterator[Finding]:
    """No written cell is as pale as its ground; tables bring grounds of their own."""
    for sheet in scan.sheets:
        said = 0
        for (row, column), cell in scan.cells(sheet):
            if said == _MOST_SAID:
                break
            if (
                is_written(cell)
                and cell.look.color
                and not _has_other_ground(scan, sheet, row, column, cell)
            ):
                ratio = _contrast(cell.look.color, cell.look.fill or "FFFFFF")
                if ratio < _LEAST_CONTRAST:
                    said += 1
                    yield Finding(
                        "xlsx.contrast",
                        Severity.WARNING,
                        where(sheet.name, row, column),
                        f"the text is hard to tell from its ground (contrast {ratio:.1f})",
                        "choose a darker colour, or a lighter fill",
                    )


def _contrast(one: str, other: str) -> float:
    """WCAG's ratio of two colours, 1 to 21."""
    a, b = contrast_with_white(one), contrast_with_white(other)
    return max(a, b) / min(a, b)


def _has_other_ground(scan: Scan, sheet: Sheet, row: int, column: int, cell: Cell) -> bool:
    """A table or a rule may colour the ground, and a file its own way: what it wrote is left be."""
    if sheet.table_at(row, column) is not None:
        return True
    base = scan.book.base
    own = (
        base.looks[cell.look.origin]
        if base is not None and 0 <= cell.look.origin < len(base.looks)
        else None
    )
    return own is not None and (own.color, own.fill) == (cell.look.color, cell.look.fill)
