"""What the `api` function costs before its first request: import time and what it must not load."""

import os
import subprocess
import sys

from tests.bench.measure import Figure, judged, ratios, within
from tests.template.template import ROOT

_BASELINE = "import fastapi, mangum, boto3, pydantic"
_FORBIDDEN = ("anthropic", "openpyxl", "docx", "pptx", "ironcalc", "lxml")


def figures() -> list[Figure]:
    measured = ratios(lambda: _seconds("import app"), lambda: _seconds(_BASELINE), runs=11)
    counted = _forbidden_modules()
    return [
        Figure(
            what="import of the `api` function",
            bar="≤ 1.25 ×",
            measured=f"{measured.text()} ×",
            baseline="fastapi, mangum, boto3, pydantic",
            verdict=judged(measured, 1.25),
        ),
        Figure(
            what="modules of anthropic or an office library in `api`",
            bar="0",
            measured=str(counted),
            baseline="",
            verdict=within(counted, 0),
        ),
    ]


def _seconds(statement: str) -> float:
    code = (
        f"import time; began = time.perf_counter(); {statement}; print(time.perf_counter() - began)"
    )
    return float(_python(code))


def _forbidden_modules() -> int:
    names = repr(_FORBIDDEN)
    code = f"import sys, app; print(sum(m.split('.')[0] in {names} for m in sys.modules))"
    return int(_python(code))


def _python(code: str) -> str:
    path = os.pathsep.join([str(ROOT / "layers" / "docsmith"), str(ROOT / "functions" / "api")])
    environment = {**os.environ, "PYTHONPATH": path, "POWERTOOLS_TRACE_DISABLED": "true"}
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=True
    ).stdout
