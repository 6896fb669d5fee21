"""Conversations across tasks: taken up days later, by another model, after edits by hand."""

from typing import Any

import pytest
from tests.fakes.machine import NAME, Machine
from tests.fakes.model import ScriptedModel, finishes, uses
from tests.fakes.nouns import a_revision
from tests.fakes.world import World, a_request

from docsmith.agent.brief import read_user_message
from docsmith.agent.compact import is_digest
from docsmith.agent.offline.model import OfflineModel
from docsmith.agent.turns import History, ToolResults, Turn, UserMessage
from docsmith.domain.run import Author, Revision, Run
from docsmith.domain.task import Kind, Status, Task
from docsmith.usecases.conversation import LOST
from docsmith.usecases.records import Insert, Remove, Replace
from docsmith.usecases.submit_generation import Caller

SHEET = uses(
    "document_apply",
    base_version=0,
    ops=[
        {"op": "add_sheet", "sheet": "Plan"},
        {"op": "set_cells", "sheet": "Plan", "cells": [{"cell": "A1", "value": "Text"}]},
    ],
)


def made(world: World, caller: Caller, *, name: str = NAME) -> Task:
    """A run with one revision of the model."""
    machine = Machine(world, ScriptedModel(SHEET, finishes()), name=name)
    done = machine.run(world.submit(a_request("A plan"), Kind.EXCEL, caller).task)
    assert done.status is Status.COMPLETED, done.failure
    return done


def follow_up(
    world: World, caller: Caller, run_id: str, *, name: str = NAME, **fields: Any
) -> tuple[History, str]:
    """The first request of a task that goes on with a run: its history and its model."""
    model = ScriptedModel(finishes())
    request = a_request("Add a note", run_id=run_id, **fields)
    task = world.submit(request, Kind.EXCEL, caller).task
    machine = Machine(world, model, name=name)
    machine.run(task)
    return model.requests[0].history, model.requests[0].model


def last_message(history: History) -> UserMessage:
    last = history.entries[-1]
    assert isinstance(last, UserMessage)
    return last


def by_hand(world: World, run_id: str, number: int, *, conversation: str | None) -> None:
    """What the editor does: a revision on top of the head."""
    run = world.records.get(Run, run_id)
    head = world.records.get(Revision, run_id, number - 1)
    assert run is not None
    assert head is not None
    revision = head.value.with_(
        number=number,
        author=Author.HAND,
        task_id=None,
        conversation=conversation,
        summary=f"Edit {number}: A1 is now 'Words'",
    )
    changed = run.value.with_(head=number)
    world.records.transact(Insert(revision), Replace(changed, run.version))


def test_a_run_is_taken_up_days_later_with_its_turns_verbatim(world: World) -> None:
    caller = world.caller()
    done = made(world, caller)
    kept = History.model_validate_json(world.objects.get(done.pointers.conversation or ""))
    world.clock.advance(days=20)
    history, model = follow_up(world, caller, done.run_id)
    assert history.entries[: len(kept.entries)] == kept.entries
    assert model == NAME
    message = read_user_message(last_message(history).text)
    assert (message.prompt, message.resuming, message.changes) == ("Add a note", True, ())


def test_the_last_call_of_a_run_is_answered_before_it_goes_on(world: World) -> None:
    caller = world.caller()
    done = made(world, caller)
    history, _ = follow_up(world, caller, done.run_id)
    turn, results, _ = history.entries[-3:]
    assert isinstance(turn, Turn)
    assert isinstance(results, ToolResults)
    assert [call.name for call in turn.calls] == ["document_finish"]
    assert [(one.call_id, one.content) for one in results.results] == [
        (turn.calls[0].id, '{"finished":true}')
    ]


def test_an_answer_that_was_not_kept_is_made_up_for(world: World) -> None:
    caller = world.caller()
    done = made(world, caller)
    stored = world.records.get(Revision, done.run_id, 1)
    assert stored is not None
    world.records.transact(Replace(stored.value.with_(results=None), stored.version))
    history, _ = follow_up(world, caller, done.run_id)
    results = history.entries[-2]
    assert isinstance(results, ToolResults)
    assert [one.content for one in results.results] == [LOST]


def test_edits_by_hand_are_told_oldest_first(world: World) -> None:
    caller = world.caller()
    done = made(world, caller)
    by_hand(world, done.run_id, 2, conversation=done.pointers.conversation)
    by_hand(world, done.run_id, 3, conversation=None)
    history, _ = follow_up(world, caller, done.run_id)
    message = read_user_message(last_message(history).text)
    assert [change[:6] for change in message.changes] == ["Edit 2", "Edit 3"]
    assert any(isinstance(entry, Turn) for entry in history.entries)


def test_a_run_keeps_the_model_it_began_with(world: World) -> None:
    caller = world.caller()
    done = made(world, caller, name="claude-sonnet-5-5")
    _, model = follow_up(world, caller, done.run_id, name="claude-opus-5-5")
    assert model == "claude-sonnet-5-5"


@pytest.mark.parametrize("name", ["eu.anthropic.claude-sonnet-5-5-v1:0"])
def test_turns_of_another_provider_become_a_digest(world: World, name: str) -> None:
    caller = world.caller()
    done = made(world, caller)
    history, model = follow_up(world, caller, done.run_id, name=name)
    assert model == name
    assert not any(isinstance(entry, Turn) for entry in history.entries)
    assert any(isinstance(e, UserMessage) and is_digest(e) for e in history.entries)


def test_a_run_begun_offline_goes_on_with_a_model_from_a_digest(world: World) -> None:
    owner = world.organisation()
    task = world.submit(a_request("A plan"), Kind.EXCEL, world.caller(owner, test=True)).task
    done = Machine(world).run(task)
    assert done.status is Status.COMPLETED, done.failure
    history, model = follow_up(world, world.caller(owner), done.run_id)
    assert model == NAME
    assert not any(isinstance(entry, Turn) for entry in history.entries)


def test_a_run_begun_with_a_model_goes_on_offline(world: World) -> None:
    owner = world.organisation()
    done = made(world, world.caller(owner))
    request = a_request("Rename the sheet Plan to Roadmap", run_id=done.run_id)
    task = world.submit(request, Kind.EXCEL, world.caller(owner, test=True)).task
    again = Machine(world, OfflineModel()).run(task)
    assert again.is_terminal
    assert again.spent_usd == 0


def test_a_question_about_a_run_is_asked_on_a_digest(world: World) -> None:
    caller = world.caller()
    done = made(world, caller)
    history, _ = follow_up(world, caller, done.run_id, mode="ask")
    assert not any(isinstance(entry, Turn) for entry in history.entries)


def test_a_run_whose_revisions_have_no_conversation_begins_one(world: World) -> None:
    caller = world.caller()
    done = made(world, caller)
    stored = world.records.get(Revision, done.run_id, 1)
    assert stored is not None
    silent = stored.value.with_(conversation=None)
    world.records.transact(Replace(silent, stored.version))
    history, _ = follow_up(world, caller, done.run_id)
    assert len(history.entries) == 1
    assert read_user_message(last_message(history).text).resuming


def test_revisions_that_are_gone_end_the_search(world: World) -> None:
    caller = world.caller()
    done = made(world, caller)
    by_hand(world, done.run_id, 2, conversation=None)
    world.records.transact(Remove(a_revision(1).with_(run_id=done.run_id)))
    history, _ = follow_up(world, caller, done.run_id)
    assert len(history.entries) == 1


def test_fields_of_their_own_are_said_in_words(world: World) -> None:
    model = ScriptedModel(finishes())
    request = a_request("A pitch", outline={"title": "Pitch", "slides": []})
    Machine(world, model).run(world.submit(request, Kind.EXCEL, world.caller()).task)
    prompt = read_user_message(last_message(model.requests[0].history).text).prompt
    assert prompt == 'A pitch\n\nFollow this outline:\n{"slides":[],"title":"Pitch"}'
