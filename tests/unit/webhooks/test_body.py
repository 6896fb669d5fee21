"""The body of a webhook: who is named, and that it stays under 20 kB."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.fakes.clock import START
from tests.fakes.nouns import a_delivery, a_task
from tests.fakes.signing_keys import FakeSigningKeys

from docsmith.domain.task import Failure, Kind, Status, Task
from docsmith.domain.work import Outcome
from docsmith.usecases.links import Links
from docsmith.usecases.webhook_body import BODY_LIMIT, announcement_body, delivery_body

LINKS = Links(keys=FakeSigningKeys(b"key"), clock=lambda: START)
TEXTS = st.one_of(st.none(), st.text(max_size=50), st.just("ü" * 30_000))


def ended(kind: Kind = Kind.EXCEL, **outcome: Any) -> Task:
    made = Outcome(**{"summary": "Done.", **outcome})
    return a_task(kind=kind, status=Status.COMPLETED, ended_at=START, credits_used=3, outcome=made)


def body_of(task: Task, **delivery: Any) -> dict[str, Any]:
    raw = delivery_body(a_delivery(**delivery), task, LINKS)
    assert len(raw) < BODY_LIMIT
    return json.loads(raw)


@pytest.mark.parametrize(
    ("kind", "agent", "made"),
    [
        (Kind.EXCEL, "excel_agent_api", "excel"),
        (Kind.WORD, "word_agent_api", "word"),
        (Kind.SLIDES, "slides_agent_api", "slides"),
        (Kind.OUTLINE, "slides_agent_api", "slides"),
        (Kind.ANALYZE, "excel_agent_api", "excel"),
        (Kind.REWRITE, "text_agent_api", "text"),
    ],
)
def test_each_kind_of_task_has_its_agents_name(kind: Kind, agent: str, made: str) -> None:
    body = body_of(ended(kind))
    assert (body["agent_name"], body["format"]) == (agent, made)


def test_a_text_task_tells_its_text_and_no_links() -> None:
    body = body_of(ended(Kind.REWRITE, text="Better."))
    assert body["text"] == "Better."
    assert "download_url" not in body


def test_what_is_too_long_is_left_out_and_named() -> None:
    body = body_of(ended(text="x" * 30_000, artifacts=({"name": "chart"},)))
    assert body["omitted"] == ["text"]
    assert "text" not in body
    assert body["artifacts"] == [{"name": "chart"}]


def test_a_summary_beyond_reason_is_cut() -> None:
    assert body_of(ended(summary="ü" * 30_000))["summary"] == "ü" * 2_000


def test_an_error_beyond_reason_is_cut() -> None:
    failure = Failure(code="internal_error", message="m" * 30_000)
    task = a_task(status=Status.FAILED, ended_at=START, failure=failure)
    assert body_of(task)["error"] == {"code": "internal_error", "message": "m" * 2_000}


@given(
    summary=st.one_of(st.text(max_size=50), st.just("ü" * 30_000)),
    text=TEXTS,
    answer=TEXTS,
    artifacts=st.lists(st.dictionaries(st.text(max_size=5), TEXTS, max_size=3), max_size=3),
)
def test_no_task_makes_a_body_of_twenty_kilobytes(
    summary: str, text: str | None, answer: str | None, artifacts: list[dict[str, Any]]
) -> None:
    body = body_of(
        ended(summary=summary, text=text, answer=answer, artifacts=tuple(artifacts), revision=1)
    )
    assert body["download_url"]
    assert body["task_id"]


def test_the_bus_is_told_the_same_facts_without_a_delivery() -> None:
    told, delivered = announcement_body(ended(revision=2), LINKS), body_of(ended(revision=2))
    assert set(delivered) - set(told) == {"delivery_id"}
    assert {name: delivered[name] for name in told} == told


def test_a_task_of_a_batch_names_its_batch() -> None:
    assert body_of(ended().with_(batch="bat_1"))["batch_id"] == "bat_1"
    assert "batch_id" not in body_of(ended())


def test_an_event_with_facts_of_its_own_needs_no_task() -> None:
    raw = delivery_body(a_delivery(facts={"batch_id": "bat_1"}), None, LINKS)
    assert json.loads(raw)["batch_id"] == "bat_1"
