"""A cancel at any moment: one end, the slot free at once, nothing charged, the document kept."""

from collections.abc import Callable
from functools import partial

import httpx
import pytest
from tests.e2e.fault_phases import entering
from tests.e2e.faulty import RESUMED, Faulty, task_in
from tests.fakes.fault_proxy import Fault

pytestmark = pytest.mark.e2e

PHASES = (
    *("preflight", "acquiring_pool", "loading_doc", "restoring_state", "agent_turn"),
    *("executing_plan", "saving_doc", "uploading_result", "dispatching_webhook"),
)


@pytest.fixture(scope="module")
def run_id(faulty: Faulty) -> str:
    """A run with one good revision."""
    faulty.break_by()
    return faulty.new_run()


def cancelling(stack: Faulty, answers: list[httpx.Response]) -> Callable[[str], object]:
    """Cancels the task that a call is about, while the call is on its way."""
    return lambda body: answers.append(stack.hooks.api.post(f"/tasks/{task_in(body)}/cancel"))


def cancelled_at(stack: Faulty, run_id: str, fault: Fault) -> str:
    """Resume the run, with this fault; the task that was cancelled then."""
    stack.break_by(fault)
    task_id = stack.submit(RESUMED, run_id=run_id)
    assert fault.struck.wait(90), stack.task(task_id)
    stack.break_by()
    return task_id


def assert_cancelled(stack: Faulty, run_id: str, task_id: str) -> None:
    assert not stack.slots(task_id), "the slot is free at once"
    again = stack.hooks.api.post(f"/tasks/{task_id}/cancel")
    assert (again.status_code, again.json()["status"]) == (200, "cancelled")
    stack.over(task_id)
    task = stack.task(task_id)
    assert (task["status"], task.get("credits_used")) == ("cancelled", None)
    run = stack.hooks.ask("GET", f"/runs/{run_id}")
    assert (run["head"], [one["number"] for one in run["revisions"]]) == (1, [1])
    entries = stack.hooks.ask("GET", "/usage", params={"limit": 100})["data"]
    charged = [entry["credits"] for entry in entries if entry.get("task_id") == task_id]
    assert sum(charged) == 0, "what the model cost until then is ours"


def assert_cancels(stack: Faulty, run_id: str, fault: Callable[..., Fault]) -> None:
    """A cancel while this call is on its way is the end of its task."""
    answers: list[httpx.Response] = []
    task_id = cancelled_at(stack, run_id, fault(cuts=False, act=cancelling(stack, answers)))
    assert [answer.status_code for answer in answers] == [200]
    assert_cancelled(stack, run_id, task_id)


def test_a_task_that_stands_in_line_is_cancelled(faulty: Faulty, run_id: str) -> None:
    queued = partial(Fault, "dynamodb.TransactWriteItems", '"WAIT#', after=True)
    assert_cancels(faulty, run_id, queued)


@pytest.mark.parametrize("phase", PHASES)
def test_a_task_is_cancelled_in_each_phase(faulty: Faulty, run_id: str, phase: str) -> None:
    assert_cancels(faulty, run_id, partial(entering(phase), after=True))


def test_a_cancel_just_before_the_completion_is_written_wins(faulty: Faulty, run_id: str) -> None:
    completing = partial(Fault, "dynamodb.TransactWriteItems", '"status":"completed"')
    assert_cancels(faulty, run_id, completing)


def test_a_cancel_just_after_the_completion_was_written_is_too_late(faulty: Faulty) -> None:
    answers: list[httpx.Response] = []
    completed = Fault(
        "dynamodb.TransactWriteItems",
        '"status":"completed"',
        after=True,
        cuts=False,
        act=cancelling(faulty, answers),
    )
    faulty.break_by(completed)
    task_id = faulty.submit()  # left alone: a task that is aged changes, and refuses a completion
    assert completed.struck.wait(90), faulty.task(task_id)
    faulty.over(task_id)
    task = faulty.task(task_id)
    assert task["status"] == "completed"
    assert [(one.status_code, one.json()["error"]) for one in answers] == [(409, "conflict")]
    assert faulty.hooks.ask("GET", f"/runs/{task['run_id']}")["head"] == 1
