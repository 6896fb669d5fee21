"""The adapter of a real model. Imported only when one is chosen: the SDK takes most of a second."""

import time

from docsmith.adapters.anthropic_model import AnthropicModel, anthropic_client, with_key
from docsmith.adapters.bedrock_model import bedrock_client
from docsmith.adapters.secretsmanager_model_key import SecretsManagerModelKey
from docsmith.wiring.clients import client
from docsmith.wiring.settings import AgentSettings
from docsmith.wiring.stores import SystemEntropy, clock


def anthropic_model_of(settings: AgentSettings) -> AnthropicModel:
    """Claude at its provider. The key is read from its secret when the first call is made."""
    key = SecretsManagerModelKey(
        client=client("secretsmanager"), secret_id=settings.model_secret, clock=clock
    )
    known = anthropic_client(base_url=settings.model_url or None)
    return AnthropicModel(
        client=with_key(known, key), clock=clock, sleep=time.sleep, spread=_spread
    )


def bedrock_model_of(settings: AgentSettings) -> AnthropicModel:
    """Claude on Bedrock, with the function's own role."""
    known = bedrock_client(base_url=settings.model_url or None)
    return AnthropicModel(client=lambda: known, clock=clock, sleep=time.sleep, spread=_spread)


def _spread() -> float:
    return SystemEntropy().token_bytes(1)[0] / 255
