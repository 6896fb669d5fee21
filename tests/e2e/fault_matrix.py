"""`python -m tests.e2e.fault_matrix [TEXT …]`: every fault in every phase; prints a table.

With TEXT only the faults whose name holds one of them. Exit code 1 when a task did not end right.
"""

import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.e2e.fault_cases import CASES, Case, survive
from tests.e2e.faulty import Faulty, started


def main(arguments: Sequence[str]) -> int:
    wanted = [c for c in CASES if not arguments or any(text in c.name for text in arguments)]
    print("| Phase | Fault | Ended right | Seconds |\n| --- | --- | --- | --- |", flush=True)
    with tempfile.TemporaryDirectory() as folder, started(Path(folder) / "checkout") as stack:
        outcomes = [_row(stack, case) for case in wanted]
    print(f"\n{sum(outcomes)} of {len(outcomes)} faults were survived.")
    return int(not all(outcomes))


def _row(stack: Faulty, case: Case) -> bool:
    try:
        result = f"yes | {survive(stack, case):.1f}"
    except AssertionError as error:
        result = f"NO: {' '.join(str(error).split())[:600]} |"
    print(f"| {case.phase} | {case.what} | {result} |", flush=True)
    return result.startswith("yes")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
