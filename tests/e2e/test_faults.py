"""No task is lost, doubled or stuck: one fault in each phase, and the losses of a whole stack.

The full matrix is `python -m tests.e2e.fault_matrix`.
"""

import pytest
from tests.e2e.fault_case import Case
from tests.e2e.fault_cases import FOR_CI, survive
from tests.e2e.faulty import Faulty

pytestmark = pytest.mark.e2e


@pytest.mark.parametrize("case", FOR_CI, ids=lambda case: case.name)
def test_a_fault_costs_a_task_nothing(faulty: Faulty, case: Case) -> None:
    survive(faulty, case)
