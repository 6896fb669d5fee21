"""ClientRequestToken for a DynamoDB that lacks it: moto accepts the token and forgets it.

DynamoDB answers the repeat of a transaction that was committed within ten minutes as it answered
the first, and refuses the same token with another request (API reference, TransactWriteItems).
"""

import json
from collections.abc import Iterator
from typing import Any

from botocore.awsrequest import AWSResponse
from botocore.client import BaseClient

_MISMATCH = "com.amazonaws.dynamodb.v20120810#IdempotentParameterMismatchException"
_NOTHING = b'{"TransactItems": []}'


class _Body:
    def __init__(self, content: bytes) -> None:
        self._content = content

    def stream(self) -> Iterator[bytes]:
        yield self._content


class RequestTokens:
    """Remembers committed transactions by token, between the client and moto."""

    def __init__(self, client: BaseClient) -> None:
        self._committed: dict[str, bytes] = {}
        self._sent: tuple[str, bytes] | None = None
        events: Any = client.meta.events
        events.register_first("before-send.dynamodb.TransactWriteItems", self._before)
        events.register("response-received.dynamodb.TransactWriteItems", self._after)

    def _before(self, request: Any, **_: Any) -> AWSResponse | None:
        body = request.body.encode() if isinstance(request.body, str) else bytes(request.body)
        token = json.loads(body).get("ClientRequestToken")
        self._sent = (token, body) if token else None
        known = self._committed.get(token) if token else None
        if known is None:
            return None
        request.body = _NOTHING  # every handler runs, moto's too, although the first answer counts
        if known == body:
            return _answer(request.url, 200, {})
        return _answer(request.url, 400, {"__type": _MISMATCH, "message": "another request"})

    def _after(self, response_dict: Any, **_: Any) -> None:
        if self._sent and response_dict and response_dict["status_code"] == 200:
            self._committed[self._sent[0]] = self._sent[1]


def _answer(url: Any, status: int, body: dict[str, str]) -> AWSResponse:
    raw: Any = _Body(json.dumps(body).encode())
    headers: Any = {}
    return AWSResponse(url, status, headers, raw)
