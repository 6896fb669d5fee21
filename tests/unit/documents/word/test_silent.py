"""What data cannot tell is not told: no point without a name, no change without a year before."""

from collections.abc import Mapping
from typing import Any

import pytest
from tests.unit.documents.word.building import built, csv_input, paragraph, texts_of

from docsmith.documents.interface import render
from docsmith.documents.model import Document
from docsmith.documents.word.compose.context import ChartMedia
from docsmith.documents.word.compose.document import compose
from docsmith.documents.word.replay import replayed

ROWS = "Day,Region,Amount\n2026-01-05,North,5\n2026-02-03,,9\n,South,7\n"
CHANGE = {
    "op": "figures",
    "slot": "sales",
    "figures": [
        {"name": "change", "measure": {"column": "Amount"}, "by": "Day", "grain": "year",
         "rank": -1, "pick": "change"},
        {"name": "total", "measure": {"column": "Amount"}},
    ],
}  # fmt: skip
TOTAL, CHANGED = "Total {{total}}.", "2026: {{change}} on the year before."


def query(**more: Any) -> dict[str, Any]:
    return {"slot": "sales", "measures": [{"column": "Amount"}], **more}


def made(*ops: Mapping[str, Any], text: str = ROWS) -> Document:
    return built({"op": "setup", "language": "de-DE"}, *ops, sales=csv_input(text))


def points(document: Document) -> list[tuple[str, ...]]:
    media = compose(replayed(document).story).media.values()
    return [chart.categories for chart in media if isinstance(chart, ChartMedia)]


@pytest.mark.parametrize(
    ("by", "names"), [("Region", ("South", "North")), ("Day", ("Jan 2026", "Feb 2026"))]
)
def test_rows_without_a_value_are_no_point_of_a_chart_but_stay_in_its_table(
    by: str, names: tuple[str, ...]
) -> None:
    chart = {"op": "chart", "kind": "bar", "caption": "Amount", "query": query(by=by)}
    table = {"op": "table", "caption": "Amount", "query": query(by=by)}
    document = made(chart, table)
    assert points(document) == [names]
    assert "(leer)" in texts_of(render(document))


def test_a_crossing_draws_no_row_without_a_value() -> None:
    crossed = query(by="Region", across="Day")
    chart = {"op": "chart", "kind": "stacked_bar", "caption": "Amount", "query": crossed}
    assert points(made(chart)) == [("South", "North")]


def test_where_nothing_has_a_value_the_chart_still_shows_what_there_is() -> None:
    chart = {"op": "chart", "kind": "bar", "caption": "Amount", "query": query(by="Region")}
    assert points(made(chart, text="Region,Amount\n,5\n,6\n")) == [("(leer)",)]


def test_a_point_about_a_change_is_left_out_when_there_is_no_year_before() -> None:
    both = {"op": "list", "items": [TOTAL, CHANGED]}
    assert "Total 21." in texts_of(render(made(CHANGE, both)))
    assert not any("year before" in text for text in texts_of(render(made(CHANGE, both))))
    two = ROWS + "2025-06-01,North,7\n"
    assert "2026: +100,0\u00a0% on the year before." in texts_of(
        render(made(CHANGE, both, text=two))
    )


def test_a_point_that_stands_alone_stays() -> None:
    alone = {"op": "list", "items": [{"text": CHANGED, "level": 0}]}
    assert "2026: – on the year before." in texts_of(render(made(CHANGE, alone, paragraph("End."))))
