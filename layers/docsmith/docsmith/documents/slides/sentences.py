"""What computed figures say, in sentences (`telling.toml`). No figure comes from elsewhere."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from docsmith.documents.slides.numerals import local, short

_LEVEL = 0.005
_MONEY = {"EUR": "€", "USD": "$", "GBP": "£"}


@cache
def _table() -> dict[str, dict[str, str]]:
    return tomllib.loads(files(__package__ or "").joinpath("telling.toml").read_text("utf-8"))


def sentence(language: str, key: str, **fields: str) -> str:
    """The sentence for `key`; English in a language that has none."""
    return _table().get(language, _table()["en"])[key].format(**fields)


@dataclass(frozen=True, slots=True)
class Bars:
    """One computed chart: its categories, their sums over the series, and the series' sums."""

    categories: tuple[str, ...]
    values: tuple[float, ...]
    names: tuple[str, ...]
    sums: tuple[float, ...]
    total: float
    currency: str | None


def bars_of(told: Mapping[str, Any] | None) -> Bars | None:
    """The chart as `apply` tells of it; None when there is none."""
    if not told or not told["categories"] or not told["series"]:
        return None
    lines = {name: [float(v or 0) for v in values] for name, values in told["series"].items()}
    categories = tuple(str(name) for name in told["categories"])
    return Bars(
        categories=categories,
        values=tuple(sum(line[i] for line in lines.values()) for i in range(len(categories))),
        names=tuple(lines),
        sums=tuple(sum(line) for line in lines.values()),
        total=float(told["total"]),
        currency=told["currency"],
    )


def trend(bars: Bars, measure: str, period: str | None, language: str) -> list[str]:
    """The last period against the one before; then the strongest and the weakest, the total."""
    at = len(bars.values) - 1
    if period in bars.categories:
        at = bars.categories.index(str(period))
    if at < 1:
        return []
    key, change = _moved(bars.values[at - 1], bars.values[at])
    fields = {
        "measure": measure,
        "last": amount(bars.values[at], bars.currency, language),
        "period": bars.categories[at],
        "change": part(change, language),
    }
    high = max(range(len(bars.values)), key=lambda i: bars.values[i])
    low = min(range(len(bars.values)), key=lambda i: bars.values[i])
    extremes = [
        sentence(
            language,
            name,
            period=bars.categories[i],
            value=amount(bars.values[i], bars.currency, language),
        )
        for name, i in (("best", high), ("weakest", low))
    ]
    total = amount(bars.total, bars.currency, language)
    whole = sentence(language, "total_told", measure=measure, total=total)
    return [sentence(language, key, **fields), *extremes, whole]


def _moved(before: float, now: float) -> tuple[str, float]:
    """The sentence, and by which part; from nothing or from below zero there is no part."""
    if before <= 0:
        return "stood", 0.0
    change = (now - before) / before
    key = "level" if abs(change) < _LEVEL else "rose" if change > 0 else "fell"
    return key, abs(change)


def lead(bars: Bars, measure: str, language: str) -> list[str]:
    """Who leads, and with which share; then the shares of the first three."""
    if not bars.total:
        return []
    first = part(bars.values[0] / bars.total, language)
    said = [sentence(language, "lead", top=bars.categories[0], share=first, measure=measure)]
    for name, value in list(zip(bars.categories, bars.values, strict=True))[:3]:
        share = part(value / bars.total, language)
        said.append(f"{name}: {share} ({amount(value, bars.currency, language)})")
    return said


def mix(bars: Bars, measure: str, language: str) -> list[str]:
    """Which series makes up most."""
    if not bars.total:
        return []
    top = max(range(len(bars.sums)), key=lambda i: bars.sums[i])
    share = part(bars.sums[top] / bars.total, language)
    return [sentence(language, "makes", top=bars.names[top], share=share, measure=measure)]


def few(rows: Sequence[Sequence[str]], measure: str, dimension: str, language: str) -> list[str]:
    """The share of the first three rows, read from the table's last column."""
    shares = [_percent(row[-1]) for row in rows[1:4]]
    known = [share for share in shares if share is not None]
    if len(known) < 3 or len(rows) < 6:
        return []
    fields = {"dimension": dimension, "measure": measure, "share": part(sum(known), language)}
    return [sentence(language, "top_few", count=str(len(known)), **fields)]


def sums(first: str, second: str, measure: str, period: str | None, language: str) -> list[str]:
    """The first key figure and what it rests on."""
    fields = {"measure": measure, "first": first, "second": second}
    if period:
        return [sentence(language, "sums_period", period=period, **fields)]
    return [sentence(language, "sums", **fields)]


def part(value: float, language: str) -> str:
    """`44%`, `4,2 %`."""
    text = local(f"{value * 100:.{0 if value >= 0.0995 else 1}f}", language)
    return f"{text} %" if language == "de" else f"{text}%"


def amount(value: float, currency: str | None, language: str) -> str:
    """`€1.2m`, `1,2 Mio. €`, `968`."""
    text = short(abs(value), language)
    minus, sign = "−" if value < 0 else "", _MONEY.get(currency or "", currency or "")
    if not sign:
        return f"{minus}{text}"
    if language == "de" or len(sign) > 1:
        return f"{minus}{text} {sign}"
    return f"{minus}{sign}{text}"


def _percent(text: str) -> float | None:
    plain = text.replace("%", "").replace(",", ".").strip()
    try:
        return float(plain) / 100
    except ValueError:
        return None
