"""What follows from an answer."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.fakes.clock import START
from tests.fakes.entropy import SeededEntropy
from tests.fakes.nouns import a_subscription

from docsmith.domain.retries import (
    FAILING_LIMIT,
    FAILING_REASON,
    GONE_REASON,
    LONGEST_WAIT,
    SCHEDULE_S,
    Again,
    Answer,
    End,
    after_attempt,
    retry_after,
    verdict,
)
from docsmith.domain.ticket import TICKET_LIFE
from docsmith.domain.webhook import DeliveryStatus

ENTROPY = SeededEntropy()
STATUSES = st.one_of(st.none(), st.integers(100, 599))


def follow(status: int | None, *, tries: int = 1, retry: str | None = None) -> End | Again:
    answer = Answer(status=status, retry_after=retry)
    return verdict(answer, tries=tries, now=START, entropy=ENTROPY)


def test_the_schedule_is_eight_attempts_over_27_hours_and_a_half() -> None:
    assert len(SCHEDULE_S) == 8
    assert sum(SCHEDULE_S) / 3600 == pytest.approx(27.6, abs=0.05)


@given(status=STATUSES, tries=st.integers(1, 8))
def test_every_answer_ends_a_delivery_or_plans_the_next_attempt(
    status: int | None, tries: int
) -> None:
    move = follow(status, tries=tries)
    if status is not None and 200 <= status < 300:
        assert move == End(DeliveryStatus.DELIVERED)
    elif status == 410:
        assert move == End(DeliveryStatus.DISABLED, GONE_REASON, disables=True)
    elif tries == 8 or (status and status // 100 == 4 and status not in (408, 425, 429)):
        assert isinstance(move, End)
        assert (move.status, move.disables) == (DeliveryStatus.EXHAUSTED, False)
        assert move.reason
    else:
        assert isinstance(move, Again)
        assert move.at > START


@pytest.mark.parametrize(("tries", "seconds"), list(enumerate(SCHEDULE_S))[1:])
def test_each_gap_is_that_of_the_schedule_give_or_take_a_tenth(tries: int, seconds: int) -> None:
    gaps = set[float]()
    for _ in range(50):
        move = follow(500, tries=tries)
        assert isinstance(move, Again)
        gaps.add((move.at - START).total_seconds())
    assert seconds * 0.9 <= min(gaps) < seconds < max(gaps) <= seconds * 1.1


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("120", 120),
        (" 3600 ", 3600),
        ("0", 0),
        ("999999999999", 86_400),
        ("Mon, 02 Mar 2026 10:30:00 GMT", 3600),
        ("Mon, 02 Mar 2026 08:30:00 GMT", 0),
        ("Mon, 02 Mar 2099 08:30:00 GMT", 86_400),
        ("Mon, 02 Mar 2026 10:30:00 -0000", 0),
        ("soon", 0),
        ("-5", 0),
        ("1.5", 0),
        ("٣", 0),
        ("", 0),
        (None, 0),
    ],
)
def test_retry_after_is_read_in_seconds_and_as_a_date(header: str | None, seconds: int) -> None:
    assert retry_after(header, now=START) == timedelta(seconds=seconds)


@given(header=st.text(max_size=40))
def test_no_header_makes_a_wait_that_outlives_the_links(header: str) -> None:
    assert timedelta(0) <= retry_after(header, now=START) <= LONGEST_WAIT
    assert LONGEST_WAIT * (len(SCHEDULE_S) - 2) < TICKET_LIFE


def test_a_longer_wait_that_was_asked_for_replaces_the_gap_and_a_shorter_one_does_not() -> None:
    longer, shorter = follow(429, retry="7200"), follow(503, tries=3, retry="1")
    assert isinstance(longer, Again)
    assert isinstance(shorter, Again)
    assert longer.at == START + timedelta(hours=2)
    assert shorter.at >= START + timedelta(minutes=27)


def test_five_days_of_nothing_but_failures_switch_a_subscription_off() -> None:
    failure = Answer(error="Timed out.")
    again = Again(START)
    failing = after_attempt(a_subscription(), failure, end=again, now=START)
    assert (failing.failing_since, failing.active) == (START, True)
    nearly = after_attempt(failing, failure, end=again, now=START + FAILING_LIMIT * 0.99)
    assert nearly is failing
    off = after_attempt(failing, failure, end=again, now=START + FAILING_LIMIT)
    assert (off.active, off.disabled_reason) == (False, FAILING_REASON)


def test_one_success_in_between_begins_the_five_days_anew() -> None:
    failing = a_subscription(failing_since=START)
    done = End(DeliveryStatus.DELIVERED)
    recovered = after_attempt(failing, Answer(status=204), end=done, now=START + FAILING_LIMIT)
    assert (recovered.failing_since, recovered.active) == (None, True)
    assert after_attempt(recovered, Answer(status=200), end=done, now=START) is recovered


def test_gone_switches_a_subscription_off_at_once() -> None:
    end = follow(410)
    off = after_attempt(a_subscription(), Answer(status=410), end=end, now=START)
    assert (off.active, off.disabled_reason) == (False, GONE_REASON)
