"""A large CSV to a finished workbook, and ten thousand formulas; memory with the engine's child."""

import json
import os
import subprocess
import sys
import time

from tests.bench.measure import Figure, judged, ratios, within
from tests.template.template import ROOT

ROWS = 100_000
FORMULAS = 10_000
_PEAK_BAR_MB = 768


def figures() -> list[Figure]:
    plain = ratios(lambda: _run("csv")["seconds"], lambda: _run("openpyxl")["seconds"])
    computed = ratios(lambda: _run("csv_computed")["seconds"], lambda: _run("openpyxl")["seconds"])
    formulas = ratios(lambda: _run("formulas")["seconds"], lambda: _run("engine")["seconds"])
    peak = max(_run("csv")["peak_mb"], _run("csv_computed")["peak_mb"])
    size = f"{ROWS:,}-row CSV to a finished, summarised workbook"
    return [
        Figure(
            what=size,
            bar="≤ 3 ×",
            measured=f"{plain.text()} ×",
            baseline="openpyxl write-only of the same rows",
            verdict=judged(plain, 3),
        ),
        Figure(
            what=f"{size}, with a computed column",
            bar="≤ 4 ×",
            measured=f"{computed.text()} ×",
            baseline="openpyxl write-only of the same rows",
            verdict=judged(computed, 4),
        ),
        Figure(
            what="peak memory of either, child included",
            bar=f"≤ {_PEAK_BAR_MB} MB",
            measured=f"{peak:.0f} MB",
            baseline="",
            verdict=within(peak, _PEAK_BAR_MB),
        ),
        Figure(
            what=f"{FORMULAS:,} formulas computed and cached",
            bar="≤ 3 ×",
            measured=f"{formulas.text()} ×",
            baseline="the engine's own evaluation",
            verdict=judged(formulas, 3),
        ),
    ]


def _run(job: str) -> dict[str, float]:
    """One job in a process of its own: its seconds, and its peak memory with its children."""
    path = os.pathsep.join([str(ROOT), str(ROOT / "layers" / "docsmith")])
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.workbook_jobs", job],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": path},
        check=True,
    )
    return json.loads(done.stdout.strip().splitlines()[-1])


if __name__ == "__main__":
    began = time.perf_counter()
    for figure in figures():
        print(figure)
    print(time.perf_counter() - began)
