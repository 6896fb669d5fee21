"""Compute a workbook: a private copy goes to IronCalc in a child process with limits of time and
memory.

Measured on 2 cores, Python 3.11, IronCalc 0.9.1, November 2026:

- 100,000 rows × 6 columns with 17 summary formulas over table columns: load 0.24 s, evaluate 0.11
  s,
  54 MB in the child. So nothing is kept between turns but the operations: every turn replays them
  and computes the whole workbook anew, which costs less than loading a saved workbook with
  openpyxl.
- IronCalc understands structured references (`SUMIFS(Sales[Amount],Sales[Region],$A5)`), also with
  `[#This Row]`, escaped column names and column spans; not `ROWS(Sales)` and `Sales[]`, which the
  copy
  spells `Sales[#Data]`, and not defined names that point at table columns, so our names are ranges.
- The child is a plain script: 25 ms from start to the first formula. `subprocess` needs no
  semaphores, which Lambda does not have.
"""

import json
import math
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from docsmith.documents.errors import EngineFailed
from docsmith.documents.workbook.cells import cell_text, place

DEFAULT_SECONDS = 45.0
_CHILD = Path(__file__).with_name("engine_child.py")
_NOT_EXCEL = frozenset({"#CIRC!", "#ERROR!", "#N/IMPL!", "#SPILL!", "#CALC!"})
STORED_ERRORS = frozenset({"#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#N/A", "#NUM!", "#NULL!"})
"""The errors a file can hold."""
EXCEL_ERRORS = STORED_ERRORS | _NOT_EXCEL
"""What counts as an error: a loop (`#CIRC!`) too, which no file holds."""

Value = float | int | str | bool | None


@dataclass(frozen=True, slots=True)
class Run:
    """Formula cells of one column, `count` of them from `row` down."""

    row: int
    column: int
    count: int = 1


@dataclass(frozen=True, slots=True)
class Values:
    """What the engine computed: by sheet, by (row, column). `unverified` cells have no certain
    value.
    """

    cells: Mapping[str, Mapping[tuple[int, int], Value]]
    unverified: frozenset[str] = frozenset()
    """Places such as `Summary!B4` where Excel may show something else."""

    def at(self, sheet: str, row: int, column: int) -> Value:
        return self.cells.get(sheet, {}).get((row, column))


NOTHING = Values({})


@dataclass(frozen=True, slots=True)
class Job:
    """A workbook for the engine and the formula cells wanted, in the order of its sheets."""

    workbook: bytes = field(repr=False)
    wanted: Sequence[tuple[str, Sequence[Run]]]


def compute(job: Job, *, seconds: float = DEFAULT_SECONDS) -> Values:
    """The values of the wanted cells. Raises `EngineFailed` when the child dies or takes too
    long.
    """
    if not any(runs for _, runs in job.wanted):
        return NOTHING
    with tempfile.TemporaryDirectory(prefix="docsmith-") as folder:
        answer = _ask(Path(folder), job, seconds)
    cells: dict[str, dict[tuple[int, int], Value]] = {}
    unverified: set[str] = set()
    for (sheet, runs), answers in zip(job.wanted, answer, strict=True):
        found = cells.setdefault(sheet, {})
        for run, (spread, values) in zip(runs, answers, strict=True):
            for offset, value in enumerate(values):
                found[run.row + offset, run.column] = _plain(value)
                if spread or value in _NOT_EXCEL:
                    unverified.add(place(sheet, cell_text(run.row + offset, run.column)))
    return Values(cells, frozenset(unverified))


def _ask(folder: Path, job: Job, seconds: float) -> list[list[tuple[bool, list[Value]]]]:
    workbook, wanted, answer = (folder / n for n in ("in.xlsx", "wanted.json", "answer.json"))
    workbook.write_bytes(job.workbook)
    asked = [[[r.row, r.column, r.count] for r in runs] for _, runs in job.wanted]
    wanted.write_text(json.dumps(asked), encoding="utf-8")
    command = [sys.executable, "-I", "-S", str(_CHILD), _libraries()]
    try:
        done = subprocess.run(  # noqa: S603 - our own script, no shell, no text from outside
            [*command, str(workbook), str(wanted), str(answer)],
            capture_output=True,
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise EngineFailed(f"the formulas did not finish in {seconds:g} s") from error
    if done.returncode or not answer.exists():
        last = done.stderr.decode("utf-8", "replace").strip().splitlines()[-1:] or ["no message"]
        raise EngineFailed(f"the formula engine failed: {last[0]}")
    return json.loads(answer.read_text("utf-8"))


@cache
def _libraries() -> str:
    """The folder that holds IronCalc, found without importing it."""
    found = find_spec("ironcalc")
    if found is None or found.origin is None:
        raise EngineFailed("IronCalc is not installed")
    return str(Path(found.origin).parent.parent)


def _plain(value: Value) -> Value:
    """Whole floats become integers, so that the file says 5 and not 5.0."""
    if isinstance(value, float):
        if not math.isfinite(value):
            return "#NUM!"
        if value.is_integer() and abs(value) < 1e15:
            return int(value)
    return value
