"""The queue is fair, and slots are free when nobody holds them."""

from collections import Counter
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st
from tests.fakes.clock import START
from tests.fakes.nouns import a_lease, a_waiter

from docsmith.domain.pool import LEASE, SlotLease, Waiter, free_numbers, next_waiter


def waiter_of(number: int, organisation: str, age: int, limit: int) -> Waiter:
    since = START - timedelta(seconds=age)
    return a_waiter(number, organisation=organisation, since=since, running_limit=limit)


def lease_of(number: int, organisation: str, seconds: int) -> SlotLease:
    return a_lease(number, organisation=organisation, until=START + timedelta(seconds=seconds))


ORGANISATIONS = st.sampled_from("abc")
WAITERS = st.lists(
    st.builds(
        waiter_of, st.integers(1, 10**6), ORGANISATIONS, st.integers(0, 1000), st.integers(1, 4)
    ),
    max_size=12,
    unique_by=lambda waiter: waiter.task_id,
)
LEASES = st.lists(
    st.builds(lease_of, st.integers(0, 9), ORGANISATIONS, st.integers(-90, 90)),
    max_size=10,
    unique_by=lambda lease: lease.number,
)


@given(waiters=WAITERS, leases=LEASES)
def test_the_next_is_of_those_who_may_run_the_one_with_fewest_running_and_oldest(
    waiters: list[Waiter], leases: list[SlotLease]
) -> None:
    running = Counter(lease.organisation for lease in leases)
    may = [w for w in waiters if running[w.organisation] < w.running_limit]
    chosen = next_waiter(waiters, leases)
    assert (chosen is None) == (not may)
    if chosen is not None:
        assert chosen in may
        fewest = min(running[waiter.organisation] for waiter in may)
        assert running[chosen.organisation] == fewest
        equals = [w for w in may if running[w.organisation] == fewest]
        assert chosen.since == min(waiter.since for waiter in equals)


@given(leases=LEASES, size=st.integers(0, 10))
def test_a_slot_is_free_or_held(leases: list[SlotLease], size: int) -> None:
    free = free_numbers(leases, size=size, now=START)
    held = {lease.number for lease in leases if lease.until > START}
    assert free == sorted(set(range(size)) - held)


def test_a_lease_is_over_at_its_moment() -> None:
    lease = a_lease(until=START + LEASE)
    assert not lease.is_over(START + LEASE - timedelta(microseconds=1))
    assert lease.is_over(START + LEASE)
