"""`api`: every route but the generation POSTs. FastAPI behind Mangum; waits 25 s at most."""

import os
from functools import cache
from typing import Any

from aws_lambda_powertools import Logger
from mangum import Mangum

from docsmith.wiring import cold_start
from docsmith.wiring.settings import WebSettings
from docsmith.wiring.web import app_of

cold_start.over()
logger = Logger(service="api")


@cache
def adapter() -> Mangum:
    """The app, built at the first request from the environment."""
    return Mangum(app_of(WebSettings.read(os.environ)), lifespan="off")


@logger.inject_lambda_context(clear_state=True)
def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    answer = adapter()(event, context)
    logger.info(
        "answered",
        extra={
            "route": f"{event.get('httpMethod')} {event.get('path')}",
            "status": answer["statusCode"],
            "request_id": event.get("requestContext", {}).get("requestId"),
        },
    )
    return answer
