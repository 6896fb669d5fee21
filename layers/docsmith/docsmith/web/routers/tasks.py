"""GET /tasks, GET /tasks/{task_id}, POST /tasks/{task_id}/cancel."""

import hashlib
from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Header, Query
from fastapi.responses import JSONResponse, Response

from docsmith.domain.task import Status
from docsmith.web.caller import Generator, Reader
from docsmith.web.paging import Cursor, Limit
from docsmith.web.services import ServicesDep
from docsmith.web.wire import ListBody, TaskBody, task_body

router = APIRouter(tags=["tasks"])

POLL_AGAIN_S = 3


@router.get("/tasks", response_model_exclude_none=True)
def list_tasks(
    caller: Reader,
    services: ServicesDep,
    limit: Limit = 20,
    cursor: Cursor = None,
    status: Status | None = None,
    run_id: str | None = None,
    idempotency_key: Annotated[str | None, Query(max_length=255)] = None,
) -> ListBody[TaskBody]:
    page = services.read.tasks(
        caller.organisation.organisation_id,
        limit=limit,
        cursor=cursor,
        status=status,
        run_id=run_id,
        idempotency_key=idempotency_key,
    )
    bodies = [task_body(r.value, services.links, caller.base_url) for r in page.records]
    return ListBody(data=bodies, next_cursor=page.next)


@router.get("/tasks/{task_id}", response_model=TaskBody, responses={304: {}})
def get_task(
    task_id: str,
    caller: Reader,
    services: ServicesDep,
    wait: Annotated[int, Query(ge=0, le=25, description="Seconds to wait for a change.")] = 0,
    if_none_match: Annotated[str | None, Header(alias="If-None-Match")] = None,
) -> Response:
    stored = services.read.task(task_id, caller.organisation.organisation_id)
    if wait:
        until = services.clock() + timedelta(seconds=wait)
        stored = services.watch.until_changed(task_id, version=stored.version, until=until)
    task = stored.value
    position = services.read.position(task)
    body = task_body(task, services.links, caller.base_url, position=position)
    content = body.model_dump_json(exclude_none=True).encode()
    headers = {"ETag": f'"{hashlib.sha256(content).hexdigest()[:32]}"'}
    if not task.is_terminal:
        headers["Retry-After"] = str(POLL_AGAIN_S)
    if _has_it(if_none_match, headers["ETag"]):
        return Response(status_code=304, headers=headers)
    return Response(content, media_type="application/json", headers=headers)


@router.post("/tasks/{task_id}/cancel", response_model=TaskBody)
def cancel_task(task_id: str, caller: Generator, services: ServicesDep) -> Response:
    task = services.cancel(task_id, caller.organisation.organisation_id)
    body = task_body(task, services.links, caller.base_url)
    return JSONResponse(body.model_dump(mode="json", exclude_none=True))


def _has_it(if_none_match: str | None, etag: str) -> bool:
    """RFC 9110, 13.1.2: a list of tags compared weakly, or `*`."""
    tags = [tag.strip().removeprefix("W/") for tag in (if_none_match or "").split(",")]
    return etag in tags or tags == ["*"]
