"""What the columns of a source are taken for."""

from docsmith.agent.offline.brief import brief_of
from docsmith.agent.offline.roles import listed_values, lists_all, roles_of
from docsmith.agent.offline.source import ColumnView, SourceView, source_view
from docsmith.agent.offline.workbook.data.facts import (
    facts_of,
    sheet_name,
    table_name,
    unused,
)

ROWS = 100


def number(name: str, type: str = "integer", distinct: int = 50, low: int = 1, high: int = 90):
    return ColumnView(
        name=name, type=type, filled=ROWS, distinct=distinct, minimum=low, maximum=high
    )


def text(name: str, *values: str, distinct: int | None = None, blanks: int = 0) -> ColumnView:
    return ColumnView(
        name=name,
        filled=ROWS - blanks,
        blanks=blanks,
        distinct=distinct or len(values),
        common=values,
    )


def source(*columns: ColumnView) -> SourceView:
    return SourceView(slot="s", name="data.csv", rows=ROWS, columns=columns)


def test_an_amount_is_computed_only_when_no_column_has_it():
    quantity, price = number("Menge"), number("Einzelpreis", "money")
    assert roles_of(source(quantity, price)).computes_amount
    with_amount = roles_of(source(quantity, price, number("Gesamtumsatz", "money")))
    assert with_amount.amount == "Gesamtumsatz"
    assert not with_amount.computes_amount


def test_money_without_a_name_is_the_amount_when_nothing_can_be_computed():
    assert roles_of(source(number("Net", "money"))).amount == "Net"
    assert roles_of(source(number("Net"))).amount is None


def test_keys_years_and_running_numbers_are_no_measures():
    running = number("Position", distinct=ROWS, low=1, high=ROWS)
    found = roles_of(source(number("Order No"), number("Year", low=2020, high=2026), running))
    assert found.measures == ()


def test_a_span_that_is_no_count_is_a_measure():
    spread = number("Spread", distinct=ROWS, low=1, high=900)
    odd = ColumnView(name="Odd", type="integer", filled=ROWS, distinct=ROWS)
    assert roles_of(source(spread, odd)).measures == ("Spread", "Odd")


def test_percentages_rates_and_prices_are_averaged():
    found = roles_of(source(number("Score"), number("Part", "percent"), number("Price", "money")))
    assert found.ratios == ("Score", "Part", "Price")


def test_the_best_named_date_wins_and_broken_ones_are_passed_over():
    def date(name: str, low: str) -> ColumnView:
        return ColumnView(name=name, type="date", filled=ROWS, distinct=9, minimum=low, maximum=low)

    found = roles_of(source(date("Shipped", "2026-01-01"), date("Order Date", "2026-01-02")))
    assert found.date == "Order Date"
    assert roles_of(source(date("Order Date", "soon"))).date is None


def test_splits_are_short_texts_that_repeat():
    found = roles_of(
        source(
            text("Region", "North", "South"),
            text("Comment", "a", "b"),
            text("Name", *[f"n{i}" for i in range(20)], distinct=90),
            text("Story", "x" * 60, "y" * 60),
            ColumnView(name="Nothing", type="blank"),
        )
    )
    assert found.dimensions == ("Region",)


def test_values_that_a_criterion_misreads_are_left_to_the_rest():
    column = text("Product", "Mug", ">5", "mug", "a*b", " pad", "Cup")
    assert listed_values(column) == ("Mug", "Cup")
    assert not lists_all(column)
    assert lists_all(text("Region", "North", "South"))


def test_a_description_with_holes_is_read_as_neutral():
    view = source_view(
        {"columns": [{}, {"name": "a", "top": ["x", ["y", 2]], "samples": [None, 1]}]}
    )
    assert view.rows == 0
    assert view.columns[1].common == (None, "y")
    assert view.columns[1].samples == (None, 1)
    assert view.column("a") is not None
    assert view.column("b") is None
    assert view.columns[0].day("minimum") is None


def test_columns_beyond_the_described_ones_are_known_by_name():
    view = source_view({"rows": 3, "columns": [], "more_columns": {"z": "integer"}})
    assert view.columns[0].name == "z"
    assert view.is_described


def test_names_of_sheets_and_tables_are_what_excel_allows():
    assert sheet_name("a/b:c*[x]?" + "y" * 40) == "a b c x " + "y" * 23
    assert sheet_name("***") == "Sheet"
    assert table_name("Umsätze 2025") == "Umsaetze_2025"
    assert table_name("Q1") == "Q1_data"
    assert table_name("2025 sales") == "T_2025_sales"
    assert table_name("!!") == "Data"


def test_a_taken_name_gets_a_number():
    assert unused("Data", ("data", "Data_2")) == "Data_3"
    assert unused("Data", ()) == "Data"
    assert unused("My data", ("My data",)) == "My data 2"


def test_headers_that_formulas_would_escape_are_renamed_and_stay_unique():
    facts = facts_of(
        source(text("a[1]", "x"), text("a 1", "y"), text("#", "z")), brief_of(""), (), True
    )
    assert facts.renamed == {"a[1]": "a 1", "a 1": "a 1 2", "#": "Column"}
    assert facts.ref("a[1]") == "Data[a 1]"


def test_the_currency_comes_from_data_headers_or_prompt():
    def currency(column: ColumnView, prompt: str = "") -> str | None:
        return facts_of(source(column), brief_of(prompt), (), True).currency

    assert currency(number("Amount (USD)", "money")) == "USD"
    assert currency(number("Umsatz €", "money")) == "EUR"
    signed = number("Amount", "money").model_copy(update={"currency": "£"})
    assert currency(signed) == "GBP"
    assert currency(number("Amount", "money"), "in EUR 5") == "EUR"
    assert currency(number("Amount", "money")) is None
