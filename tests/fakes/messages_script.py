"""Scripts for the Messages API server: one `Reply` a call, written in a few words.

[
    Reply().thinks("A report.").calls("document_read", scope="outline"),
    Refusal(529),
    Reply().calls("document_finish", summary="Done."),
]
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Self

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer. `stop` follows from its blocks unless it is given.

    Faults: `first_byte_s` is how long nothing comes; `silent_after` an event nothing comes for
    `silence_s`; `cut_after` events the connection breaks;
    `ends_after` events the body ends without its end; `garbled` one event is no JSON;
    `error` is an error event, sent after the first events; `unfinished` cuts the JSON of the last
    tool call in half, as a length limit does.
    """

    blocks: tuple[Json, ...] = ()
    stop: str | None = None
    first_byte_s: float = 0.0
    silent_after: int | None = None
    silence_s: float = 30.0
    cut_after: int | None = None
    ends_after: int | None = None
    garbled: bool = False
    error: str | None = None
    unfinished: bool = False
    output_tokens: int | None = None

    def thinks(self, text: str) -> Self:
        """Thinking; the server signs it for the model and the conversation it stands in."""
        return self._plus({"type": "thinking", "thinking": text, "signature": ""})

    def says(self, text: str) -> Self:
        return self._plus({"type": "text", "text": text})

    def calls(self, name: str, /, **arguments: Any) -> Self:
        return self._plus({"type": "tool_use", "id": "", "name": name, "input": arguments})

    def summarizes(self, text: str) -> Self:
        """The answer to a compaction request; the server signs it."""
        block = {"type": "compaction", "content": text, "signature": ""}
        return replace(self, blocks=(block,), stop="compaction")

    def but(self, **changes: Any) -> Self:
        return replace(self, **changes)

    @property
    def reason(self) -> str:
        if self.stop is not None:
            return self.stop
        uses = any(block["type"] == "tool_use" for block in self.blocks)
        return "tool_use" if uses else "end_turn"

    def _plus(self, block: Json) -> Self:
        return replace(self, blocks=(*self.blocks, block))


@dataclass(frozen=True, slots=True)
class Refusal:
    """An answer that is an error: its status, its type and headers such as `retry-after`."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    message: str = "No."
    type: str | None = None

    @property
    def body(self) -> Json:
        kind = self.type or _TYPES.get(self.status, "api_error")
        return {"type": "error", "error": {"type": kind, "message": self.message}}


Answer = Reply | Refusal

_TYPES = {
    400: "invalid_request_error",
    401: "authentication_error",
    403: "permission_error",
    404: "not_found_error",
    413: "request_too_large",
    429: "rate_limit_error",
    529: "overloaded_error",
}
