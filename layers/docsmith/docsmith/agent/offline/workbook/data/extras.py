"""What a summary shows where splits say little: every measure's extremes, or the one record there
is.
"""

from collections.abc import Iterator

from docsmith.agent.offline.words import word
from docsmith.agent.offline.workbook import ops
from docsmith.agent.offline.workbook.data.facts import Facts, short
from docsmith.agent.offline.workbook.data.notes import text
from docsmith.agent.offline.workbook.data.summary import Summary
from docsmith.agent.offline.workbook.grid import on, ref, span
from docsmith.agent.turns import Json

FEW = 2
MOST = 30
STYLES = {
    **{name: name for name in ("date", "money", "percent", "integer", "number")},
    "datetime": "date",
}
STATISTICS = (("sum", "SUM"), ("average", "AVERAGE"), ("minimum", "MIN"), ("maximum", "MAX"))


def extra_ops(summary: Summary) -> tuple[Json, ...]:
    """The blocks below the splits; nothing when the splits tell it all."""
    facts, top = summary.facts, summary.end
    if facts.source.rows == 1:
        return (ops.set_cells(summary.sheet, _record(facts, top)),)
    if len(facts.measures) > FEW or not summary.splits:
        right = span(2, top + 1, 5, top + 1)
        cells = list(_measures(facts, top))
        return (
            (
                ops.set_cells(summary.sheet, cells),
                ops.style(summary.sheet, ref(1, top), bold=True, color="accent"),
                ops.style(summary.sheet, right, align="right"),
            )
            if facts.measures
            else _columns(summary, top)
        )
    return ()


def _record(facts: Facts, top: int) -> Iterator[ops.CellOp]:
    yield ref(1, top), word(facts.language, "record"), "header"
    yield ref(2, top), word(facts.language, "value"), "header"
    for row, column in enumerate(facts.source.columns[:MOST], top + 1):
        style = STYLES.get(column.type, "text")
        yield ref(1, row), text(short(facts.shown(column.name))), "label"
        if column.filled:
            source = ref(facts.source.columns.index(column) + 1, 2)
            yield ref(2, row), f"={on(facts.sheet, source)}", style


def _measures(facts: Facts, top: int) -> Iterator[ops.CellOp]:
    yield ref(1, top), word(facts.language, "measures"), "subtitle"
    for column, key in enumerate(("measure", *(key for key, _ in STATISTICS)), 1):
        yield ref(column, top + 1), word(facts.language, key), "header"
    for row, measure in enumerate(facts.measures[:MOST], top + 2):
        cells = facts.ref(measure.column or "")
        yield ref(1, row), text(measure.label), "label"
        for column, (key, function) in enumerate(STATISTICS, 2):
            if key == "sum" and not measure.adds_up:
                continue
            style = "number" if key == "average" and measure.style == "integer" else measure.style
            yield ref(column, row), f"=IFERROR({function}({cells}),0)", style


def _columns(summary: Summary, top: int) -> tuple[Json, ...]:
    """No figures and nothing to split by: how well each column is filled."""
    facts = summary.facts
    titles = (word(facts.language, key) for key in ("column", "filled", "share"))
    cells: list[ops.CellOp] = [(ref(i, top), title, "header") for i, title in enumerate(titles, 1)]
    for row, column in enumerate(facts.source.columns[:MOST], top + 1):
        name = facts.ref(column.name)
        cells += [
            (ref(1, row), text(short(facts.shown(column.name))), "label"),
            (ref(2, row), f"=COUNTA({name})", "integer"),
            (ref(3, row), f"=IF(ROWS({name})=0,0,B{row}/ROWS({name}))", "percent"),
        ]
    return (ops.set_cells(summary.sheet, cells),)
