"""Single choices of the author of texts, each from the words that decide it."""

from typing import Any

import pytest

from docsmith.agent.offline.brief import brief_of
from docsmith.agent.offline.source import source_view
from docsmith.agent.offline.wish import Wish
from docsmith.agent.offline.word.adding import placed
from docsmith.agent.offline.word.followup import plan_followup
from docsmith.agent.offline.word.measures import SourceFacts, source_facts
from docsmith.agent.offline.word.memo import plan_memo
from docsmith.agent.offline.word.minutes import plan_minutes
from docsmith.agent.offline.word.naming import listed_in
from docsmith.agent.offline.word.paper import plan_paper
from docsmith.agent.offline.word.standing import Block, Standing
from docsmith.agent.offline.word.statements import said_in
from docsmith.documents.sources import describe, read_source

TEXT = {
    "blocks": [
        {"id": "b1", "op": "title", "text": "Report"},
        {"id": "b2", "op": "heading", "text": "Costs", "level": 1},
        {"id": "b3", "op": "paragraph", "text": "High."},
        {"id": "b4", "op": "heading", "text": "Risks", "level": 1},
        {"id": "b5", "op": "paragraph", "text": "Few."},
    ]
}


def wish(prompt: str, **facts: Any) -> Wish:
    return Wish(brief=brief_of(prompt, "word"), **facts)


def ops_of(plan: Any, name: str | None = None) -> list[dict[str, Any]]:
    return [op for part in plan.sections if name in (None, part.name) for op in part.ops]


def changed(prompt: str, outline: dict[str, Any] = TEXT) -> list[dict[str, Any]]:
    return ops_of(plan_followup(wish(prompt, outline=outline)))


def test_a_section_that_is_not_there_is_neither_removed_nor_moved() -> None:
    assert changed("Remove the section Outlook") == []
    assert changed("Move the section Outlook before Costs") == []
    assert changed("Move the section Costs before Costs") == []


def test_a_word_replaced_by_itself_is_no_change() -> None:
    assert changed('Replace "Costs" with "Costs"') == []


def test_a_section_moved_before_the_first_block_comes_first() -> None:
    (moved,) = changed("Move the section Risks before Costs", {"blocks": TEXT["blocks"][1:]})
    assert (moved["op"], moved["block"]) == ("move", "b4")
    assert not moved.get("after")


def test_blocks_for_an_empty_text_are_its_text() -> None:
    made = [{"op": "paragraph", "text": "New."}]
    assert placed(Standing(blocks=()), made) == tuple(made)


def test_the_heading_over_the_references_is_part_of_them() -> None:
    blocks = (
        Block(id="b1", op="paragraph"),
        Block(id="b2", op="heading"),
        Block(id="b3", op="references"),
    )
    assert Standing(blocks=blocks).end == "b1"
    assert Standing(blocks=(Block(id="b3", op="references"),)).end is None


def test_a_short_memo_says_its_statements_one_by_one() -> None:
    body = ops_of(plan_memo(wish("Write a memo about a desk. It is oak. It is ours.")), "body")
    assert [op["op"] for op in body] == ["paragraph", "paragraph"]


def test_minutes_name_the_next_meeting() -> None:
    prompt = "Write minutes of the board meeting. We met. Next meeting is on 4 December 2026."
    body = ops_of(plan_minutes(wish(prompt)), "body")
    assert any("4 December" in str(op.get("text")) for op in body)


def test_a_paper_lists_many_statements_and_writes_out_few() -> None:
    few = ops_of(plan_paper(wish("Paper about tea. It is hot. It is old. It is good.")), "body")
    assert not any(op["op"] == "list" for op in few)
    many = "Paper about tea. It is hot. It is old. It is good. It is cheap. It is green."
    assert any(op["op"] == "list" for op in ops_of(plan_paper(wish(many)), "body"))


def test_items_too_long_for_a_list_are_none() -> None:
    long = "covering: " + ", ".join(["a very long thing that nobody would put in a list"] * 3)
    assert listed_in(long) == ()


def test_a_prompt_without_an_instruction_is_all_statement() -> None:
    said = said_in(brief_of("The house is old. The roof leaks.", "word"))
    assert said.instruction == ""
    assert len(said.statements) == 2


def facts_of(*days: str) -> SourceFacts:
    """Hours a day by team; without days, hours by team alone."""
    teams = ("North", "South", "West")
    rows = [f"{day},{team},{7 + n}" for n, day in enumerate(days * 4) for team in teams]
    undated = [f"{team},{n}" for n in range(8) for team in teams]
    text = "\n".join(["day,team,hours", *rows] if days else ["team,hours", *undated])
    table = read_source(text.encode(), kind="csv", name="hours.csv", max_rows=1_000)
    return source_facts(source_view({"slot": "hours", **describe(table)}), "en", 1)


@pytest.mark.parametrize(
    ("days", "grains", "compared"),
    [
        ((), ("month", "month"), False),
        (("2026-03-02", "2026-03-09", "2026-03-30"), ("day", "day"), False),
        (("2026-01-05", "2026-03-09"), ("month", "month"), False),
        (("2026-01-05", "2026-12-09"), ("month", "quarter"), False),
        (("2015-01-05", "2019-06-01", "2026-12-30"), ("year", "year"), True),
    ],
)
def test_periods_are_as_coarse_as_the_data_are_long(
    days: tuple[str, ...], grains: tuple[str, str], compared: bool
) -> None:
    facts = facts_of(*days)
    assert (facts.grains, facts.whole_years) == (grains, compared)


@pytest.mark.parametrize(
    "prompt",
    ["Use a green colour", "Make the colour green", "Nimm die Farbe Grün", "Mit grüner Farbe"],
)
def test_a_colour_is_named_before_or_after_its_word(prompt: str) -> None:
    assert [op["color"] for op in changed(prompt)] == ["1E7B4F"]


@pytest.mark.parametrize(
    ("prompt", "block", "after"),
    [
        ("Verschiebe den Abschnitt „Costs“ hinter „Risks“", "b2", "b5"),
        ("Stelle Risks vor Costs", "b4", "b1"),
        ("Move the 'Costs' section after the Risks section", "b2", "b5"),
    ],
)
def test_sections_are_moved_in_either_language(prompt: str, block: str, after: str) -> None:
    (moved,) = changed(prompt)
    assert (moved["op"], moved["block"], moved["after"]) == ("move", block, after)
