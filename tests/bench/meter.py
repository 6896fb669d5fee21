"""How often AWS was called on the local stack: by its own trail, read while it is kept."""

import json
from collections import Counter
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

import httpx

_PAGE = 50
_LOOK_UP = "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.LookupEvents"


class Meter:
    """Counts from `with` to its end, by `service.Operation`. Read often: the local trail keeps its
    last 10,000 calls only, and answers the newest 50 of a time.
    """

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._client = httpx.Client(base_url=f"{parts.scheme}://{parts.netloc}", trust_env=False)
        self._last = ""
        self.calls: Counter[str] = Counter()

    def __enter__(self) -> Self:
        self._record(True)
        self._last = self._newest()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._record(False)
        self._client.close()

    def read(self) -> None:
        """Count what was called since the last time. Raises `LookupError` when some is lost."""
        newest, until, seen = "", None, set[str]()
        while True:
            events = [event for event in self._before(until) if event["EventId"] not in seen]
            if not events:
                raise LookupError("the trail forgot calls before they were read")
            newest = newest or events[0]["EventId"]
            for event in events:
                if event["EventId"] == self._last:
                    self._last = newest
                    return
                seen.add(event["EventId"])
                self._count(event)
            until = events[-1]["EventTime"]

    def of(self, service: str) -> int:
        return sum(n for call, n in self.calls.items() if call.startswith(f"{service}."))

    def _count(self, event: dict[str, Any]) -> None:
        service = event["EventSource"].partition(".")[0]
        self.calls[f"{service}.{event['EventName']}"] += 1

    def _newest(self) -> str:
        """The mark from which it counts: a call of its own."""
        self._client.post("/", headers=_signed("dynamodb", "DynamoDB_20120810.ListTables"))
        return str(self._before(None)[0]["EventId"])

    def _before(self, until: float | None) -> list[dict[str, Any]]:
        query: dict[str, Any] = {"MaxResults": _PAGE} | ({"EndTime": until} if until else {})
        headers = _signed("cloudtrail", _LOOK_UP)
        answer = self._client.post("/", content=json.dumps(query), headers=headers)
        return answer.raise_for_status().json()["Events"]

    def _record(self, wanted: bool) -> None:
        setting = {"cloudtrail._recording_enabled": str(wanted).lower()}
        self._client.post("/_ministack/config", json=setting).raise_for_status()


def _signed(service: str, target: str) -> dict[str, str]:
    """The local stack reads the service from a signature, and does not check it."""
    scope = f"AWS4-HMAC-SHA256 Credential=test/20261124/us-east-1/{service}/aws4_request"
    return {
        "Authorization": f"{scope}, SignedHeaders=host, Signature=0",
        "X-Amz-Target": target,
        "Content-Type": "application/x-amz-json-1.1",
    }
