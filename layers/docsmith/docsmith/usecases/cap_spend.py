"""Count what the models cost a day, charged or not, and refuse new work at the cap.

A task's spend is counted when it ends, in the transaction that ends it: what runs when the cap is
reached is finished, nothing new is taken until the next day (UTC).
"""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from docsmith.domain.clock import Clock
from docsmith.domain.errors import ServiceUnavailable, StorageError
from docsmith.domain.spend import EVERYBODY, KEPT, DailyCaps, counter_of, to_micro, to_usd
from docsmith.domain.task import Task
from docsmith.usecases.records import Count, Records, Write


def spend_writes(ended: Task, *, now: datetime) -> list[Write]:
    """What the end of a task adds to the day: its organisation's, and everybody's."""
    spent = to_micro(ended.spent_usd)
    if not spent:
        return []
    return [_count(owner, "micro_usd", spent, now) for owner in (ended.organisation, EVERYBODY)]


@dataclass(frozen=True, slots=True)
class SpendToday:
    """US$ that models cost today, and submissions that a cap refused."""

    usd: float
    refused: int


def spend_today(owner: str, *, records: Records, now: datetime) -> SpendToday:
    """Of an organisation, or of `EVERYBODY`."""
    counted = records.counters(counter_of(now), owner)
    return SpendToday(to_usd(counted.get("micro_usd", 0)), counted.get("refused", 0))


@dataclass(frozen=True, slots=True)
class CapSpend:
    """The use case with what it needs."""

    records: Records
    clock: Clock
    caps: DailyCaps

    def __call__(self, organisation: str) -> None:
        """Raises `ServiceUnavailable` when a cap is reached, and counts that for the alarm."""
        caps = ((EVERYBODY, self.caps.deployment_usd), (organisation, self.caps.organisation_usd))
        for owner, cap in caps:
            if cap > 0 and self._spent(owner) >= cap:
                self._refused()
                whose = "service" if owner == EVERYBODY else "organisation"
                raise ServiceUnavailable(
                    f"Today's spending limit of this {whose} is reached: new work is taken again "
                    "after 00:00 UTC."
                )

    def _spent(self, owner: str) -> float:
        return spend_today(owner, records=self.records, now=self.clock()).usd

    def _refused(self) -> None:
        with suppress(StorageError):  # the refusal stands, counted or not
            self.records.transact(_count(EVERYBODY, "refused", 1, self.clock()))


def _count(owner: str, name: str, by: int, now: datetime) -> Count:
    return Count(counter_of(now), owner, add={name: by}, expires_at=now + KEPT)
