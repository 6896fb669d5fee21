"""Periods that the data cover in part only are told, stand back and are not compared."""

from datetime import date, timedelta
from typing import Any

import pytest
from tests.unit.documents.slides.building import an_input, built, empty, opened, slide

from docsmith.documents.operations.slides_content import Query
from docsmith.documents.slides.answers import computed_of
from docsmith.documents.slides.figures import Sources
from docsmith.documents.slides.periods import partial_periods
from docsmith.documents.slides.replay import replayed
from docsmith.documents.slides.sentences import Bars, trend


def days(first: date, last: date, step: int = 1) -> str:
    count = (last - first).days // step
    told = (first + timedelta(days=i * step) for i in range(count + 1))
    return "Date,Amount\n" + "".join(f"{day.isoformat()},10\n" for day in told)


def months(count: int) -> str:
    told = (f"{2024 + m // 12}-{m % 12 + 1:02}-01,10\n" for m in range(count))
    return "Date,Amount\n" + "".join(told)


@pytest.mark.parametrize(
    ("text", "period", "partial"),
    [
        (days(date(2025, 1, 1), date(2025, 6, 12)), "month", (5,)),
        (days(date(2025, 1, 1), date(2025, 6, 27)), "month", ()),
        (days(date(2025, 1, 20), date(2025, 6, 30)), "month", (0,)),
        (days(date(2025, 1, 20), date(2025, 6, 10)), "month", (0, 5)),
        (days(date(2025, 1, 7), date(2025, 11, 30), 2), "quarter", (3,)),
        (days(date(2024, 1, 7), date(2025, 12, 20), 5), "quarter", ()),
        (days(date(2023, 1, 1), date(2025, 6, 30), 9), "year", (2,)),
        (days(date(2025, 1, 1), date(2025, 6, 12)), "day", ()),
        (months(12), "month", ()),
        (months(11), "quarter", (3,)),
        (months(12), "quarter", ()),
        (months(2), "month", ()),
    ],
)
def test_only_the_ends_of_the_data_can_be_incomplete(
    text: str, period: str, partial: tuple[int, ...]
) -> None:
    sources = Sources({"data1": an_input("csv", "a.csv", text.encode())})
    query: dict[str, Any] = {"slot": "data1", "by": "Date", "measure": "Amount", "period": period}
    if period == "day":
        query["last"] = "2025-02-15"
    assert partial_periods(sources, Query(**query), "data") == partial


def test_a_split_by_words_has_no_periods() -> None:
    text = "Name,Amount\nA,1\nB,2\nC,3\n"
    sources = Sources({"data1": an_input("csv", "a.csv", text.encode())})
    query = Query(slot="data1", by="Name", measure="Amount")
    assert partial_periods(sources, query, "data") == ()


def test_a_chart_tells_which_period_is_incomplete_and_draws_it_faint() -> None:
    given = an_input("csv", "a.csv", days(date(2025, 1, 1), date(2025, 6, 12)).encode())
    data = {"slot": "data1", "by": "Date", "measure": "Amount"}
    content = {"kind": "column", "caption": "Amount by month", "data": data}
    document = built(slide("chart", id="s", title="T", chart=content), data1=given)
    computed = computed_of(replayed(document), ["s"])["s.chart"]
    assert computed["incomplete"] == ["Jun 25"]
    chart = next(s for s in opened(document).slides[0].shapes if s.has_chart).chart
    assert [p.get("val") for p in chart._chartSpace.xpath(".//c:dPt/c:idx")] == ["5"]
    assert empty().ops == ()


BARS = Bars(
    categories=("Jan", "Feb", "Mar", "Apr"),
    values=(5.0, 100.0, 150.0, 30.0),
    names=("Amount",),
    sums=(285.0,),
    total=285.0,
    currency=None,
    incomplete=("Jan", "Apr"),
)


def test_the_last_whole_period_is_compared_and_extremes_are_of_whole_ones() -> None:
    assert trend(BARS, "Amount", None, "en") == [
        "Amount rose by 50% to 150 in Mar",
        "Mar was the strongest with 150",
        "Feb was the weakest with 100",
        "Apr is not complete in the data",
        "Amount comes to 285",
    ]


def test_an_incomplete_period_that_is_asked_for_is_told_without_a_comparison() -> None:
    assert trend(BARS, "Amount", "Apr", "en")[0] == "Amount came to 30 in Apr"
    assert trend(BARS, "Amount", "Feb", "en")[0] == "Amount came to 100 in Feb"
