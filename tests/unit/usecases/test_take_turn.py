"""Turns of the agent: what is asked, stored, charged, waited for, given up."""

from datetime import timedelta
from typing import Any

import pytest
from tests.fakes.machine import NAME, SMALL, Machine
from tests.fakes.model import USAGE, ScriptedModel, SummarizingModel, finishes, says, uses
from tests.fakes.world import World, a_request

from docsmith.agent.compact import is_digest
from docsmith.agent.decide import Limits
from docsmith.agent.model import ModelBusy, ModelStopped
from docsmith.agent.turns import History, StopReason, Turn, Usage, UserMessage
from docsmith.domain.credits import price_of
from docsmith.domain.errors import ModelFailed, StorageError, UpstreamError
from docsmith.domain.pool import SlotLease
from docsmith.domain.task import Kind, Phase, Status, Task
from docsmith.usecases.claims import TaskOver, claim
from docsmith.usecases.execute_plan import ExecutePlan
from docsmith.usecases.step import StepResult, To
from docsmith.usecases.submit_generation import Caller

USD = price_of(NAME, input=1_000, output=500, cache_read=4_000, cache_write=200)


def submitted(
    world: World, kind: Kind = Kind.EXCEL, caller: Caller | None = None, **f: Any
) -> Task:
    return world.submit(a_request(**f), kind, caller or world.caller()).task


def loaded(world: World, machine: Machine, task: Task | None = None) -> Task:
    """A task whose document was loaded: the agent's first turn is next."""
    given = task or submitted(world)
    world.queued(given)
    return machine.go_on("Preflight", given, until="AgentTurn")


def turn(world: World, machine: Machine, task: Task) -> StepResult:
    claimed = claim(task.task_id, Phase.AGENT_TURN, records=world.records, now=world.clock())
    return machine.agent.turn(claimed)


def history_of(world: World, task: Task) -> History:
    key = world.task(task).pointers.conversation
    return History.model_validate_json(world.objects.get(key or ""))


def test_an_answer_is_stored_and_charged_before_anything_is_done_with_it(world: World) -> None:
    machine = Machine(world, ScriptedModel(uses("document_read")))
    task = loaded(world, machine)
    assert turn(world, machine, task).outcome is To.PLAN
    now = world.task(task)
    assert (now.turns, now.spent_usd) == (1, pytest.approx(USD))
    assert now.spent["agent_turn.cache_read"] == USAGE.cache_read_tokens
    assert isinstance(history_of(world, task).entries[-1], Turn)


def test_a_turn_that_was_stored_but_not_acted_on_is_not_paid_twice(world: World) -> None:
    machine = Machine(world, ScriptedModel(uses("document_read")))
    task = loaded(world, machine)
    turn(world, machine, task)
    assert turn(world, machine, task).outcome is To.PLAN
    assert world.task(task).turns == 1


def test_a_busy_model_is_waited_for_and_the_slot_is_held_that_long(world: World) -> None:
    machine = Machine(world, ScriptedModel(ModelBusy(200.4)))
    task = loaded(world, machine)
    assert turn(world, machine, task) == StepResult(outcome=To.WAIT, wait_s=200)
    lease = world.records.get(SlotLease, "live", task.slot or 0)
    assert lease is not None
    assert lease.value.until == world.clock() + timedelta(seconds=290)
    assert world.task(task).spent_usd == 0


def test_a_call_given_up_because_the_task_is_over_ends_without_a_word(world: World) -> None:
    machine = Machine(world, ScriptedModel(ModelStopped()))
    task = loaded(world, machine)
    claimed = claim(task.task_id, Phase.AGENT_TURN, records=world.records, now=world.clock())
    world.end.cancel(task.task_id)
    with pytest.raises(TaskOver):
        machine.agent.turn(claimed)


def test_a_call_given_up_at_the_deadline_fails_the_task_with_timeout(world: World) -> None:
    def late(request: Any, leash: Any) -> Turn:
        world.clock.advance(seconds=20)
        assert not leash.holds
        raise ModelStopped

    machine = Machine(world, ScriptedModel(late))
    task = submitted(world, timeout_ms=10_000)
    done = machine.run(task)
    assert done.failure is not None
    assert (done.status, done.failure.code) == (Status.FAILED, "timeout")


def test_a_call_that_outlasts_its_function_is_a_fault_and_repeated(world: World) -> None:
    model = ScriptedModel(ModelStopped(), says("No.", StopReason.REFUSAL))
    machine = Machine(world, model)
    done = machine.run(submitted(world))
    assert [type(fault) for fault in machine.faults] == [UpstreamError]
    assert done.turns == 1


def test_an_idle_turn_is_answered_with_a_nudge_and_goes_again(world: World) -> None:
    model = ScriptedModel(says("I think."), finishes())
    machine = Machine(world, model)
    task = loaded(world, machine)
    assert turn(world, machine, task).outcome is To.AGAIN
    assert turn(world, machine, task).outcome is To.PLAN
    said = model.requests[1].history.entries[-1]
    assert isinstance(said, UserMessage)
    assert "called no tool" in said.text


def test_a_refusal_fails_the_task(world: World) -> None:
    machine = Machine(world, ScriptedModel(says("No.", StopReason.REFUSAL)))
    result = turn(world, machine, loaded(world, machine))
    assert (result.outcome, result.code) == (To.FAILED, "model_error")


def test_a_conversation_at_its_limit_is_compacted_by_a_digest(world: World) -> None:
    large = Usage(input_tokens=500)
    model = ScriptedModel(uses("document_read", usage=large), finishes())
    machine = Machine(world, model, limits=Limits(compact_at_tokens=400))
    machine.go_on("AgentTurn", loaded(world, machine))
    assert "CompactContext" in machine.trace
    entries = model.requests[1].history.entries
    assert isinstance(entries[-1], UserMessage)
    assert is_digest(entries[-1])


def compacted(world: World, summary: Turn | Exception) -> tuple[Task, History]:
    model = SummarizingModel(uses("document_read"), summaries=[summary])
    machine = Machine(world, model)
    task = loaded(world, machine)
    machine.go_on("AgentTurn", task, until="AfterExecutePlan")
    claimed = claim(
        task.task_id, Phase.COMPACTING_CONTEXT, records=world.records, now=world.clock()
    )
    assert machine.agent.compact(claimed).outcome is To.OK
    return world.task(task), history_of(world, task)


def test_a_providers_summary_stands_before_the_digest_and_is_charged(world: World) -> None:
    block = {"type": "compaction", "content": "So far.", "signature": "s"}
    task, history = compacted(world, Turn(blocks=(block,), usage=USAGE, model=NAME))
    first, last = history.entries[0], history.entries[-1]
    assert isinstance(first, Turn)
    assert first.blocks == (block,)
    assert isinstance(last, UserMessage)
    assert is_digest(last)
    assert task.spent_usd == pytest.approx(2 * USD)
    assert task.spent["compacting_context.output"] == USAGE.output_tokens


@pytest.mark.parametrize("error", [ModelBusy(5), ModelFailed(), UpstreamError()])
def test_without_the_providers_summary_the_digest_stands_alone(
    world: World, error: Exception
) -> None:
    task, history = compacted(world, error)
    assert all(isinstance(entry, UserMessage) for entry in history.entries)
    assert task.spent_usd == pytest.approx(USD)


def test_a_summary_given_up_is_no_digest(world: World) -> None:
    with pytest.raises(UpstreamError):
        compacted(world, ModelStopped())


def test_max_credits_stop_the_task_between_turns_and_nothing_is_charged(world: World) -> None:
    dear = Usage(output_tokens=900)
    owner = world.organisation()
    reads = [uses("document_read", f"call_{n}", dear) for n in range(9)]
    machine = Machine(world, ScriptedModel(*reads))
    done = machine.run(submitted(world, caller=world.caller(owner), max_credits=2))
    assert done.failure is not None
    assert done.failure.code == "credit_limit"
    assert 0.02 <= done.spent_usd < 0.03
    assert world.balance(owner) == {"available": 1000, "held": 0}


def test_no_answer_may_cost_more_than_what_is_left(world: World) -> None:
    model = ScriptedModel(uses("document_read"))
    machine = Machine(world, model)
    turn(world, machine, loaded(world, machine, submitted(world, max_credits=1)))
    assert model.requests[0].max_tokens in (999, 1_000)


def test_the_offline_author_has_no_price_and_no_credit_limit(world: World) -> None:
    machine = Machine(world)
    task = submitted(world, caller=world.caller(test=True), max_credits=1)
    done = machine.run(task)
    assert done.status is Status.COMPLETED, done.failure
    assert (done.credits_used, done.spent_usd) == (0, 0)


def test_short_texts_are_written_by_the_small_model_without_tools(world: World) -> None:
    model = ScriptedModel(says("It reads well now."))
    machine = Machine(world, model)
    task = submitted(world, Kind.HUMANIZE, prompt="Humanize the text.")
    done = machine.run(task)
    assert done.outcome is not None
    assert done.outcome.text == "It reads well now."
    request = model.requests[0]
    assert (request.model, request.tools) == (SMALL, ())
    assert machine.trace[-3:] == ["Finish", "AfterFinish", "Over"]


def test_an_outline_is_json_of_its_schema_or_no_outline(world: World) -> None:
    told = (
        '{"title": "Pitch", "slides": [{"title": "We grow.", "layout": "bullets", "points": []}]}'
    )
    model = ScriptedModel(says(told))
    done = Machine(world, model).run(submitted(world, Kind.OUTLINE))
    assert done.outcome is not None
    assert (done.outcome.outline or {})["slides"][0]["title"] == "We grow."
    assert model.requests[0].output_schema is not None
    failed = Machine(world, ScriptedModel(says("Sorry."))).run(submitted(world, Kind.OUTLINE))
    assert failed.failure is not None
    assert failed.failure.code == "model_error"


def test_a_question_may_only_read(world: World) -> None:
    model = ScriptedModel(says("Nothing yet."))
    done = Machine(world, model).run(submitted(world, mode="ask"))
    assert done.outcome is not None
    assert (done.outcome.answer, done.outcome.revision) == ("Nothing yet.", None)
    assert [tool.name for tool in model.requests[0].tools] == ["document_read", "source_read"]


def test_results_of_another_plan_are_not_taken_for_answers(world: World) -> None:
    machine = Machine(world, ScriptedModel(uses("document_read"), uses("document_read", "call_2")))
    task = loaded(world, machine)
    machine.go_on("AgentTurn", task, until="AfterExecutePlan")
    assert turn(world, machine, task).outcome is To.PLAN
    assert turn(world, machine, task).outcome is To.PLAN
    assert world.task(task).turns == 2


def test_a_plan_that_is_gone_is_a_fault(world: World) -> None:
    execute = ExecutePlan(records=world.records, objects=world.objects, max_rows=9)
    with pytest.raises(StorageError):
        execute(world.running())
