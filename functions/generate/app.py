"""`generate`: the generation POSTs. The same app as `api`; the only function that waits for a task.

With transport `stream`, and always on the streaming probe, the answer leaves in API Gateway's
streaming envelope, in one piece.
"""

import os
from functools import cache
from typing import Any

from aws_lambda_powertools import Logger
from mangum import Mangum

from docsmith.wiring import cold_start
from docsmith.wiring.settings import WebSettings
from docsmith.wiring.stream import enveloped
from docsmith.wiring.web import app_of

cold_start.over()
logger = Logger(service="generate")


@cache
def settings() -> WebSettings:
    return WebSettings.read(os.environ)


@cache
def adapter() -> Mangum:
    """The app, built at the first request from the environment."""
    return Mangum(app_of(settings()), lifespan="off")


@logger.inject_lambda_context(clear_state=True)
def handler(event: dict[str, Any], context: Any) -> dict[str, Any] | bytes:
    answer = adapter()(event, context)
    logger.info(
        "answered",
        extra={
            "route": f"{event.get('httpMethod')} {event.get('path')}",
            "status": answer["statusCode"],
            "request_id": event.get("requestContext", {}).get("requestId"),
        },
    )
    return enveloped(answer) if _streams(event) else answer


def _streams(event: dict[str, Any]) -> bool:
    return settings().transport == "stream" or str(event.get("path")).endswith("/probe/stream")
