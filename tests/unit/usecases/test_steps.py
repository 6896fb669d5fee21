"""Claims and steps: a step that runs twice does its work once."""

from datetime import timedelta
from typing import Any

import pytest
from tests.fakes.nouns import a_task
from tests.fakes.world import World

from docsmith.domain.errors import InternalError, ModelFailed, NotFound, PreflightFailed
from docsmith.domain.task import Phase, Task
from docsmith.usecases.claims import Superseded, TaskOver, advance, claim, open_task
from docsmith.usecases.objects import file_key, run_prefix, step_key, task_prefix
from docsmith.usecases.records import Replace
from docsmith.usecases.step import StepResult, To, failed, run_step


def claim_in(world: World, task: Task, phase: Phase) -> Task:
    return claim(task.task_id, phase, records=world.records, now=world.clock())


def run(world: World, task: Task, work: Any, phase: Phase = Phase.EXECUTING_PLAN) -> StepResult:
    return run_step(task.task_id, phase, work, records=world.records, clock=world.clock)


def never(_: Task) -> StepResult:
    pytest.fail("it worked")


def test_a_claim_moves_the_task_into_the_phase_one_attempt_further(world: World) -> None:
    task = world.running()
    claimed = claim_in(world, task, Phase.LOADING_DOC)
    assert (claimed.phase, claimed.attempt) == (Phase.LOADING_DOC, task.attempt + 1)
    assert world.task(task) == claimed


def test_an_agent_turn_counts_from_the_turns_that_are_done(world: World) -> None:
    task = world.running()
    first = claim_in(world, task, Phase.AGENT_TURN)
    assert first.turn_index == 1
    assert claim_in(world, task, Phase.AGENT_TURN).turn_index == 1
    again = claim_in(world, task, Phase.AGENT_TURN)
    advance(again, records=world.records, turns=1)
    assert claim_in(world, task, Phase.EXECUTING_PLAN).turn_index == 1
    assert claim_in(world, task, Phase.AGENT_TURN).turn_index == 2


def test_a_zombie_cannot_write_after_another_attempt_took_over(world: World) -> None:
    zombie = claim_in(world, world.running(), Phase.AGENT_TURN)
    claim_in(world, zombie, Phase.AGENT_TURN)
    with pytest.raises(Superseded):
        advance(zombie, records=world.records, summary="late")
    assert world.task(zombie).summary == ""


def test_what_a_step_achieved_is_stored_although_somebody_else_wrote_meanwhile(
    world: World,
) -> None:
    task = world.running()
    world.records.before_commit.append(lambda: touch(world, task))
    advance(task, records=world.records, summary="Done.")
    assert world.task(task).summary == "Done."


def touch(world: World, task: Task) -> None:
    stored = open_task(task.task_id, records=world.records)
    world.records.transact(Replace(stored.value, stored.version))


def test_a_step_gives_up_on_a_store_that_always_refuses(world: World) -> None:
    task = world.running()

    def always() -> None:
        world.records.before_commit.clear()
        touch(world, task)
        world.records.before_commit.append(always)

    world.records.before_commit.append(always)
    with pytest.raises(Superseded):
        advance(task, records=world.records, summary="Done.")


def test_a_task_that_is_over_or_unknown_is_not_claimed(world: World) -> None:
    task = world.completed()
    for gone in (task, a_task(404)):
        with pytest.raises(TaskOver):
            claim_in(world, gone, Phase.AGENT_TURN)


def test_a_step_works_on_the_task_it_claimed_and_answers_what_the_work_says(world: World) -> None:
    task = world.running()
    seen: list[Task] = []

    def work(claimed: Task) -> StepResult:
        seen.append(claimed)
        return StepResult(outcome=To.WAIT, wait_s=7)

    assert run(world, task, work) == StepResult(outcome=To.WAIT, wait_s=7)
    assert seen[0].attempt == task.attempt + 1


def test_a_step_of_a_task_that_is_over_ends_without_a_word(world: World) -> None:
    task = world.completed()
    assert run(world, task, never).outcome is To.OVER


def test_a_step_that_was_superseded_ends_without_a_word(world: World) -> None:
    task = world.running()

    def work(claimed: Task) -> StepResult:
        claim_in(world, claimed, Phase.EXECUTING_PLAN)
        advance(claimed, records=world.records, summary="late")
        return StepResult(outcome=To.OK)

    assert run(world, task, work).outcome is To.OVER


def test_a_step_past_the_deadline_fails_with_timeout_and_does_not_work(world: World) -> None:
    task = world.running(world.submitted(timeout_ms=10_000))
    world.clock.now += timedelta(seconds=10)
    result = run(world, task, never)
    assert (result.outcome, result.code) == (To.FAILED, "timeout")


def test_the_failures_that_a_task_may_have_are_outcomes_and_faults_are_not(world: World) -> None:
    task = world.running()

    def fails(error: Exception) -> Any:
        def work(_: Task) -> StepResult:
            raise error

        return work

    result = run(world, task, fails(ModelFailed("It answered nonsense.")))
    assert result == StepResult(
        outcome=To.FAILED, code="model_error", message="It answered nonsense."
    )
    for fault in (InternalError(), NotFound(), KeyError("x")):
        with pytest.raises(type(fault)):
            run(world, task, fails(fault))


def test_a_failed_step_carries_the_facts_of_its_error() -> None:
    result = failed(PreflightFailed("No.", missing=["images"], reason="none"))
    assert result.facts == {"missing": ["images"], "reason": "none"}
    assert failed(PreflightFailed("No.")).facts is None


def test_keys_carry_turn_and_attempt_so_that_nothing_is_overwritten() -> None:
    task = a_task(turn_index=3, attempt=17)
    prefix = run_prefix(task.organisation, task.run_id)
    assert task_prefix(task).startswith(prefix)
    assert step_key(task, "conversation") == f"{task_prefix(task)}conversation/0003-0017.json"
    assert step_key(task, "document", suffix="xlsx").endswith("document/0003-0017.xlsx")
    assert file_key("org_1", "file_1") == "orgs/org_1/files/file_1"
