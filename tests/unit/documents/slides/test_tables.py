"""Tables on slides: each column is written as its own figures are."""

from typing import Any

import pytest
from tests.unit.documents.slides.building import an_input, built, empty, opened, slide, tried

SALES = (
    "Region,Amount,Units,Price,Margin,Customer\n"
    "North,€1200.50,3,2.25,10%,Elm\n"
    "South,€800,5,3.5,20%,Elm \n"
    "North,€99.50,2,1.75,30%,ash\n"
)


def rows(table: dict[str, Any]) -> list[list[str]]:
    document = built(
        slide("table", title="Sales by region", table=table),
        sales=an_input("csv", "sales.csv", SALES.encode()),
    )
    shown = next(s.table for s in opened(document).slides[0].shapes if s.has_table)
    return [[cell.text for cell in row.cells] for row in shown.rows]


def data(**more: Any) -> dict[str, Any]:
    return {"slot": "sales", "by": "Region", "measure": "Amount", **more}


def test_only_the_column_of_money_shows_a_currency() -> None:
    query = data(measures=["Units", "Price", "Margin"], order="name")
    assert rows({"data": query, "style": "money"}) == [
        ["Region", "Amount", "Units", "Price", "Margin"],
        ["North", "€1,300", "5", "4.00", "20.0%"],
        ["South", "€800", "5", "3.50", "20.0%"],
        ["Total", "€2,100", "10", "7.50", "–"],
    ]


def test_a_heading_names_the_currency_that_its_cells_leave_out() -> None:
    assert rows({"data": data(), "style": "integer"})[0] == ["Region", "Amount, €"]
    split = data(split="Customer")
    assert rows({"data": split})[0] == ["Region", "Elm, €", "ash, €"]


def test_a_style_may_be_given_by_heading() -> None:
    query = data(measures=["Units"])
    assert rows({"data": query, "styles": {"Units": "number", "Amount": "compact"}})[1] == [
        "North",
        "€1.3k",
        "5",
    ]
    given = {
        "header": ["Plan", "Seats", "Price"],
        "rows": [["Basic", 5, 12], ["Team", 20, 90]],
        "styles": {"Price": "money"},
        "currency": "EUR",
    }
    assert rows(given)[1:] == [["Basic", "5", "€12"], ["Team", "20", "€90"]]


def test_distinct_counts_values_and_not_rows() -> None:
    query = {"slot": "sales", "by": "Region", "measure": "Customer", "aggregate": "distinct"}
    assert rows({"data": {**query, "order": "name"}})[1:] == [["North", "2"], ["South", "1"]]
    kpis = [
        {"label": "Customers", "data": {k: v for k, v in query.items() if k != "by"}},
        {"label": "Rows", "value": "3"},
    ]
    document = built(
        slide("kpis", title="Figures", kpis=kpis),
        sales=an_input("csv", "sales.csv", SALES.encode()),
    )
    told = [s.text_frame.text for s in opened(document).slides[0].shapes if s.has_text_frame]
    assert "2\nCustomers" in told


@pytest.mark.parametrize("layout", ["table", "kpis"])
def test_distinct_of_nothing_is_refused_with_the_place(layout: str) -> None:
    query = {"slot": "sales", "aggregate": "distinct"}
    content = {
        "table": {"table": {"data": {**query, "by": "Region"}}},
        "kpis": {"kpis": [{"label": "a", "data": query}, {"label": "b", "value": "1"}]},
    }[layout]
    sales = an_input("csv", "sales.csv", SALES.encode())
    applied = tried(empty(sales=sales), slide(layout, title="x", **content))
    assert applied.errors[0].path.endswith("data.measure")
