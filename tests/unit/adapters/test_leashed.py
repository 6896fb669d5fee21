"""Work on a leash: its answer, its error, or the moment when nobody wants it any more."""

import socket
from threading import Event
from types import SimpleNamespace
from typing import Any

import pytest

from docsmith.adapters.leashed import Connection, leashed, pause
from docsmith.agent.model import UNLEASHED, Leash, ModelStopped


def test_the_answer_and_the_error_of_the_work_are_the_callers() -> None:
    assert leashed(lambda _: 7, UNLEASHED) == 7

    def fails(_: Connection) -> int:
        raise KeyError("x")

    with pytest.raises(KeyError):
        leashed(fails, UNLEASHED)


def test_work_that_is_given_up_finds_its_connection_dropped() -> None:
    ends = Event()
    seen: list[Connection] = []

    def work(connection: Connection) -> int:
        seen.append(connection)
        ends.wait(5)
        return 1

    with pytest.raises(ModelStopped):
        leashed(work, Leash(is_wanted=lambda: not seen))
    ends.set()
    assert seen[0].dropped


def response(found: Any) -> Any:
    stream = SimpleNamespace(get_extra_info=lambda _: found)
    return SimpleNamespace(extensions={"network_stream": stream} if found else {})


def test_a_connection_is_shut_once_it_is_known() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        connection = Connection()
        connection.opened(response(ours))
        connection.drop()
        assert theirs.recv(1) == b""
    connection.drop()


def test_a_connection_that_opens_too_late_is_given_up() -> None:
    connection = Connection()
    connection.drop()
    with pytest.raises(ModelStopped):
        connection.opened(response(None))


def test_a_pause_ends_with_the_leash() -> None:
    slept: list[float] = []
    pause(0.5, UNLEASHED, slept.append)
    assert sum(slept) == pytest.approx(0.5)
    with pytest.raises(ModelStopped):
        pause(5, Leash(seconds_left=lambda: 0.3 - sum(slept[3:])), slept.append)
