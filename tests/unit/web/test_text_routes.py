"""Answers in words over HTTP: short texts, analyses, outlines; sync through the whole machine."""

import json
from typing import Any

import pytest
from tests.fakes.machine import Machine
from tests.fakes.model import ScriptedModel, says
from tests.fakes.world import World
from tests.unit.web.conftest import House, a_house

from docsmith.agent.preflight import Metadata, Verdict
from docsmith.domain.errors import UpstreamError
from docsmith.domain.files import Purpose
from docsmith.domain.task import Task
from docsmith.usecases.keep_files import NewFile

API = "/api/v1"


def works_soon(house: House, model: ScriptedModel) -> None:
    """The machine runs while the call waits."""

    def work() -> None:
        (task,) = [t for t in house.world.records.every(Task) if not t.is_terminal]
        Machine(house.world, model).run(task)

    house.world.sleeps += [work]


@pytest.mark.parametrize(
    ("path", "body", "asked"),
    [
        ("text/humanize", {"text": "It is utilised."}, "It is utilised."),
        ("text/rewrite", {"text": "Old.", "prompt": "Shorter", "tone": "dry"}, "Tone: dry"),
        ("text/new-content", {"prompt": "An invitation", "max_words": 80}, "At most 80 words."),
    ],
)
def test_a_short_text_is_answered_as_text(
    house: House, path: str, body: dict[str, Any], asked: str
) -> None:
    model = ScriptedModel(says("It is used."))
    works_soon(house, model)
    answer = house.client.post(f"{API}/{path}", json=body)
    assert answer.status_code == 200, answer.text
    told = answer.json()
    assert (told["text"], told["artifacts"]) == ("It is used.", [])
    assert told["credits_used"] == 1
    assert "download_url" not in told
    assert asked in str(model.requests[0].history)


def test_an_analysis_answers_and_changes_nothing(house: House) -> None:
    new = NewFile("d.csv", "text/csv", Purpose.CONTEXT, 8)
    file = house.world.files.store(new, b"a,b\n1,2\n", house.caller)
    works_soon(house, ScriptedModel(says("One row.")))
    body = {
        "prompt": "How many rows?",
        "data_sources": [{"file_id": file.file_id, "kind": "csv"}],
    }
    answer = house.client.post(f"{API}/excel/analyze", json=body)
    assert answer.json()["answer"] == "One row."
    run = house.client.get(f"{API}/runs/{answer.json()['run_id']}").json()
    assert (run["head"], run["kind"]) == (0, "analyze")


def test_an_analysis_may_ask_about_the_workbook_of_a_run_or_of_a_file(house: House) -> None:
    world = house.world
    done = world.completed(world.running(world.submitted(house.caller)))
    body = {"prompt": "What is in it?", "run_id": done.run_id, "async": True, "mode": "ask"}
    assert house.client.post(f"{API}/excel/analyze", json=body).status_code == 202
    file = world.files.store(NewFile("d.xlsx", "x/y", Purpose.CONTEXT, 1), b"x", house.caller)
    body = {"prompt": "What is in it?", "file_id": file.file_id, "async": True}
    answer = house.client.post(f"{API}/excel/analyze", json=body)
    task = world.records.get(Task, answer.json()["task_id"])
    assert task is not None
    assert task.value.request["init_file"] == file.file_id
    assert task.value.mode == "ask"


def test_an_outline_is_answered_to_be_edited_and_given_back(house: House) -> None:
    outline = {
        "title": "Pitch",
        "slides": [{"title": "We grow.", "layout": "kpis", "points": ["12 %"]}],
        "assumptions": [],
    }
    model = ScriptedModel(says(json.dumps(outline)))
    works_soon(house, model)
    answer = house.client.post(f"{API}/slides/outline", json={"prompt": "A pitch", "slides": 5})
    assert answer.json()["outline"] == outline
    assert "About 5 slides." in str(model.requests[0].history)


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("text/humanize", {"prompt": "x"}),
        ("text/humanize", {"text": " "}),
        ("text/rewrite", {"text": "x" * 50_001}),
        ("text/new-content", {}),
        ("text/new-content", {"prompt": "x", "max_words": 0}),
        ("excel/analyze", {"prompt": "x", "mode": "action"}),
        ("excel/analyze", {"prompt": "x", "file_id": "nope"}),
        ("excel/analyze", ["x"]),
        ("slides/outline", {"prompt": "x", "slides": 61}),
        ("slides/outline", {"prompt": "x", "slides": "5"}),
        ("preflight", {"prompt": "x", "format": "pdf"}),
        ("preflight", {"prompt": "x", "assets_summary": {"images": -1}}),
    ],
)
def test_wrong_fields_are_told_by_name(house: House, path: str, body: Any) -> None:
    answer = house.client.post(f"{API}/{path}", json=body)
    assert answer.status_code == 422
    assert answer.json()["error"] == "validation_error"


def test_a_test_key_is_told_that_short_texts_need_a_model(house: House) -> None:
    def work() -> None:
        (task,) = house.world.records.every(Task)
        Machine(house.world).run(task)

    house.world.sleeps += [work]
    answer = house.client.post(
        f"{API}/text/humanize", json={"text": "Hello."}, headers=house.key(test=True)
    )
    assert (answer.status_code, answer.json()["error"]) == (422, "model_error")
    assert "needs a model" in answer.json()["message"]


def test_preflight_answers_its_verdict_and_makes_nothing(house: House) -> None:
    body = {"prompt": "Summarise the attached CSV", "format": "word"}
    answer = house.client.post(f"{API}/preflight", json=body)
    assert answer.status_code == 200
    verdict = answer.json()
    assert (verdict["valid"], verdict["missing"]) == (False, ["data_sources"])
    assert set(verdict) == {"valid", "missing", "reason", "detected_intents"}
    assert list(house.world.records.every(Task)) == []
    body["assets_summary"] = {"data_sources": 1}
    assert house.client.post(f"{API}/preflight", json=body).json()["valid"] is True


class Broken:
    """A validator that must not be asked."""

    def judge(self, metadata: Metadata) -> Verdict:
        raise UpstreamError(f"It was asked about {metadata.prompt}.")


def test_preflight_asks_the_deployments_validator_for_live_keys_alone(world: World) -> None:
    world.validator = Broken()
    house = a_house(world)
    body = {"prompt": "Summarise the attached CSV"}
    by_rules = house.client.post(f"{API}/preflight", json=body, headers=house.key(test=True))
    assert by_rules.json()["valid"] is False
    assert house.client.post(f"{API}/preflight", json=body).json()["valid"] is True
