"""The offline author as a `Model`: a request in, one turn out, nothing in between."""

from docsmith.agent.model import UNLEASHED, Leash, ModelRequest
from docsmith.agent.offline.author import Step, next_step
from docsmith.agent.offline.progress import progress_of
from docsmith.agent.turns import Json, StopReason, ToolCall, Turn

NAME = "offline"


class OfflineModel:
    """Deterministic, without a key, without cost: usage is zero, since no token was read."""

    def complete(self, request: ModelRequest, leash: Leash = UNLEASHED) -> Turn:
        """The next turn. It takes no time worth a leash."""
        progress = progress_of(request.history)
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
    return Turn(blocks=tuple(blocks), calls=calls, stop=StopReason.TOOL_USE, model=NAME)
