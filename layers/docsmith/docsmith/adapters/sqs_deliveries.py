"""The `DeliveryQueue` port over one SQS queue. Only the fast path: what is lost is found again."""

import json
import logging
from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

_log = logging.getLogger("docsmith")
MAX_DELAY_S = 900


class SqsDeliveries:
    """Sends delivery ids. A failure to send is logged, not raised: the sweep sends it again."""

    def __init__(self, *, client: "SQSClient", queue_url: str) -> None:
        self._client = client
        self._queue = queue_url

    def send(self, delivery_id: str, *, delay_s: int = 0) -> None:
        try:
            self._client.send_message(
                QueueUrl=self._queue,
                MessageBody=json.dumps({"delivery_id": delivery_id}),
                DelaySeconds=min(delay_s, MAX_DELAY_S),
            )
        except (BotoCoreError, ClientError):
            _log.exception("delivery %s was not queued", delivery_id)
