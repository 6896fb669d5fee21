"""The page of runs: on this host only, told to nobody without its word, the API key not in it."""

import threading
from collections.abc import Generator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urldefrag

import httpx
import pytest
from tests.fakes.api_server import KEY, FakeApi, serving
from tests.unit.cli.terminal import docsmith

from docsmith_cli.problems import Problem
from docsmith_cli.runs_page import RunsPage

RUN = {
    "run_id": "run_1",
    "kind": "excel",
    "title": "</script><b>Budget</b>",
    "head": 2,
    "updated_at": "2026-11-24T10:00:00Z",
    "edit_url": "http://127.0.0.1:1/edit/run_1?token=t",
    "expires_at": "2026-12-24T10:00:00Z",
}


@dataclass
class Runs:
    """`GET /runs` as it answers here."""

    asked: list[tuple[int, str | None]] = field(default_factory=list[tuple[int, str | None]])
    problem: Problem | None = None
    run: Mapping[str, Any] = field(default_factory=lambda: RUN)
    reasons: list[str] = field(default_factory=list[str])

    def __call__(self, limit: int, cursor: str | None) -> Mapping[str, Any]:
        self.asked.append((limit, cursor))
        if self.problem:
            raise self.problem
        return {"data": [self.run], "next_cursor": None if cursor else "next"}

    def reason(self, task_id: str) -> str | None:
        """Why a task ended, as `GET /tasks/{id}` tells it."""
        self.reasons.append(task_id)
        return None if task_id == "task_cancelled" else "It took too long."


@pytest.fixture
def runs() -> Runs:
    return Runs()


@pytest.fixture
def page(runs: Runs) -> Generator[RunsPage]:
    with RunsPage(runs, runs.reason) as page:
        thread = threading.Thread(target=page.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield page
        page.shutdown()
        thread.join()


def got(page: RunsPage, path: str, **headers: str) -> httpx.Response:
    return httpx.get(f"http://{page.host}{path}", headers=headers, trust_env=False)


def test_the_page_is_bare_of_runs_and_lets_nothing_of_others_in(page: RunsPage, runs: Runs) -> None:
    answer = got(page, "/runs")
    assert answer.status_code == 200
    assert runs.asked == []
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert "frame-ancestors 'none'" in policy
    assert got(page, "/runs").headers["Content-Security-Policy"] != policy
    assert "innerHTML =" not in answer.text
    assert page.word not in answer.text
    assert "set-cookie" not in answer.headers


def test_who_knows_the_word_sees_what_was_made(page: RunsPage, runs: Runs) -> None:
    answer = got(page, "/runs.json", **{"X-Word": page.word})
    shown = answer.json()
    assert shown["next_cursor"] == "next"
    assert shown["data"] == [
        {
            **{name: RUN.get(name) for name in ("run_id", "kind", "title", "head", "edit_url")},
            "active_task": None,
            "reason": None,
            "download_url": None,
            "updated_at": RUN["updated_at"],
        }
    ]
    assert answer.headers["Cache-Control"] == "no-store"
    assert (
        got(page, "/runs.json?cursor=next", **{"X-Word": page.word}).json()["next_cursor"] is None
    )
    assert runs.asked == [(50, None), (50, "next")]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"head": 0, "last_task": "task_1"}, "It took too long."),
        ({"head": 0, "last_task": "task_cancelled"}, None),
        ({"head": 0, "active_task": "task_2", "last_task": "task_2"}, None),
        ({"head": 1, "last_task": "task_1"}, None),
    ],
)
def test_a_run_without_a_document_tells_why(
    page: RunsPage, runs: Runs, changes: dict[str, Any], reason: str | None
) -> None:
    runs.run = {**RUN, **changes}
    for _ in range(2):
        answer = got(page, "/runs.json", **{"X-Word": page.word})
        assert answer.json()["data"][0]["reason"] == reason
    assert len(runs.reasons) <= 1


@pytest.mark.parametrize("word", ["", "x" * 32, "ä"])
def test_who_does_not_know_it_sees_nothing(page: RunsPage, runs: Runs, word: str) -> None:
    headers = [("X-Word", word.encode())] if word else []
    answer = httpx.get(f"http://{page.host}/runs.json", headers=headers, trust_env=False)
    assert answer.status_code == 403
    assert runs.asked == []


@pytest.mark.parametrize("host", ["evil.test", "127.0.0.1", "localhost:80"])
def test_a_name_that_others_lead_here_opens_nothing(page: RunsPage, host: str) -> None:
    for path in ("/runs", "/runs.json"):
        assert got(page, path, Host=host, **{"X-Word": page.word}).status_code == 421


def test_the_word_stands_where_browsers_send_it_nowhere(page: RunsPage) -> None:
    address, fragment = urldefrag(page.url)
    assert address == f"http://{page.host}/runs"
    assert fragment == page.word
    assert len(page.word) >= 32


def test_what_goes_wrong_is_said_on_the_page(page: RunsPage, runs: Runs) -> None:
    runs.problem = Problem("cannot reach the stack")
    answer = got(page, "/runs.json", **{"X-Word": page.word})
    assert (answer.status_code, answer.json()["message"]) == (502, "cannot reach the stack")
    assert got(page, "/other").status_code == 404


def test_a_deployment_that_was_named_has_no_such_page() -> None:
    with serving(FakeApi()) as api:
        seen = docsmith("open", url=api.url, api_key=KEY)
        assert seen.code != 0
        assert "the local stack's: name a run" in seen.notes
        assert api.received == []
