"""Single choices of the author of decks, each from the words that decide it."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.fakes.document_tools import session

from docsmith.agent.offline.brief import brief_of
from docsmith.agent.offline.model import OfflineModel
from docsmith.agent.offline.slides.facts import kpis_in
from docsmith.agent.offline.slides.followup import plan_followup
from docsmith.agent.offline.slides.looks import looks_in
from docsmith.agent.offline.slides.naming import title_of
from docsmith.agent.offline.slides.outline import split_prompt
from docsmith.agent.offline.slides.planner import every_card
from docsmith.agent.offline.slides.subject import Subject, covers, told_name
from docsmith.agent.offline.wish import Wish
from docsmith.documents.model import Format

DECK = {
    "slides": [
        {"id": "s1", "number": 1, "layout": "title", "title": "Plan 2026"},
        {"id": "s2", "number": 2, "layout": "bullets", "title": "Costs of 2026"},
        {"id": "s3", "number": 3, "layout": "closing", "title": "Next"},
    ]
}
SALES = Path(__file__).parents[4] / "events" / "sales.csv"


def wish(prompt: str, **facts: Any) -> Wish:
    return Wish(brief=brief_of(prompt, "slides"), **facts)


@pytest.mark.parametrize(
    ("prompt", "looks"),
    [
        ("A deck in 16:9", {"ratio": "16:9"}),
        ("A deck, light theme", {"mode": "light"}),
        ("A deck in #102030", {"primary_color": "#102030"}),
        ("A green deck", {"primary_color": "#1B6E4A"}),
        ('A deck with footer "Internal"', {"footer": "Internal"}),
        ("A deck without page numbers", {"page_numbers": False}),
        ("Wine, 4:3, red", {"ratio": "4:3", "primary_color": "#B3261E"}),
        ("8 Folien, grün.", {"primary_color": "#1B6E4A"}),
        ("Our results, dark blue", {"mode": "dark", "primary_color": "#1F4FA3"}),
        ("Präsentation, dunkelblau", {"mode": "dark", "primary_color": "#1F4FA3"}),
        ("Red wine tasting, 6 slides", {}),
        ("Deck on the Red Sea", {}),
        ("A deck", {}),
    ],
)
def test_the_prompt_decides_how_a_deck_looks(prompt: str, looks: dict[str, Any]) -> None:
    assert looks_in(prompt) == looks


def test_a_figure_that_is_said_twice_is_one_key_figure() -> None:
    shown = kpis_in("We have 120 customers and 130 customers and 40% growth")
    assert [one["label"] for one in shown] == ["Customers", "Growth"]


@pytest.mark.parametrize(
    ("prompt", "labels"),
    [
        ("38% of them at junctions and 12 km until 2028", []),
        ("a lane costs €180k per kilometre", []),
        ("€39 a week", []),
        ("We have 120 customers until May", ["Customers until May"]),
        ("30 Tage Urlaub", ["Tage Urlaub"]),
    ],
)
def test_a_figure_is_labelled_by_what_it_counts_or_not_at_all(
    prompt: str, labels: list[str]
) -> None:
    assert [one["label"] for one in kpis_in(prompt)] == labels


@pytest.mark.parametrize(
    ("column", "told"),
    [
        ("monthly_fee", "Monthly fee"),
        ("Amount (EUR)", "Amount"),
        ("Einzelpreis [€]", "Einzelpreis"),
        ("Region", "Region"),
        ("(EUR)", "(EUR)"),
    ],
)
def test_columns_are_told_in_words(column: str, told: str) -> None:
    assert told_name(column) == told


def ops_of(prompt: str) -> list[dict[str, Any]]:
    plan = plan_followup(wish(prompt, outline=DECK))
    return [op for section in plan.sections for op in section.ops]


def test_words_of_titles_are_replaced_where_they_stand() -> None:
    assert ops_of('Replace "2026" with "2027"') == [
        {"op": "set_slot", "slide": "s1", "slot": "title", "value": "Plan 2027"},
        {"op": "set_slot", "slide": "s2", "slot": "title", "value": "Costs of 2027"},
    ]


@pytest.mark.parametrize(
    "prompt",
    ["Move slide 9 to 1", 'Rename slide 9 and call it "X"', 'Replace "1999" with "2000"'],
)
def test_a_slide_that_is_not_there_is_not_changed(prompt: str) -> None:
    assert ops_of(prompt) == []


def test_an_outline_that_was_spoiled_is_no_outline() -> None:
    words, outline = split_prompt("A deck\n\nFollow this outline:\n{broken")
    assert (words.strip(), outline) == ("A deck", None)


def test_a_talk_without_a_title_is_named_by_its_party_or_its_first_line() -> None:
    bare = wish("Deck")
    untitled = bare.brief.model_copy(update={"title": None, "party": None})
    assert title_of(bare.model_copy(update={"brief": untitled})) == "Deck"
    named = untitled.model_copy(update={"party": "Acme"})
    assert title_of(bare.model_copy(update={"brief": named})) == "Acme"


def test_a_talk_opens_with_what_the_prompt_says() -> None:
    cards = every_card(wish("Presentation about our office move. We leave the old house."))
    start = next(card for card in cards if card.op["id"] == "start")
    assert start.op["content"]["statement"] == "**We leave the old house**."


def test_one_sentence_of_a_pitch_stands_alone() -> None:
    cards = every_card(wish("Pitch deck for Lumo. Clinics lose hours to phone calls."))
    problem = next(card for card in cards if card.op["id"] == "problem")
    assert problem.layout == "statement"


def test_data_without_days_cover_no_quarter() -> None:
    undated = Subject.model_construct(first=None, last=None)
    assert not covers(undated, (date(2026, 1, 1), date(2026, 3, 31), "Q1 2026"))


def test_a_further_source_adds_its_first_split_when_it_has_one(tmp_path: Path) -> None:
    rows = [f"{team},{cost}" for cost in range(10, 90, 10) for team in ("North", "South", "West")]
    (tmp_path / "costs.csv").write_text("\n".join(["team,cost", *rows]))
    (tmp_path / "plain.csv").write_text("amount\n1\n2\n3\n")
    files = (SALES, tmp_path / "costs.csv", tmp_path / "plain.csv")
    done = session(OfflineModel(), *files, format=Format.SLIDES).ask("Quarterly review, 40 slides")
    charts = [op for op in done.document.ops if "slot='data2'" in str(op)]
    assert charts
    assert all("team" in str(op) for op in charts)


def test_pictures_without_words_fill_a_slide_of_their_own() -> None:
    images = ({"slot": "harbour", "tags": [], "caption": ""},)
    cards = every_card(wish("Presentation about our office move", images=images))
    assert any(card.layout == "image" for card in cards)
