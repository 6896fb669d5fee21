"""What an uploaded deck cannot be given is refused in words."""

from pathlib import Path

import pytest
from tests.unit.documents.slides.building import built, empty

from docsmith.agent.offline.brief import brief_of
from docsmith.agent.offline.plan import Plan
from docsmith.agent.offline.slides.followup import plan_followup
from docsmith.agent.offline.wish import Wish
from docsmith.documents.interface import check, read
from docsmith.documents.model import Scope

FILES = Path(__file__).parents[3] / "data" / "powerpoint_made"
UNTITLED = (FILES / "python-pptx-cht-replace-data.pptx").read_bytes()
ONE_SLIDE = (FILES / "python-pptx-test_slides.pptx").read_bytes()


def planned(base: bytes, prompt: str) -> Plan:
    outline = read(empty(base), Scope()).content
    return plan_followup(Wish(brief=brief_of(prompt, "slides"), outline=outline))


@pytest.mark.parametrize(
    ("prompt", "told"),
    [
        ("Add a slide titled Next steps with three bullets", "No layout of this deck has"),
        ("Ergänze eine Folie zu den nächsten Schritten", "Kein Layout dieser Präsentation hat"),
        ("Make it 9 slides", "No layout of this deck has"),
    ],
)
def test_no_slide_is_added_where_no_layout_has_a_title(prompt: str, told: str) -> None:
    assert (planned(UNTITLED, prompt).refusal or "").startswith(told)


def test_a_deck_without_titled_layouts_still_loses_and_copies_slides() -> None:
    plan = planned(UNTITLED, "Copy slide 3 and delete slide 2")
    assert [op["op"] for op in plan.sections[0].ops] == ["duplicate", "delete"]


def test_a_slide_is_added_on_a_layout_that_has_a_title() -> None:
    plan = planned(ONE_SLIDE, "Add a slide titled Next steps with three bullets")
    document = built(*plan.sections[0].ops, base=ONE_SLIDE)
    assert len(read(document, Scope()).content["slides"]) == 2
    untitled = [f for f in check(document) if f.id == "pptx.no_title"]
    assert len(untitled) == len([f for f in check(empty(ONE_SLIDE)) if f.id == "pptx.no_title"])


@pytest.mark.parametrize(
    ("prompt", "told"),
    [
        ("Delete slide 2", "There is no slide 2; the deck has 1."),
        ("Lösche Folie 2", "Es gibt keine Folie 2; die Präsentation hat 1."),
        ("Move slide 3 to 1", "There is no slide 3; the deck has 1."),
        ("Duplicate slide 4", "There is no slide 4; the deck has 1."),
        ('Set the title of slide 5 to "Results"', "There is no slide 5; the deck has 1."),
        ("Sing a song", "The offline author can add"),
    ],
)
def test_a_slide_that_the_deck_does_not_have_is_named(prompt: str, told: str) -> None:
    assert (planned(ONE_SLIDE, prompt).refusal or "").startswith(told)
