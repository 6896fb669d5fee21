"""What a prompt says is taken apart by rules: subjects, statements, people, dates, duties."""

import tomllib
from importlib.resources import files

import pytest

from docsmith.agent.offline.brief import brief_of
from docsmith.agent.offline.wish import Wish
from docsmith.agent.offline.word.actions import action_of
from docsmith.agent.offline.word.naming import group_after, listed_in, people_in, without_due
from docsmith.agent.offline.word.offer import offer_of
from docsmith.agent.offline.word.ops import plain
from docsmith.agent.offline.word.segments import segments_of
from docsmith.agent.offline.word.statements import said_in
from docsmith.documents.word.inline import plain as unmarked


def said(prompt: str):
    return said_in(brief_of(prompt, "word"))


@pytest.mark.parametrize(
    ("prompt", "subject"),
    [
        ("Write a memo about the new travel rules", "New travel rules"),
        ("Draft a letter regarding invoice 12", "Invoice 12"),
        ("Schreibe eine Mitteilung über die neuen Arbeitszeiten", "Neue Arbeitszeiten"),
        ('Write a report titled "North Star"', "North Star"),
        ("Write minutes of the board meeting on 3 May 2026", "Board meeting on 3 May 2026"),
    ],
)
def test_the_subject_is_what_it_is_about(prompt, subject):
    assert said(prompt).subject == subject


def test_sentences_clauses_and_lines_become_statements():
    found = said("Write a memo about heat: drink water; work early. Dr. Lee helps.\n- Wear hats")
    assert found.statements == ("Drink water.", "Work early.", "Dr. Lee helps.", "Wear hats.")


@pytest.mark.parametrize(
    ("statement", "action"),
    [
        ("Anna Berger will send the plan by 4 March.", ("Send the plan", "Anna Berger", "4 March")),
        ("Tom should call the client.", ("Call the client", "Tom", "")),
        ("Tom Lee erstellt die Ausschreibung bis 10. Dezember.",
         ("Erstellt die Ausschreibung", "Tom Lee", "10. Dezember")),
    ],
)  # fmt: skip
def test_who_does_what_by_when(statement, action):
    found = action_of(statement)
    assert found is not None
    assert (found.what, found.owner, found.due) == action


@pytest.mark.parametrize(
    "statement", ["It will rain.", "We should talk.", "The pilot runs stable."]
)
def test_nobody_does_nothing(statement):
    assert action_of(statement) is None


def test_people_groups_and_lists_are_found():
    assert people_in("minutes with Anna Berger, Tom Lee and Priya Nair. The end") == (
        "Anna Berger", "Tom Lee", "Priya Nair",
    )  # fmt: skip
    assert group_after("a memo to the sales team about", "to") == "Sales team"
    assert listed_in("for Acme: a relaunch, covering design, build and launch") == (
        "design", "build", "launch",
    )  # fmt: skip
    assert without_due("order tablets by Friday") == ("order tablets", "Friday")
    assert segments_of("See Dr. Lee. He knows.") == ["See Dr. Lee.", "He knows."]


@pytest.mark.parametrize("text", ["a*b*c", "snake_case", "[x](y)", "{{z}}", "`q` ~~r~~ <u> \\"])
def test_signs_of_people_and_files_are_no_marks(text):
    assert unmarked(plain(text)) == text


def test_every_sentence_exists_in_every_language():
    tables = tomllib.loads(
        files("docsmith.agent.offline.word").joinpath("phrases.toml").read_text("utf-8")
    )
    assert set(tables["en"]) == set(tables["de"])


def test_a_german_date_does_not_end_a_sentence():
    assert segments_of("Bitte antworten Sie bis zum 15. Januar. Danach verfällt das Angebot.") == [
        "Bitte antworten Sie bis zum 15. Januar.",
        "Danach verfällt das Angebot.",
    ]
    assert segments_of("Wir sitzen in Zimmer 15. Danach gehen wir.")[1] == "Danach gehen wir."


def test_clauses_after_a_colon_become_statements_where_each_could_stand_alone():
    prompt = "Write a memo about work: staff may stay home, hours are 10 to 15, all must log in"
    rules = said(prompt)
    assert rules.statements == ("Staff may stay home.", "Hours are 10 to 15.", "All must log in.")
    listed = said("Write a memo about fruit: apples, pears, plums and nuts")
    assert listed.statements == ("Apples, pears, plums and nuts.",)


@pytest.mark.parametrize(
    "prompt",
    [
        "Write a proposal for Acme Corp for a website relaunch in 12 weeks",
        "Write a proposal for a website relaunch for Acme Corp in 12 weeks",
    ],
)
def test_a_proposal_is_named_after_what_is_offered(prompt):
    brief = brief_of(prompt, "word")
    offered = offer_of(Wish(brief=brief), said_in(brief))
    assert (offered.subject, offered.terms.party) == ("Website relaunch", "Acme Corp")
