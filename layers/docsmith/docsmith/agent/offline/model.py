"""The offline author as a `Model`: a request in, one turn out, nothing in between."""

from docsmith.agent.model import UNLEASHED, Leash, ModelRequest
from docsmith.agent.offline.author import Step, next_step
from docsmith.agent.offline.progress import progress_of
from docsmith.agent.tools import Tool
from docsmith.agent.turns import Json, StopReason, ToolCall, Turn

NAME = "offline"
ONLY_DOCUMENTS = "The offline author makes documents; it cannot answer questions without a model."


class OfflineModel:
    """Deterministic, without a key, without cost: usage is zero, since no token was read."""

    def complete(self, request: ModelRequest, leash: Leash = UNLEASHED) -> Turn:
        """Derived from the history alone, so that a repeated call gives the same turn."""
        progress = progress_of(request.history)
        names = {tool.name for tool in request.tools}
        if names and Tool.APPLY not in names:
            return _turn(Step(text=ONLY_DOCUMENTS, refuses=True), progress.turns)
        return _turn(next_step(progress), progress.turns)


def _turn(step: Step, turns: int) -> Turn:
    calls = tuple(
        ToolCall(id=f"{NAME}_{turns}_{index}", name=str(name), arguments=arguments)
        for index, (name, arguments) in enumerate(step.calls)
    )
    blocks: list[Json] = [{"type": "text", "text": step.text}]
    blocks += [
        {"type": "tool_use", "id": call.id, "name": call.name, "input": call.arguments}
        for call in calls
    ]
    stop = StopReason.REFUSAL if step.refuses else StopReason.TOOL_USE
    return Turn(blocks=tuple(blocks), calls=calls, stop=stop, model=NAME)
