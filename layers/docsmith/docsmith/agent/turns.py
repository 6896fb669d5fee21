"""What the agent and a model say to each other: turns, tool calls, results, usage, history.

The provider's content blocks are kept verbatim (`Turn.blocks`) beside our own typed view
(`Turn.calls`), so that signed thinking and prompt-cache prefixes survive a checkpoint.
"""

from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict

Json = dict[str, Any]


class Value(BaseModel):
    """A frozen value that is stored as JSON."""

    model_config = ConfigDict(frozen=True, defer_build=True)


class StopReason(StrEnum):
    END_TURN = "end_turn"
    TOOL_USE = "tool_use"
    MAX_TOKENS = "max_tokens"
    PAUSE_TURN = "pause_turn"
    REFUSAL = "refusal"
    CONTEXT_OVERFLOW = "context_overflow"


class Usage(Value):
    """Tokens of one model call, as the provider counted them."""

    input_tokens: int = 0
    output_tokens: int = 0
    cache_read_tokens: int = 0
    cache_write_tokens: int = 0

    def __add__(self, other: "Usage") -> "Usage":
        return Usage(
            input_tokens=self.input_tokens + other.input_tokens,
            output_tokens=self.output_tokens + other.output_tokens,
            cache_read_tokens=self.cache_read_tokens + other.cache_read_tokens,
            cache_write_tokens=self.cache_write_tokens + other.cache_write_tokens,
        )


class ToolCall(Value):
    """One tool the model wants run. `id` ties it to its result.

    `cut` says that the answer ended inside the arguments, so that what is there is not the whole.
    """

    id: str
    name: str
    arguments: Json
    cut: bool = False


class ToolResult(Value):
    """What a tool answered. `content` is JSON text, byte-stable for the prompt cache.

    `images` are object keys of pictures that belong to the answer; whoever asks the model fetches
    them, so that a conversation never carries their bytes.
    """

    call_id: str
    content: str
    is_error: bool = False
    images: tuple[str, ...] = ()


class Turn(Value):
    """One answer of the model."""

    blocks: tuple[Json, ...]
    calls: tuple[ToolCall, ...] = ()
    usage: Usage = Usage()
    stop: StopReason = StopReason.END_TURN
    model: str = ""


class UserMessage(Value):
    """What a person asked, with what we tell the model about the state it starts from."""

    text: str


class ToolResults(Value):
    """The results of every call of the turn before, in order."""

    results: tuple[ToolResult, ...]


Entry = UserMessage | Turn | ToolResults


class History(Value):
    """The whole conversation of a run: entries in order. The last entry decides what comes next."""

    entries: tuple[Entry, ...] = ()

    def plus(self, entry: Entry) -> "History":
        return History(entries=(*self.entries, entry))

    @property
    def turns(self) -> int:
        return sum(isinstance(entry, Turn) for entry in self.entries)

    @property
    def usage(self) -> Usage:
        total = Usage()
        for entry in self.entries:
            if isinstance(entry, Turn):
                total = total + entry.usage
        return total
