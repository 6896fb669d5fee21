"""GET /runs, GET /runs/{run_id} with its links and revisions, GET /runs/{run_id}/download."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse

from docsmith.domain.account import Scope
from docsmith.domain.documents import media_type_of
from docsmith.domain.run import Run
from docsmith.domain.ticket import Purpose
from docsmith.web.caller import Generator, Reader, key_caller
from docsmith.web.paging import Cursor, Limit
from docsmith.web.run_wire import RevisionBody, RunBody, revision_body, run_body
from docsmith.web.services import Services, ServicesDep
from docsmith.web.visitor import Viewer, admitted
from docsmith.web.wire import ListBody

router = APIRouter(tags=["runs"])

LINK_SECONDS = 900


@router.get("/runs", response_model_exclude_none=True)
def list_runs(
    caller: Reader, services: ServicesDep, limit: Limit = 20, cursor: Cursor = None
) -> ListBody[RunBody]:
    page = services.read.runs(caller.organisation.organisation_id, limit=limit, cursor=cursor)
    bodies = [run_body(r.value, services.links, caller.base_url) for r in page.records]
    return ListBody(data=bodies, next_cursor=page.next)


@router.get("/runs/{run_id}", response_model_exclude_none=True)
def get_run(run_id: str, caller: Reader, services: ServicesDep) -> RunBody:
    run = services.read.run(run_id, caller.organisation.organisation_id)
    revisions = services.read.revisions(run)
    return run_body(run, services.links, caller.base_url, revisions=revisions)


@router.delete("/runs/{run_id}", status_code=204)
def delete_run(run_id: str, caller: Generator, services: ServicesDep) -> None:
    """The run, its revisions and files; later reads are 410. An active task is cancelled first."""
    services.delete_run(run_id, caller.organisation.organisation_id)


@router.get("/runs/{run_id}/revisions", response_model_exclude_none=True)
def list_revisions(visit: Viewer, services: ServicesDep) -> ListBody[RevisionBody]:
    return ListBody(data=[revision_body(r) for r in services.read.revisions(visit.run)])


@router.get("/runs/{run_id}/download", status_code=302, response_class=RedirectResponse)
def download(
    run_id: str,
    request: Request,
    services: ServicesDep,
    ticket: Annotated[str | None, Query(max_length=2000)] = None,
    revision: Annotated[int | None, Query(ge=1)] = None,
) -> RedirectResponse:
    """Redirects to a freshly signed storage link. By ticket, or by an API key with scope `read`."""
    if ticket is None:
        caller = key_caller(request, services, Scope.READ)
        run = services.read.run(run_id, caller.organisation.organisation_id)
    else:
        run, promised = _by_ticket(run_id, ticket, services)
        revision = revision or promised
    chosen = services.read.revision(run, revision)
    link = services.objects.presigned_get(
        chosen.document,
        file_name=chosen.file_name,
        content_type=media_type_of(run.kind),
        seconds=LINK_SECONDS,
    )
    return RedirectResponse(link, status_code=302, headers={"Cache-Control": "no-store"})


def _by_ticket(run_id: str, text: str, services: Services) -> tuple[Run, int | None]:
    """The run and the revision that a ticket opens."""
    ticket, run = admitted(text, run_id, services, Purpose.DOWNLOAD)
    return run, ticket.revision
