"""`batch`: events that ask for a batch, and the steps of the machine that makes its documents."""

import os
from functools import cache
from typing import Any

from aws_lambda_powertools import Logger

from docsmith.domain.batch_line import Line
from docsmith.domain.errors import NotFound
from docsmith.usecases.run_line import SubmitLine
from docsmith.usecases.step import StepResult
from docsmith.wiring.batches import (
    await_line_of,
    read_of,
    request_of,
    submit_line_of,
)
from docsmith.wiring.settings import BatchSettings

logger = Logger(service="batch")


@cache
def settings() -> BatchSettings:
    return BatchSettings.read(os.environ)


@cache
def submit_line() -> SubmitLine:
    return submit_line_of(settings())


def requested(event: dict[str, Any]) -> dict[str, Any]:
    """An event of the bus or of the schedule. One that names no organisation leaves a log line:
    there is nobody to tell.
    """
    try:
        batch = request_of(settings())(event)
    except NotFound as error:
        logger.error("no batch", extra={"event_id": event.get("id"), "reason": error.message})
        return {"refused": {"code": error.code, "message": error.message}}
    return {"batch_id": batch.batch_id}


@logger.inject_lambda_context(clear_state=True)
def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """A step of the machine (`step`), or an event (`detail-type`)."""
    step, batch_id = event.get("step"), event.get("batch_id", "")
    start_no = int(event.get("start_no", 0))
    logger.append_keys(step=step, batch_id=batch_id)
    match step or event.get("detail-type"):
        case "ReadManifest":
            answer = _answer(read_of(settings())(batch_id))
        case "SubmitLine":
            line = Line.model_validate(event["line"])
            answer = _answer(submit_line()(batch_id, start_no, line))
        case "AwaitLine":
            await_line_of(settings())(batch_id, start_no, event["number"], event["token"])
            answer = {}
        case "Document Batch Requested":
            answer = requested(event)
        case unknown:
            raise ValueError(f"There is no step {unknown}.")
    logger.info("done", extra={"answer": answer})
    return answer


def _answer(result: StepResult) -> dict[str, Any]:
    return result.model_dump(mode="json", exclude_none=True)
