"""`docsmith webhooks`: what it makes of requests, and what it says of deliveries."""

import json
import os
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.fakes.api_server import KEY, Answer, FakeApi, serving
from tests.fakes.entropy import SeededEntropy
from tests.fakes.ports import free_port
from tests.unit.cli.terminal import Seen, docsmith

import docsmith_cli
from docsmith.domain.signature import new_webhook_secret, signed_headers
from docsmith_cli import arguments
from docsmith_cli.verifying import verify

SECRET = new_webhook_secret(SeededEntropy(1))
OTHER = new_webhook_secret(SeededEntropy(2))
BODY = '{"event":"run.completed","summary":"Ü","task_id":"task_1"}'.encode()
NOW = 1_800_000_000.0


def signed(
    *secrets: str, body: bytes = BODY, at: float = NOW, prefix: str = "X-Overten"
) -> dict[str, str]:
    return signed_headers(
        body,
        event="run.completed",
        message_id="dlv_1",
        timestamp=int(at),
        secrets=secrets or (SECRET,),
        prefix=prefix,
    )


def judge(headers: dict[str, str], body: bytes = BODY, *secrets: str) -> Any:
    return verify(headers, body, secrets or (SECRET,), now=NOW)


@given(body=st.binary(max_size=200), prefix=st.sampled_from(["X-Overten", "X-Acme-Docs"]))
def test_what_the_dispatcher_signs_verifies_by_both_schemes(body: bytes, prefix: str) -> None:
    verdict = judge(signed(body=body, prefix=prefix), body)
    assert verdict.by == (f"{prefix.lower()}-signature", "webhook-signature")


def test_either_secret_of_a_rotation_verifies() -> None:
    headers = signed(OTHER, SECRET)
    assert judge(headers, BODY, SECRET).by == ("x-overten-signature", "webhook-signature")
    assert judge(headers, BODY, OTHER).by == ("x-overten-signature-next", "webhook-signature")


def test_a_wrong_secret_is_explained() -> None:
    verdict = judge(signed(OTHER))
    assert not verdict.genuine
    assert "none of the 1 secret known here" in verdict.why


@pytest.mark.parametrize(
    "again",
    [
        json.dumps(json.loads(BODY), ensure_ascii=False).encode(),
        json.dumps(json.loads(BODY)).encode(),
        json.dumps(json.loads(BODY), indent=2).encode(),
        BODY + b"\n",
    ],
)
def test_a_body_that_was_written_again_is_explained(again: bytes) -> None:
    verdict = judge(signed(), again)
    assert not verdict.genuine
    assert "parsed and written again" in verdict.why


@pytest.mark.parametrize(("off", "side"), [(-301, "301 s old"), (301, "301 s ahead")])
def test_a_clock_that_is_off_is_explained(off: int, side: str) -> None:
    verdict = judge(signed(at=NOW + off))
    assert not verdict.genuine
    assert side in verdict.why
    assert "clock" in verdict.why


@pytest.mark.parametrize("off", [-299, 299])
def test_a_clock_that_is_a_little_off_is_no_matter(off: int) -> None:
    assert judge(signed(at=NOW + off)).genuine


def test_a_request_without_signatures_is_explained() -> None:
    assert "no signature" in judge({"Content-Type": "application/json"}).why


@given(
    headers=st.dictionaries(
        st.sampled_from(["X-A-Signature", "webhook-signature", "X-A-Timestamp", "webhook-id"]),
        st.text(max_size=20),
    ),
    body=st.binary(max_size=50),
)
def test_nothing_forged_is_genuine_and_everything_is_explained(
    headers: dict[str, str], body: bytes
) -> None:
    verdict = judge(headers, body)
    assert not verdict.genuine
    assert verdict.why


def _listened(*words: str, send: dict[str, str], body: bytes = BODY) -> tuple[Seen, int]:
    """Run `webhooks listen` for one webhook; what it said, and what it answered."""
    port = free_port()
    with ThreadPoolExecutor(1) as pool:
        listening = pool.submit(
            docsmith, "webhooks", "listen", "--port", str(port), "--count", "1", *words,
            url=None, api_key=None,
        )  # fmt: skip
        limit = time.monotonic() + 10
        while True:
            try:
                answer = httpx.post(f"http://127.0.0.1:{port}/", content=body, headers=send)
                return listening.result(), answer.status_code
            except httpx.ConnectError:
                assert time.monotonic() < limit, listening


def test_listen_prints_what_came_and_that_it_is_genuine() -> None:
    seen, answered = _listened("--secret", SECRET, send=signed(at=time.time()))
    assert (seen.code, answered) == (0, 200)
    assert "run.completed  task_1" in seen.out
    assert "verified by x-overten-signature, webhook-signature" in seen.out


def test_listen_explains_what_is_not_genuine_and_answers_as_told() -> None:
    seen, answered = _listened(
        "--secret", OTHER, "--answer", "503", "--json", send=signed(at=time.time())
    )
    assert (seen.code, answered) == (1, 503)
    assert seen.json["verified"] == []
    assert "none of the" in seen.json["why"]
    assert seen.json["body"]["task_id"] == "task_1"


def test_whoever_is_terminated_while_listening_leaves_no_subscription(api: FakeApi) -> None:
    words = ["webhooks", "listen", "--port", str(free_port()), "--secret", SECRET]
    environment = {**os.environ, "DOCSMITH_URL": api.url, "DOCSMITH_API_KEY": KEY}
    with subprocess.Popen(
        [sys.executable, "-m", "docsmith_cli.main", *words, "--subscribe", "run.completed"],
        env={**environment, "PYTHONPATH": str(Path(docsmith_cli.__file__).parents[1])},
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stderr is not None
        assert "listening on" in process.stderr.readline()
        assert api.subscriptions
        process.terminate()
        assert process.wait(20) == 143
    assert not api.subscriptions


def test_a_port_that_is_taken_is_said_in_one_line() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        seen = docsmith(
            "webhooks", "listen", "--port", str(port), "--secret", SECRET, url=None, api_key=None
        )
    assert seen.code == 2
    assert f"cannot listen on port {port}" in seen.notes


DELIVERY: dict[str, Any] = {
    "delivery_id": "dlv_1",
    "url": "https://customer.example/hook",
    "event": "run.completed",
    "status": "pending",
    "attempt_count": 2,
    "attempts": [
        {"number": 1, "at": "2026-11-24T20:00:00.000Z", "status": 503, "latency_ms": 12,
         "response": "busy"},
        {"number": 2, "at": "2026-11-24T20:00:05.000Z", "error": "Timed out.",
         "latency_ms": 15000, "response": ""},
    ],
    "next_attempt_at": "2026-11-24T20:05:05.000Z",
    "created_at": "2026-11-24T20:00:00.000Z",
}  # fmt: skip


def _asked(words: list[str], answers: dict[str, list[Answer]]) -> tuple[Seen, FakeApi]:
    first = {f"/api/v1{path}": given for path, given in answers.items()}
    with serving(FakeApi(refuse=first)) as api:
        return docsmith("webhooks", *words, url=api.url, api_key=KEY), api


def test_log_shows_each_attempt_of_each_delivery() -> None:
    listed = Answer(200, {"data": [DELIVERY], "next_cursor": None})
    seen, _ = _asked(["log", "--status", "pending"], {"/webhooks/deliveries": [listed]})
    assert seen.code == 0
    assert seen.out.splitlines() == [
        "2026-11-24 20:00:00  dlv_1  run.completed  pending",
        "    to https://customer.example/hook",
        "    1. 20:00:00  503  12 ms  'busy'",
        "    2. 20:00:05  Timed out.  15000 ms",
        "    next attempt 2026-11-24 20:05:05",
    ]


def test_replay_of_one_and_of_a_range_that_takes_two_calls() -> None:
    one = {"/webhooks/deliveries/dlv_1/replay": [Answer(202, DELIVERY)]}
    seen, _ = _asked(["replay", "dlv_1"], one)
    assert seen.out == "dlv_1 pending\n"
    pages = [
        Answer(202, {"webhook_id": "whk_1", "replayed": 100, "next_cursor": "c"}),
        Answer(202, {"webhook_id": "whk_1", "replayed": 7}),
    ]
    words = ["replay", "--webhook", "whk_1", "--since", "2026-11-24", "--json"]
    seen, _ = _asked(words, {"/webhooks/whk_1/replay": pages})
    assert seen.json == {"webhook_id": "whk_1", "replayed": 107}


@pytest.mark.parametrize(
    "words", [["replay"], ["replay", "dlv_1", "--webhook", "whk_1"], ["replay", "--webhook", "w"]]
)
def test_a_replay_of_nothing_in_particular_is_refused(words: list[str]) -> None:
    seen = docsmith("webhooks", *words, url="http://127.0.0.1:9", api_key=KEY)
    assert seen.code == 2


@pytest.mark.parametrize("words", [["--answer", "99"], ["--count", "0"], ["--subscribe", "no"]])
def test_words_that_mean_nothing_are_refused(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        arguments.parser().parse_args(["webhooks", "listen", *words])
    assert capsys.readouterr().err


def test_the_events_of_the_command_are_those_of_the_api() -> None:
    from docsmith.domain.webhook import SUBSCRIBABLE, DeliveryStatus
    from docsmith_cli.webhooks import EVENTS, STATUSES

    assert set(EVENTS) == {event.value for event in SUBSCRIBABLE}
    assert set(STATUSES) == {status.value for status in DeliveryStatus}
