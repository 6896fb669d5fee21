"""Which model answers for a task, and what its tokens cost.

A run keeps the model that it began with: thinking is signed for one model, and prompt caches belong
to one. Test keys have the offline author, short texts a small model.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from docsmith.agent.model import Model
from docsmith.agent.turns import History, Turn, Usage
from docsmith.domain.credits import OFFLINE, price_of
from docsmith.domain.task import Kind, Phase, Task

_SMALL = frozenset({Kind.HUMANIZE, Kind.REWRITE, Kind.NEW_CONTENT})
_BEDROCK = "anthropic."
"""Stands in the ids that models have on Bedrock, and in no other."""


@dataclass(frozen=True, slots=True)
class Models:
    """`live` answers for live keys under the id `name`, `offline` for test keys."""

    live: Model
    offline: Model
    name: str
    small_name: str

    def of(self, task: Task) -> Model:
        return self.offline if self._is_offline(task) else self.live

    def name_for(self, task: Task, history: History) -> str:
        """The model's id: the one this conversation was begun with, when it is still of use."""
        if self._is_offline(task):
            return OFFLINE
        if task.kind in _SMALL:
            return self.small_name
        begun = _last_model(history)
        return begun if begun is not None and self._knows(begun) else self.name

    def can_continue(self, task: Task, history: History) -> bool:
        """Whether the turns of a history may be shown to this task's model as they are."""
        begun = _last_model(history)
        return begun is None or begun == self.name_for(task, history)

    def _is_offline(self, task: Task) -> bool:
        return task.pool == "test" or self.name == OFFLINE

    def _knows(self, model: str) -> bool:
        return model != OFFLINE and (_BEDROCK in model) == (_BEDROCK in self.name)


def spend(task: Task, phase: Phase, usage: Usage, *, model: str, charged: bool = True) -> Task:
    """The task with this call on its bill; uncharged calls are counted, at no price."""
    tokens = tokens_of(usage)
    usd = price_of(model, **tokens) if charged else 0.0
    return task.spend(phase, usd=usd, tokens=tokens)


def tokens_of(usage: Usage) -> dict[str, int]:
    """By the names of the price table."""
    return {
        "input": usage.input_tokens,
        "output": usage.output_tokens,
        "cache_read": usage.cache_read_tokens,
        "cache_write": usage.cache_write_tokens,
    }


def bill(task: Task) -> Mapping[str, object]:
    """What changes on the stored task when it spent something."""
    return {"spent": task.spent, "spent_usd": task.spent_usd}


def _last_model(history: History) -> str | None:
    models = [entry.model for entry in history.entries if isinstance(entry, Turn) and entry.model]
    return models[-1] if models else None
