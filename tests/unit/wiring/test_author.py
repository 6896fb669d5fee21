"""Who writes follows from the provider: `offline` writes, and costs nothing, whatever is named."""

from typing import TypeVar

import pytest

from docsmith.agent.offline.model import OfflineModel
from docsmith.domain.credits import credits_for, estimate
from docsmith.domain.task import Kind
from docsmith.wiring.agent import models_of
from docsmith.wiring.settings import AgentSettings, LifecycleSettings, ModelSettings, WebSettings

KINDS = (AgentSettings, LifecycleSettings, WebSettings)
NAMES = {"MODEL": "claude-sonnet-5-5", "SMALL_MODEL": "claude-haiku-5-5"}
S = TypeVar("S", bound=ModelSettings)


def settings_of(kind: type[S], provider: str) -> S:
    """Settings in which everything that does not matter here is 1."""
    others = {name.upper(): "1" for name in kind.model_fields}
    return kind.read(others | NAMES | {"MODEL_PROVIDER": provider})


@pytest.mark.parametrize("settings", KINDS)
def test_the_offline_provider_costs_nothing_whatever_model_is_named(
    settings: type[ModelSettings],
) -> None:
    author = settings_of(settings, "offline").author
    assert credits_for(0.5, model=author) == 0
    assert estimate(Kind.EXCEL, model=author, max_credits=None) == 0


@pytest.mark.parametrize("settings", KINDS)
def test_any_other_provider_writes_with_the_model_named(settings: type[ModelSettings]) -> None:
    assert settings_of(settings, "bedrock").author == "claude-sonnet-5-5"


def test_short_texts_have_a_small_model_where_there_are_models() -> None:
    with_model = settings_of(AgentSettings, "anthropic")
    without = settings_of(AgentSettings, "offline")
    assert models_of(with_model, OfflineModel()).small_name == "claude-haiku-5-5"
    assert models_of(without, OfflineModel()).small_name == "offline"
