"""The offline author as a `Model`: a request in, one turn out, nothing in between."""

from docsmith.agent.model import UNLEASHED, Leash, ModelRequest
from docsmith.agent.offline.author import Step, next_step, wish_of
from docsmith.agent.offline.progress import progress_of
from docsmith.agent.offline.slides.planner import plan_outline
from docsmith.agent.offline.text.questions import Reply, next_reply
from docsmith.agent.tools import Tool
from docsmith.agent.turns import Json, StopReason, ToolCall, Turn
from docsmith.agent.wire import canonical
from docsmith.domain.credits import OFFLINE

SHORT_TEXTS = frozenset({"humanize", "rewrite", "new_content"})
NEEDS_MODEL = "Writing short texts needs a model: the offline author does not do it."


class OfflineModel:
    """Deterministic, without a key, without cost: usage is zero, since no token was read."""

    def complete(self, request: ModelRequest, leash: Leash = UNLEASHED) -> Turn:
        """Derived from the history alone, so that a repeated call gives the same turn."""
        progress = progress_of(request.history)
        if progress.task.format == "outline":
            return _answer(canonical(plan_outline(wish_of(progress))))
        if progress.task.format in SHORT_TEXTS:
            return _turn(Step(text=NEEDS_MODEL, refuses=True), progress.turns)
        names = {tool.name for tool in request.tools}
        if names and Tool.APPLY not in names:
            return _replied(next_reply(progress), progress.turns)
        return _turn(next_step(progress), progress.turns)


def _replied(reply: Reply, turns: int) -> Turn:
    """A question: read on, answer, or say that it takes a model."""
    if reply.calls:
        return _turn(Step(text="I read the tables first.", calls=reply.calls), turns)
    if reply.refused:
        return _turn(Step(text=reply.text, refuses=True), turns)
    return _answer(reply.text)


def _answer(text: str) -> Turn:
    blocks: tuple[Json, ...] = ({"type": "text", "text": text},)
    return Turn(blocks=blocks, stop=StopReason.END_TURN, model=OFFLINE)


def _turn(step: Step, turns: int) -> Turn:
    calls = tuple(
        ToolCall(id=f"{OFFLINE}_{turns}_{index}", name=str(name), arguments=arguments)
        for index, (name, arguments) in enumerate(step.calls)
    )
    blocks: list[Json] = [{"type": "text", "text": step.text}]
    blocks += [
        {"type": "tool_use", "id": call.id, "name": call.name, "input": call.arguments}
        for call in calls
    ]
    stop = StopReason.REFUSAL if step.refuses else StopReason.TOOL_USE
    return Turn(blocks=tuple(blocks), calls=calls, stop=stop, model=OFFLINE)
