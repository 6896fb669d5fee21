"""Wire models of batches: what clients read. Absent fields are left out, not null."""

from collections.abc import Sequence

from pydantic import BaseModel, Field

from docsmith.domain.batch import Batch, BatchItem, Counts, LineFailure
from docsmith.domain.clock import iso
from docsmith.usecases.links import Links
from docsmith.web.wire import ErrorFact


class CountsBody(BaseModel):
    """Lines by state. `running`: in hand, their tasks queued or running; `queued`: not begun."""

    total: int
    queued: int
    running: int
    completed: int
    failed: int
    cancelled: int
    expired: int


class LineErrorBody(BaseModel):
    """Why a line has no document. `line` counts the lines of the manifest from 1."""

    line: int
    key: str
    status: str
    task_id: str | None = None
    code: str
    message: str


class BatchBody(BaseModel):
    batch_id: str
    status: str
    dry_run: bool
    counts: CountsBody
    credits_used: int = Field(description="So far; final when the batch is over.")
    estimated_credits: int | None = Field(default=None, description="Of all lines that will do.")
    max_credits: int | None = None
    first_errors: list[LineErrorBody] | None = None
    error: ErrorFact | None = None
    status_url: str
    results_url: str
    cancel_url: str
    created_at: str
    started_at: str | None = None
    ended_at: str | None = None


class LineBody(BaseModel):
    """A line that was begun."""

    line: int
    key: str
    status: str
    task_id: str | None = None
    run_id: str | None = None
    file_name: str | None = None
    download_url: str | None = None
    edit_url: str | None = None
    credits_used: int = 0
    error: ErrorFact | None = None


def batch_body(
    batch: Batch, counts: Counts, base_url: str, *, errors: Sequence[LineFailure] | None = None
) -> BatchBody:
    url = f"{base_url}/batches/{batch.batch_id}"
    failure = batch.failure
    return BatchBody(
        batch_id=batch.batch_id,
        status=batch.status.value,
        dry_run=batch.dry_run,
        counts=CountsBody.model_validate(counts.model_dump()),
        credits_used=counts.credits_used,
        estimated_credits=batch.estimate,
        max_credits=batch.max_credits,
        first_errors=None if errors is None else [_error_body(error) for error in errors],
        error=ErrorFact(code=failure.code, message=failure.message) if failure else None,
        status_url=url,
        results_url=f"{url}/results",
        cancel_url=f"{url}/cancel",
        created_at=iso(batch.created_at),
        started_at=iso(batch.started_at) if batch.started_at else None,
        ended_at=iso(batch.ended_at) if batch.ended_at else None,
    )


def line_body(item: BatchItem, links: Links, base_url: str) -> LineBody:
    made = None if item.revision is None else item.run_id
    since, failure = item.ended_at, item.failure
    return LineBody(
        line=item.number,
        key=item.key,
        status=item.status.value,
        task_id=item.task_id,
        run_id=item.run_id,
        file_name=item.file_name,
        download_url=links.download(base_url, made, since=since, revision=item.revision)
        if made
        else None,
        edit_url=links.edit(base_url, made, since=since) if made else None,
        credits_used=item.credits_used,
        error=ErrorFact(code=failure.code, message=failure.message) if failure else None,
    )


def _error_body(fact: LineFailure) -> LineErrorBody:
    return LineErrorBody(
        line=fact.number,
        key=fact.key,
        status=fact.status.value,
        task_id=fact.task_id,
        code=fact.failure.code,
        message=fact.failure.message,
    )
