"""Answers in words: POST /text/humanize, /text/rewrite, /text/new-content, /excel/analyze, and
/slides/outline. Sync or async, as documents are.
"""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from docsmith.domain.generation import GenerationRequest
from docsmith.domain.task import Kind
from docsmith.domain.text_request import (
    AnalyzeRequest,
    HumanizeRequest,
    NewContentRequest,
    OutlineRequest,
    RewriteRequest,
)
from docsmith.web.caller import ArrivedAt, Generator
from docsmith.web.preferences import preference_of
from docsmith.web.routers.generation import (
    IdempotencyHeader,
    PreferHeader,
    answer_generation,
    with_header_key,
)
from docsmith.web.services import ServicesDep
from docsmith.web.wire import AcceptedBody, DoneBody

router = APIRouter(tags=["text"])


def _route(path: str, kind: Kind, body_type: type[GenerationRequest], summary: str) -> None:
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
    router.add_api_route(
        path,
        answer,
        methods=["POST"],
        summary=summary,
        name=kind.value,
        response_model=DoneBody,
        response_model_exclude_none=True,
        responses={202: {"model": AcceptedBody}},
    )


_route("/text/humanize", Kind.HUMANIZE, HumanizeRequest, "Make a text read as a person writes")
_route("/text/rewrite", Kind.REWRITE, RewriteRequest, "Change a text as asked")
_route("/text/new-content", Kind.NEW_CONTENT, NewContentRequest, "Write a short text")
_route("/excel/analyze", Kind.ANALYZE, AnalyzeRequest, "Ask about a workbook")
_route("/slides/outline", Kind.OUTLINE, OutlineRequest, "Outline a deck, to edit before it is made")
