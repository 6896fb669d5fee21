"""One turn of the agent: read the history, decide, call the model, store what it said.

The decision is `agent.decide.next_action`, pure; this file acts on it. The model's answer is stored
before anything is done with it, so that a crash after the call does not pay for it twice.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from docsmith.agent.brief import compose_user_message
from docsmith.agent.compact import compact
from docsmith.agent.decide import (
    Action,
    CallModel,
    Compact,
    ExecutePlan,
    Fail,
    Finish,
    Limits,
    next_action,
)
from docsmith.agent.model import Model, ModelBusy, ModelRequest
from docsmith.agent.prompt import system_text
from docsmith.agent.tools import tool_specs
from docsmith.agent.turns import History, ToolResults, Turn, Usage, UserMessage
from docsmith.documents.operations.formats import operations_of
from docsmith.domain.credits import OFFLINE, credits_for, price_of
from docsmith.domain.errors import StorageError
from docsmith.domain.run import Revision, Run
from docsmith.domain.task import Mode, Phase, Task
from docsmith.usecases.claims import advance
from docsmith.usecases.objects import step_key
from docsmith.usecases.ports import Objects
from docsmith.usecases.records import Records
from docsmith.usecases.step import StepResult, To


@dataclass(frozen=True, slots=True)
class AgentSteps:
    """RestoreState, AgentTurn and CompactContext, with what they need.

    `model` answers for live keys under the id `model_id`; `offline` answers for test keys.
    """

    records: Records
    objects: Objects
    model: Model
    model_id: str
    offline: Model
    limits: Limits

    def restore(self, task: Task) -> StepResult:
        """Take up the run's conversation where its head left it, and add the new request."""
        revision = self.records.get(Revision, task.run_id, task.base_revision or 0)
        if revision is None or revision.value.conversation is None:
            raise StorageError("The conversation to restore is not there.")
        before = History.model_validate_json(self.objects.get(revision.value.conversation))
        history = before.plus(self._message(task, resuming=True))
        self._store(task, history)
        return StepResult(outcome=To.OK)

    def turn(self, task: Task) -> StepResult:
        history = self._history(task)
        action = next_action(history, self._limits(task))
        if not isinstance(action, CallModel):
            return self._route(task, action, history)
        if action.say is not None:
            history = history.plus(UserMessage(text=action.say))
        try:
            answer = self._model(task).complete(self._request(task, history, action))
        except ModelBusy as busy:
            return StepResult(outcome=To.WAIT, wait_s=max(1, round(busy.wait_s)))
        history = history.plus(answer)
        task = self._store(task, history, turns=task.turns + 1, **self._spent(task, answer))
        return self._route(task, next_action(history, self._limits(task)), history)

    def compact(self, task: Task) -> StepResult:
        self._store(task, compact(self._history(task)))
        return StepResult(outcome=To.OK)

    def _route(self, task: Task, action: Action, history: History) -> StepResult:
        match action:
            case ExecutePlan(calls=calls):
                plan = json.dumps([call.model_dump() for call in calls], ensure_ascii=False)
                pointers = task.pointers.with_(plan=self._write(task, "plan", plan))
                advance(task, records=self.records, pointers=pointers)
                return StepResult(outcome=To.PLAN)
            case Compact():
                return StepResult(outcome=To.COMPACT)
            case Finish(summary=summary):
                text = summary if task.mode is Mode.ASK else None
                advance(task, records=self.records, summary=summary, answer=text)
                return StepResult(outcome=To.FINISH)
            case Fail(code=code, message=message):
                return StepResult(outcome=To.FAILED, code=code, message=message)
            case CallModel():
                return StepResult(outcome=To.AGAIN)

    def _history(self, task: Task) -> History:
        """The conversation so far, with the results of the last plan when they are new."""
        pointers = task.pointers
        if pointers.conversation is None:
            return History(entries=(self._message(task, resuming=False),))
        history = History.model_validate_json(self.objects.get(pointers.conversation))
        last = history.entries[-1]
        if pointers.results is not None and isinstance(last, Turn) and last.calls:
            results = ToolResults.model_validate_json(self.objects.get(pointers.results))
            answered = {result.call_id for result in results.results}
            if answered == {call.id for call in last.calls}:
                history = history.plus(results)
        return history

    def _message(self, task: Task, *, resuming: bool) -> UserMessage:
        sources: Sequence[Mapping[str, Any]] = ()
        if task.pointers.sources is not None:
            sources = json.loads(self.objects.get(task.pointers.sources))
        text = compose_user_message(
            task.request["prompt"],
            task.kind.value,
            sources,
            task.request.get("brand"),
            resuming=resuming,
            changes=self._changes(task),
            today=task.created_at.date().isoformat(),
        )
        return UserMessage(text=text)

    def _changes(self, task: Task) -> Sequence[str]:
        """What was edited by hand since the agent's last revision, oldest first."""
        if task.base_revision is None:
            return ()
        run = self.records.get(Run, task.run_id)
        changes: list[str] = []
        number = run.value.head if run else 0
        while number > 0:
            stored = self.records.get(Revision, task.run_id, number)
            if stored is None or stored.value.author == "agent":
                break
            changes.append(stored.value.summary)
            number -= 1
        return changes[::-1]

    def _request(self, task: Task, history: History, action: CallModel) -> ModelRequest:
        format = _format_of(task)
        specs = tool_specs(
            _operation_schema(format),
            sources=True,
            read_only=task.mode is Mode.ASK,
        )
        return ModelRequest(
            model=self._model_id(task),
            system=system_text(format, task.mode.value),
            tools=specs,
            history=history,
            max_tokens=action.max_tokens,
        )

    def _limits(self, task: Task) -> Limits:
        ceiling = task.request.get("max_credits")
        used = credits_for(task.spent_usd, model=self._model_id(task)) if task.spent_usd else 0
        remaining = None if ceiling is None else float(int(ceiling) - used)
        return self.limits.model_copy(
            update={
                "remaining_credits": remaining,
                "answer_in_text": task.mode is Mode.ASK or not task.kind.makes_document,
            }
        )

    def _spent(self, task: Task, answer: Turn) -> dict[str, Any]:
        tokens = _tokens(answer.usage)
        usd = price_of(self._model_id(task), **tokens)
        spent = task.spend(Phase.AGENT_TURN, usd=usd, tokens=tokens)
        return {"spent": spent.spent, "spent_usd": spent.spent_usd}

    def _model(self, task: Task) -> Model:
        return self.offline if task.pool == "test" else self.model

    def _model_id(self, task: Task) -> str:
        return OFFLINE if task.pool == "test" else self.model_id

    def _store(self, task: Task, history: History, **changes: Any) -> Task:
        key = self._write(task, "conversation", history.model_dump_json(exclude_defaults=True))
        pointers = task.pointers.with_(conversation=key)
        return advance(task, records=self.records, pointers=pointers, **changes)

    def _write(self, task: Task, name: str, text: str) -> str:
        key = step_key(task, name)
        self.objects.put_new(key, text.encode(), content_type="application/json")
        return key


@cache
def _operation_schema(format: str) -> dict[str, Any]:
    return operations_of(format).json_schema()


def _format_of(task: Task) -> Any:
    return task.kind.value if task.kind.makes_document else "excel"


def _tokens(usage: Usage) -> dict[str, int]:
    return {
        "input": usage.input_tokens,
        "output": usage.output_tokens,
        "cache_read": usage.cache_read_tokens,
        "cache_write": usage.cache_write_tokens,
    }
