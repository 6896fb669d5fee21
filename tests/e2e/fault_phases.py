"""Faults of the calls by which a task is admitted, and by which each step enters its phase."""

from collections.abc import Callable, Generator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from functools import partial

from tests.e2e.fault_case import Arrange, Case
from tests.e2e.faulty import RESUMED, Faulty, task_in
from tests.fakes.fault_proxy import SDK_TRIES, Fault

PHASES = {
    "preflight": ("agent", "Preflight"),
    "acquiring_pool": ("lifecycle", "AcquirePool"),
    "loading_doc": ("document", "LoadDocument"),
    "restoring_state": ("agent", "RestoreState"),
    "agent_turn": ("agent", "AgentTurn"),
    "executing_plan": ("document", "ExecutePlan"),
    "compacting_context": ("agent", "CompactContext"),
    "saving_doc": ("document", "SaveDocument"),
    "uploading_result": ("document", "UploadResult"),
    "dispatching_webhook": ("lifecycle", "Finish"),
}
"""The function and the step of each phase."""

Act = Callable[[str], object]


def entering(phase: str) -> Callable[..., Fault]:
    """Faults of the call by which a step enters a phase."""
    return partial(Fault, "dynamodb.PutItem", f'"phase":"{phase}"')


def stopped(phase: str) -> Arrange:
    """Somebody stops the execution as it enters the phase."""

    def arrange(stack: Faulty) -> tuple[Fault, ...]:
        def stop(body: str) -> None:
            stack.stop(task_in(body))

        return (entering(phase)(after=True, cuts=False, act=stop),)

    return arrange


def _kill(stack: Faulty, function: str) -> Act:
    return lambda _: stack.hooks.kill(function)


def _killed(phase: str, *, after: bool) -> Arrange:
    function, _ = PHASES[phase]
    return lambda stack: (entering(phase)(after=after, act=_kill(stack, function)),)


def _doubled(phase: str) -> Arrange:
    function, step = PHASES[phase]

    def arrange(stack: Faulty) -> tuple[Fault, ...]:
        def again(body: str) -> None:
            stack.run_step(function, step, task_id=task_in(body))

        return (entering(phase)(after=True, cuts=False, act=again),)

    return arrange


def _admission() -> list[Case]:
    """Before the first phase: of the start, of standing in line, of the grant."""
    start = partial(Fault, "states.StartExecution")
    queue = partial(Fault, "dynamodb.TransactWriteItems", '"WAIT#')
    wake = partial(Fault, "states.SendTaskSuccess")

    rows: dict[str, Arrange] = {
        "the start is cut off": lambda _: (start(times=SDK_TRIES),),
        "the start's answer is lost": lambda _: (start(after=True),),
        "killed before it stands in line": lambda stack: (queue(act=_kill(stack, "lifecycle")),),
        "killed when it stands in line": lambda stack: (
            queue(after=True, act=_kill(stack, "lifecycle")),
        ),
        "killed when its slot is granted": lambda stack: (
            queue(nth=2, after=True, act=_kill(stack, "lifecycle")),
        ),
        "execution stopped from outside": lambda stack: (
            queue(after=True, cuts=False, act=lambda body: stack.stop(task_in(body))),
        ),
        "waking it is refused": lambda _: (wake(refusal="AccessDeniedException"),),
        "waking it is cut off": lambda _: (wake(times=SDK_TRIES),),
        "waking it is not answered": lambda _: (wake(after=True, times=SDK_TRIES),),
    }
    return [Case("queued", what, arrange) for what, arrange in rows.items()]


def _of(phase: str) -> list[Case]:
    claim = entering(phase)
    rows: dict[str, Arrange] = {
        "killed before the claim": _killed(phase, after=False),
        "killed after the claim": _killed(phase, after=True),
        "execution stopped from outside": stopped(phase),
        "step doubled": _doubled(phase),
        "claim's answer lost": lambda _: (claim(after=True),),
        "table out of reach": lambda _: (claim(times=SDK_TRIES),),
    }
    cases = [Case(phase, what, arrange) for what, arrange in rows.items()]
    return [_COMES_TO.get(phase, _as_it_is)(case) for case in cases]


@contextmanager
def _talkative(stack: Faulty) -> Generator[None]:
    stack.writer.talkative = True
    yield


def _as_it_is(case: Case) -> Case:
    return case


def _resumed(case: Case) -> Case:
    """Of a run of its own, made before the fault is armed."""
    runs: list[str] = []

    @contextmanager
    def with_a_run(stack: Faulty) -> Generator[None]:
        runs.append(stack.new_run())
        yield

    def resume(stack: Faulty) -> str:
        return stack.submit(RESUMED, run_id=runs[-1])

    return replace(case, around=with_a_run, submit=resume)


def _compacted(case: Case) -> Case:
    around: Callable[[Faulty], AbstractContextManager[None]] = _talkative
    return replace(case, around=around)


_COMES_TO = {"restoring_state": _resumed, "compacting_context": _compacted}
"""What brings a task into the phases that not every task goes through."""

ADMISSION = _admission()
IN_EACH_PHASE = [case for phase in PHASES for case in _of(phase)]
