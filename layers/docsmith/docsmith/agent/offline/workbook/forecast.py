"""A forecast sheet for what follows the last month, year or day of a report's series."""

from collections.abc import Iterator, Sequence

from docsmith.agent.offline.brief import Brief
from docsmith.agent.offline.workbook import ops
from docsmith.agent.offline.workbook.data.facts import sheet_name, unused
from docsmith.agent.offline.workbook.grid import on, ref
from docsmith.agent.offline.workbook.model.labels import labels
from docsmith.agent.offline.workbook.outline import Outline, Series
from docsmith.agent.turns import Json

GRAINS = {"month": 12, "year": 3, "day": 30}
"""How many periods a forecast spans."""
HEAD = 6
FIRST = 7
GROWTH = 0.05


def time_series(outline: Outline) -> Series | None:
    """The series whose labels are periods."""
    return next((one for one in outline.series if _grain(one)), None)


def forecast_ops(brief: Brief, outline: Outline, series: Series) -> Iterator[Json]:
    """Growth as an input, one row a period beside what it rests on, a total, a chart."""
    words, grain = labels("forecast", brief.language), _grain(series) or "month"
    sheet = unused(sheet_name(words["title"]), outline.names)
    last = FIRST + GRAINS[grain] - 1
    keys = ("period", "basis", "forecast", "change")
    titles = [words[key] for key in keys]
    cells = head_cells(brief, words["title"], words[f"method_{grain}"], titles)
    for row in range(FIRST, last + 1):
        cells += _row(series, grain, row)
    cells += [
        (f"A{last + 1}", words["total"], "total"),
        (f"B{last + 1}", f"=SUM(B{FIRST}:B{last})", "total"),
        (f"C{last + 1}", f"=SUM(C{FIRST}:C{last})", "total"),
        (f"D{last + 1}", f"=IF(B{last + 1}=0,0,C{last + 1}/B{last + 1}-1)", "total", ops.PERCENT),
    ]
    yield ops.add_sheet(sheet)
    yield ops.set_cells(sheet, cells)
    yield ops.name("Forecast_growth", sheet, "B4")
    yield ops.style(sheet, f"B{HEAD}:D{HEAD}", align="right")
    yield _chart(sheet, words["title"], words["basis"], words["forecast"], last)
    yield ops.layout(sheet, {"A": 22, "B:D": 18, "E": 3}, freeze=f"A{FIRST}", landscape=True)


def head_cells(brief: Brief, title: str, method: str, titles: Sequence[str]) -> list[ops.CellOp]:
    """What stands above the rows: title, method, growth as an input, the titles of columns."""
    told = next((figure for figure in brief.figures if figure.percent), None)
    basis = labels("shared", brief.language)["from_prompt" if told else "assumed"]
    cells: list[ops.CellOp] = [
        ("A1", title, "title"),
        ("A2", method, "note"),
        ("A4", labels("forecast", brief.language)["growth"], "label"),
        ("B4", told.value if told else GROWTH, "input", "0.0%"),
        ("C4", basis, "note"),
    ]
    return [*cells, *((ref(i, HEAD), name, "header") for i, name in enumerate(titles, 1))]


def _row(series: Series, grain: str, row: int) -> Iterator[ops.CellOp]:
    names = (f"{series.stem}_labels", f"{series.stem}_values")
    before = f"MAX({names[0]})" if row == FIRST else f"A{row - 1}"
    step = f"=EDATE({before},1)" if grain == "month" else f"={before}+1"
    yield f"A{row}", step, {"day": "date"}.get(grain, grain)
    yield f"B{row}", f"={_basis(grain, row, *names)}", "calc"
    growth = f"=B{row}*(1+$B$4)"
    yield f"C{row}", growth, "calc"
    yield f"D{row}", f"=IF(B{row}=0,0,C{row}/B{row}-1)", "percent"


def _basis(grain: str, row: int, periods: str, values: str) -> str:
    """The same month a year before, else the average so far; for years the one before."""
    if grain == "year":
        last = f"SUMIFS({values},{periods},MAX({periods}))"
        return last if row == FIRST else f"C{row - 1}"
    if grain == "day":
        return f"AVERAGE({values})"
    year_before = f"EDATE($A{row},-12)"
    known = f"COUNTIFS({periods},{year_before})"
    return f"IF({known}=0,AVERAGE({values}),SUMIFS({values},{periods},{year_before}))"


def _chart(sheet: str, title: str, basis: str, forecast: str, last: int) -> Json:
    series = [
        {"name": name, "values": on(sheet, f"{column}{FIRST}:{column}{last}")}
        for name, column in ((basis, "B"), (forecast, "C"))
    ]
    categories = on(sheet, f"A{FIRST}:A{last}")
    return ops.chart(sheet, "F3", "line", title, categories, series, number_format="#,##0")


def _grain(series: Series) -> str | None:
    stem = series.stem.casefold()
    return next((grain for grain in GRAINS if stem == grain or stem.endswith(f"_{grain}")), None)
