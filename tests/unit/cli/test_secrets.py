"""`docsmith secrets`: the model provider's key, from standard input; webhook secrets anew."""

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

    def __init__(self, **facts: Any) -> None:
        self.asked: list[Any] = []
        self.facts = {"ok": True, **facts}

    def invoke(self, *, FunctionName: str, Payload: bytes) -> dict[str, Any]:  # noqa: N803 - boto3
        self.asked.append((FunctionName, json.loads(Payload)))
        return {"Payload": io.BytesIO(json.dumps(self.facts).encode())}


def test_the_key_is_read_from_standard_input_and_never_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    client = FakeLambda(set=True)
    monkeypatch.setattr(commands, "_operator", lambda stack: Operator(client, stack or "local"))
    monkeypatch.setattr("sys.stdin", io.StringIO("sk-model-key\n"))
    out = io.StringIO()
    words = arguments.parser().parse_args(["secrets", "set", "--stack", "prod"])
    assert commands.act(words, SETTINGS, Speaker(out, out)) == 0
    assert client.asked == [("prod-operate", {"act": "set_model_key", "key": "sk-model-key"})]
    assert "sk-model-key" not in out.getvalue()


def test_at_a_terminal_the_key_is_typed_unseen(monkeypatch: pytest.MonkeyPatch) -> None:
    client = FakeLambda(set=True)
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


@pytest.mark.parametrize(
    ("words", "asked"), [([], {}), (["--overlap", "0"], {"overlap_seconds": 0})]
)
def test_a_webhook_secret_is_rotated_and_never_shown(
    monkeypatch: pytest.MonkeyPatch, words: list[str], asked: dict[str, int]
) -> None:
    client = FakeLambda(organisation={"previous_until": "2026-03-03T09:30:00Z"})
    monkeypatch.setattr(commands, "_operator", lambda _: Operator(client, "local"))
    out = io.StringIO()
    parsed = arguments.parser().parse_args(["secrets", "rotate", "org_1", *words])
    assert commands.act(parsed, SETTINGS, Speaker(out, out)) == 0
    act = {"act": "rotate_secret", "organisation_id": "org_1", **asked}
    assert client.asked == [("local-operate", act)]
    assert "the one before signs until 2026-03-03T09:30:00Z" in out.getvalue()
