"""A token bucket for each key: a minute's worth of requests, refilled evenly."""

from datetime import datetime, timedelta
from typing import Self

from docsmith.domain.value import Value

MINUTE_S = 60.0


class RateBucket(Value):
    """`tokens` are the requests left at the moment `at`; `limit` is a minute's worth."""

    key_id: str
    limit: int
    tokens: float
    at: datetime

    @classmethod
    def full(cls, key_id: str, *, limit: int, now: datetime) -> Self:
        return cls(key_id=key_id, limit=limit, tokens=float(limit), at=now)

    def refilled(self, now: datetime, *, limit: int) -> Self:
        """As it is now, under the limit that holds now."""
        gone = max(0.0, (now - self.at).total_seconds())
        tokens = min(float(limit), self.tokens + gone * limit / MINUTE_S)
        return self.with_(limit=limit, tokens=tokens, at=max(now, self.at))

    @property
    def is_empty(self) -> bool:
        return self.tokens < 1

    def taken(self) -> Self:
        return self.with_(tokens=self.tokens - 1)

    @property
    def remaining(self) -> int:
        """Requests that may come at once."""
        return max(0, int(self.tokens))

    @property
    def reset_s(self) -> int:
        """Seconds until it is full again."""
        return round((self.limit - self.tokens) * MINUTE_S / self.limit)

    @property
    def retry_after_s(self) -> int:
        """Seconds until the next request may come, at least one."""
        return max(1, -int((self.tokens - 1) * MINUTE_S / self.limit // 1))

    @property
    def forgotten_at(self) -> datetime:
        """A full bucket need not be remembered."""
        return self.at + timedelta(seconds=2 * MINUTE_S)
