"""Follow-ups that change which slides there are."""

from typing import Any

import pytest
from tests.unit.agent.offline_slides.test_decks import PITCH, SALES, asked, slides
from tests.unit.agent.offline_slides.test_talks import LUMA

from docsmith.agent.offline.brief import brief_of
from docsmith.agent.offline.slides.additions import adds, lengthened, removed_by_name, shortened
from docsmith.agent.offline.wish import Wish
from docsmith.documents.interface import check

DECK: tuple[dict[str, Any], ...] = (
    {"id": "title", "layout": "title", "title": "Luma"},
    {"id": "problem", "layout": "bullets", "title": "The problem we solve"},
    {"id": "team", "layout": "team", "title": "Who stands behind it"},
    {"id": "model", "layout": "bullets", "title": "How Luma earns money"},
    {"id": "closing", "layout": "closing", "title": "What we ask for"},
)


def wish(prompt: str) -> Wish:
    return Wish(brief=brief_of(prompt, "slides"))


def test_a_slide_on_competitors_compares_them() -> None:
    (op,) = adds(wish("Add a slide on competitors"), DECK)
    assert op["content"]["layout"] == "comparison"
    assert op["before"] == "closing"


def test_a_new_slide_has_another_form_than_the_one_before_it() -> None:
    (op,) = adds(wish("add a slide about pricing"), DECK)
    assert (op["content"]["layout"], op["content"]["title"]) == (
        "two_columns",
        "Pricing: for and against",
    )
    (op,) = adds(wish("add a slide about pricing"), (*DECK[:3], DECK[-1]))
    assert op["content"]["points"][0]["detail"] == "To be filled: what to say about pricing"


@pytest.mark.parametrize(
    ("prompt", "gone"),
    [
        ("Remove the team slide", ["team"]),
        ("Please delete the slide about earns money.", ["model"]),
        ('Entferne die "problem" Folie', ["problem"]),
        ("Remove the pricing slide", []),
    ],
)
def test_a_slide_is_removed_by_its_name(prompt: str, gone: list[str]) -> None:
    assert [op["slide"] for op in removed_by_name(wish(prompt), DECK)] == gone


def test_a_deck_is_made_as_long_as_asked() -> None:
    gone = shortened(wish("Make it 3 slides"), DECK)
    assert [op["slide"] for op in gone] == ["model", "problem"]
    longer = lengthened(wish("Make it 9 slides"), DECK)
    assert [c.id for c in longer] == ["more_agenda", "more_people", "more_takes", "more_why"]
    assert longer[0].op["before"] == "problem"
    for prompt in ("Make it 5 slides", "Nicer, please", "Add a slide on 9 slides"):
        assert shortened(wish(prompt), DECK) == []
        assert lengthened(wish(prompt), DECK) == ()


@pytest.mark.parametrize("count", [7, 10, 13])
def test_after_the_follow_up_the_deck_passes_the_gate(count: int) -> None:
    first = asked(LUMA)
    second = first.ask(f"Make it {count} slides")
    assert len(slides(second)) == count
    assert check(second.document) == ()
    third = second.ask("Remove the team slide. Add a slide on competitors")
    assert len(slides(third)) == count
    assert "Who stands behind it" not in [line["title"] for line in slides(third)]


def test_a_review_grows_by_charts_of_its_data() -> None:
    first = asked("Quarterly review, 6 slides", SALES)
    second = first.ask("Make it 9 slides")
    assert len(slides(second)) == 9
    assert any("leads with" in line["title"] for line in slides(second)[5:8])
    assert {line["layout"] for line in slides(second)[6:9]} <= {
        "chart",
        "chart_text",
        "table",
        "closing",
    }


def test_a_title_that_is_given_stands_in_every_form() -> None:
    (op,) = adds(wish("Add a slide called Who decides"), DECK)
    assert (op["content"]["layout"], op["content"]["title"]) == ("two_columns", "Who decides")


def test_a_longer_review_shows_no_split_twice() -> None:
    first = asked("Quarterly review, 5 slides", SALES).ask("Add a slide with amount by country")
    titles = [line["title"] for line in slides(first.ask("Make it 9 slides"))]
    assert len(titles) == len(set(titles)) == 9


def test_a_deck_that_cannot_be_made_as_long_as_asked_says_so() -> None:
    first = asked("A deck on coffee, 5 slides")
    second = first.ask("Make it 90 slides")
    assert f"90 slides were asked for; the material gives {len(slides(second))}." in second.summary
    assert len({line["title"] for line in slides(second)}) == len(slides(second))
    assert "asked for" not in first.ask("Make it 9 slides").summary


def test_what_a_request_lists_are_the_points_of_the_new_slide() -> None:
    (op,) = adds(wish("Add a slide about next steps with hiring, a pilot and a review"), DECK)
    assert op["content"]["points"] == ["Hiring", "Pilot", "Review"]


def test_pitch_is_shortened_to_what_matters() -> None:
    second = asked(PITCH + "10 slides").ask("cut it to six slides")
    assert len(slides(second)) == 6


@pytest.mark.parametrize(
    ("prompt", "title"),
    [
        ("Add a slide titled Next steps with three bullets", "Next steps"),
        ("Add a slide called Our risks", "Our risks"),
        ("Ergänze eine Folie mit dem Titel Ausblick", "Ausblick"),
        ('Add a slide titled "With care"', "With care"),
    ],
)
def test_a_new_slide_has_the_title_that_it_is_given(prompt: str, title: str) -> None:
    (op,) = adds(wish(prompt), (*DECK[:3], DECK[-1]))
    assert op["content"]["title"] == title


def test_a_slide_on_a_split_of_the_data_shows_the_data() -> None:
    first = asked("Quarterly review, 4 slides", SALES)
    for prompt, layout in (
        ("Add a slide with amount by country", "chart"),
        ("Ergänze eine Folie zum Betrag nach Channel", "chart"),
    ):
        second = first.ask(prompt)
        added = slides(second)[-2]
        assert len(slides(second)) == 5
        assert added["layout"] == layout
        assert "To be filled" not in str(second.document.ops[-1])


def test_the_same_split_can_be_added_twice() -> None:
    second = asked("Quarterly review, 4 slides", SALES).ask("Add a chart of amount by region")
    third = second.ask("Add a chart of amount by region")
    assert len({line["id"] for line in slides(third)}) == 6
