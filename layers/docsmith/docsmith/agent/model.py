"""The port to a language model. Adapters: `anthropic`, `bedrock`; and the offline author in `agent/offline`."""

from typing import Protocol

from docsmith.agent.turns import History, Json, Turn, Value


class ToolSpec(Value):
    """A tool as the model sees it: JSON Schema in `input_schema`."""

    name: str
    description: str
    input_schema: Json


class ModelRequest(Value):
    """One call. Order system, tools, history is byte-stable, so that the provider's cache works."""

    model: str
    system: str
    tools: tuple[ToolSpec, ...]
    history: History
    max_tokens: int = 32_000


class Model(Protocol):
    """Answers a request with one turn. Raises `ModelBusy(wait_s)`, `ModelRefused`, `UpstreamError` (domain/errors)."""

    def complete(self, request: ModelRequest) -> Turn: ...
