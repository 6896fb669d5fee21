"""What a task looks like to somebody who waits."""

from typing import Any

import pytest

from docsmith_cli.tasks import PHASES, describe, from_json, why


def task(**facts: Any) -> Any:
    return from_json({"task_id": "task_1", "run_id": "run_1", **facts})


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"status": "queued"}, "waiting"),
        ({"status": "queued", "queue_position": 3}, "waiting, number 3 in the queue"),
        ({"status": "running"}, "starting"),
        ({"status": "running", "phase": "loading_doc"}, "reading the files"),
        ({"status": "running", "phase": "agent_turn", "turn_index": 4}, "thinking (turn 4)"),
        ({"status": "running", "phase": "a_phase_of_later"}, "a_phase_of_later"),
        ({"status": "expired"}, "expired"),
    ],
)
def test_the_state_in_a_few_words(facts: dict[str, Any], words: str) -> None:
    assert describe(task(**facts)) == words


def test_every_phase_of_the_contract_has_words() -> None:
    assert set(PHASES) == {
        *("preflight", "acquiring_pool", "loading_doc", "restoring_state", "agent_turn"),
        *("executing_plan", "compacting_context", "saving_doc", "uploading_result"),
        "dispatching_webhook",
    }


@pytest.mark.parametrize("status", ["completed", "failed", "cancelled", "expired"])
def test_terminal_states_are_over(status: str) -> None:
    assert task(status=status).is_terminal


@pytest.mark.parametrize("status", ["queued", "running", "a_state_of_later"])
def test_other_states_go_on(status: str) -> None:
    assert not task(status=status).is_terminal


def test_a_cancelled_task_without_an_error_has_a_sentence() -> None:
    assert why(task(status="cancelled")) == "task_1 cancelled: the task was cancelled"
