"""`document`: LoadDocument, ExecutePlan, SaveDocument, UploadResult, with the office libraries.

It also answers `ApplyEdit` and `ViewWindow`, which are no steps of the machine: the editor waits.
"""

import os
from collections.abc import Callable
from functools import cache, partial
from typing import Any

from aws_lambda_powertools import Logger

from docsmith.domain.errors import DocsmithError
from docsmith.domain.task import Phase
from docsmith.usecases.apply_edit import ApplyEdit
from docsmith.usecases.editing import EditRequest, WindowRequest
from docsmith.usecases.execute_plan import ExecutePlan
from docsmith.usecases.finish_task import upload_result
from docsmith.usecases.load_document import LoadDocument
from docsmith.usecases.save_document import SaveDocument
from docsmith.usecases.step import StepResult, run_step
from docsmith.usecases.view_window import ViewWindow
from docsmith.wiring.settings import DocumentSettings
from docsmith.wiring.stores import SystemEntropy, clock, objects_of, records_of

logger = Logger(service="document")
Step = tuple[Phase, Callable[..., StepResult]]


@cache
def settings() -> DocumentSettings:
    return DocumentSettings.read(os.environ)


@cache
def steps() -> dict[str, Step]:
    """The machine's state names, their phases and use cases."""
    records, objects = records_of(settings()), objects_of(settings().bucket)
    rows = settings().max_rows
    load = LoadDocument(records=records, objects=objects, max_rows=rows)
    execute = ExecutePlan(records=records, objects=objects, max_rows=rows)
    upload = partial(upload_result, records=records, objects=objects)
    return {
        "LoadDocument": (Phase.LOADING_DOC, load),
        "LoadWithLogo": (Phase.LOADING_DOC, load),
        "ExecutePlan": (Phase.EXECUTING_PLAN, execute),
        "SaveDocument": (Phase.SAVING_DOC, SaveDocument(records=records, objects=objects)),
        "UploadResult": (Phase.UPLOADING_RESULT, upload),
    }


@cache
def edits() -> ApplyEdit:
    records, objects = records_of(settings()), objects_of(settings().bucket)
    return ApplyEdit(records=records, objects=objects, clock=clock, entropy=SystemEntropy())


@cache
def windows() -> ViewWindow:
    return ViewWindow(objects_of(settings().bucket))


def applied(event: dict[str, Any]) -> dict[str, Any]:
    return {"edited": edits()(EditRequest.model_validate(event["edit"])).model_dump(mode="json")}


def viewed(event: dict[str, Any]) -> dict[str, Any]:
    return {"page": windows()(WindowRequest.model_validate(event["window"]))}


WAITED_FOR = {"ApplyEdit": applied, "ViewWindow": viewed}


def answered(event: dict[str, Any]) -> dict[str, Any]:
    """What the editor asked for, or `refused` with an error of our tree."""
    logger.append_keys(step=event["step"])
    try:
        answer = WAITED_FOR[event["step"]](event)
    except DocsmithError as error:
        refused = {"code": error.code, "message": error.message, "facts": dict(error.facts)}
        answer = {"refused": refused}
    logger.info("done", extra={"outcome": next(iter(answer))})
    return answer


@logger.inject_lambda_context(clear_state=True)
def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    if event["step"] in WAITED_FOR:
        return answered(event)
    step, task_id = event["step"], event["task_id"]
    logger.append_keys(step=step, task_id=task_id)
    phase, work = steps()[step]
    if "fetched" in event:
        work = partial(work, fetched=event["fetched"].get("answer", {}))
    result = run_step(task_id, phase, work, records=records_of(settings()), clock=clock)
    logger.info("done", extra={"outcome": result.outcome, "code": result.code})
    return result.model_dump(mode="json", exclude_none=True)
