"""The port to a language model. Adapters: `anthropic`, `bedrock`; and the offline author in
`agent/offline`.
"""

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


class ModelBusy(Exception):
    """The provider asks to wait: no fault, and no turn was made. `wait_s` in seconds."""

    def __init__(self, wait_s: float) -> None:
        super().__init__(f"busy for {wait_s} s")
        self.wait_s = wait_s


class Model(Protocol):
    """Answers a request with one turn. Raises `ModelBusy`, or `UpstreamError` when it broke."""

    def complete(self, request: ModelRequest) -> Turn: ...
