"""Writes a split: header, one row a line, total, check, and the chart beside it."""

from collections.abc import Iterator
from functools import cached_property

from docsmith.agent.offline.words import word
from docsmith.agent.offline.workbook import ops
from docsmith.agent.offline.workbook.data.facts import Facts, Measure, table_name
from docsmith.agent.offline.workbook.data.formulas import part, ratio, whole
from docsmith.agent.offline.workbook.data.lines import Line
from docsmith.agent.offline.workbook.data.splits import Split, shown_measures
from docsmith.agent.offline.workbook.grid import on, ref, span
from docsmith.agent.offline.workbook.model.labels import labels
from docsmith.agent.turns import Json, Value

GRAINS = frozenset({"day", "month", "quarter", "year"})
"""Stems that the splits over time have for themselves."""
CHART_CM, CHART_HEIGHT_CM = 16, 7
CHART_ROWS = 14
"""Rows that a chart covers at the standard height of a row."""


class Placed(Value):
    """A split on a sheet, `top` being the row of its heading."""

    facts: Facts
    split: Split
    sheet: str
    top: int

    @property
    def name(self) -> str:
        """What its workbook names begin with: `Region`, `Month`; after the table's if several."""
        grain = self.split.grain
        stem = grain.capitalize() if grain else table_name(self.facts.shown(self.split.column))
        stem = f"{stem}_column" if not grain and stem.casefold() in GRAINS else stem
        return stem if self.facts.alone else f"{self.facts.table}_{stem}"

    @property
    def header(self) -> int:
        return self.top + 1

    @property
    def first(self) -> int:
        return self.top + 2

    @property
    def last(self) -> int:
        return self.first + len(self.split.lines) - 1

    @property
    def last_named(self) -> int:
        return self.first + self.split.named - 1

    @property
    def total(self) -> int:
        return self.last + 1

    @property
    def next_top(self) -> int:
        """Where the next block may begin: below the table, and below its chart."""
        return max(self.total + 3, self.top + CHART_ROWS + 2)

    @cached_property
    def columns(self) -> tuple[tuple[str, Measure | None], ...]:
        """What stands in B, C, …: a measure, or `share`, `change`, `average` of the primary."""
        primary, *rest = shown_measures(self.facts)
        derived = ["share"] if primary.adds_up else []
        derived += ["change"] if self.split.grain else []
        average = ["average"] if primary.how == "sum" else []
        return (
            ("measure", primary),
            *((kind, None) for kind in derived),
            *(("measure", measure) for measure in rest),
            *((kind, None) for kind in average),
        )

    @property
    def count_column(self) -> int:
        counted = self.facts.counted
        return 2 + next(i for i, (_, m) in enumerate(self.columns) if m == counted)


def table_ops(placed: Placed) -> tuple[Json, ...]:
    """The table without its chart."""
    language, sheet = placed.facts.language, placed.sheet
    primary = placed.facts.primary
    key = "by" if placed.split.grain is None else "over_time"
    heading = word(language, key, measure=primary.label, dimension=placed.split.label)
    titles = [placed.split.label, *(_title(placed, kind, m) for kind, m in placed.columns)]
    cells: list[ops.CellOp] = [(ref(1, placed.top), heading, "subtitle")]
    cells += [(ref(i, placed.header), title, "header") for i, title in enumerate(titles, 1)]
    for row, line in enumerate(placed.split.lines, placed.first):
        cells += _row(placed, line, row)
    cells += _total(placed)
    right = span(2, placed.header, len(titles), placed.header)
    looks = [ops.style(sheet, ref(1, placed.top), bold=True, color="accent")]
    looks += [ops.style(sheet, right, align="right")]
    return (ops.set_cells(sheet, cells), *looks, *_names(placed))


def _names(placed: Placed) -> tuple[Json, ...]:
    labels, values = (span(n, placed.first, n, placed.last_named) for n in (1, 2))
    return ops.series(placed.name, placed.sheet, labels, values)


def chart_op(placed: Placed, column: int) -> Json:
    """The split's chart, anchored in `column` beside the heading."""
    facts, split = placed.facts, placed.split
    key = "over_time" if split.grain else "by"
    title = word(facts.language, key, measure=facts.primary.label, dimension=split.label)
    last = placed.last_named
    return ops.chart(
        placed.sheet,
        ref(column, placed.top),
        _chart_kind(split),
        title,
        on(placed.sheet, span(1, placed.first, 1, last)),
        [{"name": facts.primary.label, "values": on(placed.sheet, span(2, placed.first, 2, last))}],
        number_format=_axis_format(facts.primary),
        width_cm=CHART_CM,
        height_cm=CHART_HEIGHT_CM,
    )


def _chart_kind(split: Split) -> str:
    if split.grain:
        return "column" if split.named <= 12 else "line"
    return "column" if split.named <= 6 else "bar"


def _axis_format(measure: Measure) -> str:
    return {"percent": "0%", "number": "#,##0.0"}.get(measure.style, "#,##0")


def _title(placed: Placed, kind: str, measure: Measure | None) -> str:
    if measure:
        return measure.label
    return placed.facts.per_row if kind == "average" else word(placed.facts.language, kind)


def _row(placed: Placed, line: Line, row: int) -> Iterator[ops.CellOp]:
    label = line.label
    text = label.replace("{above}", str(row - 1)) if isinstance(label, str) else label
    yield ref(1, row), text, line.style
    for column, (kind, measure) in enumerate(placed.columns, 2):
        value = _figure(placed, line, row, column, kind, measure)
        yield ref(column, row), value, _style(placed, kind, measure)


def _figure(
    placed: Placed, line: Line, row: int, column: int, kind: str, measure: Measure | None
) -> str | None:
    if measure:
        return _measured(placed, line, row, column, measure)
    if kind == "share":
        return f"=IF(B${placed.total}=0,0,B{row}/B${placed.total})"
    if kind == "average":
        return ratio(f"B{row}", ref(placed.count_column, row))
    if row == placed.first or line.style == "note":
        return None
    return f"=IF(B{row - 1}=0,0,B{row}/B{row - 1}-1)"


def _measured(placed: Placed, line: Line, row: int, column: int, measure: Measure) -> str | None:
    facts, split = placed.facts, placed.split
    if line.rest is None:
        return f"={part(facts, measure, line.at(row))}"
    if not measure.adds_up:
        return None
    if line.rest == "undated":
        dated = part(facts, measure, ((split.column, '">0"'),))
        return f"=ROUND({whole(facts, measure)}-{dated},6)"
    above = span(column, placed.first, column, row - 1)
    return f"=ROUND({whole(facts, measure)}-SUM({above}),6)"


def _total(placed: Placed) -> Iterator[ops.CellOp]:
    facts, row = placed.facts, placed.total
    yield ref(1, row), word(facts.language, "total"), "total"
    for column, (kind, measure) in enumerate(placed.columns, 2):
        number_format = ops.FORMATS[_style(placed, kind, measure)]
        yield ref(column, row), _sum(placed, column, kind, measure), "total", number_format
    if facts.primary.adds_up:
        yield ref(1, row + 1), word(facts.language, "check_split"), "note"
        differs = labels("shared", facts.language)["differs"]
        check = f'=IF(ROUND(B{row}-{whole(facts, facts.primary)},2)=0,"OK","{differs}")'
        yield ref(2, row + 1), check, "check"


def _sum(placed: Placed, column: int, kind: str, measure: Measure | None) -> str | None:
    if kind == "change":
        return None
    if kind == "average":
        return ratio(ref(2, placed.total), ref(placed.count_column, placed.total))
    if measure and not measure.adds_up:
        return f"={whole(placed.facts, measure)}"
    return f"=SUM({span(column, placed.first, column, placed.last)})"


def _style(placed: Placed, kind: str, measure: Measure | None) -> str:
    if measure:
        return measure.style
    return placed.facts.per_row_style if kind == "average" else "percent"
