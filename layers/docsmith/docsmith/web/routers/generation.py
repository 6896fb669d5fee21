"""POST /excel/generate, /word/generate, /slides/generate: one document, sync or async."""

from datetime import datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Header, Request
from fastapi.responses import JSONResponse, Response

from docsmith.domain.generation import GenerationRequest
from docsmith.domain.task import Kind, Status, Task
from docsmith.usecases.submit_generation import Caller
from docsmith.web.caller import ArrivedAt, Generator
from docsmith.web.errors import failure_envelope
from docsmith.web.idempotency import IdempotencyHeader, with_header_key
from docsmith.web.preferences import Preference, preference_of
from docsmith.web.services import Services, ServicesDep
from docsmith.web.wire import AcceptedBody, DoneBody, accepted_body, done_body

router = APIRouter(tags=["generation"])

PreferHeader = Annotated[str | None, Header(alias="Prefer")]

RETRY_AFTER_S = 3
SATURATED = "No place to wait is free; continuing asynchronously."


def add_generation(
    to: APIRouter,
    path: str,
    kind: Kind,
    *,
    summary: str,
    name: str,
    body_type: type[GenerationRequest] = GenerationRequest,
) -> None:
    """A POST that makes something: every one submits, waits and answers in the same way."""

    def answer(
        body: GenerationRequest,
        request: Request,
        caller: Generator,
        services: ServicesDep,
        arrived_at: ArrivedAt,
        idempotency_key: IdempotencyHeader = None,
        prefer: PreferHeader = None,
    ) -> Response:
        return answer_generation(
            with_header_key(body, idempotency_key),
            kind,
            request=request,
            caller=caller,
            services=services,
            arrived_at=arrived_at,
            preference=preference_of(prefer, body_async=body.run_async),
        )

    # FastAPI reads the type of the body from the annotation of each route's own function.
    answer.__annotations__["body"] = body_type
    to.add_api_route(
        path,
        answer,
        methods=["POST"],
        summary=summary,
        name=name,
        response_model=DoneBody,
        response_model_exclude_none=True,
        responses={202: {"model": AcceptedBody}},
    )


for _path, _kind, _summary in (
    ("/excel/generate", Kind.EXCEL, "Make or edit a workbook"),
    ("/word/generate", Kind.WORD, "Make or edit a text document"),
    ("/slides/generate", Kind.SLIDES, "Make or edit a slide deck"),
):
    add_generation(router, _path, _kind, summary=_summary, name=f"generate_{_kind}")


def answer_generation(
    body: GenerationRequest,
    kind: Kind,
    *,
    request: Request,
    caller: Caller,
    services: Services,
    arrived_at: datetime,
    preference: Preference,
) -> Response:
    """Submit, wait as wished, and answer 200, 202 or the failure."""
    sources = [source.file_id for source in body.data_sources or ()]
    others = [*(body.context_files or ()), *([body.init_file] if body.init_file else [])]
    services.files.make_ready([*sources, *others], caller)
    services.images.make_ready([one.image_id for one in body.image_assets or ()], caller)
    task = services.submit(body, kind, caller).task
    return answer_task(
        task,
        request=request,
        caller=caller,
        services=services,
        arrived_at=arrived_at,
        preference=preference,
        ceiling=services.settings.ceiling,
    )


def answer_task(
    task: Task,
    *,
    request: Request,
    caller: Caller,
    services: Services,
    arrived_at: datetime,
    preference: Preference,
    ceiling: timedelta,
) -> Response:
    """Wait for a task as wished, `ceiling` at most, and answer 200, 202 or its failure."""
    wait = ceiling if preference.wait is None else min(preference.wait, ceiling)
    until = arrived_at + wait
    message = None
    if not preference.respond_async and not task.is_terminal:
        watched = services.watch.until_over(task.task_id, until=until)
        task = watched.task
        message = SATURATED if watched.saturated else _promotion(preference, ceiling)
    answer = _answer(task, request, caller, services, message)
    if preference.applied:
        answer.headers["Preference-Applied"] = preference.applied
    return answer


def _promotion(preference: Preference, ceiling: timedelta) -> str:
    if preference.wait is not None and preference.wait < ceiling:
        seconds = int(preference.wait.total_seconds())
        return f"Preferred wait ({seconds}s) is over; continuing asynchronously."
    return f"Sync ceiling ({int(ceiling.total_seconds())}s) exceeded; continuing asynchronously."


def _answer(
    task: Task, request: Request, caller: Caller, services: Services, message: str | None
) -> Response:
    if task.status is Status.COMPLETED:
        done = done_body(task, services.links, caller.base_url)
        return JSONResponse(done.model_dump(mode="json", exclude_none=True))
    if task.failure is not None:
        ids = {"task_id": task.task_id, "run_id": task.run_id}
        return failure_envelope(request, task.failure, **ids)
    accepted = accepted_body(task, caller.base_url, message)
    headers = {"Location": accepted.status_url, "Retry-After": str(RETRY_AFTER_S)}
    body = accepted.model_dump(mode="json", exclude_none=True)
    return JSONResponse(body, status_code=202, headers=headers)
