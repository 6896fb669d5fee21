"""The last steps: the proof that the bytes are there, the revision, the price, and failures."""

import json
from typing import Any

import pytest
from tests.fakes.world import World, a_request

from docsmith.domain.errors import CreditLimitReached, ModelFailed, StorageError
from docsmith.domain.task import QUEUE_LIMIT, Kind, Mode, Phase, Status, Task
from docsmith.domain.work import Pointers
from docsmith.usecases.claims import TaskOver, advance, claim
from docsmith.usecases.finish_task import upload_result
from docsmith.usecases.step import To


def test_finishing_makes_the_saved_document_a_revision(world: World) -> None:
    task = world.saved(world.running(), usd=0.011)
    assert world.finish.finish(task).outcome is To.OK
    run = world.read.run(task.run_id, task.organisation)
    revision = world.read.revision(run, 1)
    assert (revision.file_name, revision.size, revision.summary) == ("budget.xlsx", 10, "A budget.")
    ended = world.task(task)
    assert ended.outcome is not None
    assert (ended.outcome.revision, ended.outcome.file_name) == (1, "budget.xlsx")
    assert ended.credits_used == 2


def test_a_task_of_a_test_key_costs_nothing(world: World) -> None:
    caller = world.caller(test=True)
    ended = world.completed(world.running(world.submitted(caller)), usd=5.0)
    assert ended.credits_used == 0
    assert world.balance(caller.organisation) == {"available": 1000}


def test_an_answer_in_text_needs_no_document(world: World) -> None:
    task = world.running(world.submitted(mode="ask"))
    assert task.mode is Mode.ASK
    told = advance(task, records=world.records, summary="Read.", answer="42")
    world.finish.finish(told)
    outcome = world.task(task).outcome
    assert outcome is not None
    assert (outcome.answer, outcome.revision, outcome.summary) == ("42", None, "Read.")
    assert world.read.run(task.run_id, task.organisation).head == 0


@pytest.mark.parametrize("kind", [Kind.HUMANIZE, Kind.REWRITE, Kind.NEW_CONTENT])
def test_a_text_task_hands_over_text(world: World, kind: Kind) -> None:
    task = told(world, kind, "Better.")
    outcome = world.task(task).outcome
    assert outcome is not None
    assert (outcome.text, outcome.answer, outcome.revision) == ("Better.", None, None)


def test_an_analysis_hands_over_an_answer(world: World) -> None:
    outcome = world.task(told(world, Kind.ANALYZE, "42")).outcome
    assert outcome is not None
    assert (outcome.text, outcome.answer) == (None, "42")


def test_an_outline_hands_over_its_slides(world: World) -> None:
    slides = [{"title": "Why", "layout": "bullets", "bullets": ["a"]}]
    text = json.dumps({"title": "Pitch", "slides": slides})
    outcome = world.task(told(world, Kind.OUTLINE, text)).outcome
    assert outcome is not None
    assert outcome.summary == "Pitch: 1 slides."
    assert outcome.outline is not None
    assert outcome.outline["slides"][0]["title"] == "Why"


@pytest.mark.parametrize("answer", [None, "not JSON", "{}"])
def test_an_answer_that_is_no_outline_is_a_failure_of_the_model(
    world: World, answer: str | None
) -> None:
    with pytest.raises(ModelFailed):
        told(world, Kind.OUTLINE, answer)


def told(world: World, kind: Kind, answer: str | None) -> Task:
    """A finished task of that kind, of which the model said this."""
    submitted = world.submit(a_request(), kind, world.caller()).task
    assert not submitted.writes_document
    task = advance(world.running(submitted), records=world.records, answer=answer)
    world.finish.finish(task)
    return task


def test_more_than_the_credit_limit_is_never_charged(world: World) -> None:
    task = world.saved(world.running(world.submitted(max_credits=2)), usd=0.021)
    with pytest.raises(CreditLimitReached):
        world.finish.finish(task)
    within = world.saved(world.running(world.submitted(max_credits=2)), usd=0.02)
    assert world.finish.finish(within).outcome is To.OK


@pytest.mark.parametrize("lost", [{"state": None}, {"document": None}])
def test_a_revision_without_its_objects_is_refused(world: World, lost: dict[str, Any]) -> None:
    task = world.saved(world.running())
    broken = task.with_(pointers=task.pointers.with_(**lost))
    with pytest.raises(StorageError):
        world.finish.finish(broken)


def test_the_stored_document_must_be_the_saved_one(world: World) -> None:
    task = world.saved(world.running())
    assert upload_result(task, objects=world.objects, records=world.records).outcome is To.OK
    draft = task.draft
    assert draft is not None
    for broken in (
        task.with_(draft=draft.with_(size=11)),
        task.with_(pointers=Pointers(document="elsewhere")),
        task.with_(pointers=Pointers()),
        task.with_(draft=None),
    ):
        with pytest.raises(StorageError):
            upload_result(broken, objects=world.objects, records=world.records)
    world.end.cancel(task.task_id)
    with pytest.raises(TaskOver):
        upload_result(task, objects=world.objects, records=world.records)


@pytest.mark.parametrize(
    ("state", "code", "message"),
    [
        ({"step": {"answer": {"code": "timeout", "message": "Late."}}}, "timeout", "Late."),
        ({"step": {"answer": {"code": "timeout"}}}, "timeout", ""),
        ({"step": {"answer": {"code": "timeout"}}, "fault": {}}, "internal_error", None),
        ({"step": {"answer": {"outcome": "ok"}}}, "internal_error", None),
        ({"step": {}}, "internal_error", None),
        ({"fault": {"Error": "Lambda.Unknown", "Cause": "secret"}}, "internal_error", None),
    ],
)
def test_a_failing_machine_tells_the_code_of_its_step_or_hides_its_fault(
    world: World, state: dict[str, Any], code: str, message: str | None
) -> None:
    task = world.running()
    assert world.finish.fail({"task_id": task.task_id, **state}).outcome is To.OK
    ended = world.task(task)
    assert ended.status is Status.FAILED
    assert ended.failure is not None
    assert ended.failure.code == code
    assert "secret" not in ended.failure.message
    if message is not None:
        assert ended.failure.message == message


def test_the_facts_of_a_failure_are_kept(world: World) -> None:
    task = world.running()
    answer = {"code": "preflight_failed", "message": "No.", "facts": {"missing": ["images"]}}
    world.finish.fail({"task_id": task.task_id, "step": {"answer": answer}})
    failure = world.task(task).failure
    assert failure is not None
    assert failure.facts == {"missing": ["images"]}


def test_a_machine_that_gave_up_waiting_lets_its_task_expire(world: World) -> None:
    task = world.submitted()
    world.clock.now += QUEUE_LIMIT
    world.finish.fail({"task_id": task.task_id, "fault": {"Error": "States.Timeout"}})
    assert world.task(task).status is Status.EXPIRED


def test_a_machine_that_fails_before_its_task_was_admitted_fails_it(world: World) -> None:
    task = world.submitted()
    world.finish.fail({"task_id": task.task_id, "fault": {"Error": "States.ALL"}})
    assert world.task(task).status is Status.FAILED


def test_failing_what_is_over_changes_nothing(world: World) -> None:
    task = world.completed()
    world.finish.fail({"task_id": task.task_id})
    assert world.task(task).status is Status.COMPLETED


def test_finishing_twice_charges_once(world: World) -> None:
    caller = world.caller()
    task = world.saved(world.running(world.submitted(caller)), usd=0.05)
    world.finish.finish(task)
    world.finish.finish(task)
    assert world.balance(caller.organisation) == {"available": 995, "held": 0}


def test_the_last_phase_is_claimed_like_any_other(world: World) -> None:
    task = world.saved(world.running())
    claimed = claim(
        task.task_id, Phase.DISPATCHING_WEBHOOK, records=world.records, now=world.clock()
    )
    assert claimed.progress == 98
