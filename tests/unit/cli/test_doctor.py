"""What the doctor sees and what follows from it."""

from argparse import Namespace
from pathlib import Path

import pytest

from docsmith_cli.commands import doctor
from docsmith_cli.commands.doctor import Probe, probe, recommended, report
from docsmith_cli.problems import StackProblem
from docsmith_cli.settings import read
from docsmith_cli.speaking import Speaker


def _gateway(limits: dict[str, int]) -> doctor.Get:
    """A gateway that cuts each transport at so many seconds."""

    def get(address: str, limit_s: float) -> tuple[int, str]:
        transport = address.split("/probe/")[1].split("?")[0]
        hold = int(address.rpartition("=")[2])
        assert limit_s > hold
        if hold > limits[transport]:
            return 504, '{"error": "service_unavailable"}'
        return 200, f'{{"transport": "{transport}", "held_s": {hold}}}'

    return get


def _probes(limits: dict[str, int]) -> list[Probe]:
    get = _gateway(limits)
    return [probe("https://x", t, hold, get) for t in doctor.TRANSPORTS for hold in doctor.HOLDS_S]


def test_an_account_that_streams_gets_the_full_ceiling() -> None:
    lines = report(_probes({"buffered": 29, "stream": 900}), "docs")
    assert lines[-1] == (
        "sam deploy --stack-name docs --parameter-overrides Transport=stream SyncCeilingSeconds=290"
    )
    assert "buffered    40 s  cut after" in "\n".join(lines)


def test_a_raised_quota_is_used_when_streams_are_cut() -> None:
    last = report(_probes({"buffered": 300, "stream": 30}), "docs")[-1]
    assert "Transport=buffered BufferedTimeoutMillis=300000 SyncCeilingSeconds=290" in last


def test_an_ordinary_account_keeps_the_shipped_default() -> None:
    assert recommended({"buffered": 5, "stream": 0})["SyncCeilingSeconds"] == "28"


def test_nothing_is_recommended_when_nothing_holds() -> None:
    assert "Neither transport" in report(_probes({"buffered": 0, "stream": 0}), "docs")[-1]


def test_the_stack_must_be_named() -> None:
    words = Namespace(stack=None, hold=None)
    with pytest.raises(StackProblem, match="--stack NAME"):
        doctor.doctor(words, read({}, Path("home")), Speaker())
