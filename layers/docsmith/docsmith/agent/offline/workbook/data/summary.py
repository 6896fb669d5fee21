"""The summary sheet of a report: headline figures, highlights, a table and a chart a split."""

from collections.abc import Iterator
from functools import cached_property

from docsmith.agent.offline.plan import Headline
from docsmith.agent.offline.words import word
from docsmith.agent.offline.workbook import ops
from docsmith.agent.offline.workbook.data.facts import Facts, Measure
from docsmith.agent.offline.workbook.data.formulas import ratio, whole
from docsmith.agent.offline.workbook.data.paging import page_breaks, rows_a_page
from docsmith.agent.offline.workbook.data.split_table import (
    CHART_CM,
    Placed,
    chart_op,
    table_ops,
)
from docsmith.agent.offline.workbook.data.splits import Split, dimension_split, time_split
from docsmith.agent.offline.workbook.grid import letter, on, ref, span
from docsmith.agent.turns import Json, Value

KPI_ROW = 4
MAX_KPIS = 6
HIGHLIGHT_COLUMNS = 4
LABEL_WIDTH, FIGURE_WIDTH, GAP_WIDTH = 30.0, 16.0, 3.0
ONE_PAGE_ROWS = 60
"""Rows, charts included, that are still read well on one printed page."""
GAP = 2
"""Rows between blocks."""


class Kpi(Value):
    """A headline figure: `formula` with its `=`."""

    label: str
    formula: str
    style: str = "integer"


class Summary(Value):
    """A summary sheet as it will be written."""

    facts: Facts
    sheet: str
    title: str
    subtitle: str
    one_page: bool = False
    """Whether it is to print on a single page: it holds the splits that fit on one."""

    @cached_property
    def splits(self) -> tuple[Split, ...]:
        """Those that the prompt names in its order, then time, then the other dimensions."""
        time, asked = time_split(self.facts), self.facts.source.focus.splits
        dimensions = [dimension_split(self.facts, name) for name in self.facts.roles.dimensions]
        rank = {name: number for number, name in enumerate(asked)}
        known = (*((time,) if time else ()), *dimensions)
        chosen = sorted(known, key=lambda split: rank.get(split.column, len(asked)))
        return tuple(self._fitting(chosen) if self.one_page else chosen)

    def _fitting(self, splits: list[Split]) -> Iterator[Split]:
        """Those that fit on one page, in their order; one that is too long is passed over."""
        room = ONE_PAGE_ROWS - KPI_ROW - 5
        for split in splits:
            spot = Placed(facts=self.facts, split=split, sheet=self.sheet, top=1)
            if spot.next_top + 1 <= room:
                room -= spot.next_top + 1
                yield split

    @cached_property
    def placed(self) -> tuple[Placed, ...]:
        """The splits where they stand, below headline figures and highlights."""
        top, placed = self.body, list[Placed]()
        for split in self.splits:
            spot = Placed(facts=self.facts, split=split, sheet=self.sheet, top=top)
            placed.append(spot)
            top = spot.next_top
        return tuple(placed)

    @property
    def page(self) -> int:
        """Rows on a printed page."""
        gap = self.chart_column - 1
        return rows_a_page(LABEL_WIDTH + FIGURE_WIDTH * (gap - 2) + GAP_WIDTH, CHART_CM)

    @property
    def body(self) -> int:
        lines = len(self.splits)
        period = bool(lines and self.facts.roles.date)
        return KPI_ROW + 3 + (lines + period + 2 if lines else 0)

    @property
    def chart_column(self) -> int:
        """Right of the widest table and a gap, so that charts and tables never meet."""
        spots = (
            Placed(facts=self.facts, split=split, sheet=self.sheet, top=1) for split in self.splits
        )
        widest = max((len(spot.columns) + 1 for spot in spots), default=5)
        return max(widest, HIGHLIGHT_COLUMNS, len(self.kpis)) + 2

    @property
    def end(self) -> int:
        """The first free row below the splits."""
        placed = self.placed
        return placed[-1].next_top if placed else self.body

    @cached_property
    def kpis(self) -> tuple[Kpi, ...]:
        return tuple(_kpis(self.facts))[:MAX_KPIS]


def summary_ops(summary: Summary) -> tuple[Json, ...]:
    """Everything on the sheet but what follows the splits."""
    placed = summary.placed
    tables = [op for spot in placed for op in table_ops(spot)]
    charts = [chart_op(spot, summary.chart_column) for spot in placed if spot.split.named > 1]
    return ops.joined([*_head(summary), *_highlights(summary), *tables, *charts, _layout(summary)])


def headlines(summary: Summary) -> tuple[Headline, ...]:
    """The figures that the closing words of the agent tell."""
    return tuple(
        Headline(
            label=kpi.label,
            place=on(summary.sheet, ref(column, KPI_ROW + 1)),
            percent=kpi.style == "percent",
        )
        for column, kpi in enumerate(summary.kpis, 1)
    )


def _head(summary: Summary) -> Iterator[Json]:
    sheet = summary.sheet
    cells: list[ops.CellOp] = [
        ("A1", summary.title, "title"),
        ("A2", summary.subtitle, "subtitle"),
    ]
    for column, kpi in enumerate(summary.kpis, 1):
        cells += [
            (ref(column, KPI_ROW), kpi.label, "kpi_label"),
            (ref(column, KPI_ROW + 1), kpi.formula, "kpi_value", ops.FORMATS[kpi.style]),
        ]
    yield ops.set_cells(sheet, cells)


def _kpis(facts: Facts) -> Iterator[Kpi]:
    language, primary = facts.language, facts.primary
    for measure in facts.measures[:3]:
        key = "kpi_total" if measure.adds_up else "kpi_average"
        label = word(language, key, measure=measure.label)
        yield Kpi(label=label, formula=f"={whole(facts, measure)}", style=measure.style)
    rows = whole(facts, facts.counted)
    yield Kpi(label=facts.counted.label, formula=f"={rows}")
    if primary.how == "sum":
        label = f"{primary.label}, {facts.per_row[0].lower()}{facts.per_row[1:]}"
        yield Kpi(
            label=label, formula=ratio(whole(facts, primary), rows), style=facts.per_row_style
        )


def _highlights(summary: Summary) -> Iterator[Json]:
    placed, language = summary.placed, summary.facts.language
    if not placed:
        return
    top, sheet, primary = KPI_ROW + 3, summary.sheet, summary.facts.primary
    titles = [word(language, "highlights"), "", primary.label]
    titles += [word(language, "share")] if primary.adds_up else []
    cells: list[ops.CellOp] = [(ref(i, top), t, "header") for i, t in enumerate(titles, 1)]
    for row, spot in enumerate(placed, top + 1):
        cells += _highlight(spot, row, primary)
    cells += _period(summary.facts, top + 1 + len(placed))
    yield ops.set_cells(sheet, cells)
    yield ops.style(sheet, span(3, top, len(titles), top), align="right")


def _highlight(spot: Placed, row: int, primary: Measure) -> Iterator[ops.CellOp]:
    labels = f"A{spot.first}:A{spot.last_named}"
    values = f"B{spot.first}:B{spot.last_named}"
    style = spot.split.lines[0].style
    best = word(spot.facts.language, "best", dimension=spot.split.label)
    yield ref(1, row), best, "label"
    yield ref(2, row), f"=INDEX({labels},MATCH(MAX({values}),{values},0))", style
    yield ref(3, row), f"=MAX({values})", primary.style
    if primary.adds_up:
        yield ref(4, row), f"=IF(B{spot.total}=0,0,C{row}/B{spot.total})", "percent"


def _period(facts: Facts, row: int) -> Iterator[ops.CellOp]:
    if facts.roles.date:
        dates = facts.ref(facts.roles.date)
        yield ref(1, row), word(facts.language, "period"), "label"
        yield ref(2, row), f"=MIN({dates})", "date"
        yield ref(3, row), f"=MAX({dates})", "date"


def _layout(summary: Summary) -> Json:
    gap = summary.chart_column - 1
    figures = f"B:{letter(gap - 1)}"
    widths = {"A": LABEL_WIDTH, figures: FIGURE_WIDTH, letter(gap): GAP_WIDTH}
    blocks = [(spot.top - 1, spot.next_top - GAP) for spot in summary.placed]
    breaks = page_breaks(blocks, summary.page)
    settings = {"page_breaks": list(breaks)} if breaks and not summary.one_page else {}
    return ops.layout(summary.sheet, widths, freeze="A4", landscape=True, **settings)
