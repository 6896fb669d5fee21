"""What a prompt chooses from its data: periods, values, splits; and what of it is missing."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from docsmith.agent.offline.roles import roles_of
from docsmith.agent.offline.selection.reading import Reading, reading_of
from docsmith.agent.offline.selection.telling import told
from docsmith.agent.offline.source import ColumnView, SourceView, source_view
from docsmith.documents.sources import describe, read_source

SALES = Path(__file__).parents[4] / "events" / "sales.csv"
TODAY = date(2026, 2, 10)


@pytest.fixture(scope="module")
def sales() -> SourceView:
    """2,400 orders of 2024 and 2025, with English headers and values."""
    table = read_source(SALES.read_bytes(), kind="csv", name="sales.csv")
    return source_view({"slot": "data1", **describe(table)})


def days_of(reading: Reading) -> tuple[str | None, str | None] | None:
    if reading.days is None:
        return None
    first, last = reading.days.first, reading.days.last
    return first and first.isoformat(), last and last.isoformat()


@pytest.mark.parametrize(
    ("prompt", "first", "last"),
    [
        ("Top 10 customers by revenue in 2024", "2024-01-01", "2024-12-31"),
        ("Umsatz nach Vertriebskanal 2025", "2025-01-01", "2025-12-31"),
        ("Sales report for Q3 2025", "2025-07-01", "2025-09-30"),
        ("Sales report for Q3", "2025-07-01", "2025-09-30"),
        ("Umsatz im 2. Quartal 2024", "2024-04-01", "2024-06-30"),
        ("Review of the first half of 2025", "2025-01-01", "2025-06-30"),
        ("Umsatz im 2. Halbjahr 2024", "2024-07-01", "2024-12-31"),
        ("Sales in March 2025 by region", "2025-03-01", "2025-03-31"),
        ("Umsatz im März", "2025-03-01", "2025-03-31"),
        ("Revenue since March 2025", "2025-03-01", None),
        ("Umsatz ab 15.06.2025", "2025-06-15", None),
        ("Revenue from July 2025 onwards", "2025-07-01", None),
        ("Revenue until June 2024", None, "2024-06-30"),
        ("Umsatz bis Ende März 2024", None, "2024-03-31"),
        ("Revenue before 2025", None, "2024-12-31"),
        ("Revenue after Q1 2025", "2025-04-01", None),
        ("Umsatz zwischen Januar und März 2025", "2025-01-01", "2025-03-31"),
        ("Revenue from January to June 2025", "2025-01-01", "2025-06-30"),
        ("Umsatz November bis Januar 2025", "2024-11-01", "2025-01-31"),
        ("Revenue from 2025-02-03 to 2025-02-20", "2025-02-03", "2025-02-20"),
        ("Sales between 5 March 2025 and April 7, 2025", "2025-03-05", "2025-04-07"),
        ("Umsatz Jan. bis März 2025", "2025-01-01", "2025-03-31"),
        ("Revenue 2025 through September", "2025-01-01", "2025-09-30"),
        ("Revenue since March 2024 until June 2025", "2024-03-01", "2025-06-30"),
        ("FY25 revenue by product", "2025-01-01", "2025-12-31"),
        ("Summarise sales for H1", "2025-01-01", "2025-06-30"),
        ("Q1 and Q2 2025 by product", "2025-01-01", "2025-06-30"),
        ("Sales last year", "2025-01-01", "2025-12-31"),
        ("Umsatz im letzten Quartal", "2025-10-01", "2025-12-31"),
        ("Revenue of the last 6 months", "2025-08-01", "2026-01-31"),
    ],
)
def test_the_days_that_a_prompt_names_are_read(
    prompt: str, first: str | None, last: str | None, sales: SourceView
) -> None:
    view = until(sales, "2026-01-31") if "6 months" in prompt else sales
    assert days_of(reading_of(prompt, view, TODAY)) == (first, last)


def until(source: SourceView, last: str) -> SourceView:
    columns = tuple(
        column.model_copy(update={"maximum": last}) if column.is_dated else column
        for column in source.columns
    )
    return source.model_copy(update={"columns": columns})


@pytest.mark.parametrize(
    "prompt",
    [
        "Sales report",
        "Sales 2024 compared with 2025",
        "Umsatzbericht von 2023 bis 2026",
        "Revenue since 2020",
        "The plan may march on, with a budget of 2025 €",
        "Sales compared with last year",
        "Report on 2400 orders",
        "Sales report, due 15.01.2025",
        "Weekly sales, page 2024.1",
        "Sales report, printed 15.01.2025 in Ulm",
        "Sales of the fourth half of 2025",
        "Sales from sales_2025.csv and 2025.csv",
        "Sales report for the board meeting in March 2025",
        "Please finish the sales report by May 2025",
        "Umsatz im 4. Halbjahr 2030",
        "Umsatz vom 31.02.2025",
    ],
)
def test_no_days_are_chosen_where_all_are_meant_or_none_is_named(
    prompt: str, sales: SourceView
) -> None:
    assert reading_of(prompt, sales, TODAY).days is None


@pytest.mark.parametrize(
    ("prompt", "chosen"),
    [
        ("revenue by region, only Germany", {"Country": ["Germany"]}),
        ("Umsatz nach Produkt, nur Deutschland", {"Country": ["Germany"]}),
        ("monthly revenue of the Online channel", {"Channel": ["Online"]}),
        ("monthly revenue of the online channel", {"Channel": ["Online"]}),
        ("Umsatz im Vertriebskanal Online nach Monat", {"Channel": ["Online"]}),
        ("Umsatz der Region Nord", {"Region": ["North"]}),
        ("Sales report for Germany and France", {"Country": ["Germany", "France"]}),
        ("Compare Online, Direct and Partner", {}),
        ("Umsatz Italien 2025", {"Country": ["Italy"]}),
        (
            "Sales for Desk Lamp Halo and Monitor Arm",
            {"Product": ["Desk Lamp Halo", "Monitor Arm"]},
        ),
        ("revenue by product in germany", {"Country": ["Germany"]}),
        ("Umsatz ab 2025, nur Region Nord und Süd", {"Region": ["North", "South"]}),
        ("Online revenue by product in Italy", {"Country": ["Italy"], "Channel": ["Online"]}),
        ("furniture only, by region", {"Category": ["Furniture"]}),
        ("Sales report Switzerland 2025", {"Country": ["Switzerland"]}),
        ("Desk Lamp Halo revenue by month", {"Product": ["Desk Lamp Halo"]}),
    ],
)
def test_values_that_a_prompt_chooses_are_read(
    prompt: str, chosen: dict[str, list[str]], sales: SourceView
) -> None:
    choices = reading_of(prompt, sales, TODAY).choices
    assert {choice.column: list(choice.values) for choice in choices} == chosen


@pytest.mark.parametrize(
    "prompt",
    [
        "Sales report for direct reports of the board",
        "Report for our partner meeting in June",
        "Sales by channel: how much is online?",
        "Compare Germany with the rest",
        "Put the report online",
        "An overview of services and furniture makers",
        'Report called "Germany in figures"',
        "Central question: who buys most?",
        "Bericht für Partner und Kunden",
        "Bericht für Partner",
    ],
)
def test_an_ordinary_word_chooses_no_rows(prompt: str, sales: SourceView) -> None:
    assert reading_of(prompt, sales, TODAY).choices == ()


def test_what_is_left_out_is_no_choice_of_its_own(sales: SourceView) -> None:
    (choice,) = reading_of("Sales without Germany and Italy by channel", sales, TODAY).choices
    assert (choice.values, choice.without) == ((), ("Germany", "Italy"))


@pytest.mark.parametrize(
    ("prompt", "column", "count"),
    [
        ("Top 10 customers by revenue in 2024", "Customer", 10),
        ("Die fünf größten Kunden", "Customer", 5),
        ("Top-3-Produkte nach Umsatz", "Product", 3),
        ("the ten best-selling products", "Product", 10),
        ("Top 5 sales reps by region", "Sales Rep", 5),
        ("Top 4 by country", "Country", 4),
    ],
)
def test_how_many_of_the_largest_are_wanted_is_read(
    prompt: str, column: str, count: int, sales: SourceView
) -> None:
    largest = reading_of(prompt, sales, TODAY).largest
    assert largest is not None
    assert (largest.column, largest.count) == (column, count)


@pytest.mark.parametrize(
    ("prompt", "columns", "grain"),
    [
        ("Umsatz nach Vertriebskanal", ("Channel",), None),
        ("Umsatz nach Land und Kunde", ("Country", "Customer"), None),
        ("Umsatz nach Ländern je Quartal", ("Country", "Order Date"), "quarter"),
        ("Revenue by client and month", ("Customer", "Order Date"), "month"),
        ("quarterly revenue by article", ("Order Date", "Product"), "quarter"),
        ("Quarterly review by product", ("Order Date", "Product"), None),
        ("Umsatz pro Jahr nach Warengruppe", ("Order Date", "Category"), "year"),
    ],
)
def test_columns_are_found_by_other_names_and_periods_by_theirs(
    prompt: str, columns: tuple[str, ...], grain: str | None, sales: SourceView
) -> None:
    splits = reading_of(prompt, sales, TODAY).splits
    assert (splits.columns, splits.grain) == (columns, grain)


@pytest.mark.parametrize(
    ("prompt", "missing"),
    [
        ("Sales report for 2019", [("period", "2019")]),
        ("Sales in 2024 and 2031", [("period", "2031")]),
        ("Sales in January 2024 and March 2025", [("apart", "January 2024, March 2025")]),
        ("Sales this year", [("period", "this year")]),
        ("Sales since June 2025, until March 2025", [("apart", "June 2025, March 2025")]),
        ("Umsatz nach Kostenstelle und Land", [("split", "Kostenstelle")]),
        ("Weekly revenue by region", [("weeks", "Weekly")]),
        ("Umsatz je Woche", [("weeks", "Woche")]),
        ("Orders over 1000 EUR in 2025", [("limit", "over 1000 EUR")]),
        ("East region only", [("value", "East")]),
        ("Umsatz der Region Ost", [("value", "Ost")]),
        ("The bottom 5 products", [("smallest", "bottom 5 products")]),
        ("Sales by region, only North and Germany in Q3", []),
        ("Umsatz nach Region, nur Deutschland", []),
        ("Umsatz nach Produkt, nur Umsatz und Menge", []),
    ],
)
def test_what_the_data_do_not_have_is_told_by_name(
    prompt: str, missing: list[tuple[str, str]], sales: SourceView
) -> None:
    found = reading_of(prompt, sales, TODAY).missing
    assert [(one.kind, one.named) for one in found] == missing


def a_source(**more: Any) -> SourceView:
    columns = (
        ColumnView(name="Year", type="integer", filled=90, distinct=3, minimum=2023, maximum=2025),
        ColumnView(name="Region", filled=90, distinct=2, common=("North", "South")),
        ColumnView(name="Amount", type="money", filled=90, distinct=80, maximum=900.0),
    )
    return SourceView(slot="data1", name="s.csv", rows=90, columns=columns, **more)


def test_a_column_of_years_is_chosen_from_where_no_dates_are() -> None:
    reading = reading_of("Amount by region, 2024 to 2025", a_source(), TODAY)
    assert reading.where == ({"column": "Year", "values": ["2024", "2025"]},)


def test_data_without_dates_say_so() -> None:
    source = a_source()
    undated = source.model_copy(update={"columns": source.columns[1:]})
    (missing,) = reading_of("Amount by region in 2024", undated, TODAY).missing
    assert (missing.kind, missing.named) == ("no_date", "2024")


def test_a_value_that_is_nowhere_is_told_by_name() -> None:
    (missing,) = reading_of("Amount by region, only Narnia", a_source(), TODAY).missing
    assert (missing.kind, missing.named) == ("value", "Narnia")


@pytest.mark.parametrize(
    ("prompt", "english", "german"),
    [
        ("Sales in 2024", "2024", "2024"),
        ("Sales in Q3 2025", "Q3 2025", "Q3 2025"),
        ("Sales in H2 2024", "H2 2024", "2. Halbjahr 2024"),
        ("Sales in March 2025", "March 2025", "März 2025"),
        ("Sales from January to May 2025", "January to May 2025", "Januar bis Mai 2025"),
        ("Sales from 2024-11 to 2025-01", "November 2024 to January 2025",
         "November 2024 bis Januar 2025"),
        ("Sales since March 2025", "since 1 March 2025", "seit 1. März 2025"),
        ("Sales until March 2025", "until 31 March 2025", "bis 31. März 2025"),
        ("Sales from 2025-02-03 to 2025-02-20", "3 February 2025 to 20 February 2025",
         "3. Februar 2025 bis 20. Februar 2025"),
        ("Sales from January 2024 to December 2024, without Online", "2024, Channel without Online",
         "2024, Channel ohne Online"),
        ("Sales in Germany, Italy, France, Belgium and Sweden",
         "Country: Germany, Italy, France, Belgium, …",
         "Country: Germany, Italy, France, Belgium, …"),
        ("Sales in 2024, only Germany", "2024, Country: Germany", "2024, Country: Germany"),
        ("Sales without Germany", "Country without Germany", "Country ohne Germany"),
    ],
)  # fmt: skip
def test_a_selection_is_told_in_words(
    prompt: str, english: str, german: str, sales: SourceView
) -> None:
    reading = reading_of(prompt, sales, TODAY)
    assert (told(reading, "en"), told(reading, "de")) == (english, german)


@pytest.mark.parametrize(
    ("prompt", "measure"),
    [
        ("Top 10 products by quantity", "Quantity"),
        ("Stückzahl nach Land", "Quantity"),
        ("Units sold by region", "Quantity"),
        ("Revenue and quantity by region", None),
        ("Umsatz nach Region", None),
        ("Sales report", None),
    ],
)
def test_the_figures_that_a_prompt_names_are_what_the_report_is_about(
    prompt: str, measure: str | None, sales: SourceView
) -> None:
    splits = reading_of(prompt, sales, TODAY).splits
    focus = sales.focus.model_copy(update={"measure": splits.measure})
    roles = roles_of(sales.model_copy(update={"focus": focus}))
    assert (splits.measure, roles.amount) == (measure, measure or "Amount")


def test_a_number_of_the_largest_without_a_column_to_list_them_by_is_passed_over(
    sales: SourceView,
) -> None:
    assert reading_of("Our top 10 moments", sales, TODAY).largest is None


def test_years_from_one_to_another_are_told_as_such() -> None:
    columns = [ColumnView(name="Year", type="integer", filled=9, minimum=2020, maximum=2026)]
    source = SourceView(slot="data1", name="s.csv", rows=9, columns=tuple(columns))
    assert told(reading_of("Amounts 2021 to 2023", source, TODAY), "en") == "2021 to 2023"
