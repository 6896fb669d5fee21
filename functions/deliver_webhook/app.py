"""`deliver_webhook`: what stands on the delivery queue goes to customers, or to the event bus.

A batch is sent at once, each delivery in a thread of its own, so that a receiver which takes 15 s
delays none of the others. A delivery whose processing broke goes back to the queue, alone.
"""

import asyncio
import os
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.batch import (
    AsyncBatchProcessor,
    EventType,
    async_process_partial_response,  # pyright: ignore[reportUnknownVariableType] - untyped callable
)
from aws_lambda_powertools.utilities.batch.types import PartialItemFailureResponse
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord

from docsmith.domain.ids import DELIVERY
from docsmith.usecases.announce_task import AnnounceTask
from docsmith.usecases.deliver_webhook import DeliverWebhook
from docsmith.wiring.settings import DeliverySettings
from docsmith.wiring.webhooks import announce_of, deliver_of

logger = Logger(service="deliver_webhook")
processor = AsyncBatchProcessor(EventType.SQS, raise_on_entire_batch_failure=False)
THREADS = 10
"""The batch size of the queue's event source."""


@cache
def uses() -> tuple[DeliverWebhook, AnnounceTask, ThreadPoolExecutor]:
    """The use cases, built once from the environment, and the threads to run them in."""
    settings = DeliverySettings.read(os.environ)
    return deliver_of(settings), announce_of(settings), ThreadPoolExecutor(THREADS)


async def process(record: SQSRecord) -> None:
    deliver, announce, threads = uses()
    subject = str(record.json_body["delivery_id"])
    use = deliver if subject.startswith(DELIVERY) else announce
    try:
        outcome = await asyncio.get_running_loop().run_in_executor(threads, use, subject)
    except Exception:
        logger.exception("goes back to the queue", extra={"subject": subject})
        raise
    logger.info("done", extra={"subject": subject, "outcome": outcome})


@logger.inject_lambda_context(clear_state=True)
def handler(event: dict[str, Any], context: Any) -> PartialItemFailureResponse:
    return async_process_partial_response(
        event=event, record_handler=process, processor=processor, context=context
    )
