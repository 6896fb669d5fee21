"""What work costs: tokens to US$ by the table beside this file, US$ to credits, and the ledger."""

import math
import tomllib
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Any

from docsmith.domain.task import Kind
from docsmith.domain.value import Value

OFFLINE = "offline"
"""The offline author's name where a model is named: on turns, in settings, in the price table."""


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(files("docsmith.domain").joinpath("prices.toml").read_text())


def price_of(
    model: str, *, input: int, output: int, cache_read: int = 0, cache_write: int = 0
) -> float:
    """US$ for these tokens. An unknown model is priced like the dearest: never for free."""
    prices = _row_of(model)
    tokens = {
        "input": input,
        "output": output,
        "cache_read": cache_read,
        "cache_write": cache_write,
    }
    return sum(count * prices[kind] for kind, count in tokens.items()) / 1_000_000


def _row_of(model: str) -> dict[str, float]:
    models: dict[str, dict[str, float]] = _table()["models"]
    for name, prices in models.items():
        if model.rsplit("anthropic.", 1)[-1].startswith(name):
            return prices
    return max(models.values(), key=lambda prices: prices["output"])


def credits_for(usd: float, *, model: str) -> int:
    """Whole credits, rounded up, at least 1; the offline author costs none."""
    if model == OFFLINE:
        return 0
    return max(1, math.ceil(round(usd / _table()["credits"]["usd_per_credit"], 6)))


def credits_to_usd(credits: int) -> float:
    """What so many credits stand for."""
    return credits * _table()["credits"]["usd_per_credit"]


def estimate(kind: Kind, *, model: str, max_credits: int | None) -> int:
    """What a submission holds of the balance: its limit or our estimate, whichever is less."""
    if model == OFFLINE:
        return 0
    expected: int = _table()["credits"]["estimate"][kind.value]
    return min(expected, max_credits or expected)


class LedgerEntry(Value):
    """One movement of credits: negative is a charge. One entry a task, written with its end."""

    organisation: str
    entry_id: str
    credits: int
    reason: str
    task_id: str | None = None
    run_id: str | None = None
    detail: dict[str, Any] | None = None
    created_at: datetime
