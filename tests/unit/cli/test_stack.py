"""Parts of the local stack that need no stack."""

import socket
import sys
import threading
from pathlib import Path

import pytest
from tests.unit.cli.terminal import docsmith

from docsmith_cli.problems import StackProblem
from docsmith_cli.stack import environments, ministack
from docsmith_cli.stack.environments import MINISTACK, SAM
from docsmith_cli.stack.locks import locked
from docsmith_cli.stack.logs import tail
from docsmith_cli.stack.paths import Paths, checkout
from docsmith_cli.stack.programs import cleaned, run


def test_other_accounts_and_interpreters_do_not_reach_the_stack(tmp_path: Path) -> None:
    shell = {
        "AWS_PROFILE": "prod",
        "AWS_ENDPOINT_URL": "https://elsewhere",
        "PYTHONPATH": "/elsewhere",
        "VIRTUAL_ENV": "/elsewhere",
        "DOCKER_HOST": "unix:///run/docker.sock",
        "AUTH": "true",
        "HOME": "/home",
        "AWS_CA_BUNDLE": "/ca.pem",
        "NO_PROXY": "corp",
    }
    seen = ministack.environment_for(shell, Paths(tmp_path), 4600)
    assert not {"AWS_PROFILE", "AWS_ENDPOINT_URL", "PYTHONPATH", "VIRTUAL_ENV", "AUTH"} & set(seen)
    assert (seen["HOME"], seen["AWS_CA_BUNDLE"]) == ("/home", "/ca.pem")
    assert seen["DOCKER_HOST"] == "unix:///nonexistent"
    assert (seen["BIND_HOST"], seen["GATEWAY_PORT"]) == ("127.0.0.1", "4600")
    assert seen["NO_PROXY"] == "corp,127.0.0.1,localhost"


def test_a_wanted_port_must_be_free() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(StackProblem, match=f"port {port} is in use"):
            ministack.free_port(port, None)
        assert ministack.free_port(None, port) != port


def test_the_last_port_is_taken_again() -> None:
    free = ministack.free_port(None, None)
    assert ministack.free_port(None, free) == free


def test_a_program_that_fails_is_told_with_its_last_error_and_its_log(tmp_path: Path) -> None:
    script = "print('Error: the disk is full'); print('bye'); raise SystemExit(3)"
    log = tmp_path / "build.log"
    with pytest.raises(StackProblem, match="the disk is full") as failed:
        run([sys.executable, "-c", script], log=log, environment={}, folder=tmp_path)
    assert failed.value.log == log
    assert "bye" in log.read_text()


def test_a_program_sees_only_the_environment_given(tmp_path: Path) -> None:
    log = tmp_path / "log"
    script = "import os; print(sorted(os.environ.items()))"
    run([sys.executable, "-c", script], log=log, environment={"A": "1"}, folder=tmp_path)
    assert "('A', '1')" in log.read_text()
    assert "HOME" not in log.read_text()


def test_the_second_waits_until_the_first_lets_go(tmp_path: Path) -> None:
    order: list[str] = []
    waits = threading.Event()

    def second() -> None:
        with locked(tmp_path / "lock", waits.set):
            order.append("second")

    with locked(tmp_path / "lock", lambda: order.append("waited")):
        thread = threading.Thread(target=second)
        thread.start()
        assert waits.wait(10)
        order.append("first")
    thread.join()
    assert order == ["first", "second"]


def test_a_lock_is_free_again_after_a_failure(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), locked(tmp_path / "lock", lambda: None):
        _ = 1 / 0
    with locked(tmp_path / "lock", lambda: pytest.fail("still held")):
        pass


def test_pins_are_exact_hashed_and_name_no_registry() -> None:
    for tool in (MINISTACK, SAM):
        text = tool.requirements.read_text()
        pins = [line for line in text.splitlines() if line and not line.startswith((" ", "#"))]
        assert all("==" in pin for pin in pins)
        assert text.count("--hash=sha256:") >= len(pins)
        assert "://" not in text


def test_an_environment_is_named_by_what_it_is_made_of() -> None:
    keys = {environments.key(MINISTACK), environments.key(SAM)}
    assert len(keys) == 2
    assert environments.key(SAM) in keys


def test_the_checkout_is_found_from_any_folder_in_it(tmp_path: Path) -> None:
    (tmp_path / "cli" / "docsmith_cli").mkdir(parents=True)
    (tmp_path / "template.yaml").touch()
    (tmp_path / "events" / "deep").mkdir(parents=True)
    assert checkout(tmp_path / "events" / "deep").root == tmp_path


def test_the_last_lines_of_a_log(tmp_path: Path) -> None:
    (tmp_path / "a.log").write_text("1\n2\n3\n")
    assert tail(tmp_path / "a.log", 2) == ["2", "3"]


@pytest.mark.parametrize("words", [("tasks",), ("orgs", "list"), ("watch", "task_1")])
def test_without_a_stack_the_way_to_one_is_named(
    words: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _empty_checkout(tmp_path, monkeypatch)
    seen = docsmith(*words, url=None, api_key=None)
    assert seen.code == 1
    assert seen.out == ""
    assert "docsmith up" in seen.notes
    assert seen.notes.count("\n") == 1


def test_status_of_nothing_is_down_with_an_exit_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _empty_checkout(tmp_path, monkeypatch)
    seen = docsmith("status", "--json", url=None, api_key=None)
    assert (seen.code, seen.json) == (1, {"stack": "down"})


def test_stopping_nothing_is_no_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _empty_checkout(tmp_path, monkeypatch)
    seen = docsmith("down", url=None, api_key=None)
    assert (seen.code, seen.notes) == (0, "it was not up\n")


def test_stack_goes_with_operators_acts_only() -> None:
    seen = docsmith("--stack", "prod", "up", url=None, api_key=None)
    assert seen.code == 2
    assert "--stack goes with the operator's acts" in seen.notes


def test_cleaning_keeps_the_original(tmp_path: Path) -> None:
    shell = {"AWS_PROFILE": "prod"}
    assert cleaned(shell) == {}
    assert shell == {"AWS_PROFILE": "prod"}


def _empty_checkout(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (root / "cli" / "docsmith_cli").mkdir(parents=True)
    (root / "template.yaml").touch()
    monkeypatch.chdir(root)
