"""Honest on a noisy machine: ratios of interleaved runs, judged by their quartiles.

A time is never judged by itself. Each run of ours is paired with a run of the named baseline right
beside it; the ratio's median is quoted with its quartiles. It holds when even the upper quartile is
within the bar, is missed when even the lower one is beyond it, and is inconclusive in between.
"""

import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

RUNS = 7


class Verdict(StrEnum):
    HOLDS = "holds"
    MISSED = "missed"
    INCONCLUSIVE = "inconclusive"
    INFORMATIVE = "-"


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table."""

    what: str
    bar: str
    measured: str
    baseline: str
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Spread:
    """Lower quartile, median and upper quartile."""

    low: float
    median: float
    high: float

    def text(self, form: str = "{:.2f}") -> str:
        return f"{form.format(self.median)} ({form.format(self.low)} to {form.format(self.high)})"


def spread(values: Sequence[float]) -> Spread:
    low, median, high = statistics.quantiles(values, n=4, method="inclusive")
    return Spread(low, median, high)


def ratios(ours: Callable[[], float], baseline: Callable[[], float], *, runs: int = RUNS) -> Spread:
    """Seconds by seconds, ours and the baseline in turn, after one uncounted pair."""
    ours(), baseline()
    pairs: list[float] = []
    for number in range(runs):
        if number % 2:
            below, above = baseline(), ours()
        else:
            above, below = ours(), baseline()
        pairs.append(above / below)
    return spread(pairs)


def judged(value: Spread, bar: float) -> Verdict:
    if value.high <= bar:
        return Verdict.HOLDS
    return Verdict.MISSED if value.low > bar else Verdict.INCONCLUSIVE


def within(value: float, bar: float) -> Verdict:
    """For what a machine's load does not change: counts, bytes, memory."""
    return Verdict.HOLDS if value <= bar else Verdict.MISSED


def percentile(values: Sequence[float], percent: int) -> float:
    return statistics.quantiles(values, n=100, method="inclusive")[percent - 1]
