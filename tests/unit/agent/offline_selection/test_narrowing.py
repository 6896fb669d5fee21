"""A source as the prompt wants it: what is asked of it, and what becomes of the answer."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.fakes.document_tools import calls_of, session
from tests.unit.agent.offline_selection.shown import tables_of

from docsmith.agent.offline.model import OfflineModel
from docsmith.agent.offline.selection.narrowing import Narrowed, narrowed, question_of
from docsmith.agent.offline.selection.reading import Missing, reading_of
from docsmith.agent.offline.source import ColumnView, SourceView
from docsmith.documents.model import Format
from docsmith.documents.operations.selecting import Select

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
    assert (one.source.rows, one.source.focus.of_rows) == (30, 90)
    assert one.source.title == "s.csv (Region: North)"
    (op,) = one.ops
    assert (op["op"], op["slot"], op["name"]) == ("select", "data1", one.source.slot)
    assert one.source.slot == "data1_Region_North"
    assert op["title"] == "s.csv (Region: North)"


def test_a_slot_that_no_operation_could_name_gets_another_name() -> None:
    source = a_source(AMOUNT, slot="2025-sales")
    assert made("Amount, only North", {"rows": 1}, source).source.slot.startswith(
        "data_2025_sales_"
    )


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


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("narrowed") / "s.csv"
    rows = (
        f"202{4 + n % 2}-0{1 + n % 9}-11,{('North', 'South')[n % 4 // 2]},{'PQR'[n % 3]},{n}"
        for n in range(120)
    )
    made.write_text("\n".join(("Day,Region,Product,Amount", *rows)), encoding="utf-8")
    return made


@pytest.mark.parametrize("format", [Format.WORD, Format.SLIDES])
def test_a_later_chart_stays_within_what_the_document_is_about(format: Format, file: Path) -> None:
    first = session(OfflineModel(), file, format=format).ask("Amount by region, only North")
    later = first.ask("Add a chart by product").ask("Add a chart by product for 2025")
    names = [op.name for op in later.document.ops if isinstance(op, Select)]
    assert names == ["data1_Region_North", "data1_2025_Region_North"]
    amounts = [n for n in range(120) if n % 4 < 2]
    for kept in (amounts, [n for n in amounts if n % 2]):
        expected = {"PQR"[i]: float(sum(n for n in kept if n % 3 == i)) for i in range(3)}
        tables = tables_of(format, later.bytes)
        assert any(expected.items() <= table.items() for table in tables), (expected, tables)


def test_a_workbook_that_stands_is_changed_by_what_it_shows(file: Path) -> None:
    first = session(OfflineModel(), file).ask("Amount by product, only North")
    later = first.ask("Add a chart of products in 2025")
    assert later.summary
    read = [name for name, _ in calls_of(later.history)[len(calls_of(first.history)) :]]
    assert "source_read" not in read


def test_a_name_in_a_long_column_is_found_by_asking(tmp_path: Any) -> None:
    file = tmp_path / "s.csv"
    rows = (f"2025-03-11,Firm {n % 70:02d} Ltd,{n}" for n in range(210))
    file.write_text("\n".join(("Day,Customer,Amount", *rows)), encoding="utf-8")
    summary = session(OfflineModel(), file, format=Format.WORD).ask("Amount of Firm 07 Ltd").summary
    assert "Customer: Firm 07 Ltd; 3 of 210 rows." in summary
