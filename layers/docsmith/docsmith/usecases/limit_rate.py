"""Count a request against its key's bucket."""

from dataclasses import dataclass

from docsmith.domain.clock import Clock
from docsmith.domain.rate import RateBucket
from docsmith.usecases.records import Collision, Insert, Records, Replace

_TRIES = 4


@dataclass(frozen=True, slots=True)
class Counted:
    """The bucket after a request, and whether the request may go on."""

    bucket: RateBucket
    allowed: bool


@dataclass(frozen=True, slots=True)
class LimitRate:
    """The use case with what it needs."""

    records: Records
    clock: Clock

    def __call__(self, key_id: str, *, limit: int) -> Counted:
        """Take one token. When many requests of one key collide, the last try lets the request
        through uncounted: a limit must not become an outage.
        """
        bucket = RateBucket.full(key_id, limit=limit, now=self.clock())
        for _ in range(_TRIES):
            known = self.records.get(RateBucket, key_id)
            if known is not None:
                bucket = known.value.refilled(self.clock(), limit=limit)
            if bucket.is_empty:
                return Counted(bucket, allowed=False)
            taken = bucket.taken()
            due = {"expires_at": taken.forgotten_at}
            write = Replace(taken, known.version, **due) if known else Insert(taken, **due)
            try:
                self.records.transact(write)
            except Collision:
                continue
            return Counted(taken, allowed=True)
        return Counted(bucket, allowed=True)
