"""A task moves only as drawn, its ends are final, and its progress never falls."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from tests.fakes.clock import START
from tests.fakes.nouns import a_task

from docsmith.domain.errors import Conflict
from docsmith.domain.pool import LEASE
from docsmith.domain.task import QUEUE_LIMIT, Failure, Kind, Mode, Phase, Status, Task, progress_of
from docsmith.domain.work import Outcome

FAILURE = Failure(code="timeout", message="Late.")
LATER = START + timedelta(minutes=1)
MOVES: dict[str, Callable[[Task], Task]] = {
    "enter": lambda t: t.enter(Phase.PREFLIGHT, at=LATER),
    "complete": lambda t: t.complete(Outcome(summary="."), credits_used=1, at=LATER),
    "fail": lambda t: t.fail(FAILURE, at=LATER),
    "cancel": lambda t: t.cancel(FAILURE, at=LATER),
    "expire": lambda t: t.expire(FAILURE, at=LATER),
}
LEGAL = {
    ("queued", "enter"): "running",
    ("queued", "cancel"): "cancelled",
    ("queued", "fail"): "failed",
    ("queued", "expire"): "expired",
    ("running", "enter"): "running",
    ("running", "complete"): "completed",
    ("running", "fail"): "failed",
    ("running", "cancel"): "cancelled",
}


@pytest.mark.parametrize("move", MOVES)
@pytest.mark.parametrize("status", Status)
def test_only_the_moves_that_are_drawn_exist(status: Status, move: str) -> None:
    task = a_task(status=status, hold=5, token="token")
    end = LEGAL.get((status.value, move))
    if end is None:
        with pytest.raises(Conflict):
            MOVES[move](task)
        return
    moved = MOVES[move](task)
    assert moved.status == end
    assert task.status is status
    if moved.is_terminal:
        assert (moved.ended_at, moved.hold, moved.token) == (LATER, 0, None)
        assert moved.duration_ms == 60_000


@given(moves=st.lists(st.sampled_from(sorted(MOVES)), max_size=8))
def test_what_is_over_stays_over(moves: list[str]) -> None:
    task = a_task()
    for move in moves:
        before = task
        try:
            task = MOVES[move](task)
        except Conflict:
            continue
        assert not before.is_terminal


def test_terminal_is_every_state_but_two() -> None:
    assert {s for s in Status if not s.is_terminal} == {Status.QUEUED, Status.RUNNING}


@given(
    steps=st.lists(st.tuples(st.sampled_from(Phase), st.integers(0, 60)), min_size=1, max_size=30)
)
def test_progress_never_falls_and_reaches_a_hundred_only_when_completed(
    steps: list[tuple[Phase, int]],
) -> None:
    task = a_task()
    for phase, turn in steps:
        moved = task.enter(phase, at=LATER, turn_index=turn)
        assert task.progress <= moved.progress < 100
        assert (moved.attempt, moved.phase) == (task.attempt + 1, phase)
        task = moved
    assert MOVES["complete"](task).progress == 100
    assert MOVES["fail"](task).progress == task.progress


@given(phase=st.sampled_from(Phase), turn=st.integers(0, 500))
def test_progress_grows_with_turns_and_never_says_done(phase: Phase, turn: int) -> None:
    assert 0 < progress_of(phase, turn) <= progress_of(phase, turn + 1) < 100


def test_the_phases_come_in_the_order_of_the_specification() -> None:
    floors = [progress_of(phase, 0) for phase in Phase]
    assert floors == sorted(floors)


def test_a_task_starts_once_and_keeps_its_first_start() -> None:
    first = a_task().enter(Phase.PREFLIGHT, at=START)
    again = first.enter(Phase.AGENT_TURN, at=LATER, turn_index=3)
    assert (again.started_at, again.claimed_at, again.turn_index) == (START, LATER, 3)
    assert again.enter(Phase.EXECUTING_PLAN, at=LATER).turn_index == 3


def test_a_queued_task_has_a_day_and_a_running_one_its_own_limit() -> None:
    queued = a_task(request={"timeout_ms": 60_000})
    assert queued.deadline == queued.due_at == START + QUEUE_LIMIT
    running = queued.enter(Phase.PREFLIGHT, at=LATER)
    assert running.deadline == LATER + timedelta(seconds=60)
    assert not running.is_overdue(running.deadline - timedelta(milliseconds=1))
    assert running.is_overdue(running.deadline)
    assert not MOVES["fail"](running).is_overdue(running.deadline)
    assert a_task().enter(Phase.PREFLIGHT, at=START).timeout == timedelta(minutes=30)


def test_a_running_task_is_looked_at_a_lease_after_its_last_step_began() -> None:
    running = a_task().enter(Phase.PREFLIGHT, at=START)
    assert running.due_at == START + LEASE
    assert running.enter(Phase.LOADING_DOC, at=LATER).due_at == LATER + LEASE
    short = a_task(request={"timeout_ms": 10_000}).enter(Phase.PREFLIGHT, at=START)
    assert short.due_at == short.deadline


def test_what_models_cost_adds_up_by_phase_and_kind() -> None:
    task = a_task().spend(Phase.PREFLIGHT, usd=0.1, tokens={"input": 10, "output": 1})
    task = task.spend(Phase.AGENT_TURN, usd=0.2, tokens={"input": 5})
    task = task.spend(Phase.AGENT_TURN, usd=0.3, tokens={"input": 7})
    assert task.spent == {"preflight.input": 10, "preflight.output": 1, "agent_turn.input": 12}
    assert round(task.spent_usd, 6) == 0.6


def test_a_task_cannot_be_changed_in_place_nor_made_wrong() -> None:
    task = a_task()
    with pytest.raises(ValidationError):
        task.progress = 5  # type: ignore[misc]
    with pytest.raises(ValidationError):
        task.with_(progress="much")


def test_executions_are_named_by_task_and_start() -> None:
    assert a_task(start_no=2).execution_name == f"{a_task().task_id}-2"
    assert a_task().duration_ms is None


def test_three_kinds_make_documents() -> None:
    assert {kind for kind in Kind if kind.makes_document} == {"excel", "word", "slides"}


def test_only_a_document_kind_in_action_leaves_a_revision() -> None:
    assert a_task(kind=Kind.WORD).writes_document
    assert not a_task(kind=Kind.WORD, mode=Mode.ASK).writes_document
    assert not a_task(kind=Kind.ANALYZE).writes_document
