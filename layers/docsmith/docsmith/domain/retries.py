"""What follows from a receiver's answer: done, again later, or never again. Pure.

Any 2xx is success. 4xx is final, except 408, 425 and 429; 410 ends the subscription. Everything
else (no answer, 3xx, 5xx) is tried again on the schedule, later when the receiver asks for it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

from docsmith.domain.ids import Entropy
from docsmith.domain.webhook import DeliveryStatus, Subscription

SCHEDULE_S = (0, 5, 300, 1_800, 7_200, 18_000, 36_000, 36_000)
"""Seconds before each attempt, counted from the end of the one before: 27.6 h in all."""
LONGEST_WAIT = timedelta(hours=24)
"""What `Retry-After` may ask for at most: links in the body must outlive the last attempt."""
FAILING_LIMIT = timedelta(days=5)
GONE_REASON = "The receiver answered 410 Gone."
FAILING_REASON = "Nothing but failures for 5 days."
_RETRIED_4XX = frozenset({408, 425, 429})
_GONE = 410


@dataclass(frozen=True, slots=True)
class Answer:
    """What an attempt came to. `status` is None when the receiver did not answer; then `error`."""

    status: int | None = None
    latency_ms: int = 0
    response: str = ""
    retry_after: str | None = None
    error: str | None = None

    @property
    def is_success(self) -> bool:
        return self.status is not None and 200 <= self.status < 300


@dataclass(frozen=True, slots=True)
class End:
    """No further attempt. `disables` when the subscription ends with it."""

    status: DeliveryStatus
    reason: str | None = None
    disables: bool = False


@dataclass(frozen=True, slots=True)
class Again:
    """Another attempt, not before this moment."""

    at: datetime


def verdict(
    answer: Answer, *, tries: int, now: datetime, entropy: Entropy, scale: float = 1.0
) -> End | Again:
    """What to do after `tries` attempts of this round. `scale` stretches the schedule."""
    if answer.is_success:
        return End(DeliveryStatus.DELIVERED)
    if answer.status == _GONE:
        return End(DeliveryStatus.DISABLED, GONE_REASON, disables=True)
    if answer.status and 400 <= answer.status < 500 and answer.status not in _RETRIED_4XX:
        return End(DeliveryStatus.EXHAUSTED, f"The receiver answered {answer.status}: final.")
    if tries >= len(SCHEDULE_S):
        return End(DeliveryStatus.EXHAUSTED, f"{tries} attempts failed.")
    delay = jittered(SCHEDULE_S[tries] * scale, entropy=entropy)
    asked = retry_after(answer.retry_after, now=now)
    return Again(now + max(timedelta(seconds=delay), asked))


def jittered(seconds: float, *, entropy: Entropy) -> float:
    """Within 10 % of `seconds`, so that deliveries which failed together do not return together."""
    return seconds * (0.9 + 0.2 * entropy.token_bytes(1)[0] / 255)


def retry_after(header: str | None, *, now: datetime) -> timedelta:
    """The wait that a `Retry-After` header asks for, in seconds or as a date; 0 to 24 h."""
    text = (header or "").strip()
    if text.isascii() and text.isdigit():
        return timedelta(seconds=min(int(text[:9]), LONGEST_WAIT.total_seconds()))
    try:
        wait = parsedate_to_datetime(text) - now
    except (ValueError, TypeError):
        return timedelta(0)
    return min(max(wait, timedelta(0)), LONGEST_WAIT)


def after_attempt(
    subscription: Subscription, answer: Answer, *, end: End | Again, now: datetime
) -> Subscription:
    """The subscription as this attempt leaves it; the same value when nothing changed."""
    since = subscription.failing_since
    if answer.is_success:
        return subscription.with_(failing_since=None) if since else subscription
    if isinstance(end, End) and end.disables:
        return subscription.disabled(GONE_REASON)
    if since is None:
        return subscription.with_(failing_since=now)
    return subscription.disabled(FAILING_REASON) if now - since >= FAILING_LIMIT else subscription
