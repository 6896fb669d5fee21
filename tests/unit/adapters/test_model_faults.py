"""What the model's adapter makes of a provider that is busy, broken, slow or refuses."""

import time
from threading import Event, Timer

import httpx2
import pytest
from tests.fakes.messages_script import Refusal, Reply
from tests.unit.adapters.model_client import a_request, connected

from docsmith.adapters import anthropic_model
from docsmith.adapters.anthropic_model import TRIES
from docsmith.agent.model import Leash, ModelBusy, ModelStopped
from docsmith.agent.turns import StopReason
from docsmith.domain.errors import ModelFailed, UpstreamError

GOOD = Reply().says("Good.")


@pytest.mark.parametrize(
    ("refusal", "wait_s"),
    [
        (Refusal(429, {"retry-after": "42"}), 42),
        (Refusal(429, {"retry-after-ms": "1500"}), 1.5),
        (Refusal(429, {"retry-after": "Tue, 24 Nov 2026 12:00:30 GMT"}), None),
        (Refusal(429, {"retry-after": "soon"}), 30),
        (Refusal(429), 30),
        (Refusal(429, {"retry-after": "4000000"}), 900),
        (Refusal(529), 15),
    ],
)
def test_a_busy_provider_is_an_outcome_with_the_wait_asked_for(
    refusal: Refusal, wait_s: float | None
) -> None:
    with connected([refusal]) as (_, model), pytest.raises(ModelBusy) as busy:
        model.complete(a_request())
    assert wait_s is None or busy.value.wait_s == wait_s
    assert 0 <= busy.value.wait_s <= 900


def test_overload_told_inside_a_stream_is_an_outcome_as_well() -> None:
    told = GOOD.but(error="overloaded_error")
    with connected([told]) as (_, model), pytest.raises(ModelBusy) as busy:
        model.complete(a_request())
    assert busy.value.wait_s == 15


def test_an_error_before_the_answer_is_repeated_at_once() -> None:
    pauses: list[float] = []
    with connected([Refusal(500), Refusal(503), GOOD], sleep=pauses.append) as (_, model):
        turn = model.complete(a_request())
    assert turn.blocks == ({"type": "text", "text": "Good."},)
    assert 0.7 < sum(pauses) < 0.8


def test_an_error_that_lasts_is_a_fault() -> None:
    answers = iter([Refusal(500)] * 9)
    with connected(answers, sleep=lambda _: None) as (_, model), pytest.raises(UpstreamError):
        model.complete(a_request())
    assert len(list(answers)) == 9 - TRIES


@pytest.mark.parametrize(
    "broken",
    [
        GOOD.but(cut_after=3),
        GOOD.but(cut_after=0),
        GOOD.but(ends_after=3),
        GOOD.but(ends_after=0),
        GOOD.but(garbled=True),
        GOOD.but(error="api_error"),
    ],
    ids=["cut", "cut-at-once", "ends-early", "empty", "garbled", "error-event"],
)
def test_a_stream_that_breaks_is_a_fault_and_the_next_call_works(broken: Reply) -> None:
    with connected([broken, GOOD]) as (_, model):
        with pytest.raises(UpstreamError):
            model.complete(a_request())
        assert model.complete(a_request()).blocks == ({"type": "text", "text": "Good."},)


@pytest.mark.parametrize("status", [400, 401, 402, 403, 404])
def test_a_refusal_is_told_at_once_and_without_details(status: int) -> None:
    refusal = Refusal(status, message="org-secret")
    with connected([refusal]) as (_, model), pytest.raises(ModelFailed) as failed:
        model.complete(a_request())
    assert "org-secret" not in failed.value.message


def test_a_request_too_long_for_the_model_is_a_turn_that_says_so() -> None:
    with connected([GOOD], window=10) as (_, model):
        turn = model.complete(a_request())
    assert (turn.stop, turn.blocks) == (StopReason.CONTEXT_OVERFLOW, ())
    with connected([Refusal(413)]) as (_, model):
        assert model.complete(a_request()).stop is StopReason.CONTEXT_OVERFLOW


def test_a_provider_that_cannot_be_reached_is_a_fault() -> None:
    with connected([], sleep=lambda _: None) as (api, model):
        api.close()
        with pytest.raises(UpstreamError):
            model.complete(a_request())


def test_silence_beyond_the_time_left_ends_the_call() -> None:
    ends = time.monotonic() + 0.3
    leash = Leash(seconds_left=lambda: ends - time.monotonic())
    with connected([GOOD.but(first_byte_s=20.0)]) as (_, model):
        began = time.monotonic()
        with pytest.raises(ModelStopped):
            model.complete(a_request(), leash)
        assert time.monotonic() - began < 2


@pytest.mark.parametrize("slow", [GOOD.but(first_byte_s=20.0), GOOD.but(silent_after=3)])
def test_an_answer_that_nobody_wants_any_more_is_stopped_at_once(slow: Reply) -> None:
    cancelled = Event()
    Timer(0.3, cancelled.set).start()
    with connected([slow]) as (_, model):
        began = time.monotonic()
        with pytest.raises(ModelStopped):
            model.complete(a_request(), Leash(is_wanted=lambda: not cancelled.is_set()))
        assert time.monotonic() - began < 2


def test_stopping_hangs_up_on_the_provider() -> None:
    cancelled = Event()
    Timer(0.3, cancelled.set).start()
    long = Reply().says("x" * 4_000_000).but(silent_after=50, silence_s=10.0)
    with connected([long]) as (api, model):
        with pytest.raises(ModelStopped):
            model.complete(a_request(), Leash(is_wanted=lambda: not cancelled.is_set()))
        assert api.gone.wait(5)


def test_a_cancel_between_two_tries_is_noticed() -> None:
    cancelled = Event()
    leash = Leash(is_wanted=lambda: not cancelled.is_set())
    script = connected([Refusal(500), GOOD], sleep=lambda _: cancelled.set())
    with script as (_, model), pytest.raises(ModelStopped):
        model.complete(a_request(), leash)


def test_nothing_is_asked_when_the_time_is_over_before_the_call() -> None:
    with connected([GOOD]) as (api, model), pytest.raises(ModelStopped):
        model.complete(a_request(), Leash(seconds_left=lambda: 0.0))
    assert api.calls == []


def test_a_provider_that_says_nothing_too_long_is_a_fault_and_not_asked_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(anthropic_model, "_TIMEOUT", httpx2.Timeout(0.2))
    answers = iter([GOOD.but(first_byte_s=5.0), GOOD])
    with connected(answers) as (_, model), pytest.raises(UpstreamError):
        model.complete(a_request())
    assert len(list(answers)) == 1
