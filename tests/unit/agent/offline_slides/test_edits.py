"""Edits that name slides by number, and what is said of them."""

from typing import Any

import pytest

from docsmith.agent.offline.brief import brief_of
from docsmith.agent.offline.slides.followup import plan_followup, told_of
from docsmith.agent.offline.wish import Wish

DECK = {"slides": [{"id": f"s{n}", "layout": "bullets", "title": f"Part {n}"} for n in range(1, 9)]}


def ops_of(prompt: str) -> list[dict[str, Any]]:
    plan = plan_followup(Wish(brief=brief_of(prompt, "slides"), outline=DECK))
    return [op for section in plan.sections for op in section.ops]


def order_after(prompt: str) -> list[str]:
    ids = [str(s["id"]) for s in DECK["slides"]]
    for op in ops_of(prompt):
        ids.remove(op["slide"])
        ids.insert(ids.index(op["before"]) if "before" in op else len(ids), op["slide"])
    return [id[1:] for id in ids]


@pytest.mark.parametrize(
    ("prompt", "order"),
    [
        ("Move slide 4 to 2", "14235678"),
        ("Move slide 2 to 4", "13425678"),
        ("Move slide 2 after slide 5", "13452678"),
        ("Move slide 6 after slide 2", "12634578"),
        ("Move slide 3 to the end", "12456783"),
        ("Verschiebe Folie 3 ans Ende", "12456783"),
        ("Verschiebe Folie 7 an den Anfang", "71234568"),
        ("Verschiebe Folie 3 hinter Folie 4", "12435678"),
        ("Swap slides 2 and 3", "13245678"),
        ("Swap slide 6 with slide 3", "12645378"),
        ("Vertausche Folie 1 und 8", "82345671"),
        ("Move slide 8 to the end and swap slides 1 and 2", "21345678"),
    ],
)
def test_slides_go_where_they_are_moved(prompt: str, order: str) -> None:
    assert order_after(prompt) == list(order)


@pytest.mark.parametrize(
    ("prompt", "slide", "title"),
    [
        ("Rename slide 2 to Our market", "s2", "Our market"),
        (
            "Change the title of slide 3 to Costs and risks and delete slide 8",
            "s3",
            "Costs and risks",
        ),
        ("Benenne Folie 4 in Unser Markt um", "s4", "Unser Markt"),
        ('Call slide 5 "The plan"', "s5", "The plan"),
    ],
)
def test_titles_need_no_quotes(prompt: str, slide: str, title: str) -> None:
    found = next(op for op in ops_of(prompt) if op["op"] == "set_slot")
    assert (found["slide"], found["value"]) == (slide, title)


@pytest.mark.parametrize(
    ("prompt", "told"),
    [
        ("Delete slides 2 and 9", "There is no slide 9; the deck has 8."),
        ("Lösche die Folien 2, 3 und 11", "Es gibt keine Folie 11; die Präsentation hat 8."),
        ("Swap slides 2 and 12", "There is no slide 12"),
        ("Move slide 2 after slide 10", "There is no slide 10"),
        ("Rename slide 20 to Our market", "There is no slide 20"),
        ("Add a slide about prices after slide 12", "There is no slide 12"),
    ],
)
def test_nothing_is_changed_when_one_of_the_slides_is_missing(prompt: str, told: str) -> None:
    plan = plan_followup(Wish(brief=brief_of(prompt, "slides"), outline=DECK))
    assert (plan.refusal or "").startswith(told)
    assert plan.sections == ()


@pytest.mark.parametrize(
    ("prompt", "before"),
    [
        ("Add a slide about prices after slide 3", "s4"),
        ("Ergänze vor Folie 2 eine Folie zu Preisen", "s2"),
        ("Add a slide about prices", None),
        ("Add a slide about prices after slide 8", None),
    ],
)
def test_a_new_slide_stands_where_it_is_asked(prompt: str, before: str | None) -> None:
    (op,) = ops_of(prompt)
    assert op.get("before") == before
    assert "slide" not in op["content"]["title"].casefold()


def test_what_was_done_is_counted_in_words() -> None:
    ops = [{"op": "slide"}, {"op": "delete"}, {"op": "delete"}, {"op": "deck"}]
    assert told_of(ops, "en") == ("1 slide added", "2 slides deleted", "looks changed")
    assert told_of(ops[:2], "de") == ("1 Folie ergänzt", "1 Folie gelöscht")
    assert told_of([{"op": "set_slot"}] * 2, "de") == ("2 Titel geändert",)
