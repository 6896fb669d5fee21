"""One table from errors to HTTP, and one envelope for every answer that is an error."""

import logging
import re
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.encoders import jsonable_encoder
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from docsmith.domain.errors import DocsmithError, InternalError, InvalidRequest, ValidationFailed
from docsmith.domain.task import Failure

STATUS_OF_CODE = {
    "invalid_request": 400,
    "preflight_failed": 400,
    "invalid_api_key": 401,
    "insufficient_credits": 402,
    "forbidden": 403,
    "not_found": 404,
    "conflict": 409,
    "cancelled": 409,
    "expired": 409,
    "gone": 410,
    "payload_too_large": 413,
    "validation_error": 422,
    "idempotency_conflict": 422,
    "unreadable_file": 422,
    "timeout": 422,
    "credit_limit": 422,
    "model_error": 422,
    "quality_gate_failed": 422,
    "rate_limited": 429,
    "internal_error": 500,
    "upstream_error": 502,
    "storage_error": 502,
    "service_unavailable": 503,
}
_log = logging.getLogger("docsmith")
_CODE_OF_STATUS = {
    404: ("not_found", "There is no such route."),
    405: ("invalid_request", "This route does not take this method."),
    413: ("payload_too_large", "The body is too large."),
}
_LABEL = "send Content-Type: application/json"
_REPR = re.compile(r"<\w+\.\w+: ('[^']*'|-?\d+)>")
"""How Python shows a member of an enumeration; the client knows its value only."""


def envelope(
    request: Request,
    code: str,
    message: str,
    *,
    headers: dict[str, str] | None = None,
    **facts: Any,
) -> JSONResponse:
    """The one form of an error: never a stack trace, never an internal name."""
    body = {
        "success": False,
        "error": code,
        "message": message,
        "request_id": request_id(request),
        **facts,
    }
    status = STATUS_OF_CODE.get(code, HTTPStatus.INTERNAL_SERVER_ERROR)
    return JSONResponse(jsonable_encoder(body), status_code=int(status), headers=headers)


def request_id(request: Request) -> str:
    """The gateway's id of this request; `local` when there is no gateway."""
    event: dict[str, Any] = request.scope.get("aws.event", {})
    context: dict[str, Any] = event.get("requestContext", {})
    return str(context.get("requestId") or "local")


def failure_envelope(request: Request, failure: Failure, **ids: str) -> JSONResponse:
    """A final failure of a task, told to a sync call: not to be repeated by itself."""
    return envelope(
        request,
        failure.code,
        failure.message,
        headers={"X-Should-Retry": "false"},
        **failure.facts,
        **ids,
    )


def install(app: FastAPI) -> None:
    """Give an app the table and the envelope."""
    app.add_exception_handler(DocsmithError, _known)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _foreign)


def _known(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, DocsmithError)
    facts = dict(error.facts)
    retry_after = facts.pop("retry_after_s", None)
    headers = {} if retry_after is None else {"Retry-After": str(retry_after)}
    answer = envelope(request, error.code, error.message, headers=headers, **facts)
    if answer.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:  # with what caused it
        _log.error("answered %s to %s", error.code, request_id(request), exc_info=error)
    return answer


def _invalid(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    problems = error.errors()
    if any(problem["type"] == "json_invalid" for problem in problems):
        return envelope(request, InvalidRequest.code, "The body is not valid JSON.")
    labelled = "json" in request.headers.get("content-type", "").lower()
    if not labelled and any(_is_text_of_json(problem) for problem in problems):
        return envelope(
            request,
            ValidationFailed.code,
            f"The body looks like JSON: {_LABEL}.",
            detail=[{"field": "", "message": _LABEL, "type": "content_type"}],
        )
    detail = _one_a_field([_problem(problem) for problem in problems])
    first = detail[0]
    message = f"{first['field']}: {first['message']}" if first["field"] else first["message"]
    return envelope(request, ValidationFailed.code, message, detail=detail)


def _is_text_of_json(problem: Any) -> bool:
    """Whether the body was taken for a text, and reads as an object of JSON."""
    whole, body = tuple(problem["loc"]) == ("body",), problem.get("input")
    text = body.decode("utf-8", "replace") if isinstance(body, bytes) else body
    return whole and isinstance(text, str) and text.lstrip().startswith("{")


def _one_a_field(problems: list[dict[str, str]]) -> list[dict[str, str]]:
    """The first finding of each field, and none of a list that only comes of its items'."""
    kept: list[dict[str, str]] = []
    for problem in problems:
        field = problem["field"]
        if not any(f"{told['field']}.".startswith(f"{field}.") for told in kept):
            kept.append(problem)
    return kept


def _problem(problem: Any) -> dict[str, str]:
    place = [str(part) for part in problem["loc"] if part not in ("body", "query", "header")]
    message = _REPR.sub(r"\1", str(problem["msg"]).removeprefix("Value error, "))
    return {"field": ".".join(place), "message": message, "type": str(problem["type"])}


def _foreign(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    default = (InvalidRequest.code, str(error.detail))
    code, message = _CODE_OF_STATUS.get(error.status_code, default)
    answer = envelope(request, code, message)
    answer.status_code = error.status_code
    answer.headers.update(error.headers or {})
    return answer


def internal(request: Request) -> JSONResponse:
    """What a client is told when we broke."""
    error = InternalError()
    return envelope(request, error.code, error.message)
