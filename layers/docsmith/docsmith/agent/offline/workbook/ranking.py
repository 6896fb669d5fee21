"""Puts the lines of a split in the order of their figures, once these are computed."""

from collections.abc import Iterator

from docsmith.agent.offline.plan import Ranking
from docsmith.agent.offline.workbook import ops
from docsmith.agent.offline.workbook.grid import on, ref
from docsmith.agent.turns import Json


def ranking_ops(ranking: Ranking, computed: Json) -> Iterator[Json]:
    """Nothing when a figure is not known, or when the order is right already."""
    figures = [computed.get(place) for place in ranking_places(ranking)]
    known = [figure for figure in figures if isinstance(figure, int | float)]
    if len(known) < len(ranking.labels):
        return
    order = sorted(range(len(known)), key=lambda index: -known[index])
    labels = [ranking.labels[index] for index in order]
    if labels == list(ranking.labels):
        return
    cells = [
        (f"{ranking.label_column}{row}", label, "label")
        for row, label in enumerate(labels, ranking.first)
    ]
    yield ops.set_cells(ranking.sheet, cells)
    for sheet, column, row, count in ranking.copies:
        header = [(ref(column + i, row), label, "header") for i, label in enumerate(labels[:count])]
        yield ops.set_cells(sheet, header)
        yield ops.style(sheet, f"{ref(column, row)}:{ref(column + count - 1, row)}", align="right")


def ranking_places(ranking: Ranking) -> tuple[str, ...]:
    """Where the figures stand that decide the order."""
    rows = range(ranking.first, ranking.first + len(ranking.labels))
    return tuple(on(ranking.sheet, f"{ranking.value_column}{row}") for row in rows)
