"""What may happen to a task: each fault in each phase, as a table that tests and the matrix run."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from tests.e2e.faulty import Faulty, task_in
from tests.fakes.fault_proxy import SDK_TRIES, Fault

PHASES = {
    "preflight": ("agent", "Preflight"),
    "acquiring_pool": ("lifecycle", "AcquirePool"),
    "loading_doc": ("document", "LoadDocument"),
    "agent_turn": ("agent", "AgentTurn"),
    "executing_plan": ("document", "ExecutePlan"),
    "saving_doc": ("document", "SaveDocument"),
    "uploading_result": ("document", "UploadResult"),
    "dispatching_webhook": ("lifecycle", "Finish"),
}
"""The function and the step of each phase that every task with a document goes through."""

Act = Callable[[str], object]
Arrange = Callable[[Faulty], Fault]


@dataclass(frozen=True)
class Case:
    """A fault that strikes once, while the task is in the phase (or still `queued`)."""

    phase: str
    what: str
    arrange: Arrange

    @property
    def name(self) -> str:
        return f"{self.phase}: {self.what}"


def _claim(phase: str) -> Callable[..., Fault]:
    """Faults of the call by which a step enters a phase."""
    return partial(Fault, "dynamodb.PutItem", f'"phase":"{phase}"')


def _kill(stack: Faulty, function: str) -> Act:
    return lambda _: stack.hooks.kill(function)


def _stop(stack: Faulty) -> Act:
    return lambda body: stack.stop(task_in(body))


def _double(stack: Faulty, function: str, step: str) -> Act:
    return lambda body: stack.run_step(function, step, task_id=task_in(body))


def _killed(phase: str, *, after: bool) -> Arrange:
    function, _ = PHASES[phase]
    claim = _claim(phase)
    return lambda stack: claim(after=after, act=_kill(stack, function))


def _stopped(phase: str) -> Arrange:
    claim = partial(_claim(phase), after=True, cuts=False)
    return lambda stack: claim(act=_stop(stack))


def _doubled(phase: str) -> Arrange:
    function, step = PHASES[phase]
    claim = partial(_claim(phase), after=True, cuts=False)
    return lambda stack: claim(act=_double(stack, function, step))


def _admission() -> list[Case]:
    """Faults before the first phase: of the start, of standing in line, of the grant."""
    start = partial(Fault, "states.StartExecution")
    queue = partial(Fault, "dynamodb.TransactWriteItems", '"WAIT#')
    wake = partial(Fault, "states.SendTaskSuccess")

    rows: dict[str, Arrange] = {
        "the start is cut off": lambda _: start(times=SDK_TRIES),
        "the start's answer is lost": lambda _: start(after=True),
        "killed before it stands in line": lambda stack: queue(act=_kill(stack, "lifecycle")),
        "killed when it stands in line": lambda stack: queue(
            after=True, act=_kill(stack, "lifecycle")
        ),
        "killed when its slot is granted": lambda stack: queue(
            nth=2, after=True, act=_kill(stack, "lifecycle")
        ),
        "waking it is refused": lambda _: wake(refusal="AccessDeniedException"),
        "waking it is cut off": lambda _: wake(times=SDK_TRIES),
        "waking it is not answered": lambda _: wake(after=True, times=SDK_TRIES),
    }
    return [Case("queued", what, arrange) for what, arrange in rows.items()]


def _of(phase: str) -> list[Case]:
    claim = _claim(phase)
    rows: dict[str, Arrange] = {
        "killed before the claim": _killed(phase, after=False),
        "killed after the claim": _killed(phase, after=True),
        "execution stopped from outside": _stopped(phase),
        "step doubled": _doubled(phase),
        "claim's answer lost": lambda _: claim(after=True),
        "table out of reach": lambda _: claim(times=SDK_TRIES),
    }
    return [Case(phase, what, arrange) for what, arrange in rows.items()]


CASES = [*_admission(), *(case for phase in PHASES for case in _of(phase))]

_FOR_CI = {
    "queued": "waking it is refused",
    "acquiring_pool": "killed before the claim",
    "agent_turn": "execution stopped from outside",
    "executing_plan": "step doubled",
    "uploading_result": "claim's answer lost",
    "saving_doc": "table out of reach",
}
ONE_A_PHASE = [
    case for case in CASES if case.what == _FOR_CI.get(case.phase, "killed after the claim")
]


def survive(stack: Faulty, case: Case) -> float:
    """Let it happen to a task, which must end right by itself; answers how many seconds it took."""
    began = time.monotonic()
    fault = case.arrange(stack)
    stack.break_by(fault)
    task = stack.ended(stack.submit())
    assert fault.struck.is_set(), f"{case.name} never happened"
    stack.break_by()
    seconds = time.monotonic() - began
    assert_right(stack, task)
    return seconds


def assert_right(stack: Faulty, task: dict[str, object]) -> None:
    """Completed once: one revision, nothing charged to the offline author, no slot kept."""
    assert task["status"] == "completed", task
    run = stack.hooks.ask("GET", f"/runs/{task['run_id']}")
    assert (run["head"], [one["number"] for one in run["revisions"]]) == (1, [1])
    assert task["credits_used"] == 0
    task_id = str(task["task_id"])
    assert not stack.slots(task_id), f"{task_id} kept its slot"
