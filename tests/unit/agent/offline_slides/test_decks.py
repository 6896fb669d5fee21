"""Decks written offline: every sort, counts as asked, figures from data, follow-ups, outlines."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from tests.fakes.document_tools import Session, session

from docsmith.agent.brief import compose_user_message
from docsmith.agent.decide import Fail
from docsmith.agent.model import ModelRequest
from docsmith.agent.offline.brief import brief_of
from docsmith.agent.offline.model import OfflineModel
from docsmith.agent.offline.slides.naming import product_of
from docsmith.agent.offline.slides.planner import every_card, plan_slides
from docsmith.agent.offline.slides.training import training_cards
from docsmith.agent.offline.wish import Wish
from docsmith.agent.outline import read_outline
from docsmith.agent.turns import History, UserMessage
from docsmith.documents.interface import check, read
from docsmith.documents.model import Format, Scope, Severity
from docsmith.documents.sources import describe, read_source

DATA = Path(__file__).parents[3] / "data" / "csv"
SALES = Path(__file__).parents[4] / "events" / "sales.csv"
PITCH = (
    "Create a pitch deck for Lumo, an AI planner for clinics. Clinics lose hours to phone calls. "
    "We have 120 customers, 40% growth and €2.1m revenue. Anna Berger (CEO), Tom Weber (CTO). "
)
PROMPTS = {
    "pitch": PITCH + "10 slides",
    "training": "Training deck for new staff covering: order entry, discounts, returns, claims",
    "status": "Projektstatus zum ERP mit Kickoff, Datenmigration, Test, Go-live, 8 Folien",
    "talk": "Presentation about moving our office to Leipzig, dark, 4:3",
    "short": "Deck",
}


def asked(prompt: str, *files: Path) -> Session:
    return session(OfflineModel(), *files, format=Format.SLIDES).ask(prompt)


def slides(done: Session) -> list[dict[str, Any]]:
    return read(done.document, Scope()).content["slides"]


@pytest.mark.parametrize("prompt", PROMPTS.values(), ids=PROMPTS.keys())
def test_every_sort_of_deck_passes_the_gate_without_a_warning(prompt: str) -> None:
    done = asked(prompt)
    assert check(done.document) == ()
    assert slides(done)[0]["layout"] == "title"
    assert slides(done)[-1]["layout"] == "closing"
    assert all(line.get("notes") for line in slides(done))


@pytest.mark.parametrize("count", [3, 5, 8, 12, 20])
def test_a_review_has_as_many_slides_as_asked(count: int) -> None:
    done = asked(f"Quarterly review with {count} slides", SALES)
    assert len(slides(done)) == count
    assert [f for f in check(done.document) if f.severity is Severity.BLOCKING] == []


@pytest.mark.parametrize(
    ("words", "count"), [("ten slides", 10), ("sechs Folien", 6), ("a 7-slide deck", 7)]
)
def test_numbers_of_slides_are_read_as_words_too(words: str, count: int) -> None:
    assert len(slides(asked(PITCH + words))) == count


@pytest.mark.parametrize("name", ["survey_text.csv", "one_row.csv"])
def test_what_the_data_leave_open_fills_a_review_that_is_asked_to_be_longer(name: str) -> None:
    done = asked("Review, 12 slides", DATA / name)
    assert len(slides(done)) == 12
    assert [f for f in check(done.document) if f.severity is Severity.BLOCKING] == []
    assert "What the data do not say is marked" in done.summary
    assert "is marked" not in asked("Review, 6 slides", DATA / name).summary


def test_a_review_of_data_without_a_subject_is_named_after_what_is_measured() -> None:
    assert slides(asked("Deck from this data, 3 slides", SALES))[0]["title"] == "Amount review"


def test_amounts_below_zero_are_no_slices() -> None:
    done = asked("Präsentation unserer Ausgaben, 8 Folien", DATA / "ledger.csv")
    assert len(slides(done)) == 8
    assert "abgelehnt" not in done.summary
    assert slides(done)[0]["title"] == "Unsere Ausgaben"


def test_fewer_slides_than_asked_are_told() -> None:
    done = asked("Training on alarms, 60 slides")
    assert "60 slides were asked for" in done.summary


@pytest.mark.parametrize("name", sorted(p.name for p in DATA.glob("*.csv")))
def test_a_review_of_any_data_passes_the_gate(name: str) -> None:
    done = asked("Review of these data", DATA / name)
    assert [f for f in check(done.document) if f.severity is Severity.BLOCKING] == []


def test_titles_say_what_the_figures_show() -> None:
    done = asked("Sales review, 12 slides", SALES)
    titles = {line["id"]: line["title"] for line in slides(done)}
    total, region = _by_region()
    top = max(region, key=lambda name: region[name])
    assert titles["split1"] == f"{top} leads with {region[top] / total:.0%} of Amount"
    assert "2.6m" in titles["figures"]


def _by_region() -> tuple[float, dict[str, float]]:
    table = read_source(SALES.read_bytes(), kind="csv", name="sales.csv")
    regions, amounts = table.column("Region"), table.column("Amount")
    assert regions is not None
    assert amounts is not None
    sums: dict[str, float] = {}
    for region, amount in zip(regions.values, amounts.values, strict=True):
        name = str(region).strip().capitalize()
        sums[name] = sums.get(name, 0.0) + (amount if isinstance(amount, int | float) else 0.0)
    return sum(sums.values()), sums


def test_a_quarter_that_is_named_is_the_one_that_is_counted() -> None:
    done = asked("Q3 2025 review of our sales, 8 slides", SALES)
    kpis = read(done.document, Scope(what="slide", slide=_number(done, "figures"))).content[
        "content"
    ]["kpis"]
    assert kpis[0]["data"]["first"] == "2025-07-01"
    assert kpis[0]["data"]["last"] == "2025-09-30"


def _number(done: Session, id: str) -> int:
    return next(line["slide"] for line in slides(done) if line["id"] == id)


def test_a_pitch_shows_the_facts_of_the_prompt_and_no_others() -> None:
    done = asked(PITCH + "12 slides")
    content = read(done.document, Scope(what="slide", slide=_number(done, "figures"))).content[
        "content"
    ]
    assert [(k["value"], k["label"]) for k in content["kpis"]] == [
        ("120", "Customers"),
        ("40%", "Growth"),
        ("€2.1m", "Revenue"),
    ]
    told = json.dumps([op.model_dump(mode="json") for op in done.document.ops])
    assert not re.search(r"\b(?:19|20)\d\d\b(?! ?\")", told.replace("24 November 2026", ""))


def test_looks_are_read_from_the_prompt() -> None:
    deck = asked("Presentation about safety in a dark design, 4:3, #B3261E").document.ops[0]
    assert deck.model_dump(exclude_none=True) == {
        "op": "deck",
        "title": "Safety",
        "footer": "Safety",
        "ratio": "4:3",
        "mode": "dark",
        "primary_color": "#B3261E",
        "language": "en",
    }


def test_a_follow_up_edits_what_stands() -> None:
    first = asked(PITCH + "10 slides")
    second = first.ask(
        'Delete slide 3 and set the title of slide 2 to "What hurts"; add a slide about risks'
    )
    titles = [line["title"] for line in slides(second)]
    assert titles[1] == "What hurts"
    assert titles[-2] == "Risks"
    assert len(titles) == 10


def test_a_follow_up_moves_copies_and_darkens() -> None:
    first = asked(PITCH + "6 slides")
    before = [line["id"] for line in slides(first)]
    second = first.ask("Move slide 4 to 2, duplicate slide 5 and make it dark")
    after = [line["id"] for line in slides(second)]
    assert after[1] == before[3]
    assert len(after) == 7


def test_a_follow_up_adds_a_chart_of_the_data() -> None:
    first = asked("Sales review, 5 slides", SALES)
    second = first.ask("Add a chart of the amount by Channel")
    added = slides(second)[-2]
    assert added["layout"] in {"chart", "chart_text"}
    assert "Channel" in json.dumps(
        read(second.document, Scope(what="slide", slide=added["slide"])).content
    )


def test_what_is_not_understood_is_refused_in_words() -> None:
    done = asked(PITCH).ask("Tell me a joke about clinics")
    assert isinstance(done.ended, Fail)
    assert "did not understand" in done.ended.message


def outlined(prompt: str, *files: Path) -> dict[str, Any]:
    sources = [
        {"slot": f"data{i}", **describe(read_source(f.read_bytes(), kind="csv", name=f.name))}
        for i, f in enumerate(files, 1)
    ]
    text = compose_user_message(prompt, "outline", sources, today="2026-11-24")
    history = History(entries=(UserMessage(text=text),))
    turn = OfflineModel().complete(ModelRequest(model="", system="", tools=(), history=history))
    return read_outline(str(turn.blocks[0]["text"])).model_dump(mode="json")


def test_an_outline_is_the_deck_before_it_is_made() -> None:
    outline = outlined("Outline a quarterly review, 8 slides", SALES)
    assert len(outline["slides"]) == 8
    assert outline["title"] == "Quarterly review"
    assert outline["slides"][0]["layout"] == "title"


def test_an_edited_outline_is_followed() -> None:
    outline = outlined("Quarterly review, 8 slides", SALES)
    outline["slides"][2]["title"] = "Our own words"
    outline["slides"].insert(
        3, {"title": "Added by hand", "layout": "bullets", "points": ["One", "Two"]}
    )
    del outline["slides"][1]
    prompt = f"Quarterly review, 8 slides\n\nFollow this outline:\n{json.dumps(outline)}"
    titles = [line["title"] for line in slides(asked(prompt, SALES))]
    assert len(titles) == len(outline["slides"])
    assert titles[1:3] == ["Our own words", "Added by hand"]


def test_an_outline_by_somebody_else_is_made_from_its_words() -> None:
    outline = {
        "title": "T",
        "slides": [
            {"title": "Hello", "layout": "title", "points": ["Sub"]},
            {"title": "Part", "layout": "section", "points": []},
            {"title": "Steps", "layout": "process", "points": ["a", "b", "c"]},
            {"title": "List", "layout": "agenda", "points": ["a", "b"]},
            {"title": "Chart", "layout": "chart", "points": ["what"]},
            {"title": "End", "layout": "closing", "points": ["go"]},
            {"title": " ", "layout": "bullets", "points": []},
        ],
        "assumptions": [],
    }
    done = asked(f"A talk\n\nFollow this outline:\n{json.dumps(outline)}")
    layouts = [line["layout"] for line in slides(done)]
    assert layouts == ["title", "section", "process", "agenda", "bullets", "closing"]


def test_the_same_request_gives_the_same_bytes() -> None:
    assert (
        asked("Sales review, 6 slides", SALES).bytes == asked("Sales review, 6 slides", SALES).bytes
    )


def test_images_that_came_are_shown_however_few_slides_are_asked() -> None:
    images = (
        {"slot": "photo", "kind": "image", "tags": ["hall"], "caption": "The new hall"},
        {"slot": "logo", "kind": "image", "tags": ["logo"]},
    )
    wish = Wish(brief=brief_of("Deck about our depot, 4 slides", "slides"), images=images)
    ops = [op for section in plan_slides(wish).sections for op in section.ops]
    shown = [op["content"]["image"]["slot"] for op in ops if "image" in op.get("content", {})]
    assert shown == ["photo"]
    assert len(ops) == 5


@pytest.mark.parametrize(
    ("prompt", "name"),
    [
        ("A pitch deck for a meal kit service", "Meal kit service"),
        ("Create an investor pitch about the solar roof", "Solar roof"),
        ("Pitchdeck für eine Lern-App", "Lern-App"),
        ("Pitch for Lumo", "Lumo"),
        ("Pitch deck", "Pitch deck"),
    ],
)
def test_a_pitch_is_named_after_what_it_is_about(prompt: str, name: str) -> None:
    assert product_of(Wish(brief=brief_of(prompt, "slides"))) == name


@pytest.mark.parametrize(
    ("prompt", "trains"),
    [
        ("Einführung in Tabellenkalkulation für neue Kolleginnen", True),
        ("Introduction to data analysis", True),
        ("Onboarding of new colleagues", True),
        ("Investor pitch with an introduction to the market", False),
        ("Presentation about moving our office", False),
    ],
)
def test_an_introduction_is_a_training(prompt: str, trains: bool) -> None:
    wish = Wish(brief=brief_of(prompt, "slides"))
    assert (every_card(wish)[1:-1] == training_cards(wish)[1:-1]) is trains
