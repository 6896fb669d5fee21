"""`docsmith secrets set`: the key of the model's provider, from standard input."""

import io
import json
from pathlib import Path
from typing import Any

import pytest

from docsmith_cli import arguments
from docsmith_cli.commands import operator as commands
from docsmith_cli.operating import Operator
from docsmith_cli.settings import read
from docsmith_cli.speaking import Speaker

SETTINGS = read({}, Path("/home/nobody"))


class FakeLambda:
    """Keeps what it was asked."""

    def __init__(self) -> None:
        self.asked: list[Any] = []

    def invoke(self, *, FunctionName: str, Payload: bytes) -> dict[str, Any]:  # noqa: N803 - boto3
        self.asked.append((FunctionName, json.loads(Payload)))
        return {"Payload": io.BytesIO(b'{"ok": true, "set": true}')}


def test_the_key_is_read_from_standard_input_and_never_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    client = FakeLambda()
    monkeypatch.setattr(commands, "_operator", lambda stack: Operator(client, stack or "local"))
    monkeypatch.setattr("sys.stdin", io.StringIO("sk-model-key\n"))
    out = io.StringIO()
    words = arguments.parser().parse_args(["secrets", "set", "--stack", "prod"])
    assert commands.act(words, SETTINGS, Speaker(out, out)) == 0
    assert client.asked == [("prod-operate", {"act": "set_model_key", "key": "sk-model-key"})]
    assert "sk-model-key" not in out.getvalue()


def test_at_a_terminal_the_key_is_typed_unseen(monkeypatch: pytest.MonkeyPatch) -> None:
    client = FakeLambda()
    terminal = io.StringIO()
    monkeypatch.setattr(terminal, "isatty", lambda: True)
    monkeypatch.setattr("sys.stdin", terminal)
    monkeypatch.setattr(commands, "_operator", lambda _: Operator(client, "local"))
    monkeypatch.setattr(commands, "getpass", lambda _: "typed")
    words = arguments.parser().parse_args(["secrets", "set", "--json"])
    out = io.StringIO()
    assert commands.act(words, SETTINGS, Speaker(out, out)) == 0
    assert client.asked[0][1]["key"] == "typed"
    assert json.loads(out.getvalue())["set"] is True
