"""Who writes follows from the provider: `offline` writes, and costs nothing, whatever is named."""

import pytest

from docsmith.agent.offline.model import OfflineModel
from docsmith.domain.credits import credits_for, estimate
from docsmith.domain.task import Kind
from docsmith.wiring.agent import models_of
from docsmith.wiring.settings import AgentSettings, LifecycleSettings, ModelSettings, WebSettings

VARIABLES = {
    "STACK": "docsmith",
    "TABLE": "table",
    "BUCKET": "bucket",
    "MACHINE_ARN": "arn",
    "DELIVERIES_URL": "https://queue",
    "POOL_SIZE": "20",
    "TEST_POOL_SIZE": "5",
    "SYNC_PERMITS": "50",
    "SIGNING_SECRET": "signing",
    "SEALING_KEY": "key",
    "AGENT_FUNCTION": "agent",
    "DOCUMENT_FUNCTION": "document",
    "DAILY_CAP_USD": "0",
    "DAILY_ORGANISATION_CAP_USD": "0",
    "SYNC_CEILING_SECONDS": "28",
    "TRANSPORT": "buffered",
    "MODEL": "claude-sonnet-5-5",
    "SMALL_MODEL": "claude-haiku-5-5",
    "MODEL_SECRET": "model",
    "MAX_TURNS": "60",
}
KINDS = (AgentSettings, LifecycleSettings, WebSettings)


@pytest.mark.parametrize("settings", KINDS)
def test_the_offline_provider_costs_nothing_whatever_model_is_named(
    settings: type[ModelSettings],
) -> None:
    author = settings.read(VARIABLES | {"MODEL_PROVIDER": "offline"}).author
    assert credits_for(0.5, model=author) == 0
    assert estimate(Kind.EXCEL, model=author, max_credits=None) == 0


@pytest.mark.parametrize("settings", KINDS)
def test_any_other_provider_writes_with_the_model_named(settings: type[ModelSettings]) -> None:
    assert settings.read(VARIABLES | {"MODEL_PROVIDER": "bedrock"}).author == "claude-sonnet-5-5"


def test_short_texts_have_a_small_model_where_there_are_models() -> None:
    with_model = AgentSettings.read(VARIABLES | {"MODEL_PROVIDER": "anthropic"})
    without = AgentSettings.read(VARIABLES | {"MODEL_PROVIDER": "offline"})
    assert models_of(with_model, OfflineModel()).small_name == "claude-haiku-5-5"
    assert models_of(without, OfflineModel()).small_name == "offline"
