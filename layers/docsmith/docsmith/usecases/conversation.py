"""The conversation of a task as it is kept: one object a turn, taken up where it was left.

A run's conversation lies with the revision that it led to; a later task goes on from it, and is
told what was edited by hand in between.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from docsmith.agent.brief import compose_user_message
from docsmith.agent.compact import compact
from docsmith.agent.turns import History, ToolCall, ToolResult, ToolResults, Turn, UserMessage
from docsmith.agent.wire import canonical
from docsmith.domain.run import Author, Revision, Run
from docsmith.domain.task import Mode, Task
from docsmith.usecases.claims import advance
from docsmith.usecases.model_choice import Models
from docsmith.usecases.objects import step_key
from docsmith.usecases.ports import Objects
from docsmith.usecases.records import Records

LOST = canonical({"note": "This answer was not kept; the document has what was done."})
_WISHES = {
    "tone": "Tone: {}",
    "max_words": "At most {} words.",
    "slides": "About {} slides.",
}


@dataclass(frozen=True, slots=True)
class Conversations:
    """Reads and keeps conversations."""

    records: Records
    objects: Objects
    models: Models

    def of(self, task: Task) -> History:
        """The conversation so far, with the results of the last plan when they are new."""
        pointers = task.pointers
        if pointers.conversation is None:
            return History(entries=(self._message(task),))
        return self._read(pointers.conversation, pointers.results)

    def restored(self, task: Task) -> History:
        """The run's conversation with the new request at its end.

        Turns that this task's model may not be shown as they are (another model's, or those of a
        run that is only asked about) become a digest.
        """
        before = self._before(task)
        if before is None:
            return History(entries=(self._message(task),))
        if task.mode is Mode.ASK or not self.models.can_continue(task, before):
            before = compact(before)
        return before.plus(self._message(task))

    def keep(self, task: Task, history: History, **changes: Any) -> Task:
        """Store the conversation and, with it, what else changes on the task."""
        text = history.model_dump_json(exclude_defaults=True)
        pointers = task.pointers.with_(conversation=self.write(task, "conversation", text))
        return advance(task, records=self.records, pointers=pointers, **changes)

    def write(self, task: Task, name: str, text: str) -> str:
        key = step_key(task, name)
        self.objects.put_new(key, text.encode(), content_type="application/json")
        return key

    def _read(self, conversation: str, results: str | None) -> History:
        """The turns, and behind them these results when it is them that they answer."""
        history = History.model_validate_json(self.objects.get(conversation))
        calls = _open_calls(history)
        if results is None or not calls:
            return history
        known = ToolResults.model_validate_json(self.objects.get(results))
        answered = {result.call_id for result in known.results}
        return history.plus(known) if answered == {call.id for call in calls} else history

    def _before(self, task: Task) -> History | None:
        """What the run's last task that had a conversation left of it, every call answered: no
        model takes a conversation that goes on without.
        """
        for revision in self._revisions(task.run_id, task.base_revision or 0):
            if revision.conversation is not None:
                history = self._read(revision.conversation, revision.results)
                lost = [ToolResult(call_id=call.id, content=LOST) for call in _open_calls(history)]
                return history.plus(ToolResults(results=tuple(lost))) if lost else history
        return None

    def _message(self, task: Task) -> UserMessage:
        request = task.request
        text = compose_user_message(
            _prompt(request),
            task.kind.value,
            self._sources(task),
            request.get("brand"),
            resuming=task.base_revision is not None or request.get("init_file") is not None,
            changes=self._changes(task),
            today=task.created_at.date().isoformat(),
            intents=task.intents,
        )
        return UserMessage(text=text)

    def _sources(self, task: Task) -> Sequence[Mapping[str, Any]]:
        if task.request.get("text") is not None:
            return [{"slot": "text", "text": task.request["text"]}]
        if task.pointers.sources is None:
            return ()
        return json.loads(self.objects.get(task.pointers.sources))

    def _changes(self, task: Task) -> Sequence[str]:
        """What was edited by hand since the agent's last revision, oldest first."""
        if task.base_revision is None:
            return ()
        run = self.records.get(Run, task.run_id)
        changes: list[str] = []
        for revision in self._revisions(task.run_id, run.value.head if run else 0):
            if revision.author is Author.AGENT:
                break
            changes.append(revision.summary)
        return changes[::-1]

    def _revisions(self, run_id: str, head: int) -> Iterator[Revision]:
        """From `head` down, as far as they are kept; each is read when it is looked at."""
        for number in range(head, 0, -1):
            stored = self.records.get(Revision, run_id, number)
            if stored is None:
                return
            yield stored.value


def _open_calls(history: History) -> Sequence[ToolCall]:
    """The calls of the last turn, when nothing stands behind it."""
    last = history.entries[-1]
    return last.calls if isinstance(last, Turn) else ()


def _prompt(request: Mapping[str, Any]) -> str:
    """The prompt as it was given, and after it what fields of its own say in words."""
    wishes = [words.format(request[name]) for name, words in _WISHES.items() if name in request]
    if request.get("outline"):
        wishes.append(f"Follow this outline:\n{canonical(request['outline'])}")
    return "\n\n".join([request["prompt"], *wishes])
