"""What the stack wrote: the logs of its programs, and of its functions as CloudWatch keeps them.

All functions share one log group, in which every invocation has a stream of its own here; the JSON
lines of a stream name the function.
"""

import json
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from docsmith_cli.stack import clients
from docsmith_cli.stack.deploy import STACK
from docsmith_cli.stack.ministack import Running

_GROUP = f"/docsmith/{STACK}"
_FRAME = ("START RequestId", "END RequestId", "REPORT RequestId")
_KNOWN_FIELDS = frozenset(
    {"level", "location", "message", "timestamp", "service", "cold_start", "xray_trace_id"}
)


@dataclass
class Invocation:
    """What one invocation wrote; `function` is empty when no line says whose it is."""

    function: str = ""
    lines: list[str] = field(default_factory=list[str])

    def add(self, line: str) -> None:
        """One line, raw or structured."""
        if not line.startswith(_FRAME):
            self.lines.append(self._readable(line.rstrip()))

    def _readable(self, line: str) -> str:
        try:
            said: dict[str, Any] = json.loads(line) if line.startswith("{") else {}
        except ValueError:
            said = {}
        if "message" not in said:
            return line
        self.function = str(said.get("function_name", self.function)).removeprefix(f"{STACK}-")
        return _sentence(said)


def tail(log: Path, lines: int) -> list[str]:
    """The last lines of a file."""
    with log.open(errors="replace") as file:
        return [line.rstrip("\n") for line in deque(file, maxlen=lines)]


def function_logs(running: Running, function: str | None, lines: int) -> list[str]:
    """The last lines of the functions, or of one of them and of what nobody put a name to."""
    with clients.refusals_told():
        client = clients.local("logs", running.endpoint)
        pages = client.get_paginator("filter_log_events").paginate(logGroupName=_GROUP)
        found = invocations(event for page in pages for event in page["events"])
    return list(deque(_told(found, function), maxlen=lines))


def invocations(events: Iterable[dict[str, Any]]) -> list[tuple[datetime, Invocation]]:
    """Events by invocation, in the order in which these began."""
    found: dict[str, tuple[datetime, Invocation]] = {}
    for event in events:
        at = datetime.fromtimestamp(event["timestamp"] / 1000, UTC)
        _, invocation = found.setdefault(event["logStreamName"], (at, Invocation()))
        invocation.add(event["message"])
    return sorted(found.values(), key=lambda one: one[0])


def _told(found: list[tuple[datetime, Invocation]], function: str | None) -> Iterator[str]:
    for at, invocation in found:
        if function in (None, invocation.function) or not invocation.function:
            for line in invocation.lines:
                yield f"{at:%T}  {invocation.function or '?':10}  {line}"


def _sentence(said: dict[str, Any]) -> str:
    facts = {
        name: value
        for name, value in said.items()
        if name not in _KNOWN_FIELDS and not name.startswith("function_")
    }
    words = [str(said.get("level", "")), str(said["message"])]
    return " ".join(words + [f"{name}={value}" for name, value in facts.items()]).strip()
