"""One turn of the agent: read the history, decide, call the model, store what it said.

The decision is `agent.decide.next_action`, pure; this file acts on it. The model's answer is stored
before anything is done with it, so that a crash after the call does not pay for it twice.
"""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

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
from docsmith.agent.model import (
    UNLEASHED,
    Leash,
    ModelBusy,
    ModelRequest,
    ModelStopped,
    Picture,
    Summarizer,
)
from docsmith.agent.turns import History, ToolResults, Turn, UserMessage
from docsmith.domain.clock import Clock
from docsmith.domain.credits import credits_to_usd, price_of
from docsmith.domain.errors import ModelFailed, TimedOut, UpstreamError
from docsmith.domain.pool import LEASE
from docsmith.domain.task import Phase, Task
from docsmith.usecases.claims import advance, open_task
from docsmith.usecases.conversation import Conversations
from docsmith.usecases.model_choice import Models, bill, spend
from docsmith.usecases.model_request import request_for
from docsmith.usecases.pool import hold_slot
from docsmith.usecases.ports import Objects
from docsmith.usecases.records import Records
from docsmith.usecases.step import StepResult, To

PICTURE_TYPE = "image/jpeg"


@dataclass(frozen=True, slots=True)
class AgentSteps:
    """RestoreState, AgentTurn and CompactContext, with what they need."""

    records: Records
    objects: Objects
    models: Models
    limits: Limits
    clock: Clock

    def restore(self, task: Task, leash: Leash = UNLEASHED) -> StepResult:
        """Take up the run's conversation where it was left, and add the new request."""
        del leash
        self._kept.keep(task, self._kept.restored(task))
        return StepResult(outcome=To.OK)

    def turn(self, task: Task, leash: Leash = UNLEASHED) -> StepResult:
        history = self._kept.of(task)
        action = next_action(history, self._limits(task, history))
        if not isinstance(action, CallModel):
            return self._route(task, action, history)
        if action.say is not None:
            history = history.plus(UserMessage(text=action.say))
        request = self._request(task, history, max_tokens=action.max_tokens)
        try:
            answer = self.models.of(task).complete(request, leash)
        except ModelBusy as busy:
            return self._wait(task, busy)
        except ModelStopped as stopped:
            raise self._reason(task) from stopped
        history = history.plus(answer)
        spent = spend(task, Phase.AGENT_TURN, answer.usage, model=request.model)
        task = self._kept.keep(task, history, turns=task.turns + 1, **bill(spent))
        return self._route(task, next_action(history, self._limits(task, history)), history)

    def compact(self, task: Task, leash: Leash = UNLEASHED) -> StepResult:
        """Shorten the conversation to a digest, behind the provider's summary if it has one."""
        history = self._kept.of(task)
        shorter, model = compact(history), self.models.of(task)
        if not isinstance(model, Summarizer):
            self._kept.keep(task, shorter)
            return StepResult(outcome=To.OK)
        request = self._request(task, history, max_tokens=self.limits.max_output_tokens)
        try:
            summary = model.summarize(request, leash)
        except (ModelBusy, ModelFailed, UpstreamError):
            self._kept.keep(task, shorter)
            return StepResult(outcome=To.OK)
        except ModelStopped as stopped:
            raise self._reason(task) from stopped
        spent = spend(task, Phase.COMPACTING_CONTEXT, summary.usage, model=request.model)
        self._kept.keep(task, _behind(summary, shorter), **bill(spent))
        return StepResult(outcome=To.OK)

    @property
    def _kept(self) -> Conversations:
        return Conversations(records=self.records, objects=self.objects, models=self.models)

    def _route(self, task: Task, action: Action, history: History) -> StepResult:
        match action:
            case ExecutePlan(calls=calls):
                plan = json.dumps([call.model_dump() for call in calls], ensure_ascii=False)
                pointers = task.pointers.with_(plan=self._kept.write(task, "plan", plan))
                advance(task, records=self.records, pointers=pointers)
                return StepResult(outcome=To.PLAN)
            case Compact():
                return StepResult(outcome=To.COMPACT)
            case Finish(summary=summary):
                text = None if task.writes_document else summary
                advance(task, records=self.records, summary=summary, answer=text)
                # Only a restarted task finds its document finished here: it was not saved yet.
                return StepResult(outcome=To.SAVE if task.writes_document else To.FINISH)
            case Fail(code=code, message=message):
                return StepResult(outcome=To.FAILED, code=code, message=message)
            case _:
                return StepResult(outcome=To.AGAIN)

    def _request(self, task: Task, history: History, *, max_tokens: int) -> ModelRequest:
        name = self.models.name_for(task, history)
        pictures = self._pictures(history)
        return request_for(task, history, model=name, max_tokens=max_tokens, pictures=pictures)

    def _pictures(self, history: History) -> Mapping[str, Picture]:
        """The pictures that results name, fetched: a conversation carries their keys alone."""
        keys = [
            key
            for entry in history.entries
            if isinstance(entry, ToolResults)
            for result in entry.results
            for key in result.images
        ]
        return {
            key: Picture(
                media_type=PICTURE_TYPE, data=base64.b64encode(self.objects.get(key)).decode()
            )
            for key in dict.fromkeys(keys)
        }

    def _limits(self, task: Task, history: History) -> Limits:
        """What the task may still use. No answer may cost more than is left."""
        text = not task.writes_document
        ceiling = task.request.get("max_credits")
        if ceiling is None:
            return self.limits.model_copy(update={"answer_in_text": text})
        left = credits_to_usd(int(ceiling)) - task.spent_usd
        each = price_of(self.models.name_for(task, history), input=0, output=1)
        affordable = int(left / each) if each else self.limits.max_output_tokens
        return self.limits.model_copy(
            update={
                "answer_in_text": text,
                "remaining_credits": left if each else None,
                "max_output_tokens": max(1, min(self.limits.max_output_tokens, affordable)),
            }
        )

    def _wait(self, task: Task, busy: ModelBusy) -> StepResult:
        """The machine waits; the slot stays ours meanwhile."""
        wait = max(1, round(busy.wait_s))
        lease = LEASE + timedelta(seconds=wait)
        hold_slot(task, records=self.records, now=self.clock(), lease=lease)
        return StepResult(outcome=To.WAIT, wait_s=wait)

    def _reason(self, task: Task) -> Exception:
        """Why a call was given up: the task is over, its time is, or this function's was."""
        now = open_task(task.task_id, records=self.records).value
        if now.is_overdue(self.clock()):
            return TimedOut()
        return UpstreamError("The model did not answer within the function's time.")


def _behind(summary: Turn, shorter: History) -> History:
    """The provider's summary stands first, as it must; its call is on the bill already."""
    first = Turn(blocks=summary.blocks, stop=summary.stop, model=summary.model)
    return History(entries=(first, *shorter.entries))
