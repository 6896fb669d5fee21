"""The `EventBus` port over the deployment's EventBridge bus: AWS users need no endpoint."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from botocore.exceptions import BotoCoreError, ClientError

from docsmith.domain.errors import UpstreamError

if TYPE_CHECKING:
    from mypy_boto3_events import EventBridgeClient

SOURCE = "docsmith"


class EventBridgeEvents:
    """Publishes with source `docsmith`, detail-type `run.completed` …, resource the run's id."""

    def __init__(self, *, client: "EventBridgeClient", bus: str) -> None:
        self._client = client
        self._bus = bus

    def publish(self, kind: str, detail: Mapping[str, Any], *, about: str, at: datetime) -> None:
        try:
            answer = self._client.put_events(
                Entries=[
                    {
                        "EventBusName": self._bus,
                        "Source": SOURCE,
                        "DetailType": kind,
                        "Detail": json.dumps(detail, ensure_ascii=False),
                        "Resources": [about],
                        "Time": at,
                    }
                ]
            )
        except (BotoCoreError, ClientError) as error:
            raise UpstreamError("The event bus did not answer.") from error
        if answer["FailedEntryCount"]:
            raise UpstreamError("The event bus refused the event.")
