"""Wire models: what clients read. Additive by contract; absent fields are left out, not null."""

from typing import Any, Generic, Literal, TypeVar

from pydantic import BaseModel, Field, SerializerFunctionWrapHandler, model_serializer

from docsmith.domain.clock import iso
from docsmith.domain.task import Failure, Status, Task
from docsmith.usecases.links import Links

Item = TypeVar("Item")


class ErrorBody(BaseModel):
    """The envelope of every error."""

    success: Literal[False] = False
    error: str = Field(description="A stable code.")
    message: str = Field(description="Safe to show.")
    request_id: str
    detail: list[dict[str, str]] | None = None


class ErrorFact(BaseModel):
    """Why a task ended without a result; `detail` names each place at fault where there are any."""

    code: str
    message: str
    detail: list[dict[str, str]] | None = None


class ResultBody(BaseModel):
    """What a completed task hands over."""

    download_url: str | None = None
    edit_url: str | None = None
    summary: str
    artifacts: list[dict[str, Any]] | None = None
    quality: dict[str, Any] | None = None
    text: str | None = None
    answer: str | None = None
    outline: dict[str, Any] | None = None


class UsageBody(BaseModel):
    """What a task took, charged or not: turns, and tokens as the provider counted them."""

    turns: int
    input: int = 0
    output: int = 0
    cache_read: int = 0
    cache_write: int = 0


class TaskBody(BaseModel):
    """A task as polling sees it."""

    task_id: str
    run_id: str
    batch_id: str | None = None
    status: Status
    kind: str
    phase: str | None = None
    turn_index: int | None = None
    progress: int
    queue_position: int | None = None
    result: ResultBody | None = None
    error: ErrorFact | None = None
    credits_used: int | None = None
    usage: UsageBody | None = None
    duration_ms: int | None = None
    created_at: str
    started_at: str | None = None
    ended_at: str | None = None


class DoneBody(BaseModel):
    """The flat answer of a sync call."""

    run_id: str
    task_id: str
    status: Literal["completed"] = "completed"
    download_url: str | None = None
    edit_url: str | None = None
    summary: str
    credits_used: int
    duration_ms: int
    artifacts: list[dict[str, Any]]
    quality: dict[str, Any] | None = None
    text: str | None = None
    answer: str | None = None
    outline: dict[str, Any] | None = None


class AcceptedBody(BaseModel):
    """202: the work goes on; poll `status_url`."""

    run_id: str
    task_id: str
    status: Literal["queued"] = "queued"
    message: str | None = None
    status_url: str
    cancel_url: str


class ListBody(BaseModel, Generic[Item]):
    """One page. `next_cursor` is there even when it is null: that is how a client stops."""

    data: list[Item]
    next_cursor: str | None = None

    @model_serializer(mode="wrap")
    def _with_cursor(self, serialize: SerializerFunctionWrapHandler):
        # No return type: pydantic would describe it instead of the fields.
        return {**serialize(self), "next_cursor": self.next_cursor}


def task_body(task: Task, links: Links, base_url: str, *, position: int | None = None) -> TaskBody:
    running = task.status is Status.RUNNING
    return TaskBody(
        task_id=task.task_id,
        run_id=task.run_id,
        batch_id=task.batch,
        status=task.status,
        kind=task.kind.value,
        phase=task.phase.value if running and task.phase else None,
        turn_index=task.turn_index if running else None,
        progress=task.progress,
        queue_position=position,
        result=result_body(task, links, base_url),
        error=_error(task.failure),
        credits_used=task.credits_used,
        usage=_usage(task),
        duration_ms=task.duration_ms,
        created_at=iso(task.created_at),
        started_at=iso(task.started_at) if task.started_at else None,
        ended_at=iso(task.ended_at) if task.ended_at else None,
    )


def result_body(task: Task, links: Links, base_url: str) -> ResultBody | None:
    outcome = task.outcome
    if outcome is None:
        return None
    number, run_id, since = outcome.revision, task.run_id, task.ended_at
    has_file = number is not None
    return ResultBody(
        download_url=links.download(base_url, run_id, since=since, revision=number)
        if has_file
        else None,
        edit_url=links.edit(base_url, run_id, since=since) if has_file else None,
        summary=outcome.summary,
        artifacts=list(outcome.artifacts) if has_file else None,
        quality=outcome.quality,
        text=outcome.text,
        answer=outcome.answer,
        outline=outcome.outline,
    )


def done_body(task: Task, links: Links, base_url: str) -> DoneBody:
    result = result_body(task, links, base_url)
    assert result is not None
    fields = result.model_dump(exclude={"artifacts"})
    return DoneBody(
        run_id=task.run_id,
        task_id=task.task_id,
        credits_used=task.credits_used or 0,
        duration_ms=task.duration_ms or 0,
        artifacts=result.artifacts or [],
        **fields,
    )


def accepted_body(task: Task, base_url: str, message: str | None) -> AcceptedBody:
    status_url = f"{base_url}/tasks/{task.task_id}"
    return AcceptedBody(
        run_id=task.run_id,
        task_id=task.task_id,
        message=message,
        status_url=status_url,
        cancel_url=f"{status_url}/cancel",
    )


def _error(failure: Failure | None) -> ErrorFact | None:
    if failure is None:
        return None
    detail = failure.facts.get("detail")
    return ErrorFact(code=failure.code, message=failure.message, detail=detail)


def _usage(task: Task) -> UsageBody | None:
    """Over all phases; None until the task is over, and for one that took no turn."""
    if not task.is_terminal or not task.turns:
        return None
    tokens: dict[str, int] = {}
    for name, count in task.spent.items():
        kind = name.rpartition(".")[2]
        tokens[kind] = tokens.get(kind, 0) + count
    return UsageBody(turns=task.turns, **tokens)
