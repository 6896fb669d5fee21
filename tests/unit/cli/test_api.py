"""The client of the contract: what it repeats, and what it tells."""

import itertools
import socket
from collections.abc import Generator
from pathlib import Path

import pytest
from tests.fakes.api_server import (
    COMPLETED,
    KEY,
    QUEUED,
    RUNNING,
    TASK,
    Answer,
    FakeApi,
    refusal,
    serving,
)

from docsmith_cli.api import Api
from docsmith_cli.following import follow
from docsmith_cli.problems import ApiProblem, Problem
from docsmith_cli.saving import free_name, named_by, save
from docsmith_cli.tasks import describe

TASKS = f"/api/v1/tasks/{TASK}"


@pytest.fixture
def fake() -> Generator[FakeApi]:
    with serving(FakeApi()) as api:
        yield api


@pytest.fixture
def slept() -> list[float]:
    return []


@pytest.fixture
def api(fake: FakeApi, slept: list[float]) -> Generator[Api]:
    with Api(fake.url, KEY, sleep=slept.append) as client:
        yield client


def test_being_asked_to_slow_down_is_heeded(fake: FakeApi, api: Api, slept: list[float]) -> None:
    busy = refusal(429, "rate_limited", "Slow down.")
    busy.headers["Retry-After"] = "3"
    fake.refuse[TASKS] = [busy]
    assert api.task(TASK).status == "queued"
    assert slept == [3.0]


def test_a_gateway_that_is_away_for_a_moment_is_asked_again(
    fake: FakeApi, api: Api, slept: list[float]
) -> None:
    fake.refuse[TASKS] = [Answer(502, b"<html>"), Answer(503, b"")]
    assert api.task(TASK).status == "queued"
    assert slept == [0.5, 1.0]


def test_a_refusal_is_not_repeated(fake: FakeApi, api: Api, slept: list[float]) -> None:
    fake.refuse[TASKS] = [refusal(410, "gone", "It was deleted.")]
    with pytest.raises(ApiProblem, match="It was deleted") as refused:
        api.task(TASK)
    assert (refused.value.code, refused.value.status, slept) == ("gone", 410, [])


def test_after_a_few_times_it_gives_up(fake: FakeApi, api: Api, slept: list[float]) -> None:
    fake.refuse[TASKS] = [refusal(503, "service_unavailable", "Away.") for _ in range(9)]
    with pytest.raises(ApiProblem, match="Away"):
        api.task(TASK)
    assert len(slept) == 4


def test_nobody_there_is_told(slept: list[float]) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{probe.getsockname()[1]}/api/v1"
        with Api(url, KEY, sleep=slept.append) as api, pytest.raises(Problem) as told:
            api.verify()
    assert str(told.value).startswith(f"cannot reach {url}: ")


def test_following_shows_each_state_once_and_ends_with_the_last(fake: FakeApi, api: Api) -> None:
    fake.states = (QUEUED, RUNNING, RUNNING, COMPLETED)
    seen = [(task.status, task.progress) for task in follow(api, TASK)]
    assert seen == [("queued", 0), ("running", 40), ("completed", 100)]


def test_an_api_that_cannot_hold_a_poll_is_not_asked_in_a_circle(fake: FakeApi, api: Api) -> None:
    fake.refuse[TASKS] = [
        Answer(200, {"task_id": TASK, "status": "queued"}, {"ETag": '"0"'}),
        Answer(304, headers={"ETag": '"0"'}),
        Answer(304, headers={"ETag": '"0"'}),
        Answer(200, {"task_id": TASK, "status": "completed"}, {"ETag": '"1"'}),
    ]
    slept: list[float] = []
    states = [task.status for task in follow(api, TASK, sleep=slept.append)]
    assert states == ["queued", "completed"]
    assert slept == [0.5, 0.5]


def test_while_nothing_changes_it_says_for_how_long(fake: FakeApi, api: Api) -> None:
    quiet = Answer(304, headers={"ETag": '"0"'})
    fake.refuse[TASKS] = [
        Answer(200, {"task_id": TASK, "status": "queued"}, {"ETag": '"0"'}),
        *(quiet for _ in range(4)),
        Answer(200, {"task_id": TASK, "status": "completed"}, {"ETag": '"1"'}),
    ]
    now = itertools.count(0.0, 6.0)
    told = [describe(task) for task in follow(api, TASK, clock=lambda: next(now))]
    quiet_ones = ["waiting, for 18 s now", "waiting, for 36 s now"]
    assert told == ["waiting", *quiet_ones, "completed"]


@pytest.mark.parametrize(
    ("disposition", "name"),
    [
        ('attachment; filename="Sales report.xlsx"', "Sales report.xlsx"),
        ("attachment; filename*=UTF-8''Umsatz%20%C3%BCber.xlsx", "Umsatz über.xlsx"),
        ('attachment; filename="../../etc/passwd"', "passwd"),
        ('attachment; filename="C:\\\\temp\\\\a.xlsx"', "a.xlsx"),
        ('attachment; filename=".."', "document"),
        (None, "document"),
    ],
)
def test_a_document_is_named_by_the_answer_without_any_path(
    disposition: str | None, name: str
) -> None:
    assert named_by(disposition) == name


def test_a_free_name_counts_up(tmp_path: Path) -> None:
    for name in ("a.xlsx", "a (2).xlsx"):
        (tmp_path / name).touch()
    assert free_name(tmp_path / "a.xlsx").name == "a (3).xlsx"
    assert free_name(tmp_path / "b.xlsx").name == "b.xlsx"


def test_a_refused_download_leaves_the_old_file(fake: FakeApi, api: Api, tmp_path: Path) -> None:
    fake.refuse["/document"] = [Answer(403, b"<Error/>")]
    (tmp_path / "a.xlsx").write_text("old")
    url = fake.url.replace("/api/v1", "/document")
    with pytest.raises(Problem, match="HTTP 403"):
        save(api.outside(), url, tmp_path / "a.xlsx", folder=tmp_path)
    assert [path.read_text() for path in tmp_path.iterdir()] == ["old"]


def test_a_download_that_breaks_off_leaves_nothing(fake: FakeApi, api: Api, tmp_path: Path) -> None:
    fake.refuse["/document"] = [Answer(200, b"PK", {"Content-Length": "9000"})]
    url = fake.url.replace("/api/v1", "/document")
    with pytest.raises(Problem, match="the download broke off"):
        save(api.outside(), url, None, folder=tmp_path)
    assert list(tmp_path.iterdir()) == []
