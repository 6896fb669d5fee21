"""The `DeliveryQueue` port for any delay: SQS holds a message for 15 minutes at most, beyond that a
one-time EventBridge schedule puts it on the queue, and deletes itself.
"""

import json
import logging
import math
from datetime import timedelta
from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError

from docsmith.adapters.sqs_deliveries import MAX_DELAY_S, SqsDeliveries
from docsmith.domain.clock import Clock

if TYPE_CHECKING:
    from mypy_boto3_scheduler import EventBridgeSchedulerClient

_log = logging.getLogger("docsmith")


class ScheduledDeliveries:
    """A schedule that could not be made is logged, not raised: the sweep sends it again."""

    def __init__(
        self,
        *,
        queue: SqsDeliveries,
        client: "EventBridgeSchedulerClient",
        group: str,
        queue_arn: str,
        role_arn: str,
        clock: Clock,
    ) -> None:
        self._queue = queue
        self._client = client
        self._group = group
        self._queue_arn = queue_arn
        self._role = role_arn
        self._clock = clock

    def send(self, delivery_id: str, *, delay_s: int = 0) -> None:
        if delay_s <= MAX_DELAY_S:
            self._queue.send(delivery_id, delay_s=delay_s)
            return
        try:
            self._schedule(delivery_id, delay_s)
        except (BotoCoreError, ClientError) as error:
            if not _is_there(error):
                _log.exception("delivery %s was not scheduled", delivery_id)

    def _schedule(self, delivery_id: str, delay_s: int) -> None:
        # Rounded up: a nudge before its time would be ignored.
        at = self._clock() + timedelta(seconds=delay_s)
        epoch = math.ceil(at.timestamp())
        self._client.create_schedule(
            Name=f"{delivery_id}-{epoch}",
            GroupName=self._group,
            ScheduleExpression=f"at({at + timedelta(seconds=1):%Y-%m-%dT%H:%M:%S})",
            ScheduleExpressionTimezone="UTC",
            FlexibleTimeWindow={"Mode": "OFF"},
            ActionAfterCompletion="DELETE",
            Target={
                "Arn": self._queue_arn,
                "RoleArn": self._role,
                "Input": json.dumps({"delivery_id": delivery_id}),
            },
        )


def _is_there(error: BotoCoreError | ClientError) -> bool:
    """The same schedule was made before: by a doubled message, for the same second."""
    response = getattr(error, "response", {})
    return response.get("Error", {}).get("Code") == "ConflictException"
