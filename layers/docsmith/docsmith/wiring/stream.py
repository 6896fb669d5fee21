"""API Gateway's streaming envelope around a buffered answer.

A REST route with `responseTransferMode: STREAM` may take up to 15 minutes, and expects the answer
as `metadata JSON, eight NUL bytes, body`. The Python runtime cannot stream, but it posts `bytes` as
they are, so the whole answer is written at once, at the end.
"""

import base64
import json
from typing import Any

DELIMITER = b"\0" * 8


def enveloped(answer: dict[str, Any]) -> bytes:
    """The answer of a proxy integration (`statusCode`, `headers`, `body`) as a stream's bytes."""
    body = str(answer.get("body") or "")
    raw = base64.b64decode(body) if answer.get("isBase64Encoded") else body.encode()
    metadata: dict[str, Any] = {
        "statusCode": answer["statusCode"],
        "headers": answer.get("headers") or {},
        "multiValueHeaders": answer.get("multiValueHeaders") or {},
    }
    return json.dumps(metadata).encode() + DELIMITER + raw
