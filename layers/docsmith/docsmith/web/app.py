"""The app factory: the same app serves every route, in `api` and in `generate`."""

import logging
from collections.abc import Awaitable, Callable

from fastapi import FastAPI, Request, Response
from starlette.middleware.cors import CORSMiddleware

from docsmith.domain.errors import PayloadTooLarge
from docsmith.domain.files import DIRECT_LIMIT
from docsmith.domain.rate import RateBucket
from docsmith.web import errors, reference
from docsmith.web.caller import API_PATH
from docsmith.web.routers import (
    account,
    batches,
    editor,
    files,
    generation,
    images,
    links,
    preflight,
    probe,
    renders,
    runs,
    tasks,
    text,
    webhooks,
)
from docsmith.web.services import Services
from docsmith.web.wire import ErrorBody

_log = logging.getLogger("docsmith")
_MULTIPART_ROOM = 16_384
_ERRORS = (400, 401, 402, 403, 404, 409, 410, 413, 422, 429, 500, 502, 503)

_EXPOSED = [
    *("ETag", "Location", "Preference-Applied", "Retry-After", "X-Should-Retry"),
    *("RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset"),
]

Next = Callable[[Request], Awaitable[Response]]


def create_app(services: Services) -> FastAPI:
    """An app whose routes delegate to these services."""
    app = FastAPI(
        title="Docsmith",
        version="1",
        description="A prompt in, a finished workbook, document or deck out.",
        responses={status: {"model": ErrorBody} for status in _ERRORS},
        openapi_url=None,  # `reference` serves it, with the address clients use
    )
    app.state.services = services
    errors.install(app)
    reference.install(app)
    app.middleware("http")(_bounded)
    app.add_middleware(
        CORSMiddleware,
        allow_origins=services.settings.allowed_origins,
        allow_methods=["*"],
        allow_headers=["*"],
        expose_headers=_EXPOSED,
    )
    resources = (
        generation,
        text,
        preflight,
        tasks,
        runs,
        renders,
        editor,
        links,
        files,
        images,
        webhooks,
        batches,
        account,
        probe,
    )
    for resource in resources:
        app.include_router(resource.router, prefix=API_PATH)
    return app


async def _bounded(request: Request, call_next: Next) -> Response:
    """Refuse bodies that a Lambda cannot take, and keep faults inside the envelope."""
    size = request.headers.get("content-length", "0")
    if size.isdigit() and int(size) > DIRECT_LIMIT + _MULTIPART_ROOM:
        error = PayloadTooLarge()
        return errors.envelope(request, error.code, error.message)
    try:
        answer = await call_next(request)
        answer.headers.update(_rate_headers(request))
        return answer
    except Exception:  # noqa: BLE001 - the outermost edge: logged whole, told as internal_error
        _log.exception("request failed")
        return errors.internal(request)


def _rate_headers(request: Request) -> dict[str, str]:
    """What the key's bucket looks like after this request; nothing when no key was counted."""
    bucket: RateBucket | None = getattr(request.state, "rate", None)
    if bucket is None:
        return {}
    return {
        "RateLimit-Limit": str(bucket.limit),
        "RateLimit-Remaining": str(bucket.remaining),
        "RateLimit-Reset": str(bucket.reset_s),
    }
