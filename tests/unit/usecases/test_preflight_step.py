"""Preflight: metadata alone, a small model or rules, open whenever something is wrong."""

import io
import json
from typing import Any

import pytest
from botocore.exceptions import ReadTimeoutError
from tests.fakes.machine import SMALL, Machine
from tests.fakes.model import USAGE, ScriptedModel, says
from tests.fakes.world import World

from docsmith.adapters.lambda_validator import LambdaValidator
from docsmith.agent.model import ModelBusy, ModelStopped
from docsmith.agent.preflight import Metadata, OfflineValidator, Verdict
from docsmith.agent.turns import StopReason, Turn
from docsmith.domain.errors import ModelFailed, UpstreamError
from docsmith.domain.task import Status
from docsmith.usecases.preflight import metadata_of
from docsmith.usecases.validate_request import TIME_S, ModelValidator

ASKS = Metadata(prompt="Use the attached photos", format="slides")
REFUSAL = {
    "valid": False,
    "missing": ["images"],
    "reason": "No photos came with the request.",
    "detected_intents": ["visual_first", "poetry"],
}


def validator(*said: Any, seconds: Any = lambda: 0.0) -> tuple[ModelValidator, ScriptedModel]:
    model = ScriptedModel(*said)
    return ModelValidator(model=model, name=SMALL, seconds=seconds), model


def test_a_small_model_judges_metadata_with_a_schema_for_its_answer() -> None:
    judge, model = validator(says(json.dumps(REFUSAL)))
    verdict = judge.judge(ASKS)
    assert (verdict.valid, verdict.missing) == (False, ("images",))
    assert verdict.detected_intents == ("visual_first",)
    assert verdict.usage == USAGE
    assert "usage" not in verdict.model_dump()
    request = model.requests[0]
    assert (request.model, request.tools) == (SMALL, ())
    assert request.output_schema is not None
    assert json.loads(request.history.entries[0].text)["images"] == 0  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "told",
    [
        "not json",
        "{}",
        json.dumps({**REFUSAL, "missing": []}),
        json.dumps({**REFUSAL, "missing": ["data_sources"]}),
        json.dumps({**REFUSAL, "reason": ""}),
    ],
)
def test_nonsense_is_no_verdict(told: str) -> None:
    judge, _ = validator(says(told))
    with pytest.raises(UpstreamError):
        judge.judge(ASKS.model_copy(update={"data_sources": 1}))


@pytest.mark.parametrize("error", [ModelBusy(1), ModelStopped(), ModelFailed(), UpstreamError()])
def test_a_validator_that_is_down_says_so(error: Exception) -> None:
    judge, _ = validator(error)
    with pytest.raises(UpstreamError):
        judge.judge(ASKS)


def test_a_validator_has_twenty_seconds() -> None:
    now = [100.0]
    seen: list[bool] = []

    def slow(request: Any, leash: Any) -> Turn:
        del request
        for moment in (TIME_S - 0.1, TIME_S):
            now[0] = 100.0 + moment
            seen.append(leash.holds)
        return says("", StopReason.END_TURN)

    judge, _ = validator(slow, seconds=lambda: now[0])
    with pytest.raises(UpstreamError):
        judge.judge(ASKS)
    assert seen == [True, False]


def test_a_refusal_fails_the_task_names_what_is_missing_and_costs_nothing(world: World) -> None:
    owner = world.organisation()
    task = world.submitted(world.caller(owner), prompt="Use the attached photos")
    judge, _ = validator(says(json.dumps(REFUSAL)))
    done = Machine(world, validator=judge).run(task)
    assert done.failure is not None
    assert (done.failure.code, done.failure.facts["missing"]) == ("preflight_failed", ["images"])
    assert done.spent["preflight.input"] == USAGE.input_tokens
    assert done.spent_usd == 0
    assert world.balance(owner) == {"available": 1000, "held": 0}


def test_a_validator_that_is_down_stops_nobody_and_intents_are_told(world: World) -> None:
    judge, _ = validator(UpstreamError())
    machine = Machine(world, validator=judge)
    assert machine.go_on("Preflight", world.submitted(), until="AcquirePool").intents == ()
    assert machine.trace[-1] == "AfterPreflight"
    judge, _ = validator(says('{"valid": true, "detected_intents": ["data_heavy"]}'))
    machine = Machine(world, validator=judge)
    task = machine.go_on("Preflight", world.submitted(), until="AcquirePool")
    assert task.intents == ("data_heavy",)


def test_test_keys_are_judged_by_rules(world: World) -> None:
    judge, model = validator()
    task = world.submitted(world.caller(test=True), prompt="Use the attached csv file")
    done = Machine(world, validator=judge).run(task)
    assert (done.status, model.requests) == (Status.FAILED, [])


@pytest.mark.parametrize(
    ("prompt", "counts", "missing", "intents"),
    [
        ("Summarise the attached CSV", {}, ("data_sources",), ()),
        ("Fasse die beigefügte Datei zusammen", {}, ("data_sources",), ()),
        ("Summarise the attached CSV", {"data_sources": 1}, (), ("data_heavy",)),
        ("A cash flow forecast with photos", {}, (), ("visual_first", "financial_model")),
        ("A budget", {}, (), ()),
    ],
)
def test_rules_refuse_only_what_the_words_say(
    prompt: str, counts: dict[str, int], missing: tuple[str, ...], intents: tuple[str, ...]
) -> None:
    verdict = OfflineValidator().judge(Metadata(prompt=prompt, format="excel", **counts))
    assert (verdict.valid, verdict.missing) == (not missing, missing)
    assert verdict.detected_intents == intents


def test_metadata_are_counts_and_never_content() -> None:
    request = {
        "prompt": "A deck",
        "mode": "action",
        "context_files": ["file_1"],
        "init_file": "file_2",
        "run_id": "run_1",
        "image_assets": [{"image_id": "img_1"}],
        "brand": {"font": "Arial"},
    }
    assert metadata_of("slides", request) == Metadata(
        prompt="A deck", format="slides", images=1, reference_files=3, brand=True
    )


class FakeLambda:
    """Answers one invoke."""

    def __init__(self, answer: bytes | Exception) -> None:
        self._answer = answer
        self.asked: list[Any] = []

    def invoke(self, *, FunctionName: str, Payload: bytes) -> Any:  # noqa: N803 - boto3's names
        self.asked.append((FunctionName, json.loads(Payload)))
        if isinstance(self._answer, Exception):
            raise self._answer
        return {"Payload": io.BytesIO(self._answer)}


def test_the_api_asks_the_agents_function() -> None:
    client: Any = FakeLambda(Verdict(valid=True).model_dump_json().encode())
    assert LambdaValidator(client=client, function="prod-agent").judge(ASKS).valid
    name, event = client.asked[0]
    assert (name, event["step"], event["metadata"]["format"]) == ("prod-agent", "Judge", "slides")


@pytest.mark.parametrize(
    "answer", [b'{"errorMessage": "no"}', b"", ReadTimeoutError(endpoint_url="x")]
)
def test_no_answer_from_the_agents_function_is_no_verdict(answer: bytes | Exception) -> None:
    client: Any = FakeLambda(answer)
    with pytest.raises(UpstreamError):
        LambdaValidator(client=client, function="f").judge(ASKS)
