"""A validator that asks a small model: one short call with a schema for its answer.

It has 20 seconds; whatever goes wrong is an `UpstreamError`, on which preflight lets the task go
on.
"""

from collections.abc import Callable
from dataclasses import dataclass

from docsmith.agent.model import Leash, Model, ModelBusy, ModelRequest, ModelStopped
from docsmith.agent.preflight import VERDICT_SCHEMA, Metadata, Verdict, read_verdict
from docsmith.agent.prompt import preflight_text
from docsmith.agent.turns import History, Turn, UserMessage
from docsmith.agent.wire import canonical
from docsmith.domain.errors import ModelFailed, UpstreamError

TIME_S = 20.0
MAX_TOKENS = 2_000


@dataclass(frozen=True, slots=True)
class ModelValidator:
    """`seconds` is a clock that only goes forward."""

    model: Model
    name: str
    seconds: Callable[[], float]

    def judge(self, metadata: Metadata) -> Verdict:
        turn = self._ask(metadata)
        texts = [str(block["text"]) for block in turn.blocks if block.get("type") == "text"]
        verdict = read_verdict("".join(texts), metadata)
        if verdict is None:
            raise UpstreamError("The validator answered nonsense.")
        return verdict.model_copy(update={"usage": turn.usage})

    def _ask(self, metadata: Metadata) -> Turn:
        ends = self.seconds() + TIME_S
        leash = Leash(seconds_left=lambda: ends - self.seconds())
        asked = UserMessage(text=canonical(metadata.model_dump(mode="json")))
        request = ModelRequest(
            model=self.name,
            system=preflight_text(),
            tools=(),
            history=History(entries=(asked,)),
            max_tokens=MAX_TOKENS,
            output_schema=VERDICT_SCHEMA,
        )
        try:
            return self.model.complete(request, leash)
        except (ModelBusy, ModelStopped, ModelFailed) as error:
            raise UpstreamError("The validator did not answer.") from error
