"""The owner's money: what the models cost in a day (UTC), and the caps on it."""

from datetime import datetime, timedelta

from docsmith.domain.value import Value

EVERYBODY = "*"
"""Whose spend the whole deployment's is."""
KEPT = timedelta(days=40)
_MICRO = 1_000_000


class DailyCaps(Value):
    """US$ a day, for the deployment and for each organisation; 0 is no cap."""

    deployment_usd: float = 0.0
    organisation_usd: float = 0.0

    @property
    def is_set(self) -> bool:
        return self.deployment_usd > 0 or self.organisation_usd > 0


NO_CAPS = DailyCaps()


def counter_of(now: datetime) -> str:
    """The kind of the day's counters; they hold `micro_usd`, and `refused` submissions."""
    return f"spend:{now.date().isoformat()}"


def to_micro(usd: float) -> int:
    """Counters hold whole numbers: millionths of a dollar."""
    return round(usd * _MICRO)


def to_usd(micro: int) -> float:
    return micro / _MICRO
