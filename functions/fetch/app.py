"""`fetch`: brings a customer's logo into storage, through the guard. It may touch no table.

Takes `{"step": "FetchLogo", "url", "task_id"}`; answers
`{"outcome": "ok", "key", "content_type", "size", "sha256"}` or `{"outcome": "failed", "reason"}`.
"""

import os
from functools import cache
from typing import Any

from aws_lambda_powertools import Logger

from docsmith.usecases.fetch_url import FetchUrl
from docsmith.wiring.settings import FetchSettings
from docsmith.wiring.webhooks import fetch_of

logger = Logger(service="fetch")


@cache
def fetch() -> FetchUrl:
    return fetch_of(FetchSettings.read(os.environ))


@logger.inject_lambda_context(clear_state=True)
def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    logger.append_keys(task_id=event["task_id"])
    result = fetch()(event["url"], event["task_id"])
    logger.info("done", extra={"outcome": result.outcome, "reason": result.reason})
    return result.model_dump(mode="json", exclude_none=True)
