"""GET /tasks, GET /tasks/{task_id}, POST /tasks/{task_id}/cancel."""

import hashlib
from datetime import timedelta
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Header, Query
from fastapi.responses import JSONResponse, Response

from docsmith.domain.task import Status, Task
from docsmith.usecases.submit_generation import Caller
from docsmith.web.caller import Generator, Reader
from docsmith.web.paging import Cursor, Limit
from docsmith.web.services import Services, ServicesDep
from docsmith.web.wire import ListBody, TaskBody, task_body

router = APIRouter(tags=["tasks"])

POLL_AGAIN_S = 3
_WAIT = "Seconds to wait for a change; what If-None-Match does not name is answered at once."
_ON_304 = ("ETag", "Retry-After")


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
    wait: Annotated[int, Query(ge=0, le=25, description=_WAIT)] = 0,
    if_none_match: Annotated[str | None, Header(alias="If-None-Match")] = None,
) -> Response:
    stored = services.read.task(task_id, caller.organisation.organisation_id)
    if not wait or if_none_match:
        now = _unless_known(_answer(stored.value, caller, services), if_none_match)
        if not wait or now.status_code != HTTPStatus.NOT_MODIFIED:
            return now
    until = services.clock() + timedelta(seconds=wait)
    changed = services.watch.until_changed(task_id, version=stored.version, until=until)
    return _unless_known(_answer(changed.value, caller, services), if_none_match)


def _answer(task: Task, caller: Caller, services: Services) -> Response:
    """The task with its ETag."""
    position = services.read.position(task)
    body = task_body(task, services.links, caller.base_url, position=position)
    content = body.model_dump_json(exclude_none=True).encode()
    headers = {"ETag": f'"{hashlib.sha256(content).hexdigest()[:32]}"'}
    if not task.is_terminal:
        headers["Retry-After"] = str(POLL_AGAIN_S)
    return Response(content, media_type="application/json", headers=headers)


def _unless_known(answer: Response, if_none_match: str | None) -> Response:
    if not _has_it(if_none_match, answer.headers["ETag"]):
        return answer
    kept = {name: answer.headers[name] for name in _ON_304 if name in answer.headers}
    return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=kept)


@router.post("/tasks/{task_id}/cancel", response_model=TaskBody)
def cancel_task(task_id: str, caller: Generator, services: ServicesDep) -> Response:
    task = services.cancel(task_id, caller.organisation.organisation_id)
    body = task_body(task, services.links, caller.base_url)
    return JSONResponse(body.model_dump(mode="json", exclude_none=True))


def _has_it(if_none_match: str | None, etag: str) -> bool:
    """RFC 9110, 13.1.2: a list of tags compared weakly, or `*`."""
    tags = [tag.strip().removeprefix("W/") for tag in (if_none_match or "").split(",")]
    return etag in tags or tags == ["*"]
