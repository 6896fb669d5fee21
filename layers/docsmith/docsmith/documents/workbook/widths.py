"""How wide columns and how tall rows must be, from the text that cells show.

Widths are in characters of the default font, as Excel counts them. Titles and notes may run over
their neighbours, so they ask for nothing. Text columns stop at 46 characters and wrap.
"""

from itertools import islice

from docsmith.documents.workbook.book import Cell, DataRegion, Sheet
from docsmith.documents.workbook.display import shown
from docsmith.documents.workbook.engine import Values

_RUNS_OVER = {"title", "subtitle", "note"}
_LEAST, _MOST = 9.0, 46.0
_SAMPLE = 400


def column_widths(sheet: Sheet, values: Values) -> dict[int, float]:
    """The width of every used column: what the operation set, else what its text needs."""
    needs: dict[int, float] = {}
    given = sheet.layout.widths
    for (row, column), cell in sheet.cells.items():
        if column in given:
            continue
        need = _need(cell, values.at(sheet.name, row, column))
        needs[column] = max(needs.get(column, 0.0), need)
    for region in sheet.regions:
        for offset, need in enumerate(_region_needs(region, sheet.name, values)):
            column = region.area.left + offset
            needs[column] = max(needs.get(column, 0.0), need)
    fitted = {c: min(_MOST, max(_LEAST, n)) for c, n in needs.items() if n}
    return fitted | sheet.layout.widths


def _need(cell: Cell, computed: object) -> float:
    look = cell.look
    if look.style in _RUNS_OVER:
        return 0.0
    value = computed if cell.formula is not None else cell.value
    if value is None:
        return 0.0
    text = shown(value, look.format, look.is_date)
    if look.wrap and isinstance(value, str):
        return _wrapped(text) * _scale(look.size, look.bold) + 2
    longest = max((len(line) for line in text.split("\n")), default=0)
    return longest * _scale(look.size, look.bold) + 2


def _scale(size: float, bold: bool) -> float:
    return size / 10 * (1.08 if bold else 1.0)


def _wrapped(text: str) -> float:
    """A header may wrap between words, but not within one: two lines at most."""
    words = text.split()
    if len(text) <= 14 or len(words) < 2:
        return float(len(text))
    best = len(text)
    for cut in range(1, len(words)):
        best = min(best, max(len(" ".join(words[:cut])), len(" ".join(words[cut:]))))
    return float(best)


def _region_needs(region: DataRegion, sheet: str, values: Values) -> list[float]:
    needs: list[float] = []
    for offset, column in enumerate(region.columns):
        head = _wrapped(column.name) * 1.08 + 4  # the filter button takes room
        sample = column.values
        if column.formula is not None:
            first = region.area.top + 1
            at = region.area.left + offset
            sample = [values.at(sheet, r, at) for r in range(first, first + min(50, region.rows))]
        texts = (shown(v, column.look.format, column.look.is_date) for v in islice(sample, _SAMPLE))
        needs.append(max([head, *(len(t) + 2.0 for t in texts)]))
    return needs


def row_heights(sheet: Sheet, widths: dict[int, float]) -> dict[int, float]:
    """Heights in points for rows that need more than one line; the rest is left to the program."""
    heights: dict[int, float] = {}
    for (row, column), cell in sheet.cells.items():
        lines = _lines(cell, widths.get(column, _LEAST))
        need = max(
            lines * cell.look.size * 1.35, cell.look.size * 1.5 if cell.look.size > 11 else 0
        )
        if lines > 1 or cell.look.size > 11:
            heights[row] = max(heights.get(row, 0.0), round(need, 1))
    for region in sheet.regions:
        names = [
            (c.name, widths.get(region.area.left + i, _LEAST)) for i, c in enumerate(region.columns)
        ]
        two = any(len(n) * 1.08 + 3 > w for n, w in names)
        heights[region.area.top] = 30.0 if two else 20.0
    return heights | sheet.layout.heights


def _lines(cell: Cell, width: float) -> int:
    if not isinstance(cell.value, str):
        return 1
    breaks = cell.value.count("\n") + 1
    if not cell.look.wrap:
        return breaks
    room = max(4.0, width - 1) / _scale(cell.look.size, cell.look.bold)
    return sum(max(1, -(-len(part) // int(room))) for part in cell.value.split("\n"))
