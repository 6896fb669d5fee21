"""The token bucket: bursts up to a minute's worth, refilled evenly, never above its limit."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from docsmith.domain.rate import RateBucket

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def test_a_full_bucket_gives_a_minutes_worth_and_then_says_when_to_return() -> None:
    bucket = RateBucket.full("key_1", limit=120, now=NOW)
    for _ in range(120):
        assert not bucket.is_empty
        bucket = bucket.taken()
    assert bucket.is_empty
    assert bucket.remaining == 0
    assert bucket.retry_after_s == 1
    assert bucket.reset_s == 60
    assert not bucket.refilled(NOW + timedelta(seconds=1), limit=120).is_empty


def test_a_slow_bucket_says_how_many_seconds_the_next_token_takes() -> None:
    bucket = RateBucket(key_id="key_1", limit=6, tokens=0, at=NOW)
    assert bucket.retry_after_s == 10


@given(
    seconds=st.lists(st.integers(0, 90), max_size=40),
    limit=st.integers(1, 300),
)
def test_tokens_stay_between_nothing_and_the_limit(seconds: list[int], limit: int) -> None:
    bucket, now = RateBucket.full("key_1", limit=limit, now=NOW), NOW
    for gone in seconds:
        now += timedelta(seconds=gone)
        bucket = bucket.refilled(now, limit=limit)
        if not bucket.is_empty:
            bucket = bucket.taken()
        assert 0 <= bucket.tokens <= limit
        assert 0 <= bucket.reset_s <= 60


def test_time_that_runs_backwards_refills_nothing() -> None:
    bucket = RateBucket(key_id="key_1", limit=60, tokens=3, at=NOW)
    assert bucket.refilled(NOW - timedelta(hours=1), limit=60).tokens == 3
