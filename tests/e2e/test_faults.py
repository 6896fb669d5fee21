"""No task is lost, doubled or stuck: one fault in each phase, and the losses of a whole stack.

The full matrix is `python -m tests.e2e.fault_matrix`.
"""

import pytest
from tests.e2e.fault_cases import ONE_A_PHASE, Case, assert_right, survive
from tests.e2e.faulty import Faulty, task_in
from tests.fakes.fault_proxy import Fault

pytestmark = pytest.mark.e2e

_TURN = '"phase":"agent_turn"'


@pytest.mark.parametrize("case", ONE_A_PHASE, ids=lambda case: case.name)
def test_a_fault_in_each_phase_costs_a_task_nothing(faulty: Faulty, case: Case) -> None:
    survive(faulty, case)


def test_without_the_status_change_event_the_sweep_settles_a_stopped_execution(
    faulty: Faulty,
) -> None:
    events = faulty.hooks.client("events")
    rule = faulty.hooks.output("LifecycleFunctionExecutionEnded")
    events.disable_rule(Name=rule)
    try:
        stopped = Fault(
            "dynamodb.PutItem",
            _TURN,
            after=True,
            cuts=False,
            act=lambda body: faulty.stop(task_in(body)),
        )
        faulty.break_by(stopped)
        task_id = faulty.submit()
        assert stopped.struck.wait(60)
        assert_right(faulty, faulty.ended(task_id))
    finally:
        events.enable_rule(Name=rule)


def test_a_graceful_restart_of_the_stack_in_mid_run_loses_nothing(faulty: Faulty) -> None:
    turning = Fault("dynamodb.PutItem", _TURN, after=True, cuts=False)
    faulty.break_by(turning)
    task_id = faulty.submit()
    assert turning.struck.wait(60)
    assert faulty.hooks.checkout.docsmith("down").code == 0
    again = faulty.hooks.checkout.docsmith("up", "--json")
    assert again.code == 0, again.notes
    faulty.break_by()
    assert_right(faulty, faulty.ended(task_id))
