"""A plan of next year from a budget that has no months: each category grown by one rate."""

import re
from collections.abc import Iterator

from docsmith.agent.offline.brief import Brief
from docsmith.agent.offline.workbook import ops
from docsmith.agent.offline.workbook.data.facts import sheet_name, unused
from docsmith.agent.offline.workbook.forecast import FIRST, HEAD, head_cells
from docsmith.agent.offline.workbook.model.labels import labels
from docsmith.agent.offline.workbook.outline import Outline, Series
from docsmith.agent.turns import Json

_ROWS = re.compile(r"\$?[A-Z]+\$?(\d+):\$?[A-Z]+\$?(\d+)$")


def budget_lines(outline: Outline) -> Series | None:
    """The series that holds a budget by category, one below the other."""
    return next((one for one in outline.series if one.stem == "Budget" and _count(one) > 1), None)


def next_year_ops(brief: Brief, outline: Outline, series: Series) -> Iterator[Json]:
    """Growth as an input, one row a category beside its budget, a total, a check."""
    words, shared = labels("next_year", brief.language), labels("forecast", brief.language)
    sheet = unused(sheet_name(words["title"]), outline.names)
    titles = (words["category"], series.stem, words["plan"], shared["change"])
    cells = head_cells(brief, words["title"], words["method"], titles)
    for number in range(1, _count(series) + 1):
        cells += _line(series, number)
    differs = labels("shared", brief.language)["differs"]
    cells += _total(series, shared["total"], words["check"], differs)
    yield ops.add_sheet(sheet)
    yield ops.set_cells(sheet, cells)
    yield ops.name("Plan_growth", sheet, "B4")
    yield ops.style(sheet, f"B{HEAD}:D{HEAD}", align="right")
    yield ops.layout(sheet, {"A": 30, "B:D": 18}, freeze=f"A{FIRST}")


def _line(series: Series, number: int) -> Iterator[ops.CellOp]:
    row = FIRST + number - 1
    yield f"A{row}", f"=INDEX({series.stem}_labels,{number})", "label"
    yield f"B{row}", f"=INDEX({series.stem}_values,{number})", "link"
    yield f"C{row}", f"=B{row}*(1+$B$4)", "calc"
    yield f"D{row}", f"=C{row}-B{row}", "calc"


def _total(series: Series, total: str, check: str, differs: str) -> Iterator[ops.CellOp]:
    last = FIRST + _count(series) - 1
    row = last + 1
    yield f"A{row}", total, "total"
    for column in "BCD":
        yield f"{column}{row}", f"=SUM({column}{FIRST}:{column}{last})", "total"
    grown = f"SUM({series.stem}_values)*(1+$B$4)"
    yield f"A{row + 1}", check, "note"
    yield f"B{row + 1}", f'=IF(ROUND(C{row}-{grown},2)=0,"OK","{differs}")', "check"


def _count(series: Series) -> int:
    """How many rows the series has; 0 when its place is no range of cells."""
    found = _ROWS.search(series.values)
    return int(found.group(2)) - int(found.group(1)) + 1 if found else 0
