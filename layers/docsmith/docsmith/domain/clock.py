"""Time is injected: a callable that answers the current moment in UTC."""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]


def iso(moment: datetime) -> str:
    """ISO 8601 in UTC with milliseconds, as the API writes every timestamp."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def parse(text: str) -> datetime:
    return datetime.fromisoformat(text)


def epoch(moment: datetime) -> int:
    return int(moment.timestamp())
