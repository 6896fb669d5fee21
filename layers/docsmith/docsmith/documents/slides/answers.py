"""What `apply` answers with: the computed figures of touched slides, by place."""

from collections.abc import Sequence
from typing import Any

from docsmith.documents.operations.slides_content import (
    ChartContent,
    ChartTextContent,
    KpisContent,
    Query,
    TableContent,
)
from docsmith.documents.slides.deck import Deck, Slide
from docsmith.documents.slides.page import Page
from docsmith.documents.slides.periods import partial_periods
from docsmith.documents.slides.plots import kpi_value, plot_of
from docsmith.documents.slides.tables import table_cells

MAX_POINTS = 60


def computed_of(deck: Deck, touched: Sequence[str]) -> dict[str, Any]:
    """`s3.chart` → categories, series and total; `s2.kpis[0]` → the figure; `s4.table` → rows."""
    out: dict[str, Any] = {}
    for position, slide in enumerate(deck.slides):
        if slide.id in touched and slide.content is not None:
            out |= _of_slide(slide, deck.page(position))
    return out


def _of_slide(slide: Slide, page: Page) -> dict[str, Any]:
    content = slide.content
    match content:
        case ChartContent() | ChartTextContent():
            if content.chart.data is None:
                return {}
            return {f"{slide.id}.chart": _chart(content, page)}
        case KpisContent():
            return _figures(slide.id, content, page)
        case TableContent():
            if content.table.data is None:
                return {}
            return {f"{slide.id}.table": [list(row) for row in table_cells(content.table, page)]}
        case _:
            return {}


def _figures(slide_id: str, content: KpisContent, page: Page) -> dict[str, Any]:
    """Each computed figure as shown, its label and its exact value."""
    out: dict[str, Any] = {}
    for i, kpi in enumerate(content.kpis):
        if kpi.data is not None:
            place = f"{slide_id}.kpis[{i}]"
            out[place] = kpi_value(kpi, page, "kpis")
            out[f"{place}.label"] = kpi.label
            out[f"{place}.value"] = page.sources.figure(kpi.data, "kpis")[0]
    return out


def _chart(content: ChartContent | ChartTextContent, page: Page) -> dict[str, Any]:
    plot = plot_of(content.chart, page, "chart")
    data = content.chart.data
    assert data is not None
    return {
        "categories": list(plot.categories[:MAX_POINTS]),
        "series": {line.name: list(line.values[:MAX_POINTS]) for line in plot.lines},
        "total": page.sources.grouped(data, "chart.data").total,
        "currency": plot.currency,
    } | _incomplete(data, plot.categories, page)


def _incomplete(data: Query, categories: Sequence[str], page: Page) -> dict[str, Any]:
    """The periods that the data cover in part only, when there are any."""
    partial = partial_periods(page.sources, data, "chart.data")
    return {"incomplete": [categories[i] for i in partial]} if partial else {}
