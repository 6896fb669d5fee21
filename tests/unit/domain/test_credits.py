"""Prices: never for free by accident, never less than one credit, and nothing for offline."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.fakes.nouns import an_api_key

from docsmith.domain.account import Balance, Scope, Tier
from docsmith.domain.credits import OFFLINE, credits_for, credits_to_usd, estimate, price_of
from docsmith.domain.errors import Forbidden
from docsmith.domain.task import Kind

TOKENS = st.integers(0, 10**9)


@pytest.mark.parametrize(
    ("model", "usd"),
    [
        ("claude-sonnet-5-5", 12.0),
        ("claude-sonnet-5-5-20261001", 12.0),
        ("eu.anthropic.claude-sonnet-5-5-v1:0", 12.0),
        ("claude-haiku-5-5", 0.6),
        ("offline", 0.0),
        ("somebody-elses-model", 60.0),
    ],
)
def test_a_model_is_priced_by_its_family_and_an_unknown_one_like_the_dearest(
    model: str, usd: float
) -> None:
    price = price_of(model, input=1_000_000, output=1_000_000)
    assert price == pytest.approx(usd)


def test_cached_tokens_have_prices_of_their_own() -> None:
    price = price_of(
        "claude-sonnet-5-5", input=0, output=0, cache_read=1_000_000, cache_write=1_000_000
    )
    assert price == pytest.approx(0.1 + 2.5)


@given(tokens=TOKENS, more=TOKENS)
def test_more_tokens_never_cost_less(tokens: int, more: int) -> None:
    model = "claude-opus-5-5"
    assert price_of(model, input=tokens, output=0) <= price_of(
        model, input=tokens + more, output=more
    )


@pytest.mark.parametrize(
    ("usd", "credits"),
    [(0.0, 1), (0.0001, 1), (0.01, 1), (0.0100001, 2), (0.011, 2), (0.03, 3), (0.1 + 0.2, 30)],
)
def test_credits_are_whole_rounded_up_and_at_least_one(usd: float, credits: int) -> None:
    assert credits_for(usd, model="claude-sonnet-5-5") == credits


def test_credits_stand_for_dollars() -> None:
    assert credits_to_usd(250) == pytest.approx(2.5)
    assert credits_for(credits_to_usd(7), model="claude-sonnet-5-5") == 7


def test_offline_work_costs_nothing() -> None:
    assert credits_for(99.0, model=OFFLINE) == 0
    assert estimate(Kind.EXCEL, model=OFFLINE, max_credits=5) == 0


@pytest.mark.parametrize("kind", Kind)
@given(limit=st.none() | st.integers(1, 10**6))
def test_a_hold_is_the_estimate_or_the_limit_whichever_is_less(
    kind: Kind, limit: int | None
) -> None:
    held = estimate(kind, model="claude-sonnet-5-5", max_credits=limit)
    assert 0 < held <= (limit or held)
    assert held <= estimate(kind, model="claude-sonnet-5-5", max_credits=None)


def test_what_is_held_is_still_the_owners() -> None:
    assert Balance(available=3, held=4).total == 7


def test_a_scope_opens_only_itself() -> None:
    key = an_api_key(scopes=frozenset({Scope.READ}))
    key.must_have(Scope.READ)
    for scope in (Scope.GENERATE, Scope.WEBHOOKS):
        with pytest.raises(Forbidden, match=scope):
            key.must_have(scope)


def test_higher_tiers_allow_more_of_everything() -> None:
    free, pro, enterprise = (tier.limits for tier in (Tier.FREE, Tier.PRO, Tier.ENTERPRISE))
    for name in ("requests_per_minute", "running", "queued", "upload_bytes"):
        assert getattr(free, name) < getattr(pro, name) < getattr(enterprise, name)
