"""A waterfall from a plain series: stacked columns over an invisible base.

Excel's own waterfall is a newer kind of part that few programs draw. Ours is an ordinary chart over
formulas on a hidden sheet, so it follows its numbers.
"""

from docsmith.documents.operations.workbook import Chart, ChartSeries
from docsmith.documents.workbook.book import Cell, Sheet
from docsmith.documents.workbook.cells import Area, cell_text, place
from docsmith.documents.workbook.changes import Changes

HELPER = "Chart data"
_HEADS = ("End", "Base", "Total", "Increase", "Decrease")


def waterfall(changes: Changes, chart: Chart, home: Sheet, values: Area, totals: set[int]) -> Chart:
    """The chart that is drawn: the helper's ranges in place of the movements."""
    helper = _helper(changes)
    used = helper.used()
    top = used.bottom + 2 if used else 1
    look = changes.book.styles.named("calc")
    for i, head in enumerate(_HEADS):
        helper.cells[top, i + 1] = Cell(head, None, changes.book.styles.named("label"))
    cells = [
        (r, c)
        for r in range(values.top, values.bottom + 1)
        for c in range(values.left, values.right + 1)
    ]
    for i, at in enumerate(cells, 1):
        source = place(home.name, cell_text(*at))
        for column, formula in enumerate(_formulas(source, top + i, i == 1, i in totals), 1):
            helper.cells[top + i, column] = Cell(None, formula, look)
    area = Area(top, 1, top + len(cells), len(_HEADS))
    changes.touch(helper, area)
    series = tuple(
        ChartSeries(
            name=_HEADS[column],
            values=place(helper.name, Area(top + 1, column + 1, area.bottom, column + 1).absolute),
        )
        for column in range(1, len(_HEADS))
    )
    return chart.model_copy(update={"series": series})


def _helper(changes: Changes) -> Sheet:
    """Our hidden sheet. One of that name that somebody else made is left alone."""
    book, number = changes.book, 1
    while True:
        name = HELPER if number == 1 else f"{HELPER} {number}"
        found = book.sheet(name)
        if found is None:
            book.sheets.append(Sheet(name, hidden=True))
            return book.sheets[-1]
        if found.hidden and (book.base is None or name not in book.base.sheets):
            return found
        number += 1


def _formulas(source: str, row: int, first: bool, total: bool) -> tuple[str, ...]:
    """End, base, total, increase, decrease of one point. `A{row-1}` is the end of the point
    before.
    """
    before = "0" if first else f"A{row - 1}"
    if total:
        return source, "0", source, "0", "0"
    return (
        f"{before}+{source}",
        f"MAX(0,MIN({before},A{row}))",
        "0",
        f"MAX(0,{source})",
        f"MAX(0,-{source})",
    )
