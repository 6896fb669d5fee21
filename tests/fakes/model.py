"""A model that says what it is told to: turns, or errors to raise, one a call."""

from collections.abc import Callable, Iterable

from docsmith.agent.model import UNLEASHED, Leash, ModelRequest
from docsmith.agent.turns import Json, StopReason, ToolCall, Turn, Usage

Said = Turn | Exception | Callable[[ModelRequest, Leash], Turn]
USAGE = Usage(
    input_tokens=1_000, output_tokens=500, cache_read_tokens=4_000, cache_write_tokens=200
)


class ScriptedModel:
    """`requests` are the calls that came, in order."""

    def __init__(self, *said: Said) -> None:
        self._said = list(said)
        self.requests: list[ModelRequest] = []

    def complete(self, request: ModelRequest, leash: Leash = UNLEASHED) -> Turn:
        self.requests.append(request)
        said = self._said.pop(0)
        if isinstance(said, Exception):
            raise said
        if isinstance(said, Turn):
            return said.model_copy(update={"model": request.model})
        return said(request, leash)


class SummarizingModel(ScriptedModel):
    """Whose provider can summarise: it says `summaries` in turn."""

    def __init__(self, *said: Said, summaries: Iterable[Turn | Exception]) -> None:
        super().__init__(*said)
        self._summaries = list(summaries)

    def summarize(self, request: ModelRequest, leash: Leash = UNLEASHED) -> Turn:
        del request, leash
        said = self._summaries.pop(0)
        if isinstance(said, Exception):
            raise said
        return said


def says(text: str, stop: StopReason = StopReason.END_TURN, usage: Usage = USAGE) -> Turn:
    return Turn(blocks=({"type": "text", "text": text},), stop=stop, usage=usage)


def uses(name: str, id: str = "call_1", usage: Usage = USAGE, **arguments: object) -> Turn:
    call = ToolCall(id=id, name=name, arguments=dict(arguments))
    block: Json = {"type": "tool_use", "id": id, "name": name, "input": dict(arguments)}
    return Turn(blocks=(block,), calls=(call,), stop=StopReason.TOOL_USE, usage=usage)


def finishes(summary: str = "Done.", id: str = "call_9") -> Turn:
    return uses("document_finish", id, summary=summary)
