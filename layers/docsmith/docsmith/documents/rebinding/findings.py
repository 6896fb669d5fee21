"""A finding of the checks as a misfit: the operation that wrote the place, and what to do."""

import re

from docsmith.documents.model import Document, Finding, Format
from docsmith.documents.rebinding.misfit import Misfit

_CHECK_ROW = "xlsx.check_row"
_BLOCK = re.compile(r"b(\d+)(?:\.\d+)?")
_SUMS = "Its rows leave out some of these data: periods or values that the plan has no row for."


def misfit_in(document: Document, finding: Finding) -> Misfit:
    """`place` stays where no operation can be told."""
    hint = _SUMS if finding.id == _CHECK_ROW else finding.remedy
    path = _path(document, finding.place)
    reason = finding.message if path == finding.place else f"{finding.place}: {finding.message}"
    return Misfit(path, reason, hint)


def _path(document: Document, place: str) -> str:
    match document.format:
        case Format.EXCEL:
            return _of_cell(document, place)
        case Format.WORD:
            block = _BLOCK.fullmatch(place)
            return f"ops[{int(block.group(1)) - 1}]" if block else place
        case Format.SLIDES:
            return place


def _of_cell(document: Document, place: str) -> str:
    from docsmith.documents.rebinding.written import writer_of  # only workbooks load these
    from docsmith.documents.workbook.cells import parse_area, split_place

    try:
        sheet, text = split_place(place)
        area = parse_area(text)
    except ValueError:
        return place
    return writer_of(document, sheet, (area.top, area.left))
