"""What may happen to a task: each fault in each phase, as a table that tests and the matrix run."""

import time

from tests.e2e.fault_case import Case
from tests.e2e.fault_news import NEWS
from tests.e2e.fault_phases import ADMISSION, IN_EACH_PHASE
from tests.e2e.fault_stack import WHOLE
from tests.e2e.faulty import Faulty

CASES = [*ADMISSION, *IN_EACH_PHASE, *NEWS, *WHOLE]

_FOR_CI = {
    "queued": "waking it is refused",
    "acquiring_pool": "killed before the claim",
    "agent_turn": "execution stopped from outside",
    "executing_plan": "step doubled",
    "uploading_result": "claim's answer lost",
    "saving_doc": "table out of reach",
}
_WHOLE_FOR_CI = {
    "agent_turn: stopped, and the event is lost",
    "agent_turn: the stack restarts, its state kept",
    "dispatching_webhook: the message is doubled",
}


def _is_for_ci(case: Case) -> bool:
    if case.name in _WHOLE_FOR_CI:
        return True
    chosen = _FOR_CI.get(case.phase, "killed after the claim")
    return case in ADMISSION + IN_EACH_PHASE and case.what == chosen


FOR_CI = [case for case in CASES if _is_for_ci(case)]


def survive(stack: Faulty, case: Case) -> float:
    """Let it happen to a task, which must end right by itself; answers how many seconds it took."""
    with case.around(stack):
        began = time.monotonic()
        faults = case.arrange(stack)
        stack.break_by(*faults)
        try:
            task_id = case.submit(stack)
            if case.meanwhile is not None:
                assert faults[0].struck.wait(60), f"{case.name} never happened"
                case.meanwhile(stack, task_id)
            task = stack.ended(task_id, seconds=180, a_second_is=case.a_second_is)
            # A message is sent when the end is written: whoever sees that may be faster.
            assert all(fault.struck.wait(60) for fault in faults), f"{case.name} never happened"
        finally:
            stack.break_by()
            stack.writer.again()
        seconds = time.monotonic() - began
        assert_right(stack, task)
        case.proof(stack, task)
    return seconds


def assert_right(stack: Faulty, task: dict[str, object]) -> None:
    """Completed once: one revision, charged once, no slot kept."""
    assert task["status"] == "completed", task
    task_id = str(task["task_id"])
    run = stack.hooks.ask("GET", f"/runs/{task['run_id']}")
    made = [one["number"] for one in run["revisions"] if one.get("task_id") == task_id]
    assert made == [run["head"]], run["revisions"]
    entries = stack.hooks.ask("GET", "/usage", params={"limit": 100})["data"]
    charged = [-entry["credits"] for entry in entries if entry.get("task_id") == task_id]
    assert charged == [task["credits_used"]], charged
    assert charged[0] >= 1
    stack.until_free(task_id)
