"""Requests are counted against their key, also when they come at once."""

from tests.fakes.clock import FakeClock
from tests.fakes.records import InMemoryRecords

from docsmith.usecases.limit_rate import LimitRate
from docsmith.usecases.records import Collision, Write


def test_the_request_after_the_limit_is_refused_until_time_has_passed() -> None:
    clock = FakeClock()
    limit_rate = LimitRate(records=InMemoryRecords(clock=clock), clock=clock)
    answers = [limit_rate("key_1", limit=3) for _ in range(4)]
    assert [answer.allowed for answer in answers] == [True, True, True, False]
    assert limit_rate("key_2", limit=3).allowed
    clock.advance(seconds=20)
    assert limit_rate("key_1", limit=3).allowed


class _Contended(InMemoryRecords):
    """Somebody else is always faster."""

    def transact(self, *writes: Write, token: str | None = None) -> None:
        raise Collision((0,))


def test_a_limit_that_cannot_be_counted_is_no_outage() -> None:
    clock = FakeClock()
    limit_rate = LimitRate(records=_Contended(clock=clock), clock=clock)
    assert limit_rate("key_1", limit=1).allowed
