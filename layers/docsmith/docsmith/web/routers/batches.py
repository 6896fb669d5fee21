"""POST /batches, GET /batches, and of one batch: its state, its results, its end."""

from fastapi import APIRouter
from fastapi.responses import JSONResponse, RedirectResponse, Response

from docsmith.domain.batch import Batch
from docsmith.domain.batch_request import BatchByHttp
from docsmith.domain.errors import Conflict
from docsmith.usecases.end_batch import results_key
from docsmith.usecases.submit_generation import Caller
from docsmith.web.batch_wire import BatchBody, LineBody, batch_body, line_body
from docsmith.web.caller import Generator, Reader
from docsmith.web.idempotency import IdempotencyHeader, with_header_key
from docsmith.web.paging import Cursor, Limit
from docsmith.web.services import Services, ServicesDep
from docsmith.web.wire import ListBody

router = APIRouter(tags=["batches"])

_LINK_SECONDS = 900
_POLL_AGAIN_S = 3
_JSON_LINES = "application/x-ndjson"


@router.post("/batches", status_code=202, response_model=BatchBody)
def create_batch(
    body: BatchByHttp,
    caller: Generator,
    services: ServicesDep,
    idempotency_key: IdempotencyHeader = None,
) -> Response:
    """Many documents from one manifest: a file of lines, or at most 100 lines inline. Every line
    is judged before any is begun; poll `status_url`, or be told by webhook.
    """
    asked = with_header_key(body, idempotency_key)
    if asked.file_id is not None:
        services.files.make_ready([asked.file_id], caller)
    batch = services.batches.submit(asked, caller)
    answer = _answer(batch, caller, services, status_code=202)
    answer.headers["Location"] = f"{caller.base_url}/batches/{batch.batch_id}"
    return answer


@router.get("/batches", response_model_exclude_none=True)
def list_batches(
    caller: Reader, services: ServicesDep, limit: Limit = 20, cursor: Cursor = None
) -> ListBody[BatchBody]:
    read = services.batches.read
    page = read.page(caller.organisation.organisation_id, limit=limit, cursor=cursor)
    batches = [stored.value for stored in page.records]
    bodies = [batch_body(batch, read.counts(batch), caller.base_url) for batch in batches]
    return ListBody(data=bodies, next_cursor=page.next)


@router.get("/batches/{batch_id}", response_model=BatchBody)
def get_batch(batch_id: str, caller: Reader, services: ServicesDep) -> Response:
    """How far it is: lines by state, credits so far, and the first lines that failed."""
    return _answer(_own(batch_id, caller, services), caller, services)


@router.get("/batches/{batch_id}/results", response_model_exclude_none=True)
def list_results(
    batch_id: str,
    caller: Reader,
    services: ServicesDep,
    limit: Limit = 20,
    cursor: Cursor = None,
) -> ListBody[LineBody]:
    """Every line that was begun, in the order of the manifest, also while others are."""
    batch = _own(batch_id, caller, services)
    page = services.batches.read.lines(batch, limit=limit, cursor=cursor)
    bodies = [line_body(r.value, services.links, caller.base_url) for r in page.records]
    return ListBody(data=bodies, next_cursor=page.next)


@router.get("/batches/{batch_id}/results.jsonl", status_code=302, response_class=RedirectResponse)
def download_results(batch_id: str, caller: Reader, services: ServicesDep) -> RedirectResponse:
    """All results of a batch that is over as JSON Lines: redirects to storage."""
    batch = _own(batch_id, caller, services)
    if not batch.is_terminal:
        raise Conflict(f"The batch is {batch.status}: its results are not complete yet.")
    link = services.objects.presigned_get(
        results_key(batch),
        file_name=f"{batch_id}.jsonl",
        content_type=_JSON_LINES,
        seconds=_LINK_SECONDS,
    )
    return RedirectResponse(link, status_code=302, headers={"Cache-Control": "no-store"})


@router.post("/batches/{batch_id}/cancel", response_model=BatchBody)
def cancel_batch(batch_id: str, caller: Generator, services: ServicesDep) -> Response:
    """No line begins any more; those in hand are cancelled. What is completed stays."""
    batch = services.batches.cancel(batch_id, caller.organisation.organisation_id)
    return _answer(batch, caller, services)


def _own(batch_id: str, caller: Caller, services: Services) -> Batch:
    return services.batches.read.batch(batch_id, caller.organisation.organisation_id)


def _answer(
    batch: Batch, caller: Caller, services: Services, *, status_code: int = 200
) -> Response:
    read = services.batches.read
    body = batch_body(batch, read.counts(batch), caller.base_url, errors=read.errors(batch))
    headers = {} if batch.is_terminal else {"Retry-After": str(_POLL_AGAIN_S)}
    content = body.model_dump(mode="json", exclude_none=True)
    return JSONResponse(content, status_code=status_code, headers=headers)
