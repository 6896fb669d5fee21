"""A source as the prompt wants it: what is asked of it, and what becomes of the answer."""

from datetime import date
from typing import Any

import pytest
from tests.fakes.document_tools import calls_of, session

from docsmith.agent.offline.model import OfflineModel
from docsmith.agent.offline.selection.narrowing import Narrowed, narrowed, question_of
from docsmith.agent.offline.selection.reading import Missing, reading_of
from docsmith.agent.offline.source import ColumnView, SourceView
from docsmith.documents.model import Format

TODAY = date(2026, 2, 10)
DAY = ColumnView(
    name="Day", type="date", filled=90, distinct=80, minimum="2024-01-02", maximum="2025-12-30"
)
REGION = ColumnView(name="Region", filled=90, distinct=3, common=("North", "South", "East"))
AMOUNT = ColumnView(name="Amount", type="money", filled=90, distinct=80, maximum=900.0)
UNITS = ColumnView(name="Units", type="integer", filled=90, distinct=20, maximum=40)
PRICE = ColumnView(name="Unit price", type="money", filled=90, distinct=20, maximum=50.0)
DISCOUNT = ColumnView(name="Discount", type="percent", filled=90, distinct=3, maximum=0.2)


def a_source(*columns: ColumnView, slot: str = "data1") -> SourceView:
    return SourceView(slot=slot, name="s.csv", rows=90, columns=(DAY, REGION, *columns))


def made(prompt: str, answer: dict[str, Any] | None, source: SourceView | None = None) -> Narrowed:
    source = source or a_source(AMOUNT)
    return narrowed(reading_of(prompt, source, TODAY), source, answer, prompt, "en")


@pytest.mark.parametrize(
    ("prompt", "columns", "question"),
    [
        ("Amount by region", (AMOUNT,), None),
        (
            "Amount in 2024, only North",
            (AMOUNT,),
            {
                "where": [
                    {"column": "Day", "first": "2024-01-01", "last": "2024-12-31"},
                    {"column": "Region", "values": ["North"]},
                ]
            },
        ),
        ("Top 2 regions", (AMOUNT,), {"rank": {"column": "Region", "measure": "Amount"}}),
        (
            "Top 2 regions by units",
            (AMOUNT, UNITS),
            {"rank": {"column": "Region", "measure": "Units"}},
        ),
        (
            "Top 2 regions",
            (UNITS, PRICE, DISCOUNT),
            {
                "rank": {
                    "column": "Region",
                    "measure": "Units",
                    "times": "Unit price",
                    "less": "Discount",
                }
            },
        ),
        ("Top 2 regions", (), None),
    ],
)
def test_only_what_the_description_does_not_tell_is_asked(
    prompt: str, columns: tuple[ColumnView, ...], question: dict[str, Any] | None
) -> None:
    source = a_source(*columns)
    expected = question and {"slot": "data1", **question}
    assert question_of(reading_of(prompt, source, TODAY), source) == expected


def test_chosen_rows_are_a_source_of_their_own() -> None:
    answer = {"rows": 30, "columns": [{"name": "Amount", "type": "money", "distinct": 30}]}
    one = made("Amount, only North", answer)
    assert (one.source.slot, one.source.rows, one.source.focus.of_rows) == ("data1_chosen", 30, 90)
    assert one.source.title == "s.csv (Region: North)"
    (op,) = one.ops
    assert (op["op"], op["slot"], op["name"]) == ("select", "data1", "data1_chosen")
    assert op["title"] == "s.csv (Region: North)"


def test_a_slot_that_no_operation_could_name_gets_another_name() -> None:
    source = a_source(AMOUNT, slot="2025-sales")
    assert made("Amount, only North", {"rows": 1}, source).source.slot == "data_2025_sales_chosen"


@pytest.mark.parametrize("answer", [{"rows": 0}, {}])
def test_conditions_that_no_row_meets_together_choose_nothing(answer: dict[str, Any]) -> None:
    one = made("Amount in 2024, only North", answer)
    assert one.missing == (Missing(kind="none", named="2024, Region: North"),)
    assert (one.ops, one.source.slot, one.source.title) == ((), "data1", "s.csv")


def test_the_largest_stand_in_place_of_the_commonest() -> None:
    described = [{"name": "Region", "distinct": 3, "top": [["North", 50], ["South", 40]]}]
    answer = {"rows": 90, "columns": described, "ranked": [["East", 9.0], ["South", 4.0]]}
    region = made("Top 1 region", answer).source.column("Region")
    assert region
    assert region.common == ("East",)


def test_the_commonest_are_taken_where_nothing_can_be_added_up() -> None:
    region = made("Top 2 regions", None, a_source()).source.column("Region")
    assert region
    assert region.common == ("North", "South")


def test_a_document_that_stands_is_not_narrowed_by_a_later_prompt(tmp_path: Any) -> None:
    file = tmp_path / "s.csv"
    rows = (f"2025-0{1 + n % 9}-11,{'NSE'[n % 3]}orth,{n}" for n in range(60))
    file.write_text("\n".join(("Day,Region,Amount", *rows)), encoding="utf-8")
    run = session(OfflineModel(), file, format=Format.WORD).ask("Amount by region")
    asked = len(calls_of(run.history))
    later = run.ask("Add a section about May 2025, only North")
    assert all(call[0] != "source_read" for call in calls_of(later.history)[asked:])


def test_a_name_in_a_long_column_is_found_by_asking(tmp_path: Any) -> None:
    file = tmp_path / "s.csv"
    rows = (f"2025-03-11,Firm {n % 70:02d} Ltd,{n}" for n in range(210))
    file.write_text("\n".join(("Day,Customer,Amount", *rows)), encoding="utf-8")
    summary = session(OfflineModel(), file, format=Format.WORD).ask("Amount of Firm 07 Ltd").summary
    assert "Customer: Firm 07 Ltd; 3 of 210 rows." in summary
