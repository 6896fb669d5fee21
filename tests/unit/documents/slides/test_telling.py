"""What slides tell of their own figures: computed with them, never typed."""

from collections.abc import Mapping
from typing import Any

import pytest
from tests.unit.documents.slides.building import an_input, empty, operations, tried

from docsmith.documents.interface import apply
from docsmith.documents.model import Document, Format
from docsmith.documents.slides.replay import replayed
from docsmith.documents.slides.sentences import amount, bars_of, lead, mix, trend

HEADER = "Date,Region,Amount\n"
FALLING = HEADER + "2025-01-05,North,60\n2025-02-05,South,40\n2025-03-05,North,20\n"
RISING = HEADER + "2025-01-05,South,10\n2025-02-05,North,10\n2025-03-05,South,80\n"
SUMMARY = {
    "op": "slide",
    "id": "summary",
    "content": {"layout": "bullets", "title": "In short", "points": ["To come."]},
}


def a_chart(id: str, by: str, kind: str) -> dict[str, Any]:
    data = {"slot": "sales", "by": by, "measure": "Amount"}
    chart = {"kind": kind, "caption": "Amount", "data": data}
    content = {"layout": "chart_text", "title": "Amount", "chart": chart, "points": ["To come."]}
    return {"op": "slide", "id": id, "content": content}


def tells(slide: str, what: str, **more: Any) -> dict[str, Any]:
    return {"op": "tell", "slide": slide, "what": what, **more}


def slides(text: str, *ops: Mapping[str, Any], name: str = "sales.csv") -> dict[str, Any]:
    """The contents of the deck's slides, by id."""
    document = empty(sales=an_input("csv", name, text.encode()))
    applied = apply(document, operations(*ops))
    assert applied.ok, applied.errors
    return {slide.id: slide.content for slide in replayed(applied.document).slides}


DECK = (
    SUMMARY,
    a_chart("trend", "Date", "line"),
    a_chart("split", "Region", "bar"),
    tells("trend", "trend", measure="Amount", points=True),
    tells("split", "lead", measure="Amount", highlight=True),
    tells("summary", "summary"),
)


@pytest.mark.parametrize(
    ("text", "moved", "leads", "top"),
    [
        (FALLING, "Amount fell by 50% to 20 in Mar 25", "North leads with 67% of Amount", "North"),
        (RISING, "Amount rose by 700% to 80 in Mar 25", "South leads with 90% of Amount", "South"),
    ],
)
def test_the_same_operations_say_what_each_data_show(
    text: str, moved: str, leads: str, top: str
) -> None:
    made = slides(text, *DECK)
    assert (made["trend"].title, made["split"].title) == (moved, leads)
    assert made["split"].chart.highlight == top
    assert made["summary"].points == (moved, leads)
    assert made["trend"].points[0].startswith("Mar 25 was" if top == "South" else "Jan 25 was")


def test_an_edit_that_comes_later_stands() -> None:
    own = {"op": "set_slot", "slide": "split", "slot": "title", "value": "My own words"}
    assert slides(RISING, *DECK, own)["split"].title == "My own words"


def test_nothing_is_said_where_the_figures_do_not_bear_it_out() -> None:
    one_month = HEADER + "2025-01-05,North,60\n"
    assert slides(one_month, *DECK)["trend"].title == "Amount"
    typed = {
        "kind": "bar",
        "caption": "C",
        "categories": ["a"],
        "series": [{"name": "s", "values": [1]}],
    }
    content = {"layout": "chart", "title": "Typed", "chart": typed}
    op = {"op": "slide", "id": "typed", "content": content}
    assert slides(RISING, op, tells("typed", "lead", measure="A"))["typed"].title == "Typed"
    assert slides(RISING, SUMMARY, tells("summary", "summary"))["summary"].points == ("To come.",)


def test_from_below_zero_no_part_is_told() -> None:
    text = HEADER + "2025-01-05,North,-60\n2025-02-05,South,40\n"
    assert slides(text, *DECK)["trend"].title == "Amount came to 40 in Feb 25"


def test_what_the_data_are_is_told_from_the_data() -> None:
    points = [{"text": name, "detail": "?"} for name in ("Basis", "Gaps", "Period")]
    opening = {"layout": "title", "title": "Review", "subtitle": "?"}
    basis = {"layout": "bullets", "title": "The data", "points": points}
    made = slides(
        RISING + "2025-04-01,,5\n",
        {"op": "slide", "id": "title", "content": opening},
        {"op": "slide", "id": "basis", "content": basis},
        tells("title", "entries", source="sales"),
        tells("basis", "basis", source="sales", columns=["Region", "Amount"], date="Date"),
        name="munich.csv",
    )
    assert made["title"].subtitle == "4 entries from munich.csv"
    assert [point.detail for point in made["basis"].points] == [
        "4 rows and 3 columns from munich.csv.",
        "Blank cells in Region; rows without a figure are left out.",
        "5 Jan 2025 to 1 Apr 2025, by Date.",
    ]


def test_a_column_that_is_gone_is_refused_where_the_slide_asks_for_it() -> None:
    given = an_input("csv", "x.csv", b"Date,Amount\n2025-01-05,1\n2025-02-05,2\n")
    applied = tried(Document(Format.SLIDES, inputs={"sales": given}), *DECK)
    assert [(e.path, e.reason) for e in applied.errors] == [
        ("ops[2].content.chart.data.by", "there is no column 'Region'")
    ]


@pytest.mark.parametrize(
    ("op", "path"),
    [
        (tells("nowhere", "summary"), "ops[1].slide"),
        (tells("summary", "lead"), "ops[1].measure"),
        (tells("summary", "entries"), "ops[1].source"),
        (tells("summary", "basis", source="costs"), "ops[1].source.slot"),
    ],
)
def test_what_cannot_be_told_is_refused_with_its_place(op: dict[str, Any], path: str) -> None:
    given = an_input("csv", "x.csv", RISING.encode())
    applied = tried(Document(Format.SLIDES, inputs={"sales": given}), SUMMARY, op)
    assert [error.path for error in applied.errors] == [path]


def test_sentences_are_in_the_language_of_the_deck() -> None:
    told = {
        "categories": ["Nord", "Süd"],
        "series": {"Umsatz": [3_000_000, 1_000_000]},
        "total": 4_000_000,
        "currency": "EUR",
    }
    bars = bars_of(told)
    assert bars is not None
    assert lead(bars, "Umsatz", "de")[:2] == [
        "Umsatz: Nord führt mit 75 %",
        "Nord: 75 % (3,0\N{NO-BREAK SPACE}Mio.\N{NO-BREAK SPACE}€)",
    ]
    assert mix(bars, "Umsatz", "de") == ["Umsatz: Umsatz macht 100 % aus"]
    assert trend(bars, "Umsatz", None, "de")[0] == (
        "Süd: Umsatz sank um 67 % auf 1,0\N{NO-BREAK SPACE}Mio.\N{NO-BREAK SPACE}€"
    )
    assert bars_of({"categories": [], "series": {}}) is None


@pytest.mark.parametrize(
    ("value", "currency", "language", "text"),
    [
        (1_234_567, "USD", "en", "$1.2m"),
        (-968.4, None, "en", "−968"),
        (12.5, "CHF", "en", "12.5 CHF"),
        (150_000, "EUR", "de", "150 Tsd. €"),
        (1_200_000, "JPY", "en", "¥1.2m"),
        (1_200_000, "JPY", "de", "1,2 Mio. ¥"),
    ],
)
def test_amounts_are_short(value: float, currency: str | None, language: str, text: str) -> None:
    assert amount(value, currency, language) == text.replace(" ", "\N{NO-BREAK SPACE}")
