"""Decks on a subject of which the prompt says no more: named after it, told around it, as long as
asked.
"""

from itertools import pairwise

import pytest
from tests.unit.agent.offline_slides.test_decks import asked, slides

from docsmith.agent.offline.brief import brief_of
from docsmith.agent.offline.language import language_of
from docsmith.agent.offline.slides.cards import FAMILIES
from docsmith.agent.offline.slides.naming import title_of
from docsmith.agent.offline.slides.planner import cards_of
from docsmith.agent.offline.slides.stories import title_about
from docsmith.agent.offline.slides.topic import Topic, topic_in
from docsmith.agent.offline.slides.training import topic_of
from docsmith.agent.offline.wish import Wish
from docsmith.documents.interface import check


def wish(prompt: str) -> Wish:
    return Wish(brief=brief_of(prompt, "slides"))


@pytest.mark.parametrize(
    ("prompt", "title", "core", "story"),
    [
        (
            "A deck of 8 slides on the advantages of remote work",
            "Advantages of remote work",
            "remote work",
            "advantages",
        ),
        (
            "bike-sharing service, 6 slides",
            "Bike-sharing service",
            "the bike-sharing service",
            "venture",
        ),
        ("6 slides: our coffee app", "Our coffee app", "our coffee app", "venture"),
        ("A 10-slide deck about AI in hospitals", "AI in hospitals", "AI in hospitals", "explain"),
        ("remote work deck", "Remote work", "remote work", "explain"),
        ("I need 5 slides on the risks of AI", "Risks of AI", "AI", "risks"),
        ("The future of work. Ten slides.", "Future of work", "the future of work", "explain"),
        (
            "Please make me a short presentation about our new shop in Lyon for the board, dark",
            "Our new shop in Lyon",
            "our new shop in Lyon",
            "venture",
        ),
        (
            "Presentation with ten slides about the history of the bicycle",
            "History of the bicycle",
            "the bicycle",
            "history",
        ),
        ("Slides for my team about GDPR", "GDPR", "GDPR", "explain"),
        (
            "can u do a 12 slide presentation on climate change for my geography class?",
            "Climate change",
            "climate change",
            "explain",
        ),
        ("Strategy for coffee, 8 slides", "Strategy for coffee", None, "propose"),
        (
            "Wine tasting evening for beginners, red",
            "Wine tasting evening for beginners",
            "the wine tasting evening for beginners",
            "event",
        ),
        ("Kickoff deck: website relaunch. Start 2 March", "Website relaunch", None, "explain"),
        ("Präsentation unserer Ausgaben", "Unsere Ausgaben", "unsere Ausgaben", "propose"),
        ("Make 9 slides comparing Kafka and RabbitMQ", "Kafka and RabbitMQ", None, "explain"),
        ("hi, can you make a deck on working with AI pls", "Working with AI", None, "explain"),
        ("We need a deck that explains our prices", "Our prices", "our prices", "propose"),
        ("8 Folien zu den Vorteilen von Homeoffice", "Vorteile von Homeoffice", None, "advantages"),
        ("Vortrag über den neuen Standort", "Der neue Standort", None, "explain"),
        (
            "Präsentation mit 8 Folien für unseren Umzug nach Leipzig",
            "Unser Umzug nach Leipzig",
            None,
            "change",
        ),
        (
            "Präsentation für unseren neuen Laden, dunkel",
            "Unser neuer Laden",
            "unser neuer Laden",
            "venture",
        ),
        (
            "Eine Präsentation zum Thema Cybersicherheit, 9 Folien, blau",
            "Cybersicherheit",
            "Cybersicherheit",
            "explain",
        ),
        (
            "Vor- und Nachteile von Wärmepumpen, 9 Folien",
            "Vor- und Nachteile von Wärmepumpen",
            "Wärmepumpen",
            "sides",
        ),
        (
            "7 Folien über die Einführung der Vier-Tage-Woche in unserer Firma",
            "Einführung der Vier-Tage-Woche in unserer Firma",
            "Einführung der Vier-Tage-Woche",
            "change",
        ),
    ],
)
def test_the_subject_is_read_in_the_persons_words(
    prompt: str, title: str, core: str | None, story: str
) -> None:
    topic = topic_in(prompt, language_of(prompt))
    assert topic is not None
    assert (topic.title, topic.story) == (title, story)
    assert core in (None, topic.core)
    assert title_of(wish(prompt)) == title


@pytest.mark.parametrize(
    ("prompt", "title", "core"),
    [
        (
            "Why we should switch to electric vans. 10 slides",
            "Why we should switch to electric vans",
            "switch to electric vans",
        ),
        (
            "We want to tell the council why Kassel needs bike lanes. It costs €2m.",
            "Why Kassel needs bike lanes",
            "Kassel needs bike lanes",
        ),
        ("Should we open a shop? 7 slides", "Should we open a shop?", "open a shop"),
        ("Wie wir Abfall vermeiden, 6 Folien", "Wie wir Abfall vermeiden", None),
        ("Präsentation zum neuen Standort", "Zum neuen Standort", "zum neuen Standort"),
    ],
)
def test_a_sentence_is_a_subject_too(prompt: str, title: str, core: str | None) -> None:
    topic = topic_in(prompt, language_of(prompt))
    assert topic is not None
    assert (topic.title, topic.core, topic.clause) == (title, core, True)


@pytest.mark.parametrize("prompt", ["Deck", "Make a deck", "Deck from this data", "8 slides"])
def test_a_prompt_may_have_no_subject(prompt: str) -> None:
    assert topic_in(prompt, "en") is None


@pytest.mark.parametrize(
    "prompt",
    [
        "A deck on coffee",
        "Vorteile von Kaffee als Präsentation",
        "A deck on the risks of coffee",
        "Deck on the pros and cons of coffee",
        "History of coffee deck",
        "coffee service",
        "Präsentation zum Umzug",
        "Pitch deck for a cafe",
        "Schulung zu Alarmen",
        "Project status",
        "Presentation: rent, move, furniture, network",
    ],
)
def test_every_talk_has_as_many_slides_as_asked_and_no_two_neighbours_alike(prompt: str) -> None:
    for count in (3, 4, 6, 7, 8, 9, 10, 13, 15, 20, 25, 30):
        told = cards_of(wish(f"{prompt}, {count} slides"))
        assert len(told) == count
        families = [FAMILIES[c.layout] for c in told]
        assert [pair for pair in pairwise(families) if pair[0] == pair[1]] == []
        assert len({c.title for c in told}) == count


@pytest.mark.parametrize(
    ("prompt", "word"),
    [
        ("A deck of 8 slides on the advantages of remote work", "remote work"),
        ("bike-sharing service, 6 slides", "bike-sharing service"),
        ("Präsentation zu Wärmepumpen, 8 Folien", "Wärmepumpen"),
    ],
)
def test_half_of_the_titles_name_the_subject_and_gaps_are_marked(prompt: str, word: str) -> None:
    done = asked(prompt)
    titles = [str(line["title"]) for line in slides(done)]
    assert sum(word.casefold() in title.casefold() for title in titles) * 2 >= len(titles)
    assert check(done.document) == ()


def test_what_is_explained_ends_with_what_to_take_away() -> None:
    told = [c.title for c in cards_of(wish("A presentation on climate change for my class"))]
    assert told[-1] == "What to take away"
    assert not any("propose" in title or "case for" in title for title in told)
    assert cards_of(wish("Our new shop"))[-1].title == "What we propose"


def test_facts_of_the_prompt_are_shown_word_for_word() -> None:
    prompt = (
        "Why Kassel needs bike lanes. In 2025 there were 214 accidents, 38% of them at junctions. "
        "A lane costs €180k per kilometre. We propose 12 km until 2028. 9 slides"
    )
    (start,) = (c for c in cards_of(wish(prompt)) if c.id == "start")
    assert start.op["content"]["points"] == [
        "In 2025 there were 214 accidents, 38% of them at junctions",
        "A lane costs €180k per kilometre",
        "We propose 12 km until 2028",
    ]


def test_a_training_shows_the_facts_that_it_is_given() -> None:
    prompt = (
        "Onboarding-Präsentation für neue Pflegekräfte: Dienstplan, Hygiene, Notfälle. "
        "Ansprechpartnerin ist Maria Vogel, Pflegedienstleitung. 30 Tage Urlaub, 12 Monate Vertrag."
    )
    told = {c.id: c.op["content"] for c in cards_of(wish(prompt))}
    assert told["title"]["title"] == "Onboarding"
    assert [k["value"] for k in told["figures"]["kpis"]] == ["30", "12"]
    assert "Maria Vogel" in told["start"]["statement"]


def test_a_title_that_would_be_too_long_or_has_no_subject_is_short() -> None:
    full, short = "Why {topic}, and why now", "Why, and why now"
    long = Topic(title="T", core="x" * 44 + " " + "y" * 20)
    assert title_about(None, full, short, named=True) == short
    assert title_about(long, full, short, named=True) == short
    act = Topic(title="T", core="open a shop", clause=True)
    assert title_about(act, full, short, named=True) == "Open a shop: why, and why now"
    assert title_about(act, full, short, named=False) == short


def test_a_training_for_somebody_is_about_its_topic() -> None:
    assert topic_of("Training for new staff") == ("Training for new staff", "new staff")
    titles = " ".join(c.title for c in cards_of(wish("Training on alarms")))
    assert "Basics of alarms" in titles
    german = " ".join(c.title for c in cards_of(wish("Schulung zu Alarmen für die Nachtschicht")))
    assert "Alarmen im Alltag" in german
