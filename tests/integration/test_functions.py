"""Each function in a process of its own: it takes its sample event, and loads only what it may."""

import json
import os
import subprocess
import sys
from typing import Any

import pytest
from tests.template.template import ROOT, functions, template

OFFICE = {"openpyxl", "docx", "pptx", "ironcalc", "lxml"}
WEB = {"fastapi", "starlette", "mangum"}
MODEL = {"anthropic", "httpx2"}
MAY_LOAD = {
    "api": WEB,
    "generate": WEB,
    "agent": MODEL,
    "document": OFFICE,
}
ENVIRONMENT = {
    **os.environ,
    "AWS_ACCESS_KEY_ID": "testing",
    "AWS_SECRET_ACCESS_KEY": "testing",
    "AWS_DEFAULT_REGION": "eu-central-1",
    "POWERTOOLS_TRACE_DISABLED": "true",
}


def _lines(*arguments: str) -> list[str]:
    done = subprocess.run(
        [sys.executable, *arguments], capture_output=True, text=True, env=ENVIRONMENT, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout.strip().splitlines()


def _python(*arguments: str) -> str:
    return _lines(*arguments)[-1]


RUNNER = str(ROOT / "tests" / "integration" / "run_function.py")


def _answer(name: str, event: str | None = None) -> Any:
    return json.loads(_python(RUNNER, name, event or name))


def test_every_function_has_a_sample_event() -> None:
    events = {path.stem for path in (ROOT / "events").glob("*.json")}
    assert set(functions()) <= events


def test_api_answers_its_sample_event() -> None:
    answer = _answer("api")
    assert answer["statusCode"] == 200
    assert json.loads(answer["body"]) == {"status": "ok"}


def test_generate_refuses_a_key_that_nobody_made() -> None:
    answer = _answer("generate")
    assert answer["statusCode"] == 401
    body = json.loads(answer["body"])
    assert body["error"] == "invalid_api_key"
    assert body["request_id"] == "c6af9ac6-7b61-11e6-9a41-93e8deadbeef"


@pytest.mark.parametrize("name", ["agent", "document"])
def test_a_step_of_a_task_that_is_not_there_is_over(name: str) -> None:
    assert _answer(name)["outcome"] == "over"


@pytest.fixture(scope="module")
def sweeps() -> dict[str, Any]:
    return json.loads(_python(str(ROOT / "tests" / "integration" / "run_sweep.py")))


def test_a_sweep_over_nothing_repairs_nothing(sweeps: dict[str, Any]) -> None:
    assert not any(sweeps["answer"].values())


def test_the_sweep_tells_of_a_task_that_it_cannot_move_on(sweeps: dict[str, Any]) -> None:
    counted = {name: value for name, _, value in sweeps["metrics"]}
    assert (counted["StuckTasks"], counted["SweepPutOff"], counted["SweepRepairs"]) == (1, 1, 0)


def test_every_alarm_of_ours_reads_a_metric_that_the_sweep_writes(
    sweeps: dict[str, Any],
) -> None:
    written = [(name, dimensions) for name, dimensions, _ in sweeps["metrics"]]
    resources = template()["Resources"].values()
    alarms = [r["Properties"] for r in resources if r["Type"] == "AWS::CloudWatch::Alarm"]
    ours = [alarm for alarm in alarms if alarm["Namespace"] == "Docsmith"]
    assert len(ours) >= 6
    for alarm in ours:
        dimensions = {one["Name"]: one["Value"] for one in alarm["Dimensions"]}
        assert (alarm["MetricName"], dimensions) in written
    shown = json.dumps(template()["Resources"]["Dashboard"])
    assert all(name in shown for name in ("StuckTasks", "SweepPutOff", "PoolWaiting"))


def test_an_event_of_an_organisation_that_there_is_not_makes_no_batch() -> None:
    assert _answer("batch")["refused"]["code"] == "not_found"


def test_a_line_of_a_batch_that_there_is_not_is_over() -> None:
    assert _answer("batch", "batch_submit_line") == {"outcome": "over", "wait_s": 0}


def test_operate_lists_organisations_and_notes_it() -> None:
    *logged, answer = map(json.loads, _lines(RUNNER, "operate"))
    assert answer == {"ok": True, "organisations": []}
    audits = [line for line in logged if line.get("message") == "audit"]
    assert [(a["operator_act"], a["ok"]) for a in audits] == [("list_organisations", True)]


@pytest.mark.parametrize("name", sorted(functions()))
def test_a_function_loads_only_the_libraries_it_may(name: str) -> None:
    code = (
        f"import sys; sys.path[:0] = [{str(ROOT / 'layers' / 'docsmith')!r}, "
        f"{str(ROOT / 'functions' / name)!r}]; import app; "
        "print(' '.join(sorted({m.split('.')[0] for m in sys.modules})))"
    )
    loaded = set(_python("-c", code).split())
    forbidden = (OFFICE | WEB | MODEL) - MAY_LOAD.get(name, set())
    assert not loaded & forbidden
