"""Decks from the prompt alone: its facts stand where they belong, gaps are marked."""

from importlib.resources import files
from itertools import pairwise
from tomllib import loads
from typing import Any

import pytest
from tests.unit.agent.offline_slides.test_decks import asked

from docsmith.agent.offline.brief import brief_of
from docsmith.agent.offline.slides.cards import FAMILIES
from docsmith.agent.offline.slides.phrases import TABLES
from docsmith.agent.offline.slides.pitch import asked_in, name_of
from docsmith.agent.offline.slides.planner import cards_of
from docsmith.agent.offline.slides.training import topic_of
from docsmith.agent.offline.wish import Wish
from docsmith.documents.interface import check

LUMA = (
    "Pitch deck for Luma, a meal kit service for night-shift nurses. Nurses skip meals on night "
    "shifts because nothing is open. We deliver 3 meals a week to the ward fridge. 1,200 nurses "
    "subscribed, 84% renew, €39 a week. Team: Ana Ruiz, CEO; Tom Beck, CTO. We ask for €1.5m seed."
)


def cards(prompt: str) -> dict[str, dict[str, Any]]:
    wish = Wish(brief=brief_of(prompt, "slides"))
    return {c.id: c.op["content"] for c in cards_of(wish)}


def test_the_prompts_facts_stand_where_a_pitch_asks_for_them() -> None:
    told = cards(LUMA)
    assert told["problem"]["statement"].startswith("**Nurses skip meals")
    assert told["solution"]["steps"][1]["detail"] == "We deliver 3 meals a week to the ward fridge."
    assert told["model"]["points"][0]["detail"] == "€39 a week"
    assert [p["name"] for p in told["team"]["people"]] == ["Ana Ruiz", "Tom Beck"]
    assert told["closing"]["actions"][0] == {"what": "We ask for €1.5m seed"}
    assert told["why"]["options"][1]["heading"] == "Luma"


@pytest.mark.parametrize(
    ("prompt", "fill"),
    [
        ("A pitch deck for a solar start-up", "To be filled"),
        ("Ein Pitch Deck für ein Solar-Startup", "Zu ergänzen"),
    ],
)
def test_what_a_prompt_without_facts_does_not_say_is_marked(prompt: str, fill: str) -> None:
    told = cards(prompt)
    for name in ("problem", "model", "team"):
        assert all(p["detail"].startswith(fill) for p in told[name]["points"])
    assert all(s["detail"].startswith(fill) for s in told["solution"]["steps"])
    assert all(e["detail"].startswith(fill) for e in told["roadmap"]["events"])
    assert all(p.startswith(fill) for o in told["why"]["options"] for p in o["points"])


def test_a_sort_of_company_is_no_name() -> None:
    generic, named = (Wish(brief=brief_of(p, "slides")) for p in ("A pitch deck for a cafe", LUMA))
    assert name_of(generic) is None
    assert name_of(named) == "Luma"
    assert cards("A pitch deck for a cafe")["solution"]["title"] == "How we solve it"


def test_several_sentences_of_a_problem_are_a_list() -> None:
    told = cards("Pitch deck for Lumo. Clinics lose hours on the phone. Patients wait for weeks.")
    assert told["problem"]["points"] == [
        "Clinics lose hours on the phone",
        "Patients wait for weeks",
    ]


def test_a_talk_of_things_and_sentences_needs_no_agenda() -> None:
    listed = "Presentation: rent, move, furniture, network"
    assert "agenda" in cards(listed)
    assert "agenda" not in cards(f"{listed}. We leave the old house in May.")


def test_what_is_asked_for_is_nothing_to_show() -> None:
    told = cards(LUMA)
    values = [k["value"] for k in told["figures"]["kpis"]]
    assert values == ["3", "1,200", "84%"]
    assert [a["what"] for a in told["closing"]["actions"]][1:] == [
        "To be filled: what it pays for",
        "A second meeting to go through the figures",
    ]


def test_a_german_sort_of_thing_is_no_name_either() -> None:
    told = cards("Pitch Deck für einen Fahrradverleih in Kassel, 10 Folien, grün")
    assert told["solution"]["title"] == "Wie wir es lösen"
    assert told["title"]["title"] == "Fahrradverleih in Kassel"


def test_words_of_looks_are_no_workstreams() -> None:
    told = cards("Projektstatus zum ERP mit Kickoff, Datenmigration, Test, dunkel, 4:3, 8 Folien")
    assert [row[0] for row in told["streams"]["table"]["rows"]] == [
        "Kickoff",
        "Datenmigration",
        "Test",
    ]


@pytest.mark.parametrize("count", [8, 10, 12, 16])
def test_topics_keep_their_order_however_many_slides_are_asked(count: int) -> None:
    told = cards(f"Training: passwords, phishing, devices, incidents, {count} slides")
    order = [c["title"].split(":")[0] for c in told.values() if ": " in c.get("title", "")]
    assert list(dict.fromkeys(order))[:4] == ["Passwords", "Phishing", "Devices", "Incidents"]


def test_what_is_asked_keeps_its_decimals_and_may_be_missing() -> None:
    assert (
        asked_in("We are raising €2.5m to open Lyon. Thanks.")
        == "We are raising €2.5m to open Lyon"
    )
    assert asked_in("A pitch") is None


@pytest.mark.parametrize(
    ("title", "topic", "who"),
    [
        (
            "Training deck on information security for new employees",
            "Information security",
            "new employees",
        ),
        ("Schulung zum Datenschutz für den Vertrieb", "Datenschutz", "den Vertrieb"),
        ("Training on AI", "Training on AI", None),
        ("Fire safety", "Fire safety", None),
    ],
)
def test_a_training_is_called_what_it_is_about(title: str, topic: str, who: str | None) -> None:
    assert topic_of(title) == (topic, who)


def test_topics_keep_the_order_of_the_prompt() -> None:
    told = cards("Training: passwords, phishing, devices, incidents")
    titles = [c.get("title", "") for c in told.values()]
    order = [
        next(i for i, t in enumerate(titles) if t.startswith(n))
        for n in ("Passw", "Phish", "Dev", "Inc")
    ]
    assert order == sorted(order)


def test_a_project_status_lists_its_workstreams_even_when_one_is_called_training() -> None:
    told = cards("Project status for the ERP migration: data cleansing, pilot, training, go-live")
    assert [row[0] for row in told["streams"]["table"]["rows"]] == [
        "Data cleansing",
        "Pilot",
        "Training",
        "Go-live",
    ]
    assert told["milestones"]["events"][0]["what"] == "Data cleansing"


@pytest.mark.parametrize("count", [6, 10, 14])
@pytest.mark.parametrize(
    "prompt",
    [
        LUMA,
        "A pitch deck for a solar start-up",
        "Training: passwords, phishing, devices, incidents",
        "Project status: data, pilot, training, go-live",
        "Presentation: rent, move, furniture, network",
    ],
)
def test_neighbours_differ_in_form(prompt: str, count: int) -> None:
    told = [c["layout"] for c in cards(f"{prompt}. {count} slides").values()]
    assert [pair for pair in pairwise(told) if FAMILIES[pair[0]] == FAMILIES[pair[1]]] == []


@pytest.mark.parametrize("prompt", [LUMA, "Ein Pitch Deck für ein Solar-Startup", "Projektstatus"])
def test_the_deck_passes_the_gate_without_a_warning(prompt: str) -> None:
    assert check(asked(prompt).document) == ()


def test_every_sentence_of_the_talks_exists_in_every_language() -> None:
    for name in TABLES:
        text = files("docsmith.agent.offline.slides").joinpath(name).read_text("utf-8")
        english, german = (loads(text)[language].keys() for language in ("en", "de"))
        assert english == german
