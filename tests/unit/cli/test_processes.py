"""Processes are recognised by number and start time together."""

import os
import subprocess
import sys
from collections.abc import Generator
from dataclasses import replace
from pathlib import Path

import pytest

from docsmith_cli.stack import ministack, processes
from docsmith_cli.stack.ministack import Running
from docsmith_cli.stack.paths import Paths


@pytest.fixture
def child() -> Generator["subprocess.Popen[bytes]"]:
    """A process that ends when its input does, or when it is asked to."""
    with subprocess.Popen(
        [sys.executable, "-c", "import sys; print(flush=True); sys.stdin.read()"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as running:
        assert running.stdout is not None
        running.stdout.readline()
        yield running
        running.terminate()


def test_a_running_process_is_recognised(child: "subprocess.Popen[bytes]") -> None:
    found = processes.identify(child.pid)
    assert found is not None
    assert processes.is_alive(found)


def test_another_process_with_the_number_is_not_taken_for_it(
    child: "subprocess.Popen[bytes]",
) -> None:
    found = processes.identify(child.pid)
    assert found is not None
    stale = replace(found, started="another time")
    assert not processes.is_alive(stale)
    assert processes.stop(stale, grace_s=0)
    assert child.poll() is None


def test_a_process_is_asked_to_end_and_waited_for(child: "subprocess.Popen[bytes]") -> None:
    found = processes.identify(child.pid)
    assert found is not None
    assert processes.stop(found, grace_s=10)
    assert not processes.is_alive(found)
    assert child.wait() < 0


def test_a_process_that_does_not_end_in_time_is_not_killed() -> None:
    deaf = "import signal; signal.signal(15, signal.SIG_IGN); print(flush=True); input()"
    command = [sys.executable, "-c", deaf]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as running:
        assert running.stdout is not None
        running.stdout.readline()
        found = processes.identify(running.pid)
        assert found is not None
        assert not processes.stop(found, grace_s=0.05)
        assert running.poll() is None


def test_a_process_that_ended_but_was_not_collected_is_not_alive() -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""], stdout=subprocess.DEVNULL)
    os.waitid(os.P_PID, ended.pid, os.WEXITED | os.WNOWAIT)
    assert processes.identify(ended.pid) is None
    ended.wait()


def test_a_stale_record_counts_as_not_running(
    tmp_path: Path, child: "subprocess.Popen[bytes]"
) -> None:
    paths = Paths(tmp_path)
    paths.home.mkdir()
    paths.running.write_text(f'{{"pid": {child.pid}, "started": "long ago", "port": 4600}}')
    assert ministack.recorded(paths) is not None
    assert ministack.running(paths) is None
    assert not ministack.stop(paths)
    assert child.poll() is None


def test_a_broken_record_counts_as_none(tmp_path: Path) -> None:
    paths = Paths(tmp_path)
    paths.home.mkdir()
    paths.running.write_text('{"pid":')
    assert ministack.recorded(paths) is None


def test_a_record_of_a_living_process_is_what_runs(
    tmp_path: Path, child: "subprocess.Popen[bytes]"
) -> None:
    found = processes.identify(child.pid)
    assert found is not None
    paths = Paths(tmp_path)
    paths.home.mkdir()
    paths.running.write_text(f'{{"pid": {found.pid}, "started": "{found.started}", "port": 4600}}')
    assert ministack.running(paths) == Running(process=found, port=4600)
