"""A year that the prompt names is not picked out of the data, and the closing words say so."""

from pathlib import Path

import pytest
from tests.fakes.document_tools import session

from docsmith.agent.offline.brief import brief_of
from docsmith.agent.offline.formats import PLANNERS
from docsmith.agent.offline.model import OfflineModel
from docsmith.agent.offline.plan import Plan
from docsmith.agent.offline.source import ColumnView, SourceView
from docsmith.agent.offline.wish import Wish
from docsmith.agent.offline.years import years_named, years_remarks
from docsmith.documents.model import Format

SALES = Path(__file__).parents[3] / "events" / "sales.csv"
ENGLISH = "The figures cover all of the data, 2024 to 2025; the offline author does not pick out"
GERMAN = "Die Zahlen umfassen alle Daten, 2024 bis 2025; der Offline-Autor grenzt sie nicht auf"
KNOWN = frozenset({2024, 2025})


def wish(prompt: str, first: int, last: int, format: str = "excel") -> Wish:
    """A wish with sales from the one year to the other."""
    columns = (
        ColumnView(name="Order Date", type="date", filled=500, distinct=300,
                   minimum=f"{first}-01-02", maximum=f"{last}-12-30"),
        ColumnView(name="Product", filled=500, distinct=3, common=("A", "B", "C")),
        ColumnView(name="Amount", type="money", filled=500, distinct=480, maximum=900.0),
    )  # fmt: skip
    sources = (SourceView(slot="data1", name="sales.csv", rows=500, columns=columns),)
    return Wish(brief=brief_of(prompt, format, sources), sources=sources)


def said(prompt: str, first: int, last: int, format: str = "excel") -> tuple[str, ...]:
    asked = wish(prompt, first, last, format)
    return years_remarks(PLANNERS[format](asked), asked)


@pytest.mark.parametrize(
    ("prompt", "format", "sentence"),
    [
        ("Top 10 customers by revenue in 2024", Format.EXCEL, f"{ENGLISH} 2024."),
        ("Umsatz nach Produkt, nur 2025", Format.SLIDES, f"{GERMAN} 2025 ein."),
    ],
)
def test_the_closing_words_tell_that_the_year_asked_was_not_picked_out(
    prompt: str, format: Format, sentence: str
) -> None:
    assert sentence in session(OfflineModel(), SALES, format=format).ask(prompt).summary


@pytest.mark.parametrize("format", ["excel", "word", "slides"])
def test_every_format_says_in_both_languages_that_it_covers_more_years(format: str) -> None:
    assert said("Sales report by product in 2024", 2024, 2025, format) == (f"{ENGLISH} 2024.",)
    german = said("Umsatzbericht nach Produkt und Quartal, nur 2025", 2024, 2025, format)
    assert german == (f"{GERMAN} 2025 ein.",)


@pytest.mark.parametrize("format", ["excel", "word", "slides"])
@pytest.mark.parametrize(
    ("prompt", "first", "last"),
    [
        ("Sales report for 2025", 2025, 2025),
        ("Sales report by product", 2024, 2025),
        ("Sales report, 2024 compared with 2025", 2024, 2025),
        ("Umsatzbericht von 2023 bis 2026", 2024, 2025),
    ],
)
def test_nothing_is_said_of_years_when_all_of_the_data_was_asked_for(
    prompt: str, first: int, last: int, format: str
) -> None:
    assert said(prompt, first, last, format) == ()


def test_nothing_is_said_of_years_when_the_document_does_not_show_the_data() -> None:
    assert years_remarks(Plan(title="Letter"), wish("Letter for 2025", 2024, 2025)) == ()


def test_nothing_is_said_of_years_when_a_document_is_changed() -> None:
    asked = wish("Sales report in 2025", 2024, 2025)
    standing = asked.model_copy(update={"outline": {"sheets": []}})
    assert years_remarks(PLANNERS["excel"](asked), standing) == ()


def test_a_year_that_the_data_lacks_and_years_apart_are_named_too() -> None:
    assert said("Sales report in 2023", 2024, 2025) == (f"{ENGLISH} 2023.",)
    (apart,) = said("Sales report, 2021 and 2023", 2020, 2024)
    assert apart.endswith("2020 to 2024; the offline author does not pick out 2021, 2023.")


@pytest.mark.parametrize(
    ("prompt", "named"),
    [
        ("nur 2025", {2025}),
        ("Umsatz im Jahr 2025", {2025}),
        ("Umsatzbericht 2025", {2025}),
        ("2025 only", {2025}),
        ("the years 2023-2024", {2023, 2024}),
        ("for 2022", {2022}),
        ("a budget of €2025", set[int]()),
        ("costs of 2025 €", set[int]()),
        ("2000 rows", set[int]()),
        ("from sales_2025.csv and 2025.csv", set[int]()),
        ("as of 2025-03-31", set[int]()),
    ],
)
def test_a_year_is_told_from_an_amount_a_count_and_a_day(prompt: str, named: set[int]) -> None:
    assert years_named(prompt, KNOWN) == named
