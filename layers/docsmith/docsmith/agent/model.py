"""The port to a language model. Adapters: `anthropic`, `bedrock`; and the offline author in
`agent/offline`.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal, Protocol, runtime_checkable

from pydantic import Field

from docsmith.agent.turns import History, Json, Turn, Value


class ToolSpec(Value):
    """A tool as the model sees it: JSON Schema in `input_schema`."""

    name: str
    description: str
    input_schema: Json


class Picture(Value):
    """A picture for the model's eyes: `data` is base64."""

    media_type: str
    data: str


class ModelRequest(Value):
    """One call. Order tools, system, history is byte-stable, so that the provider's cache works.

    `output_schema` asks for an answer in JSON of that schema. `pictures` are those that the
    history's results name, by object key.
    """

    model: str
    system: str
    tools: tuple[ToolSpec, ...]
    history: History
    max_tokens: int = 32_000
    output_schema: Json | None = None
    effort: Literal["low", "medium", "high"] | None = None
    pictures: Mapping[str, Picture] = Field(default_factory=dict[str, Picture])


class ModelBusy(Exception):
    """The provider asks to wait: no fault, and no turn was made. `wait_s` in seconds."""

    def __init__(self, wait_s: float) -> None:
        super().__init__(f"busy for {wait_s} s")
        self.wait_s = wait_s


class ModelStopped(Exception):
    """The call was given up: its leash ended, so nobody waits for the answer any more."""


@dataclass(frozen=True, slots=True)
class Leash:
    """How long a call may go on: `seconds_left` of time, and while `is_wanted`. Asked all along."""

    seconds_left: Callable[[], float] = lambda: math.inf
    is_wanted: Callable[[], bool] = lambda: True

    @property
    def holds(self) -> bool:
        return self.is_wanted() and self.seconds_left() > 0


UNLEASHED = Leash()


class Model(Protocol):
    """Answers a request with one turn.

    Raises `ModelBusy`, `ModelStopped` when the leash ended, `ModelFailed` when the provider refused
    for good, and `UpstreamError` when it broke.
    """

    def complete(self, request: ModelRequest, leash: Leash = UNLEASHED) -> Turn: ...


@runtime_checkable
class Summarizer(Protocol):
    """A model whose provider can summarise a conversation, in a form that it takes back."""

    def summarize(self, request: ModelRequest, leash: Leash = UNLEASHED) -> Turn:
        """One turn that stands first in the shorter conversation. Raises what `complete` does."""
        ...
