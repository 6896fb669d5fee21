"""The editor: its page, its session, the view it draws, edits, history, and asking for changes."""

from datetime import timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from docsmith.domain.account import ApiKey
from docsmith.domain.clock import iso
from docsmith.domain.errors import DocsmithError, Forbidden, NotFound
from docsmith.domain.generation import GenerationRequest
from docsmith.domain.run import Run
from docsmith.domain.task import Task
from docsmith.domain.ticket import Purpose, session_of, sign, verify
from docsmith.usecases.diff_revisions import Difference
from docsmith.usecases.editing import Edited, EditRequest
from docsmith.usecases.submit_generation import Caller
from docsmith.web import editor
from docsmith.web.caller import BaseUrl
from docsmith.web.errors import STATUS_OF_CODE
from docsmith.web.run_wire import RevisionBody, revision_body
from docsmith.web.services import Services, ServicesDep
from docsmith.web.visitor import SESSION_HEADER, Editor, Viewer, admitted, owner_of
from docsmith.web.wire import AcceptedBody, TaskBody, accepted_body
from docsmith.web.wire import task_body as body_of_task

router = APIRouter(tags=["editor"])

MAX_WAIT_S = 20
_OPENERS = (Purpose.EDIT, Purpose.VIEW)
"""What a link to the page may be for."""


class SessionRequest(BaseModel):
    """A ticket to be exchanged; nothing when a session is to be renewed."""

    model_config = ConfigDict(extra="forbid")

    token: str | None = Field(default=None, max_length=2000)


class SessionBody(BaseModel):
    """`session` goes into the header `X-Session` of every call."""

    session: str
    expires_at: str
    view_only: bool
    kind: str
    title: str
    head: int
    active_task: str | None = None
    download_url: str


class PictureBody(BaseModel):
    """`source` is a `data:` address, at most 1,024 pixels a side."""

    source: str


class EditsRequest(BaseModel):
    """Operations, as the agent sends them, on the revision that was seen."""

    model_config = ConfigDict(extra="forbid")

    base_revision: int = Field(ge=1)
    ops: list[dict[str, Any]] = Field(min_length=1, max_length=40)


class RestoreRequest(BaseModel):
    model_config = ConfigDict(extra="forbid")

    revision: int = Field(ge=1)


class AskRequest(BaseModel):
    """What is to be changed, in words."""

    model_config = ConfigDict(extra="forbid")

    prompt: str = Field(min_length=1, max_length=20_000)


@router.get("/edit/{run_id}", response_class=HTMLResponse)
def edit_page(
    run_id: str,
    services: ServicesDep,
    token: Annotated[str, Query(max_length=2000)] = "",
) -> HTMLResponse:
    """The page, made for an iframe on one of the organisation's origins. By ticket."""
    try:
        _, run = admitted(token, run_id, services, *_OPENERS)
        origins = _origins(run, services)
    except DocsmithError as error:
        return _refused(error, run_id, services)
    facts = {"run": run_id, "token": token, "kind": run.kind.value}
    title = run.title.strip() or "Document"
    return editor.page(facts, title=title, origins=origins, entropy=services.entropy)


def _refused(error: DocsmithError, run_id: str, services: Services) -> HTMLResponse:
    """Whoever embeds us is told as well: the frame may be shown where the run's owner allows it."""
    try:
        origins = _origins(services.read.open_run(run_id), services)
    except DocsmithError:
        origins = services.settings.allowed_origins
    status = STATUS_OF_CODE.get(error.code, 500)
    facts = {"run": run_id, "error": error.code, "message": error.message}
    return editor.refusal(facts, status=status, origins=origins, entropy=services.entropy)


def _origins(run: Run, services: Services) -> tuple[str, ...]:
    own = owner_of(run, services).origins
    return tuple(dict.fromkeys((*own, *services.settings.allowed_origins)))


@router.post("/runs/{run_id}/session")
def open_session(
    run_id: str, body: SessionRequest, request: Request, services: ServicesDep, base_url: BaseUrl
) -> SessionBody:
    """Exchange an edit link's token for a session, or renew a session: 15 minutes, 8 h at most."""
    if body.token is not None:
        opener, run = admitted(body.token, run_id, services, *_OPENERS)
    else:
        text = request.headers.get(SESSION_HEADER, "")
        opener, run = admitted(text, run_id, services, Purpose.SESSION)
    session = session_of(opener, services.clock())
    keys = services.keys.current()
    text = sign(session, key=keys[0])
    verify(text, Purpose.SESSION, keys=keys, now=services.clock())  # refused when its 8 h are over
    return SessionBody(
        session=text,
        expires_at=iso(session.expires_at),
        view_only=session.view_only,
        kind=run.kind.value,
        title=run.title,
        head=run.head,
        active_task=run.active_task,
        download_url=services.links.download(
            base_url, run_id, since=session.since, link_id=session.link_id
        ),
    )


@router.get("/runs/{run_id}/view")
def view(
    visit: Viewer,
    services: ServicesDep,
    part: Annotated[str | None, Query(max_length=80)] = None,
    cursor: Annotated[int, Query(ge=0)] = 0,
    revision: Annotated[int | None, Query(ge=1)] = None,
) -> Response:
    """What the editor draws: first what there is, then pages of a part. Under 1 MB."""
    found = services.read.revision(visit.run, revision)
    if part is not None:
        return JSONResponse(services.view.page(found, part, cursor))
    return JSONResponse(services.view.opened(found))


@router.get("/runs/{run_id}/pictures/{name}")
def picture(
    name: Annotated[str, Path(pattern="^[0-9a-f]{40}$")],
    visit: Viewer,
    response: Response,
    services: ServicesDep,
) -> PictureBody:
    """A picture that pages of the view name by its `source`; a name never changes its picture."""
    response.headers["Cache-Control"] = "private, max-age=86400, immutable"
    return PictureBody(source=services.view.picture(visit.run, name))


@router.post("/runs/{run_id}/edits")
def edit(visit: Editor, body: EditsRequest, services: ServicesDep) -> Edited:
    """Apply operations to the revision that was seen; 409 when it is not the last one any more."""
    request = EditRequest(
        run_id=visit.run.run_id,
        organisation=visit.run.organisation,
        base_revision=body.base_revision,
        ops=tuple(body.ops),
    )
    return services.edits(request)


@router.get("/runs/{run_id}/revisions/{number}/diff")
def diff(
    number: int,
    visit: Viewer,
    services: ServicesDep,
    against: Annotated[int | None, Query(ge=1, description="Default the one it changed.")] = None,
) -> Difference:
    """What a revision changed: cells, paragraphs, texts of slides."""
    after = services.read.revision(visit.run, number)
    other = against or after.base
    before = services.read.revision(visit.run, other) if other else None
    return services.diff(before, after)


@router.post("/runs/{run_id}/restore", response_model_exclude_none=True)
def restore(visit: Editor, body: RestoreRequest, services: ServicesDep) -> RevisionBody:
    """Make an earlier revision the document again, as a new revision."""
    run = visit.run
    return revision_body(services.restore(run.run_id, run.organisation, body.revision))


@router.post("/runs/{run_id}/ask", status_code=202, response_model_exclude_none=True)
def ask(visit: Editor, body: AskRequest, services: ServicesDep, base_url: BaseUrl) -> AcceptedBody:
    """Ask for a change in words: a follow-up task, under the key of the run's last task."""
    caller = _author(visit.run, services, base_url)
    fields = {"prompt": body.prompt, "run_id": visit.run.run_id, "async": True}
    request = GenerationRequest.model_validate(fields)
    task = services.submit(request, visit.run.kind, caller).task
    return accepted_body(task, base_url, None)


def _author(run: Run, services: Services, base_url: str) -> Caller:
    """Whoever made the run asks on. Raises `Forbidden` when that key was revoked."""
    last = services.records.get(Task, run.last_task or "")
    key_id = last.value.key_id if last else None
    keys = services.records.page(ApiKey, run.organisation, limit=1000).records
    key = next((k.value for k in keys if k.value.key_id == key_id), None)
    if key is None or key.revoked_at is not None:
        raise Forbidden("The API key that made this document was revoked.")
    return Caller(organisation=owner_of(run, services), key=key, base_url=base_url)


@router.get("/runs/{run_id}/tasks/{task_id}", response_model_exclude_none=True)
def progress(
    task_id: str,
    visit: Viewer,
    services: ServicesDep,
    base_url: BaseUrl,
    wait: Annotated[int, Query(ge=0, le=MAX_WAIT_S)] = 0,
    progress: Annotated[int | None, Query(ge=0, le=100)] = None,
) -> TaskBody:
    """A task of this run; `wait` seconds for it to move on from the `progress` that was seen."""
    stored = services.read.task(task_id, visit.run.organisation)
    if stored.value.run_id != visit.run.run_id:
        raise NotFound("There is no such task.")
    if wait and stored.value.progress == progress and not stored.value.is_terminal:
        until = services.clock() + timedelta(seconds=wait)
        stored = services.watch.until_changed(task_id, version=stored.version, until=until)
    return body_of_task(stored.value, services.links, base_url)
