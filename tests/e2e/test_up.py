"""`docsmith up` and `down` with the real local stack."""

import os
import select
import signal
import socket
from collections.abc import Generator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from tests.e2e.checkout import ROOT, Checkout, Ended, copied

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Generator[Checkout]:
    """Its roles are evaluated by the last test alone, which switches that on."""
    made = replace(copied(tmp_path_factory.mktemp("up") / "checkout"), iam="")
    yield made
    made.docsmith("down")


@pytest.fixture(scope="module")
def first(checkout: Checkout) -> Ended:
    """The first start, in which everything is built and deployed."""
    ended = checkout.docsmith("up", "--json")
    assert ended.code == 0, ended.notes
    return ended


def health(endpoint: dict[str, str]) -> int:
    return httpx.get(f"{endpoint['url']}/health", trust_env=False, timeout=60).status_code


def verified(endpoint: dict[str, str]) -> dict[str, object]:
    answer = httpx.get(
        f"{endpoint['url']}/verify",
        headers={"X-API-Key": endpoint["api_key"]},
        trust_env=False,
        timeout=60,
    )
    assert answer.status_code == 200, answer.text
    return answer.json()


def is_open(port: int, host: str = "127.0.0.1") -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((host, port)) == 0


def test_the_first_start_gives_an_api_and_a_key_that_it_knows(first: Ended) -> None:
    assert set(first.json) == {"url", "api_key"}
    assert first.json["url"].endswith("/api/v1")
    assert health(first.json) == 200
    assert verified(first.json)["organisation_id"]


def test_an_unknown_route_answers_in_our_envelope(first: Ended) -> None:
    url = first.json["url"].removesuffix("/api/v1") + "/nothing/here"
    answer = httpx.get(url, trust_env=False, timeout=60)
    assert answer.status_code == 404
    assert (answer.json()["success"], answer.json()["error"]) == (False, "not_found")


def test_a_second_start_says_the_same_and_does_nothing(checkout: Checkout, first: Ended) -> None:
    again = checkout.docsmith("up", "--json")
    assert again.json == first.json
    assert again.notes == ""


def test_another_port_is_refused_while_it_is_up(checkout: Checkout, first: Ended) -> None:
    ended = checkout.docsmith("up", "--port", "1")
    assert ended.code == 1
    assert "docsmith down" in ended.notes
    assert health(first.json) == 200


def test_it_listens_on_loopback_only(checkout: Checkout, first: Ended) -> None:
    port = checkout.record("running")["port"]
    listening = Path("/proc/net/tcp").read_text().splitlines()[1:]
    local = [line.split()[1] for line in listening if line.split()[3] == "0A"]
    assert [address.split(":")[0] for address in local if address.endswith(f":{port:04X}")] == [
        "0100007F"
    ]


def test_after_a_stop_its_state_is_there_again(checkout: Checkout, first: Ended) -> None:
    port = checkout.record("running")["port"]
    made = checkout.docsmith("orgs", "create", "Kept", "--json")
    assert made.code == 0, made.notes
    assert checkout.docsmith("down").code == 0
    assert not is_open(port)
    assert checkout.docsmith("status", "--json").json == {"stack": "down"}
    again = checkout.docsmith("up", "--json")
    assert again.json == first.json
    assert "Building" not in again.notes
    listed = checkout.docsmith("orgs", "list", "--json").json["data"]
    assert made.json["organisation_id"] in [one["organisation_id"] for one in listed]


def test_two_at_once_start_one_stack(checkout: Checkout, first: Ended) -> None:
    assert checkout.docsmith("down").code == 0
    both = [checkout.start("up", "--json") for _ in range(2)]
    answers = [process.communicate(timeout=300) for process in both]
    assert [process.returncode for process in both] == [0, 0], answers
    assert {out for out, _ in answers} == {first.out}
    assert sum("Starting" in notes for _, notes in answers) == 1


def test_what_dies_is_noticed_and_started_again(checkout: Checkout, first: Ended) -> None:
    running = checkout.record("running")
    os.kill(running["pid"], signal.SIGKILL)
    _gone(running["pid"])
    assert checkout.docsmith("status").code == 1
    again = checkout.docsmith("up", "--json")
    assert again.code == 0, again.notes
    assert checkout.record("running")["pid"] != running["pid"]
    assert health(again.json) == 200
    assert verified(again.json)["organisation_id"]


def test_a_stale_record_stops_nobody(checkout: Checkout, first: Ended) -> None:
    record = checkout.root / ".docsmith" / "running.json"
    kept = record.read_text()
    mine = f'{{"pid": {os.getpid()}, "started": "another boot/1", "port": 1}}'
    record.write_text(mine)
    try:
        ended = checkout.docsmith("down")
    finally:
        record.write_text(kept)
    assert (ended.code, ended.notes) == (0, "it was not up\n")


def test_a_changed_source_is_built_and_deployed_again(checkout: Checkout, first: Ended) -> None:
    source = checkout.root / "functions" / "operate" / "app.py"
    source.write_text(source.read_text() + "\n")
    assert "run `docsmith up`" in checkout.docsmith("status").out
    again = checkout.docsmith("up", "--json")
    assert again.code == 0, again.notes
    assert "Building" in again.notes
    assert verified(again.json)["organisation_id"]
    assert checkout.docsmith("up").notes == ""


def test_with_every_policy_evaluated_a_workbook_is_made(checkout: Checkout, first: Ended) -> None:
    iam = {"DOCSMITH_IAM": "true"}
    refused = checkout.docsmith("up", env=iam)
    assert refused.code == 1
    assert "docsmith down" in refused.notes
    assert checkout.docsmith("down").code == 0
    words = ("generate", "excel", "Create a sales report", "--data", str(ROOT / "events/sales.csv"))
    made = checkout.docsmith(*words, "--out", "report.xlsx", "--json", env=iam)
    assert made.code == 0, made.notes
    assert made.json["status"] == "completed"
    assert (checkout.root / "report.xlsx").read_bytes().startswith(b"PK")


def _gone(pid: int) -> None:
    try:
        descriptor = os.pidfd_open(pid)
    except ProcessLookupError:
        return
    select.select([descriptor], [], [], 30)
    os.close(descriptor)
