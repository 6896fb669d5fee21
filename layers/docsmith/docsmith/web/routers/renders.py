"""POST /runs/{run_id}/render: the plan of a run with other data or another brand, no model."""

from datetime import timedelta

from fastapi import APIRouter, Request
from fastapi.responses import Response

from docsmith.domain.rendering import RenderRequest
from docsmith.web.caller import ArrivedAt, Generator
from docsmith.web.idempotency import IdempotencyHeader, with_header_key
from docsmith.web.preferences import preference_of
from docsmith.web.routers.generation import PreferHeader, answer_task
from docsmith.web.services import ServicesDep
from docsmith.web.wire import AcceptedBody, DoneBody

router = APIRouter(tags=["generation"])

CEILING = timedelta(seconds=25)
"""This route is one of the function that answers within 30 s; a render takes seconds."""


@router.post(
    "/runs/{run_id}/render",
    summary="Replay a run's plan with other data or another brand",
    response_model=DoneBody,
    response_model_exclude_none=True,
    responses={202: {"model": AcceptedBody}},
)
def render_run(
    run_id: str,
    body: RenderRequest,
    request: Request,
    caller: Generator,
    services: ServicesDep,
    arrived_at: ArrivedAt,
    idempotency_key: IdempotencyHeader = None,
    prefer: PreferHeader = None,
) -> Response:
    """The same operations over other inputs, as a new run; the source run stays as it is.

    Data sources take the place of the plan's own in order, or by `slot`. Where they do not fit, the
    answer is 422 with each operation, its place and the reason in `detail`. Costs no credits.
    """
    services.files.make_ready([source.file_id for source in body.data_sources or ()], caller)
    task = services.render(run_id, with_header_key(body, idempotency_key), caller).task
    return answer_task(
        task,
        request=request,
        caller=caller,
        services=services,
        arrived_at=arrived_at,
        preference=preference_of(prefer, body_async=body.run_async),
        ceiling=min(services.settings.ceiling, CEILING),
    )
