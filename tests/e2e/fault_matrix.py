"""`python -m tests.e2e.fault_matrix [--write] [TEXT …]`: every fault in every phase, as a table.

With TEXT only the faults whose name holds one of them. `--write` puts what came of each phase into
the README. Exit code 1 when a task did not end right.
"""

import re
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.e2e.fault_case import Case
from tests.e2e.fault_cases import CASES, survive
from tests.e2e.faulty import Faulty, started

README = Path(__file__).parents[2] / "README.md"
_TABLE = re.compile(r"(<!-- faults -->\n).*?(<!-- /faults -->)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Outcome:
    """Seconds to the right end; None when it did not end right."""

    case: Case
    seconds: float | None


def main(arguments: Sequence[str]) -> int:
    texts = [text for text in arguments if text != "--write"]
    wanted = [case for case in CASES if not texts or any(text in case.name for text in texts)]
    print("| Phase | Fault | Ended right | Seconds |\n| --- | --- | --- | --- |", flush=True)
    with tempfile.TemporaryDirectory() as folder, started(Path(folder) / "checkout") as stack:
        outcomes = [_outcome(stack, case) for case in wanted]
    survived = sum(outcome.seconds is not None for outcome in outcomes)
    print(f"\n{survived} of {len(outcomes)} faults were survived.")
    if "--write" in arguments:
        text = README.read_text()
        README.write_text(_TABLE.sub(lambda match: f"{match[1]}{table(outcomes)}{match[2]}", text))
    return int(survived < len(outcomes))


def _outcome(stack: Faulty, case: Case) -> Outcome:
    seconds: float | None = None
    try:
        seconds = survive(stack, case)
        result = f"yes | {seconds:.1f}"
    except AssertionError as error:
        result = f"NO: {' '.join(str(error).split())[:600]} |"
    print(f"| {case.phase} | {case.what} | {result} |", flush=True)
    return Outcome(case, seconds)


def table(outcomes: Sequence[Outcome]) -> str:
    """The README's: one row a phase, each fault by name."""
    rows = ["| Phase | Faults | Survived | Longest |", "| --- | --- | --- | --- |"]
    phases = dict.fromkeys(outcome.case.phase for outcome in outcomes)
    return "\n".join([*rows, *(_row(phase, outcomes) for phase in phases), ""])


def _row(phase: str, outcomes: Sequence[Outcome]) -> str:
    mine = [outcome for outcome in outcomes if outcome.case.phase == phase]
    seconds = [outcome.seconds for outcome in mine if outcome.seconds is not None]
    names = "; ".join(outcome.case.what for outcome in mine)
    longest = f"{max(seconds):.0f} s" if seconds else ""
    return f"| `{phase}` | {names} | {len(seconds)} of {len(mine)} | {longest} |"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
