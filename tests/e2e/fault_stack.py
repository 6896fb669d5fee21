"""Faults of the whole stack: it restarts with its state kept, or gets a new version, in mid-run."""

from datetime import timedelta

from tests.e2e.fault_case import Arrange, Case
from tests.e2e.fault_phases import entering
from tests.e2e.faulty import Faulty
from tests.fakes.fault_proxy import Fault

_RESTARTED = ("agent_turn", "executing_plan", "saving_doc", "dispatching_webhook")


def _entered(phase: str) -> Arrange:
    return lambda _: (entering(phase)(after=True, cuts=False),)


def _in_line(stack: Faulty) -> tuple[Fault, ...]:
    del stack
    return (Fault("dynamodb.TransactWriteItems", '"WAIT#', after=True, cuts=False),)


def _restart(stack: Faulty, task_id: str) -> None:
    del task_id
    stack.restart()


def _while_the_model_thinks(stack: Faulty) -> tuple[Fault, ...]:
    def hold(body: str) -> None:
        del body
        stack.writer.may_answer.clear()

    return (entering("agent_turn")(after=True, cuts=False, act=hold),)


def _deploy(stack: Faulty, task_id: str) -> None:
    stack.deploy_new_version()
    assert stack.task(task_id)["status"] == "running", "the deployment was in mid-run"
    stack.writer.may_answer.set()


def _restarted(phase: str, arrange: Arrange) -> Case:
    what, pace = "the stack restarts, its state kept", timedelta(seconds=10)
    return Case(phase, what, arrange, meanwhile=_restart, a_second_is=pace)


WHOLE = [
    _restarted("queued", _in_line),
    *(_restarted(phase, _entered(phase)) for phase in _RESTARTED),
    Case(
        "agent_turn",
        "a new version of every function is deployed",
        _while_the_model_thinks,
        meanwhile=_deploy,
    ),
]
