"""Amazon's event-stream framing, as Bedrock wraps a model's events in it."""

import base64
import json
import struct
import zlib
from typing import Any

_STRING = 7


def chunk(event: dict[str, Any]) -> bytes:
    """One event of a model in a frame."""
    inner = base64.b64encode(json.dumps(event).encode()).decode()
    return _frame("chunk", json.dumps({"bytes": inner}).encode())


def fault(kind: str, message: str) -> bytes:
    """An exception in the middle of a stream."""
    return _frame(kind, json.dumps({"message": message}).encode(), message_type="exception")


def _frame(name: str, payload: bytes, *, message_type: str = "event") -> bytes:
    key = ":event-type" if message_type == "event" else ":exception-type"
    headers = b"".join(
        _header(header, value)
        for header, value in (
            (key, name),
            (":content-type", "application/json"),
            (":message-type", message_type),
        )
    )
    total = 12 + len(headers) + len(payload) + 4
    prelude = struct.pack(">II", total, len(headers))
    frame = prelude + struct.pack(">I", zlib.crc32(prelude)) + headers + payload
    return frame + struct.pack(">I", zlib.crc32(frame))


def _header(name: str, value: str) -> bytes:
    text = value.encode()
    return (
        bytes([len(name)]) + name.encode() + bytes([_STRING]) + struct.pack(">H", len(text)) + text
    )
