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


UNEVEN = """Day,Region,Channel,Amount,Quantity
2025-01-01,North,Direct,100,1
2025-02-01,South,Partner,50,90
2025-03-01,West,Direct,20,4
2025-04-01,East,Partner,,7
,Center,Direct,5,300
"""


def table_of(text: str = UNEVEN, **query: object) -> list[list[str]]:
    """The rows of a table, as `apply` answers with them."""
    content = text.encode()
    table = {"data": {"slot": "d", "measure": "Amount", **query}}
    applied = tried(
        empty(d=an_input("csv", "d.csv", content)), slide("table", id="a", title="x", table=table)
    )
    assert applied.errors == ()
    return [list(row) for row in applied.computed["a.table"]]


def test_every_measure_is_added_up_over_the_same_rest_and_totals_leave_nothing_out() -> None:
    assert table_of(by="Region", top=1, measures=["Quantity"], share=True) == [
        ["Region", "Amount", "Quantity", "Share"],
        ["North", "100", "1", "57.1%"],
        ["Other", "75", "401", "42.9%"],
        ["Total", "175", "402", "100.0%"],
    ]


def test_groups_that_only_a_further_measure_knows_are_in_its_total() -> None:
    rows = table_of(by="Region", measures=["Quantity"])
    assert rows[-2:] == [["Other", "–", "7"], ["Total", "175", "402"]]


def test_rows_without_a_date_stand_in_the_rest_of_a_table_over_time() -> None:
    rows = table_of(by="Day", measures=["Quantity"])
    assert rows[-2:] == [["Other", "5", "307"], ["Total", "175", "402"]]
    split = table_of(by="Day", split="Channel")
    assert split[-2:] == [["Other", "5", "–"], ["Total", "125", "50"]]


def test_a_further_measure_has_neither_the_factor_nor_the_discount_of_the_first() -> None:
    text = "Kind,Amount,Off,Quantity\na,10,0.5,2\nb,10,0.5,4\n"
    rows = table_of(text, by="Kind", times="Quantity", less="Off", measures=["Quantity"])
    assert rows[-1] == ["Total", "30", "6"]


def test_a_count_stands_beside_sums() -> None:
    rows = table_of(by="Channel", aggregate="count", measures=["Quantity"])
    assert rows[-1] == ["Total", "5", "402"]


@given(
    amounts=st.lists(
        st.tuples(st.sampled_from("abcdefgh"), st.integers(0, 99), st.none() | st.integers(1, 99)),
        min_size=2,
        max_size=20,
    ),
    top=st.integers(1, 8),
)
@settings(max_examples=25, deadline=None)
def test_the_rows_of_a_table_add_up_to_the_whole_of_each_measure(
    amounts: list[tuple[str, int, int | None]], top: int
) -> None:
    lines = [f"{k},{a},{'' if q is None else q}" for k, a, q in amounts]
    text = "Kind,Amount,Quantity\nz,1,1\n" + "\n".join(lines) + "\n"
    rows = table_of(text, by="Kind", top=top, measures=["Quantity"])
    for column, whole in (
        (1, 1 + sum(a for _, a, _ in amounts)),
        (2, 1 + sum(q or 0 for _, _, q in amounts)),
    ):
        told = [0 if row[column] == "–" else int(row[column].replace(",", "")) for row in rows[1:]]
        assert told[-1] == whole == sum(told[:-1])
