"""A run that is broken off after any state, or whose step is run twice, makes the same document."""

from typing import Any

import pytest
from tests.fakes.machine import Machine
from tests.fakes.world import World

from docsmith.domain.task import Status, Task

pytestmark = pytest.mark.no_cover
ADMITTED = "Preflight"
PROMPT = "Create a marketing budget"


def begun(world: World) -> tuple[Machine, Task]:
    machine, task = Machine(world), world.submitted(prompt=PROMPT)
    world.queued(task)
    return machine, task


def facts(task: Task) -> dict[str, Any]:
    """What must not depend on what happened on the way."""
    assert task.status is Status.COMPLETED, task.failure
    assert task.draft is not None
    return {"sha256": task.draft.sha256, "turns": task.turns, "summary": task.summary}


@pytest.fixture(scope="module")
def undisturbed() -> tuple[list[str], dict[str, Any]]:
    """The states of the run, and what it makes."""
    machine, task = begun(World())
    done = machine.go_on(ADMITTED, task)
    return machine.trace, facts(done)


def steps(trace: list[str], machine: Machine) -> list[int]:
    """How many states have been entered when each step is done."""
    return [n for n, name in enumerate(trace, start=1) if machine.is_step(name)][:-1]


def test_a_run_that_is_restarted_after_any_step_makes_the_same(
    undisturbed: tuple[list[str], dict[str, Any]],
) -> None:
    trace, expected = undisturbed
    for states in steps(trace, Machine(World())):
        machine, task = begun(World())
        machine.go_on(ADMITTED, task, states=states)
        again = machine.go_on(ADMITTED, task)
        assert facts(again) == expected, f"restarted after {trace[states - 1]}, {states}"


def test_a_step_that_is_repeated_because_its_answer_was_lost_changes_nothing(
    undisturbed: tuple[list[str], dict[str, Any]],
) -> None:
    trace, expected = undisturbed
    for states in steps(trace, Machine(World())):
        machine, task = begun(World())
        machine.go_on(ADMITTED, task, states=states)
        again = machine.go_on(trace[states - 1], task)
        assert facts(again) == expected, f"repeated {trace[states - 1]}, {states}"
