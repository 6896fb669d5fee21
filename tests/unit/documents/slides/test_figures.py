"""Figures computed from data are those that plain arithmetic gives."""

import csv
import io
from collections import defaultdict

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.documents.slides.building import SALES, an_input, empty, sales, slide, tried

from docsmith.documents.operations.slides_content import Query
from docsmith.documents.slides.figures import Sources

ROWS = list(csv.DictReader(io.StringIO(SALES)))


def by_region() -> dict[str, float]:
    sums: dict[str, float] = defaultdict(float)
    for row in ROWS:
        sums[row["Region"].strip().casefold()] += float(row["Amount"])
    return sums


def grouped(**query: object):
    return Sources({"sales": sales()}).grouped(Query(slot="sales", **query), "data")  # type: ignore[arg-type]


def test_groups_add_up_and_join_spellings() -> None:
    answer = grouped(by="Region", measure="Amount")
    told = dict(zip(answer.categories, answer.series[0][1], strict=True))
    assert {k.casefold(): v for k, v in told.items()} == by_region()
    assert set(told) == {"North", "South", "West"}
    assert answer.total == sum(by_region().values())


def test_the_rest_is_added_up_as_one() -> None:
    answer = grouped(by="Region", measure="Amount", top=1)
    assert answer.categories[1] == "Other"
    assert sum(v or 0 for v in answer.series[0][1]) == answer.total


def test_periods_come_in_their_order() -> None:
    answer = grouped(by="Date", measure="Amount", period="quarter")
    assert answer.categories == ("Q1 2025", "Q2 2025", "Q3 2025", "Q4 2025")


def test_a_split_gives_a_series_a_value() -> None:
    answer = grouped(by="Region", measure="Amount", split="Channel")
    assert {name for name, _ in answer.series} == {"Direct", "Partner"}
    assert sum(v or 0 for _, values in answer.series for v in values) == answer.total


def test_rows_are_chosen_by_value_and_day() -> None:
    answer = grouped(by="Date", where={"Region": "north"}, aggregate="count", first="2025-07-01")
    assert answer.total == 12


def test_apply_answers_with_the_computed_figures() -> None:
    chart = {
        "kind": "bar",
        "caption": "c",
        "data": {"slot": "sales", "by": "Region", "measure": "Amount"},
    }
    kpis = [
        {"label": "Sum", "data": {"slot": "sales", "measure": "Amount"}, "style": "integer"},
        {
            "label": "Regions",
            "data": {"slot": "sales", "measure": "Region", "aggregate": "distinct"},
        },
    ]
    applied = tried(
        empty(sales=sales()),
        slide("chart", id="a", title="x", chart=chart),
        slide("kpis", id="b", title="y", kpis=kpis),
    )
    total = sum(by_region().values())
    assert applied.computed["a.chart"]["total"] == total
    assert applied.computed["b.kpis[0]"] == f"{total:,.0f}"
    assert applied.computed["b.kpis[1].value"] == 3


@settings(max_examples=40, deadline=None)
@given(
    rows=st.lists(
        st.tuples(st.sampled_from("abcd"), st.integers(-50, 999)), min_size=2, max_size=40
    )
)
def test_sums_of_groups_are_the_sum_of_the_column(rows: list[tuple[str, int]]) -> None:
    text = "Kind,Size\n" + "".join(f"{kind},{size}\n" for kind, size in rows)
    source = Sources({"data": an_input("csv", "data.csv", text.encode())})
    answer = source.grouped(Query(slot="data", by="Kind", measure="Size"), "data")
    assert answer.total == sum(size for _, size in rows)
    assert sum(v or 0 for v in answer.series[0][1]) == answer.total
