"""Wire models of runs and their revisions."""

from pydantic import BaseModel

from docsmith.domain.clock import iso
from docsmith.domain.run import Revision, Run
from docsmith.usecases.links import Links


class RevisionBody(BaseModel):
    """A state of the document. Edits by hand that follow each other within ten minutes are one
    revision, which has a new number after each: numbers rise, and some are passed over.
    """

    number: int
    author: str
    task_id: str | None = None
    base: int | None = None
    summary: str
    file_name: str
    size: int
    created_at: str
    began_at: str | None = None
    edits: int | None = None
    restored: int | None = None


class RunBody(BaseModel):
    """A run: the durable document."""

    run_id: str
    kind: str
    title: str
    head: int
    active_task: str | None = None
    last_task: str | None = None
    download_url: str | None = None
    edit_url: str | None = None
    created_at: str
    updated_at: str
    expires_at: str
    revisions: list[RevisionBody] | None = None


def revision_body(revision: Revision) -> RevisionBody:
    return RevisionBody(
        number=revision.number,
        author=revision.author.value,
        task_id=revision.task_id,
        base=revision.base,
        summary=revision.summary,
        file_name=revision.file_name,
        size=revision.size,
        created_at=iso(revision.created_at),
        began_at=iso(revision.began) if revision.began else None,
        edits=revision.edits or None,
        restored=revision.restored,
    )


def run_body(
    run: Run, links: Links, base_url: str, *, revisions: list[Revision] | None = None
) -> RunBody:
    has_document, since = run.head > 0, run.links_from
    return RunBody(
        run_id=run.run_id,
        kind=run.kind.value,
        title=run.title,
        head=run.head,
        active_task=run.active_task,
        last_task=run.last_task,
        download_url=links.download(base_url, run.run_id, since=since) if has_document else None,
        edit_url=links.edit(base_url, run.run_id, since=since) if has_document else None,
        created_at=iso(run.created_at),
        updated_at=iso(run.updated_at),
        expires_at=iso(run.expires_at),
        revisions=None if revisions is None else [revision_body(r) for r in revisions],
    )
