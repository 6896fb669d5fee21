"""Identifiers sort by time, name their noun, and secrets are drawn without bias."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from tests.fakes.clock import START
from tests.fakes.entropy import SeededEntropy

from docsmith.domain.account import digest_of, new_secret
from docsmith.domain.clock import epoch, iso, parse
from docsmith.domain.documents import ending_of, media_type_of
from docsmith.domain.ids import FILE, TASK, is_id, new_id, ulid
from docsmith.domain.task import Kind

MOMENTS = st.datetimes(
    min_value=datetime(2000, 1, 1),
    max_value=datetime(2100, 1, 1),
    timezones=st.just(UTC),
)


@given(first=MOMENTS, later=st.integers(1, 10**9), seed=st.integers(0, 10**6))
def test_later_ids_sort_after_earlier_ones(first: datetime, later: int, seed: int) -> None:
    entropy = SeededEntropy(seed)
    second = first + timedelta(milliseconds=later)
    one, two = ulid(at=first, entropy=entropy), ulid(at=second, entropy=entropy)
    assert one < two
    assert len(one) == 26
    assert is_id(TASK + one, TASK)


def test_ids_of_one_moment_differ() -> None:
    entropy = SeededEntropy()
    made = {new_id(FILE, at=START, entropy=entropy) for _ in range(1000)}
    assert len(made) == 1000


@given(text=st.text(max_size=40))
def test_text_that_is_not_an_id_is_not_taken_for_one(text: str) -> None:
    alphabet = set("0123456789ABCDEFGHJKMNPQRSTVWXYZ")
    assert is_id(TASK + text, TASK) == (len(text) == 26 and set(text) <= alphabet)
    assert not is_id(text, TASK) or text.startswith(TASK)


def test_an_id_of_another_noun_or_in_small_letters_is_refused() -> None:
    made = new_id(TASK, at=START, entropy=SeededEntropy())
    assert not is_id(made, FILE)
    assert not is_id(made.lower(), TASK)
    assert not is_id(made + "0", TASK)
    assert not is_id(made.removeprefix(TASK), TASK)


@given(seed=st.integers(0, 10**6), test=st.booleans())
def test_a_secret_is_its_prefix_and_twenty_eight_alphanumerics(seed: int, test: bool) -> None:
    secret = new_secret(test=test, entropy=SeededEntropy(seed))
    prefix = "sk_test_" if test else "sk_live_"
    rest = secret.removeprefix(prefix)
    assert secret.startswith(prefix)
    assert len(rest) == 28
    assert rest.isascii()
    assert rest.isalnum()


def test_a_secret_needs_more_entropy_when_bytes_are_thrown_away() -> None:
    drawn = iter([bytes([255] * 28), bytes(range(28))])

    class Scripted:
        def token_bytes(self, size: int, /) -> bytes:
            return next(drawn)

    assert new_secret(test=True, entropy=Scripted()) == "sk_test_ABCDEFGHIJKLMNOPQRSTUVWXYZab"


def test_a_digest_says_nothing_of_its_secret() -> None:
    assert digest_of("sk_live_x") == digest_of("sk_live_x")
    assert "sk_live_x" not in digest_of("sk_live_x")
    assert len(digest_of("")) == 64


@given(moment=MOMENTS)
def test_timestamps_are_utc_with_milliseconds_and_can_be_read_back(moment: datetime) -> None:
    text = iso(moment)
    assert text.endswith("Z")
    assert abs(parse(text) - moment) < timedelta(milliseconds=1)
    assert epoch(moment) == int(moment.timestamp())


def test_each_document_kind_has_its_ending_and_media_type() -> None:
    assert [ending_of(kind) for kind in Kind if kind.makes_document] == ["xlsx", "docx", "pptx"]
    assert media_type_of(Kind.EXCEL).endswith("officedocument.spreadsheetml.sheet")
