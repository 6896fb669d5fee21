"""What the offline author understands of a prompt."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docsmith.agent.offline.brief import brief_of, items_of, kind_of, title_of
from docsmith.agent.offline.language import language_of
from docsmith.agent.offline.numbers import figures_in, number_of, period_in, weeks_in, years_in
from docsmith.agent.offline.source import ColumnView, SourceView
from docsmith.agent.offline.words import spoken, word


@pytest.mark.parametrize(
    ("prompt", "title"),
    [
        ("Create a sales report", "Sales report"),
        ("Please make me a simple budget for 2027", "Budget"),
        ("Erstelle eine Auswertung der Umsätze nach Gebiet", "Auswertung der Umsätze nach Gebiet"),
        ('A deck called "Growth 2027" for the board', "Growth 2027"),
        ("Loan schedule for 250,000 EUR at 4.5% over 10 years", "Loan schedule"),
        ("Project plan for a website relaunch in 12 weeks", "Project plan for a website relaunch"),
        ("?", None),
        ("x" * 90, None),
    ],
)
def test_the_title_is_the_object_of_the_request(prompt: str, title: str | None):
    assert title_of(prompt) == title


@pytest.mark.parametrize(
    ("prompt", "kind"),
    [
        ("Build a 3-statement financial model", "statements"),
        ("Tilgungsplan für ein Darlehen", "loan"),
        ("a budget report", "budget"),
        ("a report", "report"),
        ("a list of birds", "tracker"),
        ("surprise me", None),
    ],
)
def test_the_strongest_words_name_the_kind(prompt: str, kind: str | None):
    assert kind_of(prompt, "excel") == kind


def test_a_format_without_kinds_has_none():
    assert kind_of("Create a sales report", "poem") is None


def test_data_without_a_kind_makes_a_report():
    source = SourceView(slot="a", columns=(ColumnView(name="x"),))
    assert brief_of("numbers", "excel", (source,)).kind == "report"
    assert brief_of("numbers").kind == "tracker"


@pytest.mark.parametrize(
    ("prompt", "items"),
    [
        ("with columns: name, due date and owner", ("name", "due date", "owner")),
        ("Spalten Kunde, Status und Wert", ("Kunde", "Status", "Wert")),
        ("a report with charts and tables", ()),
        (
            "for sales, marketing, the finance team and HR",
            ("sales", "marketing", "finance team", "HR"),
        ),
    ],
)
def test_lists_of_three_or_more_are_items(prompt: str, items: tuple[str, ...]):
    assert items_of(prompt) == items


def test_a_brief_tells_party_audience_count_and_currency():
    brief = brief_of("10 slides for the board and a copy to Nordlicht AG, budget 5k EUR")
    assert (brief.party, brief.audience, brief.count) == ("Nordlicht AG", "board", 10)
    assert brief.currency == "EUR"
    assert brief_of("a plan for March").party is None


def test_a_figure_is_found_by_the_words_near_it():
    brief = brief_of("VAT 19% and 5 % growth on 12,000 dollars, 30 days")
    vat = brief.figure("vat", percent=True)
    assert vat is not None
    assert vat.value == 0.19
    assert brief.figure("discount", percent=True) is None
    money = brief.money()
    assert money is not None
    assert (money.value, money.currency) == (12_000, "USD")
    assert brief_of("in 2026").money() is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,250.50", 1250.5),
        ("1.250,50", 1250.5),
        ("250,000", 250_000),
        ("1 234", 1234),
        ("4,5", 4.5),
        ("12", 12),
    ],
)
def test_numbers_are_read_as_they_are_written(text: str, value: float):
    assert number_of(text) == value


@given(st.integers(0, 10**9))
@settings(max_examples=60, deadline=None)
def test_grouped_numbers_round_trip_in_both_languages(number: int):
    assert number_of(f"{number:,}") == number
    assert number_of(spoken(number, "de")) == number


def test_scales_and_percent_are_applied():
    values = [(figure.value, figure.percent) for figure in figures_in("250k, 1.2m, 3 Mio, 4,5 %")]
    assert values == [(250_000, False), (1_200_000, False), (3_000_000, False), (0.045, True)]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("FY26-FY30", 2026, 2030),
        ("2026 bis 2028", 2026, 2028),
        ("in 2027", 2027, 2027),
        ("FY25 and FY27", 2025, 2027),
    ],
)
def test_periods_are_calendar_years(text: str, first: int, last: int):
    period = period_in(text)
    assert period is not None
    assert (period.years[0], period.years[-1]) == (first, last)


def test_no_period_is_none():
    assert period_in("someday") is None
    assert period_in("2030 to 2020") is None


def test_spans_are_years_or_weeks():
    assert years_in("over 10 years") == 10
    assert years_in("24 Monate") == 2
    assert years_in("soon") is None
    assert weeks_in("in 6 weeks") == 6
    assert weeks_in("3 months") == 13
    assert weeks_in("soon") is None


def test_the_language_is_the_prompts_and_else_that_of_the_headers():
    assert language_of("Bitte einen Bericht") == "de"
    assert language_of("Create a report") == "en"
    assert language_of("Report", ("Datum", "Umsatz", "Menge")) == "en"
    assert language_of("", ("Datum", "Umsatz", "Menge")) == "de"
    assert language_of("", ("Date", "Amount")) == "en"


def test_every_label_exists_in_both_languages():
    from docsmith.agent.offline.words import _table
    from docsmith.agent.offline.workbook.model.labels import labels

    assert set(_table()["en"]) == set(_table()["de"])
    for kind in ("loan", "budget", "statements", "project", "invoice", "dashboard", "tracker"):
        assert all(labels(kind, "en").values())
        assert all(labels(kind, "de").values())
    assert word("de", "by", measure="Umsatz", dimension="Gebiet") == "Umsatz nach Gebiet"


def test_values_are_spoken_in_the_readers_way():
    assert spoken(1234.5, "en") == "1,234.50"
    assert spoken(1234.5, "de") == "1.234,50"
    assert spoken("text", "de") == "text"
    assert spoken(True, "en") == "True"
