"""What the stack wrote: the logs of its programs, and of its functions as CloudWatch keeps them."""

from collections import deque
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from docsmith_cli.stack import clients
from docsmith_cli.stack.deploy import STACK
from docsmith_cli.stack.ministack import Running

_GROUPS = f"/aws/lambda/{STACK}-"


def tail(log: Path, lines: int) -> list[str]:
    """The last lines of a file."""
    with log.open(errors="replace") as file:
        return [line.rstrip("\n") for line in deque(file, maxlen=lines)]


def function_logs(
    running: Running, function: str | None, lines: int
) -> Iterator[tuple[str, list[str]]]:
    """(function, its last lines), for one function or for all that have written."""
    client = clients.local("logs", running.endpoint)
    for name in _groups(client):
        if function in (None, name.removeprefix(_GROUPS)):
            yield name.removeprefix(_GROUPS), _lines(client, name, lines)


def _groups(client: Any) -> list[str]:
    pages = client.get_paginator("describe_log_groups").paginate(logGroupNamePrefix=_GROUPS)
    return [group["logGroupName"] for page in pages for group in page["logGroups"]]


def _lines(client: Any, group: str, lines: int) -> list[str]:
    kept: deque[str] = deque(maxlen=lines)
    pages = client.get_paginator("filter_log_events").paginate(logGroupName=group)
    for page in pages:
        for event in page["events"]:
            at = datetime.fromtimestamp(event["timestamp"] / 1000, UTC)
            kept.append(f"{at:%T} {event['message'].rstrip()}")
    return list(kept)
