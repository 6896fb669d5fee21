"""The last steps of the machine: turn what was saved into a revision and end the task."""

from dataclasses import dataclass
from typing import Any

from docsmith.agent.outline import read_outline
from docsmith.domain.clock import Clock
from docsmith.domain.credits import OFFLINE, credits_for
from docsmith.domain.documents import format_of
from docsmith.domain.errors import CreditLimitReached, InternalError, StorageError
from docsmith.domain.run import Author, Revision
from docsmith.domain.task import Failure, Kind, Status, Task
from docsmith.domain.work import Outcome
from docsmith.usecases.claims import open_task
from docsmith.usecases.end_task import EndTask
from docsmith.usecases.ports import Objects
from docsmith.usecases.records import Records
from docsmith.usecases.step import StepResult, To


@dataclass(frozen=True, slots=True)
class FinishTask:
    """Finish and FailTask, with what they need."""

    records: Records
    end: EndTask
    clock: Clock
    model: str

    def finish(self, task: Task) -> StepResult:
        used = credits_for(task.spent_usd, model=self._model(task))
        limit = task.request.get("max_credits")
        if limit is not None and used > int(limit):
            raise CreditLimitReached
        revision = self._revision(task)
        self.end.complete(
            task.task_id, _outcome(task, revision), credits_used=used, revision=revision
        )
        return StepResult(outcome=To.OK)

    def fail(self, state: dict[str, Any]) -> StepResult:
        """`state` is the machine's: `task_id`, and either the `step` that failed or a `fault`."""
        task_id = str(state["task_id"])
        stored = self.records.get(Task, task_id)
        queued = stored is not None and stored.value.status is Status.QUEUED
        if stored is not None and queued and stored.value.is_overdue(self.clock()):
            self.end.expire(task_id)
        else:
            self.end.fail(task_id, _failure(state))
        return StepResult(outcome=To.OK)

    def _model(self, task: Task) -> str:
        return OFFLINE if task.pool == "test" or task.replays else self.model

    def _revision(self, task: Task) -> Revision | None:
        draft, pointers = task.draft, task.pointers
        if draft is None:
            return None
        if pointers.state is None or pointers.document is None:
            raise StorageError
        return Revision(
            run_id=task.run_id,
            number=draft.number,
            author=Author.AGENT,
            task_id=task.task_id,
            base=task.base_revision,
            schema_version=draft.schema_version,
            state=pointers.state,
            document=pointers.document,
            view=pointers.view,
            conversation=pointers.conversation,
            results=pointers.results,
            file_name=draft.file_name,
            size=draft.size,
            sha256=draft.sha256,
            summary=task.summary,
            created_at=self.clock(),
            quality=task.quality,
        )


def upload_result(task: Task, *, objects: Objects, records: Records) -> StepResult:
    """Prove that the stored bytes are the ones that were saved, before anybody is told of them."""
    open_task(task.task_id, records=records)
    if task.draft is None or task.pointers.document is None:
        raise StorageError
    info = objects.info(task.pointers.document)
    if info is None or info.size != task.draft.size:
        raise StorageError("The stored document is not the one that was saved.")
    return StepResult(outcome=To.OK)


def _outcome(task: Task, revision: Revision | None) -> Outcome:
    if revision is None:
        return _answer(task)
    return Outcome(
        summary=task.summary,
        revision=revision.number,
        file_name=revision.file_name,
        quality=task.quality,
    )


def _answer(task: Task) -> Outcome:
    """What a task that leaves no document hands over, by its kind."""
    if task.kind is Kind.OUTLINE:
        outline = read_outline(task.answer or "")
        summary = f"{outline.title}: {len(outline.slides)} slides."
        return Outcome(summary=summary, outline=outline.model_dump(mode="json"))
    if format_of(task.kind) is None:
        return Outcome(summary=task.summary, text=task.answer)
    return Outcome(summary=task.summary, answer=task.answer)


def _failure(state: dict[str, Any]) -> Failure:
    machine_step: dict[str, Any] = state.get("step") or {}
    step: dict[str, Any] = machine_step.get("answer") or {}
    if "fault" not in state and step.get("code"):
        facts = dict(step.get("facts") or {})
        return Failure(code=step["code"], message=step.get("message") or "", facts=facts)
    return Failure.of(InternalError())
