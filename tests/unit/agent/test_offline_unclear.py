"""A prompt that says nothing of a workbook: the closing words say so, and what was made."""

import pytest
from tests.unit.agent.workbooks import made

from docsmith.agent.offline.brief import brief_of
from docsmith.agent.offline.workbook.model.tracker import plan_tracker


def test_a_prompt_that_tells_nothing_is_told_what_was_made_instead():
    told = made("hello").summary
    assert "does not say what the workbook is for" in told
    assert "a general list with the columns" in told


def test_it_is_said_in_the_language_of_the_prompt():
    remarks = plan_tracker(brief_of("Bitte mach das für uns")).remarks
    assert remarks[0].startswith("Die Anfrage sagt nicht")


@pytest.mark.parametrize(
    "prompt", ["A task tracker", "Columns: name, owner, due date", "An inventory list"]
)
def test_a_prompt_that_tells_something_is_not_doubted(prompt: str):
    assert len(plan_tracker(brief_of(prompt)).remarks) == 1
