"""Tickets open one run, for one purpose, until a moment, and nobody else can make them."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.fakes.clock import START

from docsmith.domain.errors import Forbidden
from docsmith.domain.ticket import TICKET_LIFE, Purpose, Ticket, expiry_of, sign, verify

KEY = b"key"
SECONDS = st.datetimes(
    min_value=datetime(2020, 1, 1),
    max_value=datetime(2090, 1, 1),
    timezones=st.just(UTC),
).map(lambda moment: moment.replace(microsecond=0))
MILLISECONDS = st.builds(
    lambda moment, more: moment + timedelta(milliseconds=more), SECONDS, st.integers(0, 999)
)
TICKETS = st.builds(
    Ticket,
    run_id=st.text(min_size=1, max_size=40),
    purpose=st.sampled_from(Purpose),
    expires_at=SECONDS,
    revision=st.none() | st.integers(1, 10**6),
    began=st.none() | SECONDS,
    view_only=st.booleans(),
    since=st.none() | MILLISECONDS,
    link_id=st.none() | st.text(min_size=1, max_size=40),
)


def ticket(**changes: object) -> Ticket:
    made = Ticket(run_id="run_1", purpose=Purpose.DOWNLOAD, expires_at=START + timedelta(hours=1))
    return made.with_(**changes)


@given(made=TICKETS, keys=st.lists(st.binary(min_size=1), min_size=1, max_size=3))
def test_what_was_signed_is_read_back_with_any_live_key(made: Ticket, keys: list[bytes]) -> None:
    before = made.expires_at - timedelta(seconds=1)
    for key in keys:
        assert verify(sign(made, key=key), made.purpose, keys=keys, now=before) == made


@given(made=TICKETS, position=st.integers(0, 10**4), letter=st.characters())
def test_a_changed_letter_makes_a_ticket_worthless(
    made: Ticket, position: int, letter: str
) -> None:
    text = sign(made, key=KEY)
    at = position % len(text)
    forged = text[:at] + letter + text[at + 1 :]
    if forged == text:
        return
    before = made.expires_at - timedelta(seconds=1)
    with pytest.raises(Forbidden):
        verify(forged, made.purpose, keys=[KEY], now=before)


@given(text=st.text(max_size=200))
def test_made_up_text_is_no_ticket(text: str) -> None:
    with pytest.raises(Forbidden):
        verify(text, Purpose.DOWNLOAD, keys=[KEY], now=START)


def test_a_key_that_was_rotated_away_opens_nothing() -> None:
    text = sign(ticket(), key=KEY)
    assert verify(text, Purpose.DOWNLOAD, keys=[b"new", KEY], now=START)
    with pytest.raises(Forbidden):
        verify(text, Purpose.DOWNLOAD, keys=[b"newer", b"new"], now=START)
    with pytest.raises(Forbidden):
        verify(text, Purpose.DOWNLOAD, keys=[], now=START)


def test_a_ticket_is_over_at_its_moment() -> None:
    text = sign(ticket(), key=KEY)
    last = START + timedelta(hours=1) - timedelta(seconds=1)
    assert verify(text, Purpose.DOWNLOAD, keys=[KEY], now=last)
    with pytest.raises(Forbidden, match="expired"):
        verify(text, Purpose.DOWNLOAD, keys=[KEY], now=START + timedelta(hours=1))


@pytest.mark.parametrize("wanted", Purpose)
@pytest.mark.parametrize("given_for", Purpose)
def test_a_ticket_is_for_one_purpose(wanted: Purpose, given_for: Purpose) -> None:
    text = sign(ticket(purpose=given_for), key=KEY)
    if wanted is given_for:
        assert verify(text, wanted, keys=[KEY], now=START).purpose is wanted
        return
    with pytest.raises(Forbidden, match="something else"):
        verify(text, wanted, keys=[KEY], now=START)


@given(now=SECONDS)
def test_links_last_seven_days_and_are_the_same_for_an_hour(now: datetime) -> None:
    hour = now.replace(minute=0, second=0)
    assert expiry_of(now) == expiry_of(hour)
    assert TICKET_LIFE < expiry_of(now) - now <= TICKET_LIFE + timedelta(hours=1)
