"""A dashboard from a prompt alone: example figures by month to replace, a view that follows."""

from collections.abc import Iterator

from docsmith.agent.offline.brief import Brief
from docsmith.agent.offline.plan import Headline, Plan, Section
from docsmith.agent.offline.workbook import ops
from docsmith.agent.offline.workbook.grid import letter, on, ref
from docsmith.agent.offline.workbook.model.labels import labels
from docsmith.agent.offline.workbook.model.pieces import (
    FIRST_INPUT,
    Input,
    Kpi,
    assumptions_ops,
    kpi_ops,
)
from docsmith.agent.offline.workbook.model.topics import topic_of
from docsmith.agent.turns import Json, Value

MONTHS = 12
HEAD = 4
FIRST = 5
PATTERN = (0.94, 0.96, 0.95, 0.98, 1.0, 0.99, 1.01, 1.0, 1.03, 1.02, 1.05, 1.06)
"""How an example figure moves through the year."""
TARGET = 1.04
MOST = 8
EXAMPLE = 100.0
RATE = 0.5
RATES = [
    "rate",
    "quote",
    "%",
    "share",
    "anteil",
    "satisfaction",
    "zufriedenheit",
    "margin",
    "marge",
    "delivery",
    "treue",
]


class Measure(Value):
    name: str
    level: float

    @property
    def is_rate(self) -> bool:
        return any(word in self.name.casefold() for word in RATES)

    @property
    def number_format(self) -> str:
        return "0.0%" if self.is_rate else "#,##0"

    def rounded(self, value: float) -> float:
        return round(value, 3) if self.is_rate else round(value)


class Dashboard(Value):
    brief: Brief
    measures: tuple[Measure, ...]
    main: str
    figures: str
    assumptions: str

    @property
    def target_row(self) -> int:
        return FIRST + MONTHS

    def column(self, index: int) -> str:
        return letter(2 + index)

    def months(self, index: int) -> str:
        column = self.column(index)
        return on(self.figures, f"{column}{FIRST}:{column}{FIRST + MONTHS - 1}")


def plan_dashboard(brief: Brief) -> Plan:
    words, shared = labels("dashboard", brief.language), labels("shared", brief.language)
    board = Dashboard(
        brief=brief,
        measures=_measures(brief),
        main=words["dashboard"],
        figures=words["figures"],
        assumptions=shared["assumptions"],
    )
    sheets = (board.main, board.figures, board.assumptions)
    inputs = _inputs(board)
    first = (
        *(ops.add_sheet(name) for name in sheets),
        *assumptions_ops(board.assumptions, inputs, brief.language, (words["note"],)),
    )
    return Plan(
        title=brief.title or words["title"],
        outline=tuple(measure.name for measure in board.measures),
        sections=(
            Section(name="inputs", ops=first),
            Section(name="figures", ops=tuple(_figure_ops(board))),
            Section(name="dashboard", ops=tuple(_board_ops(board))),
        ),
        sheets=sheets,
        language=brief.language,
        headlines=(
            Headline(
                label=board.measures[0].name,
                place=on(board.main, "A5"),
                percent=board.measures[0].is_rate,
            ),
        ),
        remarks=(shared["example"],),
    )


def _measures(brief: Brief) -> tuple[Measure, ...]:
    if brief.items:
        named = [Measure(name=item, level=EXAMPLE) for item in brief.items[:MOST]]
        return tuple(Measure(name=m.name, level=RATE if m.is_rate else EXAMPLE) for m in named)
    topic = topic_of(brief, "dashboard")
    return tuple(
        Measure(name=name, level=level)
        for name, level in zip(topic.names, topic.values, strict=True)
    )


def _inputs(board: Dashboard) -> tuple[Input, ...]:
    words, brief = labels("dashboard", board.brief.language), board.brief
    year = brief.period.first if brief.period else brief.day.year
    return (
        Input(
            name="First_month",
            label=words["first_month"],
            value=f"{year}-01-01",
            kind="month",
            told=brief.period is not None,
        ),
        Input(name="Close_from", label=words["tolerance"], value=0.95, kind="percent"),
    )


def _figure_ops(board: Dashboard) -> Iterator[Json]:
    words, sheet = labels("dashboard", board.brief.language), board.figures
    cells: list[ops.CellOp] = [
        ("A1", words["figures"], "title"),
        ("A2", words["note"], "note"),
        (f"A{HEAD}", words["month"], "header"),
        (f"A{board.target_row}", words["target"], "total"),
    ]
    for month in range(MONTHS):
        cells.append((ref(1, FIRST + month), f"=EDATE(First_month,{month})", "month"))
    for index, measure in enumerate(board.measures):
        cells += _series(board, index, measure)
    last = board.column(len(board.measures) - 1)
    yield ops.set_cells(sheet, cells)
    yield ops.style(sheet, f"B{HEAD}:{last}{HEAD}", align="right")
    rows = f"{FIRST}:{{}}{board.target_row - 1}"
    yield from ops.series("Month", sheet, f"A{rows.format('A')}", f"B{rows.format('B')}")
    yield ops.layout(sheet, {"A": 16, f"B:{last}": 18}, freeze=f"B{FIRST}", landscape=True)


def _series(board: Dashboard, index: int, measure: Measure) -> Iterator[ops.CellOp]:
    column = board.column(index)
    yield f"{column}{HEAD}", measure.name, "header"
    for row, factor in enumerate(PATTERN, FIRST):
        value = measure.rounded(measure.level * factor)
        yield f"{column}{row}", value, "input", measure.number_format
    target = measure.rounded(measure.level * TARGET)
    yield f"{column}{board.target_row}", target, "input", measure.number_format


def _board_ops(board: Dashboard) -> Iterator[Json]:
    words, sheet = labels("dashboard", board.brief.language), board.main
    title = board.brief.title or words["title"]
    kpis = [
        Kpi(
            label=measure.name,
            formula=f"={on(board.figures, f'{board.column(i)}{FIRST + MONTHS - 1}')}",
            style="percent" if measure.is_rate else "integer",
        )
        for i, measure in enumerate(board.measures[:5])
    ]
    yield from kpi_ops(sheet, title, words["note"], kpis)
    keys = ("kpi", "latest", "previous", "change", "average", "target", "reached", "status")
    cells: list[ops.CellOp] = [(ref(i, 8), words[key], "header") for i, key in enumerate(keys, 1)]
    for index, measure in enumerate(board.measures):
        cells += _board_line(board, index, measure)
    last = 8 + len(board.measures)
    yield ops.set_cells(sheet, cells)
    yield ops.style(sheet, "B8:G8", align="right")
    for status, look in (("on_target", "good"), ("close", "warn"), ("behind", "bad")):
        yield ops.conditional(sheet, f"H9:H{last}", "equal", words[status], look)
    yield from _charts(board, last + 3)
    yield ops.style(sheet, f"H8:H{last}", align="center")
    yield ops.layout(sheet, {"A": 28, "B:H": 18}, freeze="A4")


def _board_line(board: Dashboard, index: int, measure: Measure) -> Iterator[ops.CellOp]:
    words, row, column = labels("dashboard", board.brief.language), 9 + index, board.column(index)
    latest, target = FIRST + MONTHS - 1, board.target_row
    good, close, bad = words["on_target"], words["close"], words["behind"]
    yield f"A{row}", f"={on(board.figures, f'{column}{HEAD}')}", "label"
    for place, source in (("B", latest), ("C", latest - 1), ("F", target)):
        value = f"={on(board.figures, f'{column}{source}')}"
        yield f"{place}{row}", value, "link", measure.number_format
    yield f"D{row}", f"=IF(C{row}=0,0,B{row}/C{row}-1)", "percent"
    mean = f"=AVERAGE({board.months(index)})"
    yield f"E{row}", mean, "link", measure.number_format
    yield f"G{row}", f"=IF(F{row}=0,0,B{row}/F{row})", "percent"
    tolerance = on(board.assumptions, f"$B${FIRST_INPUT + 1}")
    verdict = f'IF(G{row}>=1,"{good}",IF(G{row}>={tolerance},"{close}","{bad}"))'
    yield f"H{row}", f"={verdict}", "text"


def _charts(board: Dashboard, top: int) -> Iterator[Json]:
    months = on(board.figures, f"A{FIRST}:A{FIRST + MONTHS - 1}")
    for index, measure in enumerate(board.measures[:4]):
        anchor = f"{'A' if index % 2 == 0 else 'E'}{top + index // 2 * 16}"
        series = [{"name": measure.name, "values": board.months(index)}]
        yield ops.chart(
            board.main,
            anchor,
            "line" if measure.is_rate else "column",
            measure.name,
            months,
            series,
            number_format=measure.number_format,
            width_cm=12,
            height_cm=7,
        )
